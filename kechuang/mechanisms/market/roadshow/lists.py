"""The lists of events: the office's, and the one that everybody may read."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.roadshow import queries, wording
from kechuang.mechanisms.market.roadshow.models import Event
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, SHOWN
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the events that the reader may see."""
    return queries.cases(actor_of(request), clock.today())


def public(_request: HttpRequest) -> QuerySet[Event]:
    """Give the events that everybody may read."""
    return queries.public()


def _kinds(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in wording.KINDS.items()]


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return publishing.states(EVENT, SHOWN)


def _places(_request: HttpRequest) -> list[tuple[str, str]]:
    return publishing.places(queries.public(), "place")


_COMING = (("yes", _("events to come")),)
_COMING_OF = {"yes": lambda: Q(ends_at__gte=clock.now())}

EVENTS = List(
    key="events",
    caption=_("Roadshows and events"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("number",)),
        Column(name="title", label=_("Title"), kind="main", link=True),
        Column(name="kind", label=_("Kind of event"), value=lambda row: wording.kind(row.market_event.kind)),
        shared.STATE,
        Column(name="begins", label=_("Begins"), kind="moment", value="market_event__starts_at"),
        Column(name="place", label=_("Place"), kind="place", phone=False, shown=False),
        Column(name="seats", label=_("Seats"), kind="whole", value="market_event__capacity", phone=False),
        Column(name="seated", label=_("Signed up"), kind="whole", value=lambda row: row.seated or 0),
        Column(name="waiting", label=_("Waiting for a seat"), kind="whole", value=lambda row: row.waiting or 0,
               phone=False, shown=False),
        Column(
            name="came", label=_("Came"), kind="whole", value="market_event__came_persons", phone=False,
            shown=False,
        ),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__contains")),
        Choice("state", _("State"), lambda _request: shared.state_options(EVENT.kind)),
        Choice("kind", _("Kind of event"), _kinds, column="market_event__kind"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No event yet. An office plans one, and publishes it."),
        action=Action(label=_("Plan an event"), url=reverse_lazy("market_roadshow:plan")),
    ),
)  # fmt: skip

PUBLIC = List(
    key="public-events",
    caption=_("Roadshows and events"),
    columns=(
        Column(name="title", label=_("Title"), value="case__title", kind="main", link=True),
        Column(name="kind", label=_("Kind of event"), value=lambda row: wording.kind(row.kind)),
        Column(name="begins", label=_("Begins"), kind="moment", value="starts_at", sort=("starts_at",)),
        Column(name="ends", label=_("Ends"), kind="moment", value="ends_at", phone=False, shown=False),
        Column(name="place", label=_("Place"), kind="place"),
        Column(name="venue", label=_("Address and room"), value="venue", phone=False),
        Column(name="host", label=_("Host"), value="host", phone=False),
        Column(name="seats", label=_("Seats"), value="capacity", kind="whole", phone=False),
        publishing.STATE,
        Column(name="origin", label=_("Comes from"), value=lambda row: row.origin, phone=False, shown=False),
        Column(name="number", label=_("Number"), value="case__number", kind="code", phone=False, shown=False),
    ),
    filters=(
        Text("q", _("Words in the title"), ("case__title__contains",)),
        Choice("kind", _("Kind of event"), _kinds),
        Choice("coming", _("When"), _COMING, lookups=_COMING_OF),
        Choice("state", _("State"), _states, column="case__state"),
        Place("place", _("Place"), _places),
        Days("begins", _("Begins"), "starts_at__date"),
    ),
    order="-begins",
    row_url=lambda row: queries.public_url(row.pk),
    empty=Empty(sentence=_("No event fits. Take a filter away, or look at the calendar of another month.")),
)
