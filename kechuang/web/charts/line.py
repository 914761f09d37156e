"""Lines over time with a dotted target, and the small ones that stand beside a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kechuang.web import written
from kechuang.web.charts.chart import About, Cell, Chart, drawing
from kechuang.web.charts.svg import Scale, el, join, spread, ticks
from kechuang.web.slots import Words

WIDTH, HEIGHT = 536, 250
LEFT, RIGHT, TOP, BOTTOM = 56, 118, 18, 30
MOST_SERIES = 4
TARGET = _("target")


@dataclass(frozen=True, slots=True)
class Series:
    """A named line; a None is a gap."""

    name: Words
    values: Sequence[Decimal | int | None]


@dataclass(frozen=True, slots=True)
class Target:
    """The value that was promised, drawn as a dotted line."""

    value: Decimal | int
    words: Words = TARGET


def line_chart(
    about: About, steps: Sequence[str], series: Sequence[Series], *, target: Target | None = None, zero: bool = False
) -> Chart:
    """Draw at most four lines over the same steps, each labelled at its end.

    Raises ValueError for more lines, or for a line whose length is not the number of steps.
    """
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"a line chart has one to {MOST_SERIES} lines, not {len(series)}")
    if any(len(each.values) != len(steps) for each in series):
        raise ValueError("every line needs one value a step (None for a gap)")
    known = [value for each in series for value in each.values if value is not None]
    known += [target.value] if target else []
    marks = ticks(min([*known, 0] if zero or not known else known), max(known or [1]))
    across = Scale(0, max(len(steps) - 1, 1), LEFT, WIDTH - RIGHT)
    up = Scale(float(marks[0]), float(marks[-1]), HEIGHT - BOTTOM, TOP)
    parts = [*_grid(marks, up), *_steps(steps, across)]
    if target:
        parts.append(_target(target, up))
    ends = []
    for number, each in enumerate(series, start=1):
        parts += _line(each, number, across, up)
        ends.append(_end(each, up))
    for number, (each, place) in enumerate(zip(series, spread(ends, 15), strict=True), start=1):
        parts.append(_label(each, number, place, across(len(steps) - 1)))
    picture = drawing(about, parts, WIDTH, HEIGHT)
    heads: list[Words] = [_("Period"), *(each.name for each in series)]
    rows: list[list[Cell]] = [[step, *(each.values[index] for each in series)] for index, step in enumerate(steps)]
    if target:
        heads.append(target.words)
        rows = [[*row, target.value] for row in rows]
    return Chart(about=about, picture=picture, heads=heads, rows=rows)


def _grid(marks: Sequence[Decimal], up: Scale) -> list[SafeString]:
    lines = []
    for mark in marks:
        place = up(mark)
        css = "axis" if mark == marks[0] else "gridline"
        lines.append(el("line", x1=LEFT, x2=WIDTH - RIGHT, y1=place, y2=place, class_=css))
        lines.append(el("text", written.number(mark), x=LEFT - 8, y=place + 4, text_anchor="end"))
    return lines


def _steps(steps: Sequence[str], across: Scale) -> list[SafeString]:
    every = max(1, -(-len(steps) // 8))
    last = len(steps) - 1
    shown = [index for index in range(len(steps)) if (last - index) % every == 0]
    return [el("text", steps[index], x=across(index), y=HEIGHT - BOTTOM + 20, text_anchor="middle") for index in shown]


def _target(target: Target, up: Scale) -> SafeString:
    place = up(target.value)
    words = f"{target.words} {written.number(target.value)}"
    return join(
        [
            el("line", x1=LEFT, x2=WIDTH - RIGHT, y1=place, y2=place, class_="target"),
            el("text", words, x=LEFT + 4, y=place - 6),
        ]
    )


def _line(series: Series, number: int, across: Scale, up: Scale) -> list[SafeString]:
    parts, path, pen = [], [], "M"
    for index, value in enumerate(series.values):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{across(index):.1f} {up(value):.1f}")
        pen = "L"
        alone = _alone(series.values, index)
        if alone or index == len(series.values) - 1:
            parts.append(el("circle", cx=across(index), cy=up(value), r=3.2, class_=f"f{number}"))
    return [el("path", d="".join(path), class_=f"series s{number}"), *parts]


def _alone(values: Sequence[Decimal | int | None], index: int) -> bool:
    """A value between two gaps would be invisible as a line."""
    before = values[index - 1] if index else None
    after = values[index + 1] if index + 1 < len(values) else None
    return before is None and after is None


def _end(series: Series, up: Scale) -> float:
    last = next((value for value in reversed(series.values) if value is not None), None)
    return up(last) if last is not None else float(TOP)


def _label(series: Series, number: int, place: float, across: float) -> SafeString:
    last = next((value for value in reversed(series.values) if value is not None), None)
    words = f"{series.name} {written.number(last)}" if last is not None else str(series.name)
    return el("text", words, x=across + 8, y=place + 4, class_="strong" if number == 1 else None)


SPARK_WIDTH, SPARK_HEIGHT = 130, 36


def sparkline(values: Sequence[Decimal | int | None], *, target: Decimal | int | None = None) -> SafeString:
    """Draw a small line for the side of a figure; the figure itself says the number, so it stays silent."""
    known = [value for value in values if value is not None]
    if not known:
        return SafeString("")
    low, high = min([*known, target or known[0]]), max([*known, target or known[0]])
    across = Scale(0, max(len(values) - 1, 1), 3, SPARK_WIDTH - 6)
    up = Scale(float(low), float(high), SPARK_HEIGHT - 5, 6)
    path, pen = [], "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{across(index):.1f} {up(value):.1f}")
        pen = "L"
    last = max(index for index, value in enumerate(values) if value is not None)
    parts = [el("path", d="".join(path), class_="series s1")]
    if target is not None:
        place = up(target)
        parts.append(el("line", x1=3, x2=SPARK_WIDTH - 3, y1=place, y2=place, class_="target"))
    parts.append(el("circle", cx=across(last), cy=up(values[last] or 0), r=3, class_="f1"))
    return el("svg", *parts, viewBox=f"0 0 {SPARK_WIDTH} {SPARK_HEIGHT}", class_="spark", aria_hidden="true")
