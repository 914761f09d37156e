"""A report as a page: the same parts as on paper, numbers linked to their facts, codes to the line of their target."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kechuang.mechanisms.delivery.evaluation.report import words
from kechuang.mechanisms.delivery.evaluation.report.cells import Cited
from kechuang.mechanisms.delivery.evaluation.report.chapters import SHADES
from kechuang.mechanisms.delivery.evaluation.report.compose import Report
from kechuang.mechanisms.delivery.evaluation.report.inputs import Inputs
from kechuang.web import slots
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart, Legend
from kechuang.web.charts.line import Series, line_chart
from kechuang.web.documents.composed import mark
from kechuang.web.documents.paper import HANS, Bars, Curves, Heading, Paragraph, Part, Points, Sheet, Table

LANGUAGE = "zh-Hans"
FILLS = {1: "f1", 2: "f2", 3: "f3", 4: "f4", 5: "f5"}
MOST_CURVES = 24
MARK = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """One part as a template lays it: head, paragraph, points, table or chart."""

    kind: str
    text: SafeString | str = ""
    anchor: str = ""
    items: tuple[SafeString, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, tuple[tuple[SafeString, str], ...]], ...] = ()
    total: tuple[str, ...] = ()
    caption: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One chapter or annex of the page."""

    anchor: str
    head: str
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class _Page:
    """What links need to know: which codes and numbers have a line on this page, and which charts were drawn."""

    inputs: Inputs
    codes: re.Pattern[str] | None = None
    marked: set[str] = field(default_factory=set)
    charts: int = 0


def shown(report: Report, inputs: Inputs, chapter: int = 0) -> tuple[list[Shown], int]:
    """Give chapters and annexes, and how many pages of figures the last annex has; ``chapter`` picks one of them."""
    names = sorted((each.code for each in inputs.targets), key=len, reverse=True)
    either = "|".join(map(re.escape, names))
    codes = re.compile(rf"(?<![0-9A-Za-z])(?:{either})(?![0-9A-Za-z])") if names else None
    page = _Page(inputs, codes)
    found = [
        Shown(f"part-{at}", mark(1, at, HANS) + section.head, tuple(_pieces(section.parts, page)))
        for at, section in enumerate(report.sections, 1)
    ]
    pages = 1
    for at, sheet in enumerate(report.sheets, 1):
        parts, pages = _some(sheet, chapter)
        found.append(Shown(f"annex-{at}", f"附件{at} {sheet.title}", tuple(_pieces(parts, page))))
    return found, pages


