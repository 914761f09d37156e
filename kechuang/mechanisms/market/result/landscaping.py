"""The patent landscape: classes of the IPC, units and years, from the kept counts of the public register."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.mechanisms.market.result import queries
from kechuang.web.accounts.models import Body
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart
from kechuang.web.charts.line import Series, line_chart

MOST_CLASSES, MOST_UNITS, MOST_LINES, MOST_YEARS = 20, 15, 4, 12
SECTIONS = {
    "A": gettext_lazy("Human necessities"),
    "B": gettext_lazy("Performing operations; transporting"),
    "C": gettext_lazy("Chemistry; metallurgy"),
    "D": gettext_lazy("Textiles; paper"),
    "E": gettext_lazy("Fixed constructions"),
    "F": gettext_lazy("Mechanical engineering; lighting; heating"),
    "G": gettext_lazy("Physics"),
    "H": gettext_lazy("Electricity"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What a stranger to this package lays beside the achievements: a title, a sentence, charts, a table with links."""

    code: str
    title: str
    lead: str
    charts: Sequence[Chart] = ()
    heads: Sequence[str] = ()
    rows: Sequence[tuple[str, str, Sequence[object]]] = ()


type Beside = Callable[[str, Mapping[str, int], date], Side | None]
# Each is given the section ('' : all), the public achievements by IPC class, and the day.
BESIDE: list[Beside] = []


@dataclass(slots=True)
class Landscape:
    """What the page shows: charts, the sections with their counts, classes by units as a grid, what stands beside."""

    section: str
    charts: list[Chart] = field(default_factory=list)
    sections: list[tuple[str, str, int]] = field(default_factory=list)
    grid: tuple[list[str], list[tuple[str, list[int], int]]] = field(default_factory=lambda: ([], []))
    sides: list[Side] = field(default_factory=list)

    @property
    def drawn(self) -> list[Chart]:
        """All charts, for their files."""
        return [*self.charts, *(chart for side in self.sides for chart in side.charts)]


def look(section: str, on: date) -> Landscape:
    """Give the landscape, whole or of one section (four queries)."""
    chosen = section if section in SECTIONS else ""
    classes = queries.tally("ipc_class")
    by_section: Counter[str] = Counter()
    for code, count in classes:
        by_section[code[:1]] += count
    found = Landscape(chosen)
    found.sections = [(code, str(word), by_section[code]) for code, word in SECTIONS.items() if by_section[code]]
    classes = [(code, count) for code, count in classes if code.startswith(chosen)]
    found.sides = [side for each in BESIDE if (side := each(chosen, dict(classes), on)) is not None]
    pairs = [(*value.split(" "), count) for value, count in queries.tally("ipc_unit") if value.startswith(chosen)]
    years = [(*value.split(" "), count) for value, count in queries.tally("ipc_year") if value.startswith(chosen)]
    if not classes:
        return found
    units: Counter[str] = Counter()
    for _code, unit, count in pairs:
        units[unit] += count
    names = _names([unit for unit, _count in units.most_common(MOST_UNITS)])
    found.charts = [_by_class(classes, on), _by_unit(units, names, on)]
    if (chart := _by_year(years, [code for code, _count in classes[:MOST_LINES]], on)) is not None:
        found.charts.append(chart)
    found.grid = _grid(classes, pairs, names)
    return found


def _names(units: Sequence[str]) -> dict[str, str]:
    rows = Body.objects.filter(pk__in=[UUID(each) for each in units]).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _about(key: str, title: str, summary: str, on: date) -> About:
    return About(key=key, title=title, summary=summary, source=_("public register of achievements"), on=on)


def _by_class(classes: list[tuple[str, int]], on: date) -> Chart:
    code, count = classes[0]
    about = _about(
        "ipc",
        _("Achievements by IPC class"),
        _("Most achievements lie in %(code)s: %(count)d.") % {"code": code, "count": count},
        on,
    )
    public = reverse("market_result:public")
    bars = [Bar(label=code, values=[count], url=f"{public}?ipc={code}") for code, count in classes[:MOST_CLASSES]]
    return bar_chart(about, bars)


def _by_unit(units: Counter[str], names: dict[str, str], on: date) -> Chart:
    ordered = [(unit, count) for unit, count in units.most_common(MOST_UNITS) if unit in names]
    unit, count = ordered[0]
    about = _about(
        "unit",
        _("Achievements by unit"),
        _("%(unit)s holds most: %(count)d.") % {"unit": names[unit], "count": count},
        on,
    )
    return bar_chart(about, [Bar(label=names[unit], values=[count]) for unit, count in ordered])


def _by_year(years: list[tuple[str, str, int]], codes: list[str], on: date) -> Chart | None:
    found = {(code, year): count for code, year, count in years}
    steps = sorted({year for _code, year in found})[-MOST_YEARS:]
    shown = [code for code in codes if any((code, year) in found for year in steps)]
    if len(steps) < 2 or not shown:
        return None
    about = _about(
        "year",
        _("Achievements by year of the first patent"),
        _("The largest classes from %(first)s to %(last)s.") % {"first": steps[0], "last": steps[-1]},
        on,
    )
    series = [Series(code, [Decimal(found.get((code, year), 0)) for year in steps]) for code in shown]
    return line_chart(about, steps, series, zero=True)


def _grid(
    classes: list[tuple[str, int]], pairs: list[tuple[str, str, int]], names: dict[str, str]
) -> tuple[list[str], list[tuple[str, list[int], int]]]:
    """Give classes by units: the heads, then a row a unit with its counts and their sum."""
    heads = [code for code, _count in classes[:8]]
    held = {(unit, code): count for code, unit, count in pairs}
    rows = []
    for unit, name in names.items():
        counts = [held.get((unit, code), 0) for code in heads]
        rows.append((name, counts, sum(count for _code, owner, count in pairs if owner == unit)))
    return heads, sorted(rows, key=lambda row: (-row[2], row[0]))
