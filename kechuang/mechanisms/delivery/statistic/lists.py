"""The lists: the dictionary, and the observations."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.mechanisms.delivery.statistic import queries, wording
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation
from kechuang.web import divisions
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.parts import DONE, VOID, Empty, State
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def _state(row: Indicator) -> State:
    if row.retired:
        return State(wording.word("RETIRED"), VOID, code="RETIRED")
    return State(wording.word("CURRENT"), DONE, code="CURRENT")


def page_of(row: Indicator) -> str:
    """Give the address of an indicator's page."""
    return reverse("delivery_statistic:indicator", args=[row.code])


INDICATORS = List(
    key="statistics",
    caption=_("Dictionary of indicators"),
    columns=(
        Column(name="title", label=_("Indicator"), kind="main", value=wording.title, link=True, sort=("title",)),
        Column(name="code", label=_("Code"), kind="code", sort=("code",), phone=False),
        Column(name="unit", label=_("Unit")),
        Column(name="form", label=_("Form of the figure"), value=lambda row: wording.word(row.form), phone=False),
        Column(name="frequency", label=_("How often"), value=lambda row: wording.word(row.frequency), phone=False),
        Column(
            name="direction", label=_("Which way is better"), value=lambda row: wording.word(row.direction), phone=False
        ),
        Column(name="owner", label=_("Body that answers for it"), phone=False),
        Column(name="version", label=_("Version"), kind="whole", phone=False),
        Column(name="state", label=_("State"), kind="state", value=_state),
    ),
    filters=(
        Text("q", _("Name or code begins with"), ("title__startswith", "title_en__istartswith", "code__startswith")),
        Choice("frequency", _("How often"), wording.frequencies),
        Choice("form", _("Form of the figure"), wording.forms),
        Choice(
            "state",
            _("State"),
            (("current", _("in force")), ("ended", pgettext_lazy("indicator", "ended"))),
            lookups={"current": lambda: Q(retired=False), "ended": lambda: Q(retired=True)},
        ),
    ),
    order="title",
    row_url=page_of,
    empty=Empty(sentence=_("No indicator is defined yet. An office defines them, or takes in the usual ones.")),
)


def indicators(_request: HttpRequest) -> Any:  # noqa: ANN401 - a queryset
    """Give the dictionary: everybody reads it."""
    return Indicator.objects.all()


def observations(request: HttpRequest) -> Any:  # noqa: ANN401 - a queryset
    """Give the observations that the reader may see, every vintage."""
    return queries.visible(actor_of(request))


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    codes = queries.known_places(observations(request))
    return [(code, divisions.name(code)) for code in codes]


def _flags(row: Observation) -> str:
    return "; ".join(wording.flag(code) for code in row.flags)


def series_url(row: Observation) -> str:
    """Give the address of the series in which an observation stands."""
    return reverse("delivery_statistic:series", args=[row.indicator.code, row.place])


OBSERVATIONS = List(
    key="observations",
    caption=_("Observations"),
    columns=(
        Column(
            name="indicator",
            label=_("Indicator"),
            kind="main",
            value=lambda row: wording.title(row.indicator),
            link=True,
        ),
        Column(name="place", label=_("Place"), kind="place", sort=("place",)),
        Column(name="period", label=_("Period"), kind="code"),
        Column(name="value", label=_("Value"), value=wording.value, kind="code"),
        Column(name="unit", label=_("Unit")),
        Column(name="status", label=_("Status"), kind="state", value=wording.status),
        Column(name="vintage", label=_("Vintage"), kind="day", sort=("vintage",)),
        Column(name="source", label=_("Source"), phone=False),
        Column(name="dataset", label=_("Data set"), phone=False),
        Column(name="version", label=_("Version of the definition"), kind="whole", phone=False),
        Column(name="flags", label=_("Kept against these checks"), value=_flags, phone=False),
        Column(name="reason", label=_("Reason"), phone=False),
    ),
    filters=(
        Text("q", _("Indicator begins with"), ("indicator__title__startswith", "indicator__code__startswith")),
        Place("place", _("Place"), _places),
        Text("period", _("Period begins with"), ("period__startswith",)),
        Choice("status", _("Status"), wording.statuses),
        Choice(
            "shown",
            _("Which"),
            (
                ("newest", _("newest vintage")),
                ("corrected", _("took the place of another")),
                ("revised", _("revised since")),
                ("flagged", _("kept against a check")),
            ),
            lookups={
                "newest": lambda: Q(newest=True),
                "corrected": queries.corrected,
                "revised": lambda: Q(newest=False),
                "flagged": lambda: ~Q(flags=[]),
            },
        ),
        Days("vintage", _("Vintage")),
    ),
    order="-vintage",
    row_url=series_url,
    empty=Empty(sentence=_("No observation yet. They appear as soon as an office enters or imports them.")),
)
