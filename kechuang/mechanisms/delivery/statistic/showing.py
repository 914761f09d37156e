"""What the pages of statistics show: the table of places and periods, charts, vintages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.mechanisms.delivery.statistic import checks, queries, wording
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation, Version
from kechuang.web import divisions
from kechuang.web.charts.chart import About, Chart
from kechuang.web.charts.line import MOST_SERIES, Series, line_chart
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, below
from kechuang.web.typed import TypedError, read_day

MOST_PERIODS = 12
MARKS = {checks.PROVISIONAL: "p", checks.ESTIMATED: "e", checks.IMPUTED: "i"}


@dataclass(slots=True)
class Asked:
    """What a page was asked: the place below which, and as known on which day. ``wrong`` names an unreadable day."""

    place: str = ""
    as_of: date | None = None
    wrong: str = ""


def asked(request: HttpRequest) -> Asked:
    """Read the address."""
    found = Asked(place=request.GET.get("place", "").strip()[:9])
    raw = request.GET.get("as_of", "").strip()
    if raw:
        try:
            found.as_of = read_day(raw)
        except TypedError:
            found.wrong = raw[:40]
    return found


@dataclass(slots=True)
class Cell:
    """One figure of the table, with the mark of its status and whether it was ever revised or flagged."""

    value: str = ""
    mark: str = ""
    state: Any = None
    flagged: bool = False


@dataclass(slots=True)
class Row:
    """One place with its figures by period."""

    place: str
    name: str
    url: str
    cells: list[Cell] = field(default_factory=list)


def figures(request: HttpRequest, indicator: Indicator, wanted: Asked) -> list[Observation]:
    """Give the figures of an indicator that the reader may see, as known on the day asked for (one query)."""
    rows = queries.visible(actor_of(request))
    found = queries.observations(indicator.code, as_of=wanted.as_of, rows=rows)
    return [row for row in found if not wanted.place or below(row.place, wanted.place)]


def steps(found: Sequence[Observation]) -> list[str]:
    """Give the last periods that occur, oldest first."""
    by_day = {row.period: row.first_day for row in found}
    return sorted(by_day, key=lambda period: (by_day[period], period))[-MOST_PERIODS:]


def table(indicator: Indicator, found: Sequence[Observation]) -> list[Row]:
    """Lay the figures out: a row for each place, a cell for each period."""
    held = {(row.place, row.period): row for row in found}
    rows = []
    for place in sorted({row.place for row in found}):
        url = reverse("delivery_statistic:series", args=[indicator.code, place])
        row = Row(place, divisions.name(place), url)
        row.cells = [_cell(held.get((place, period))) for period in steps(found)]
        rows.append(row)
    return rows


def _cell(row: Observation | None) -> Cell:
    if row is None:
        return Cell(value="—")
    return Cell(wording.value(row), MARKS.get(row.status, ""), wording.status(row), bool(row.flags))


def chart(indicator: Indicator, version: Version, found: Sequence[Observation], on: date) -> Chart | None:
    """Draw the first places, the widest ones first; None where no figure has a value."""
    valued = [row for row in found if row.value]
    chosen = sorted({row.place for row in valued}, key=_width)[:MOST_SERIES]
    if not chosen:
        return None
    codes = steps(found)
    held = {(row.place, row.period): queries.value_of(row) for row in valued}
    lines = [Series(divisions.name(place), [held.get((place, period)) for period in codes]) for place in chosen]
    first, last = valued[0], max((row for row in valued if row.place == chosen[0]), key=lambda row: row.first_day)
    summary = _("%(place)s: %(value)s %(unit)s in %(period)s.") % {
        "place": divisions.name(chosen[0]),
        "value": wording.value(last),
        "unit": indicator.unit,
        "period": last.period,
    }
    about = About(
        key=f"statistic-{indicator.code.replace('_', '-')}",
        title=wording.title(indicator),
        summary=summary,
        source=first.source,
        definition=wording.definition(version),
        definition_url="#definition",
        unit=indicator.unit,
        on=on,
    )
    return line_chart(about, codes, lines)


def _width(place: str) -> tuple[int, str]:
    return (0 if place.endswith("0000") else 1 if place.endswith("00") else 2, place)


def about(version: Version) -> list[Fact]:
    """Give a version as terms and words."""
    rows = [
        Fact(term=_("Definition"), value=wording.definition(version)),
        Fact(term=_("Unit"), value=version.unit),
        Fact(term=_("Which way is better"), value=wording.word(version.direction)),
        Fact(term=_("Form of the figure"), value=wording.word(version.form)),
        Fact(term=_("How often"), value=wording.word(version.frequency)),
        Fact(term=_("Source"), value=version.source or "—"),
        Fact(term=_("Body that answers for it"), value=version.owner or "—"),
        Fact(term=_("In force since"), value=version.since),
    ]
    if version.adds_up:
        rows.append(Fact(term=_("Sums"), value=_("The figures of cities and counties add up to the whole")))
    if version.parts:
        rows.append(Fact(term=_("Indicators that add up to this one"), value=", ".join(version.parts)))
    if version.confidence == "D":
        rows.append(Fact(term=_("Whose words"), value=_("This wording is ours (D), not an official text.")))
    return rows
