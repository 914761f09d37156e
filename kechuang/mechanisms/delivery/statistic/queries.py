"""Reading the dictionary and the observations: what was known when, and who may see what."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kechuang.mechanisms.delivery.statistic.checks import FINAL, PROVISIONAL, WITHHELD, Entry, Meaning
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation, Version
from kechuang.mechanisms.delivery.statistic.moves import READ
from kechuang.web import clock
from kechuang.web.permissions import Actor, scope

OPEN = (FINAL, PROVISIONAL, WITHHELD)
"""What everybody may see: published figures, and that a figure is withheld."""


def meaning_of(row: Version) -> Meaning:
    """Give a version as the checks see it; the row's indicator must be read with it."""
    return Meaning(
        indicator=row.indicator.code,
        version=row.version,
        unit=row.unit,
        form=row.form,
        frequency=row.frequency,
        adds_up=row.adds_up,
        parts=tuple(row.parts),
    )


def value_of(row: Observation) -> Decimal | None:
    """Give the value of a row as a number."""
    return Decimal(row.value) if row.value else None


def entry_of(row: Observation) -> Entry:
    """Give a row as the checks see it; the row's indicator must be read with it."""
    same = ("version", "place", "code_list", "period", "unit", "status", "vintage", "source", "dataset")
    columns = {name: getattr(row, name) for name in same}
    return Entry(indicator=row.indicator.code, value=value_of(row), **columns)


def visible(actor: Actor) -> QuerySet[Observation]:
    """Give the observations that an actor may see: published ones everywhere, all of them where the duty reaches."""
    reach = scope(actor, READ, clock.today())
    published = Q(status__in=OPEN)
    shown = published | reach.condition(Observation) if reach else published
    return Observation.objects.filter(shown).select_related("indicator")


def observations(
    indicator: str,
    places: Iterable[str] | None = None,
    periods: Iterable[str] | None = None,
    as_of: date | None = None,
    *,
    rows: QuerySet[Observation] | None = None,
) -> list[Observation]:
    """Give the figures of an indicator as they were known on a day (default: all that is known now), one a figure.

    ``rows`` narrows to what a reader may see (``visible``). Ordered by place and period (one query).
    """
    found = (Observation.objects.all() if rows is None else rows).filter(indicator__code=indicator)
    if places is not None:
        found = found.filter(place__in=list(places))
    if periods is not None:
        found = found.filter(period__in=list(periods))
    if as_of is not None:
        found = found.filter(vintage__lte=as_of)
    latest: dict[tuple[str, str], Observation] = {}
    for row in found.select_related("indicator").order_by("place", "first_day", "period", "vintage", "pk"):
        latest[row.place, row.period] = row
    return list(latest.values())


def corrected() -> Q:
    """Give the condition for newest figures that took the place of an earlier vintage."""
    older = Observation.objects.filter(series=OuterRef("series"), period=OuterRef("period"), newest=False)
    return Q(newest=True) & Q(Exists(older))


def known_places(rows: QuerySet[Any]) -> list[str]:
    """Give the places of observations, in order of code (one query)."""
    return sorted(rows.order_by().values_list("place", flat=True).distinct())


def versions(indicator: Indicator) -> list[Version]:
    """Give the versions of an indicator, newest first (one query)."""
    return list(indicator.versions.order_by("-version"))
