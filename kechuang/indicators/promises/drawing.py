"""The chart of one promise: measured values, path, older paths, projection dashed with its interval, and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kechuang.indicators.promises import paths, wording
from kechuang.indicators.promises.measure import MONTHS
from kechuang.indicators.promises.observed import Value
from kechuang.indicators.promises.paths import Point
from kechuang.indicators.promises.projection import Projection
from kechuang.indicators.promises.queries import Assessed
from kechuang.indicators.promises.terms import Terms, year_of
from kechuang.web import written
from kechuang.web.charts.chart import About, Cell, Chart, Legend, drawing
from kechuang.web.charts.svg import Scale, el, ticks

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 40, 18, 30
ACTUAL, PATH, OLD, AHEAD, BAND = "series s1", "target", "series s4", "series s2", "f5"
MOST_OLD = 2
KEY = "promise"


@dataclass(frozen=True, slots=True)
class Older:
    """A path that was in force before: its version and its points."""

    version: int
    points: Sequence[Point]


def older(versions: Sequence[tuple[int, Terms]], values: Sequence[Value]) -> list[Older]:
    """Give the last paths that differ from the one in force."""
    current = paths.path(versions[-1][1], values) if versions else []
    found = [Older(number, paths.path(terms, values)) for number, terms in versions[:-1]]
    return [each for each in found if each.points and list(each.points) != current][-MOST_OLD:]


def promise_chart(found: Assessed, title: str, source: str, versions: Sequence[tuple[int, Terms]]) -> Chart | None:
    """Draw a promise; None where neither a number was promised nor anything measured."""
    values = _values(found)
    line = paths.path(found.terms, values)
    if not line and not values:
        return None
    before = older(versions, values)
    about = About(
        key=KEY,
        title=title,
        summary=_summary(found),
        source=source,
        unit=found.terms.unit,
        on=found.asking.on,
        definition=wording.indicator_name(found.terms.indicator),
    )
    picture = drawing(about, _picture(found, values, line, before), WIDTH, HEIGHT)
    heads, rows = _table(found, values, line, before)
    return Chart(
        about=about,
        picture=picture,
        heads=heads,
        rows=rows,
        legend=_legend(before, found.projection),
        note=_note(found),
    )


def _values(found: Assessed) -> list[Value]:
    if found.terms.members:
        return [Value(step.at, step.value, step.period) for step in found.measured.steps if step.value is not None]
    return paths.actual(found.asking)


def _summary(found: Assessed) -> str:
    return _("Promised: %(promised)s by %(year)s. Measured: %(value)s. %(state)s.") % {
        "promised": wording.promised(found.terms),
        "year": found.terms.due_on.year,
        "value": wording.value(found),
        "state": wording.state(found.measured.state).word,
    }


def _note(found: Assessed) -> str:
    if found.projection is not None or found.terms.form not in {
        "level",
        "share",
        "increment",
        "growth",
        "annual",
        "range",
    }:
        return ""
    return _("No projection: not enough data (three yearly figures are needed).") if not _over(found) else ""


def _over(found: Assessed) -> bool:
    return found.measured.at >= found.terms.due and found.measured.at > 0


def _legend(before: Sequence[Older], ahead: Projection | None) -> list[Legend]:
    entries = [Legend(css=ACTUAL, words=_("measured")), Legend(css=PATH, words=_("path of the promise"))]
    if before:
        entries.append(Legend(css=OLD, words=_("path before it was changed")))
    if ahead:
        entries.append(Legend(css=AHEAD, words=_("if it goes on so (projection)")))
        entries.append(Legend(css=BAND, words=_("range of the projection")))
    return entries


def _picture(
    found: Assessed, values: Sequence[Value], line: Sequence[Point], before: Sequence[Older]
) -> list[SafeString]:
    ahead = found.projection.years if found.projection else ()
    points = [*((each.at, each.value) for each in values), *((each.at, each.value) for each in line)]
    points += [(each.at, each.value) for old in before for each in old.points]
    points += [(each.year * MONTHS + MONTHS, Fraction(value)) for each in ahead for value in (each.low, each.high)]
    ends, heights = [at for at, _value in points], [wording.decimal(value) for _at, value in points]
    marks = ticks(min([*heights, Decimal(0)]), max([*heights, Decimal(1)]))
    first, last = min(ends), max(ends)
    across = Scale(first, max(last, first + 1), LEFT, WIDTH - RIGHT)
    up = Scale(float(marks[0]), float(marks[-1]), HEIGHT - BOTTOM, TOP)
    parts = [*_grid(marks, up), *_years(first, last, across)]
    if ahead and values:
        parts += _ahead(values[-1], found.projection, across, up)
    parts += [_stroke([(each.at, each.value) for each in old.points], OLD, across, up) for old in before]
    parts.append(_stroke([(each.at, each.value) for each in line], PATH, across, up))
    if line:
        end = line[-1]
        words = wording.number(end.value, found.terms.unit)
        spot = {"x": across(end.at), "y": up(wording.decimal(end.value))}
        parts.append(el("circle", cx=spot["x"], cy=spot["y"], r=4, class_="node"))
        parts.append(el("text", words, x=spot["x"], y=spot["y"] - 8, text_anchor="end"))
    parts.append(_stroke([(each.at, each.value) for each in values], ACTUAL, across, up))
    parts += [
        el("circle", cx=across(each.at), cy=up(wording.decimal(each.value)), r=3.2, class_="f1") for each in values
    ]
    return parts


def _grid(marks: Sequence[Decimal], up: Scale) -> list[SafeString]:
    lines = []
    for mark in marks:
        css = "axis" if mark == marks[0] else "gridline"
        lines.append(el("line", x1=LEFT, x2=WIDTH - RIGHT, y1=up(mark), y2=up(mark), class_=css))
        lines.append(el("text", written.number(mark), x=LEFT - 8, y=up(mark) + 4, text_anchor="end"))
    return lines


def _years(first: int, last: int, across: Scale) -> list[SafeString]:
    years = [year for year in range(year_of(first), year_of(last) + 1) if first <= year * MONTHS + MONTHS <= last]
    every = max(1, -(-len(years) // 9))
    shown = [year for year in years if (years[-1] - year) % every == 0]
    low = HEIGHT - BOTTOM + 20
    return [el("text", str(year), x=across(year * MONTHS + MONTHS), y=low, text_anchor="middle") for year in shown]


def _stroke(points: Sequence[tuple[int, Fraction]], css: str, across: Scale, up: Scale) -> SafeString:
    pairs = [f"{across(at):.1f} {up(wording.decimal(value)):.1f}" for at, value in points]
    return el("path", d="M" + "L".join(pairs) if pairs else "M0 0", class_=css)


def _ahead(last: Value, ahead: Projection | None, across: Scale, up: Scale) -> list[SafeString]:
    years = ahead.years if ahead else ()
    ends = [(each.year * MONTHS + MONTHS, each) for each in years]
    begin = f"{across(last.at):.1f} {up(wording.decimal(last.value)):.1f}"
    high = [f"{across(at):.1f} {up(each.high):.1f}" for at, each in ends]
    low = [f"{across(at):.1f} {up(each.low):.1f}" for at, each in reversed(ends)]
    band = el("path", d="M" + "L".join([begin, *high, *low]) + "Z", class_=BAND, fill_opacity="0.3")
    middle = [(last.at, last.value), *((at, Fraction(each.value)) for at, each in ends)]
    return [band, _stroke(middle, AHEAD, across, up)]


def _table(
    found: Assessed, values: Sequence[Value], line: Sequence[Point], before: Sequence[Older]
) -> tuple[list[str], list[list[Cell]]]:
    """Give every number of the picture, and where each measured one came from."""
    measured = {each.at: each for each in values}
    asked = {each.at: each.value for each in line}
    olds = [{each.at: each.value for each in old.points} for old in before]
    ahead = {each.year * MONTHS + MONTHS: each for each in (found.projection.years if found.projection else ())}
    heads = [_("Period"), _("Measured"), _("Path")]
    heads += [_("Path of version %(number)s") % {"number": old.version} for old in before]
    heads += [_("Projection"), _("from"), _("to"), _("Status"), _("Source")]
    rows: list[list[Cell]] = []
    for at in sorted({*measured, *asked, *ahead, *(at for old in olds for at in old)}):
        value, year = measured.get(at), ahead.get(at)
        seen = value.seen if value else None
        row: list[Cell] = [_period(at, value), _cell(value.value if value else None), _cell(asked.get(at))]
        row += [_cell(old.get(at)) for old in olds]
        row += [_cell(getattr(year, name) if year else None) for name in ("value", "low", "high")]
        row += [wording.status(seen.status) if seen else "", seen.source if seen else ""]
        rows.append(row)
    return heads, rows


def _period(at: int, value: Value | None) -> str:
    if value is not None:
        return value.period
    year, month = (at - 1) // MONTHS, (at - 1) % MONTHS + 1
    return str(year) if month == MONTHS else f"{year}-{month:02d}"


def _cell(value: Fraction | Decimal | None) -> Decimal | None:
    return None if value is None else wording.decimal(value)
