"""The lists of demands: the office's and the owner's, the public register, who answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.demand import queries, wording
from kechuang.mechanisms.market.demand.models import Demand, DemandTarget
from kechuang.mechanisms.market.demand.rules.moves import DEMAND, SHOWN
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Place
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.slots import Words
from kechuang.web.tables import Column, List


@dataclass(frozen=True, slots=True)
class Sought:
    """Words in title, keywords or indicators; never in the name of an owner. ``at`` leads to the demand."""

    name: str
    label: Words
    at: str = ""
    placeholder: Words = ""

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, found: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the demands in which every word is found."""
        for word in values.get(self.name, "").split()[:6]:
            inside = DemandTarget.objects.filter(indicator__icontains=word).values("demand_id")
            title = "title" if self.at else "case__title"
            found = found.filter(
                Q(**{f"{title}__icontains": word})
                | Q(**{f"{self.at}keywords__icontains": word})
                | Q(**{f"{self.at}pk__in": inside})
            )
        return found

    def shown(self, _request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Show a search field."""
        return {"kind": "text", "filter": self, "value": values.get(self.name, "")}


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the demands that the reader may see."""
    return queries.cases(actor_of(request), clock.today())


def published(_request: HttpRequest) -> QuerySet[Demand]:
    """Give the demands that everybody may read."""
    return queries.public()


def _lists(_request: HttpRequest) -> list[tuple[str, str]]:
    return list(wording.lists().items())


def _bands(_request: HttpRequest) -> list[tuple[str, str]]:
    return list(wording.bands().items())


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return publishing.states(DEMAND, SHOWN)


def _places(_request: HttpRequest) -> list[tuple[str, str]]:
    return publishing.places(queries.public())


def _state(row: Demand) -> Any:  # noqa: ANN401 - a state of the kit
    return words.state_of(row.case)


SCENE = (("yes", _("scene lists only")),)
_OF_SCENE = {"yes": lambda: Q(is_scene=True)}
_CASE_SCENE = {"yes": lambda: Q(market_demand__is_scene=True)}
_FIELD_OF = {code: (lambda code=code: Q(field=code) | Q(field__startswith=f"{code}.")) for code in wording.FIELDS}  # type: ignore[misc]  # each keeps its own code
_CASE_FIELD_OF = {
    code: (lambda code=code: Q(market_demand__field=code) | Q(market_demand__field__startswith=f"{code}."))  # type: ignore[misc]  # each keeps its own code
    for code in wording.FIELDS
}

DEMANDS = List(
    key="demands",
    caption=_("Technology demands"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("Demand"), kind="main", link=True),
        Column(name="holder", label=_("Owner"), value="holder__name", phone=False),
        shared.STATE,
        Column(
            name="list_type", label=_("Kind of list"), value=lambda row: wording.list_word(row.market_demand.list_type)
        ),
        Column(
            name="field",
            label=_("Technical field"),
            value=lambda row: wording.field(row.market_demand.field),
            phone=False,
        ),
        Column(name="place", label=_("Place"), kind="place", phone=False, shown=False),
        Column(name="amount", label=_("Budget (yuan)"), kind="money", phone=False),
        shared.DUE,
        Column(
            name="until",
            label=_("Valid until"),
            value="market_demand__valid_until",
            kind="day",
            phone=False,
            shown=False,
        ),
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Sought("q", _("Words in title, keywords or indicators"), "market_demand__"),
        Choice("state", _("State"), lambda _request: shared.state_options(DEMAND.kind)),
        Choice("list_type", _("Kind of list"), _lists, column="market_demand__list_type"),
        Choice("field", _("Technical field"), tuple(wording.FIELDS.items()), lookups=_CASE_FIELD_OF),
        Choice("scene", _("Scenes"), SCENE, lookups=_CASE_SCENE),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    bulk=shared.bulk("?list=demands"),
    empty=Empty(
        sentence=_("No demand yet. Demands appear as soon as a firm sets one or an office takes one in."),
        action=Action(label=_("Set a demand"), url=reverse_lazy("market_demand:post")),
    ),
)

PUBLISHED = List(
    key="published-demands",
    caption=_("Published technology demands"),
    columns=(
        Column(name="title", label=_("Demand"), value="case__title", kind="main", link=True),
        Column(name="number", label=_("Number"), value="case__number", kind="code", phone=False),
        Column(name="owner", label=_("Owner"), value=wording.owner_shown, phone=False),
        Column(name="state", label=_("State"), value=_state, kind="state"),
        Column(name="list_type", label=_("Kind of list"), value=lambda row: wording.list_word(row.list_type)),
        Column(name="field", label=_("Technical field"), value=lambda row: wording.field(row.field)),
        Column(name="band", label=_("Budget"), value=lambda row: wording.band_word(row.band)),
        Column(name="place", label=_("Place"), value="case__place", kind="place", phone=False, shown=False),
        Column(name="needed_by", label=_("Needed by"), kind="day", phone=False, shown=False),
        Column(name="published_on", label=_("Published"), kind="day", sort=("published_on",)),
    ),
    filters=(
        Sought("q", _("Words in title, keywords or indicators")),
        Choice("state", _("State"), _states, column="case__state"),
        Choice("list_type", _("Kind of list"), _lists, column="list_type"),
        Choice("field", _("Technical field"), tuple(wording.FIELDS.items()), lookups=_FIELD_OF),
        Choice("band", _("Budget"), _bands, column="band"),
        Choice("scene", _("Scenes"), SCENE, lookups=_OF_SCENE),
        Place("place", _("Place"), _places, column="case__place"),
    ),
    order="-published_on",
    row_url=lambda row: queries.public_url(row.pk),
    empty=Empty(sentence=_("No demand fits. Take a filter away, or look again later.")),
)