def _some(sheet: Sheet, chapter: int) -> tuple[Sequence[Part], int]:
    """Give the parts of an annex; of one with many curves those of one page of them."""
    curves = [part for part in sheet.parts if isinstance(part, Curves)]
    if len(curves) <= MOST_CURVES:
        return sheet.parts, 1
    pages = -(-len(curves) // MOST_CURVES)
    at = min(max(chapter, 1), pages) - 1
    kept = curves[at * MOST_CURVES : (at + 1) * MOST_CURVES]
    return [part for part in sheet.parts if not isinstance(part, Curves) or part in kept], pages


def charts(sections: Iterable[Shown]) -> list[Chart]:
    """Give the charts of a page, for their files."""
    return [piece.chart for each in sections for piece in each.pieces if piece.chart is not None]


def _pieces(parts: Iterable[Part], page: _Page) -> Iterable[Piece]:
    counts = [0, 0, 0, 0]
    for part in parts:
        match part:
            case Heading():
                counts[part.level - 1] += 1
                counts[part.level :] = [0] * (len(counts) - part.level)
                yield Piece("head", mark(part.level, counts[part.level - 1], HANS) + part.text)
            case Paragraph():
                yield Piece("text", _linked(part.text, page))
            case Points():
                yield Piece("points", items=tuple(_linked(item, page) for item in part.items))
            case Table():
                yield _table(part, page)
            case Bars() | Curves():
                page.charts += 1
                yield Piece("chart", chart=_chart(part, f"c{page.charts}", page.inputs))


def _linked(text: str, page: _Page) -> SafeString:
    """Give a text in which every code of a target leads to its line in annex 1."""
    if page.codes is None:
        return conditional_escape(text)
    made, at = [], 0
    for found in page.codes.finditer(text):
        made += [conditional_escape(text[at : found.start()]), format_html('<a href="#t-{0}">{0}</a>', found.group())]
        at = found.end()
    return mark_safe("".join([*made, conditional_escape(text[at:])]))  # noqa: S308 - each piece is escaped above


def _table(part: Table, page: _Page) -> Piece:
    bands = dict(part.bands)
    sides = [column.align for column in part.columns]
    rows = tuple(
        (bands.get(at, ""), tuple((_cell(value, page), side) for value, side in zip(row, sides, strict=True)))
        for at, row in enumerate(part.rows)
    )
    heads = tuple((column.head, column.align) for column in part.columns)
    return Piece("table", columns=heads, rows=rows, total=part.total, caption=part.caption)


def _cell(value: str, page: _Page) -> SafeString:
    if isinstance(value, Cited) and value.target.startswith("!"):
        return format_html('<b id="t-{0}">{0}</b>', value.target[1:])
    if isinstance(value, Cited) and value.facts:
        return _facts(value)
    lines = [_linked(line, page) for line in value.split("\n")]
    return mark_safe("<br>".join(lines))  # noqa: S308 - each line is escaped above


def _facts(value: Cited) -> SafeString:
    """Give a number that opens its fact; of several, the first under the number and the others behind it."""
    urls = [url for url in (slots.link("fact", fact) for fact in value.facts) if url]
    if not urls:
        return conditional_escape(value)
    first, _sep, rest = value.partition("\n")
    made = [format_html('<a href="{}">{}</a>', urls[0], first)]
    for at, url in enumerate(urls[1:9], 2):
        made.append(format_html(' <a href="{}" aria-label="{}">[{}]</a>', url, _("Fact %(n)s") % {"n": at}, at))
    if rest:
        made += [mark_safe("<br>"), conditional_escape(rest)]
    return mark_safe("".join(made))  # noqa: S308 - each piece is escaped above


def _chart(part: Bars | Curves, key: str, inputs: Inputs) -> Chart:
    about = About(
        key=key,
        title=part.caption,
        summary=part.says,
        source=_("Inputs of the report"),
        unit=part.unit if isinstance(part, Curves) else "",
        on=inputs.vintage,
    )
    return _bars(part, about) if isinstance(part, Bars) else _curves(part, about)


def _bars(part: Bars, about: About) -> Chart:
    rows = [
        Bar(
            label=bar.label,
            values=[_short(Decimal(bar.length or 0))],
            target=Decimal(bar.mark) if bar.mark else None,
            tone=FILLS.get(bar.shade, "f5"),
        )
        for bar in part.bars
    ]
    drawn = bar_chart(about, rows)
    words_of = dict(part.legend)
    return replace(drawn, legend=[Legend(css="goal", words=words_of[MARK])]) if MARK in words_of else drawn


def _short(value: Decimal) -> Decimal | int:
    """Round to two places for the end of a bar; a count stays a count."""
    return int(value) if value == value.to_integral_value() else value.quantize(words.HUNDREDTH, ROUND_HALF_UP)


def _curves(part: Curves, about: About) -> Chart:
    steps = sorted({Decimal(x) for curve in part.curves for x, _y in curve.points})
    series = []
    for curve in part.curves:
        values: Mapping[Decimal, Decimal] = {Decimal(x): Decimal(y) for x, y in curve.points}
        series.append(Series(curve.label, [values.get(step) for step in steps]))
    return line_chart(about, [_year(step) for step in steps], series)


def _year(step: Decimal) -> str:
    year = int(step) if step == int(step) else int(step) + 1
    month = 12 if step == int(step) else round((step - int(step)) * 12)
    return str(year) if month == 12 else f"{year}-{month:02d}"


def tally(inputs: Inputs) -> list[tuple[str, int, str]]:
    """Give how many targets are in each state that occurs: word, count, fill."""
    counts = [(words.STATE[code], sum(each.state == code for each in inputs.targets), code) for code in words.STATES]
    return [(word, count, FILLS.get(SHADES[code], "f5")) for word, count, code in counts if count]
