"""What the statistics answer when an office is asked for a figure of its place that stands already."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.elements.known import Answers, Held, KnownSource
from kechuang.mechanisms.delivery.statistic import starting
from kechuang.mechanisms.delivery.statistic.checks import FINAL, PROVISIONAL
from kechuang.mechanisms.delivery.statistic.models import Observation
from kechuang.mechanisms.delivery.statistic.platform import Used
from kechuang.web.accounts.models import Body

ELEMENTS = {each.element: each.code for each in starting.entries() if each.element}
OFFICES = ("office", "department", "county_office", "government")


def lookup(bodies: Sequence[UUID], codes: Collection[str], year: int) -> Answers:
    """Give the yearly figures of the offices' own places, final before provisional by vintage (two queries)."""
    places = dict(Body.objects.filter(pk__in=bodies, kind__in=OFFICES).values_list("pk", "place"))
    wanted = {ELEMENTS[code]: code for code in codes if code in ELEMENTS}
    rows = Observation.objects.filter(
        indicator__code__in=wanted,
        place__in=set(places.values()),
        period=str(year),
        newest=True,
        status__in=(FINAL, PROVISIONAL),
    ).select_related("indicator")
    figures: dict[str, dict[str, Held]] = {}
    for row in rows:
        address = reverse("delivery_statistic:series", args=[row.indicator.code, row.place])
        figures.setdefault(row.place, {})[wanted[row.indicator.code]] = _held(row, address)
    return {body: figures[place] for body, place in places.items() if place in figures}


def _held(row: Observation, address: str) -> Held:
    day: date = row.vintage
    return Held(str(Decimal(row.value)), _("Statistics"), day, address)


SOURCE = KnownSource("statistics", frozenset(ELEMENTS), lookup)


def uses(code: str) -> list[Used]:
    """Say which data element an indicator fills in by itself."""
    found = [element for element, indicator in ELEMENTS.items() if indicator == code]
    return [Used(str(_("Data element of forms")), element, reverse("elements:dictionary")) for element in found]
