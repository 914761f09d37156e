"""Figures of a paper as plain shapes in millimetres, so that Word and PDF show the same picture. Pure.

Shades are told apart in black and white too, and every bar says its number, so nothing hangs on colour. What a figure
shows stands beside it in words (``says``) for who cannot see it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kechuang.web.documents.paper import Bar, Bars, Curves

RECT, LINE, DASHED, AREA, DOT, TEXT = "rect", "line", "dashed", "area", "dot", "text"
SMALL = 3.2  # height of the small letters, nine points
ROW, THICK = 6.4, 3.8
PLOT = 40.0
GAP = 2.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: its points, its shade from 0 (ink) to 5 (lightest), for a text its words and where they stand."""

    kind: str
    points: tuple[tuple[float, float], ...]
    shade: int = 0
    text: str = ""
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of a size in millimetres."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def _wide(text: str) -> float:
    """Give about how wide a small text is drawn, in millimetres."""
    return sum(SMALL if ord(each) > 0x2E7F else SMALL * 0.56 for each in text)


def _fitted(text: str, width: float) -> str:
    if _wide(text) <= width:
        return text
    kept = text
    while kept and _wide(kept) + SMALL > width:
        kept = kept[:-1]
    return f"{kept}…"


def bars(part: "Bars", width: float) -> Drawing:
    """Draw bars below each other: words at the left, the number behind the bar, a line where the mark is."""
    left = min(width * 0.36, max((_wide(bar.label) for bar in part.bars), default=0) + GAP)
    right = max((_wide(bar.note) for bar in part.bars), default=0) + GAP * 2
    lengths = [Decimal(each) for bar in part.bars for each in (bar.length, bar.mark) if each]
    most = max([*lengths, Decimal(0)]) or Decimal(1)
    room = width - left - right
    shapes = [shape for at, bar in enumerate(part.bars) for shape in _bar(bar, at, left, room, most)]
    low = ROW * len(part.bars) + 1
    shapes.append(Shape(LINE, ((left, 0.0), (left, low))))
    legend = list(_legend(part.legend, left, low + GAP))
    return Drawing(width, low + (GAP + SMALL + 2 if legend else 1), (*shapes, *legend))


def _bar(bar: "Bar", at: int, left: float, room: float, most: Decimal) -> Iterator[Shape]:
    top = at * ROW + (ROW - THICK) / 2
    long = float(Decimal(bar.length) / most) * room if bar.length else 0.0
    middle = top + THICK / 2
    yield Shape(TEXT, ((left - GAP, middle),), text=_fitted(bar.label, left - GAP), align="right")
    if long:
        yield Shape(RECT, ((left, top), (left + long, top + THICK)), bar.shade)
    marked = float(Decimal(bar.mark) / most) * room if bar.mark else 0.0
    if bar.mark:
        yield Shape(DASHED, ((left + marked, top - 1), (left + marked, top + THICK + 1)))
    yield Shape(TEXT, ((left + max(long, marked) + GAP, middle),), text=bar.note)


def _legend(words: Sequence[tuple[int, str]], left: float, top: float) -> Iterator[Shape]:
    for shade, word in words:
        if shade >= 0:
            yield Shape(RECT, ((left, top + 0.4), (left + 5, top + 0.4 + SMALL * 0.8)), shade)
        else:
            yield Shape(DASHED, ((left + 2.5, top), (left + 2.5, top + SMALL + 0.6)))
        yield Shape(TEXT, ((left + 6.5, top + SMALL / 2 + 0.2),), text=word)
        left += 6.5 + _wide(word) + 5


def curves(part: "Curves", width: float) -> Drawing:
    """Draw curves over years: measured ones with dots, paths dashed, an interval as a light area."""
    spots = [(Decimal(x), Decimal(y)) for curve in part.curves for x, y in curve.points]
    edges = [(Decimal(x), Decimal(y)) for x, low, high in part.band for y in (low, high)]
    every = spots + edges
    if not every:
        return Drawing(width, 1.0, ())
    marks = ticks(min(y for _x, y in every), max(y for _x, y in every))
    left = max(_wide(_plain(mark)) for mark in marks) + GAP * 1.5
    frame = _Frame(min(x for x, _y in every), max(x for x, _y in every), marks[0], marks[-1], left, width - 8.0)
    shapes = [*_grid(marks, frame), *_years(frame)]
    if part.band:
        high = [frame.spot(x, high) for x, _low, high in part.band]
        low = [frame.spot(x, low) for x, low, _high in reversed(part.band)]
        shapes.append(Shape(AREA, (*high, *low), 5))
    for curve in part.curves:
        points = tuple(frame.spot(x, y) for x, y in curve.points)
        if len(points) > 1:
            shapes.append(Shape(DASHED if curve.dashed else LINE, points, curve.shade))
        if curve.dots or len(points) == 1:
            shapes += [Shape(DOT, (point,), curve.shade) for point in points]
    top = PLOT + SMALL + GAP * 3
    shapes += _keys(part, frame.left, top)
    return Drawing(width, top + SMALL + GAP, tuple(shapes))


def _keys(part: "Curves", left: float, top: float) -> Iterator[Shape]:
    middle = top + SMALL / 2
    if part.unit:
        yield Shape(TEXT, ((left, middle),), text=part.unit)
        left += _wide(part.unit) + 5
    for curve in part.curves:
        yield Shape(DASHED if curve.dashed else LINE, ((left, middle), (left + 7, middle)), curve.shade)
        if curve.dots:
            yield Shape(DOT, ((left + 3.5, middle),), curve.shade)
        yield Shape(TEXT, ((left + 8.5, middle),), text=curve.label)
        left += 8.5 + _wide(curve.label) + 5
    if part.band and part.band_label:
        yield Shape(RECT, ((left, middle - 1.4), (left + 7, middle + 1.4)), 5)
        yield Shape(TEXT, ((left + 8.5, middle),), text=part.band_label)


@dataclass(frozen=True, slots=True)
class _Frame:
    first: Decimal
    last: Decimal
    low: Decimal
    high: Decimal
    left: float
    right: float

    def across(self, x: Decimal) -> float:
        span = self.last - self.first
        return (
            (self.left + self.right) / 2
            if not span
            else self.left + 3 + float((x - self.first) / span) * (self.right - self.left - 6)
        )

    def spot(self, x: str | Decimal, y: str | Decimal) -> tuple[float, float]:
        up = float((Decimal(y) - self.low) / (self.high - self.low))
        return (round(self.across(Decimal(x)), 3), round(PLOT + 2 - up * PLOT, 3))


def _grid(marks: Sequence[Decimal], frame: _Frame) -> Iterator[Shape]:
    for mark in marks:
        _x, y = frame.spot(frame.first, mark)
        yield Shape(LINE, ((frame.left, y), (frame.right, y)), 0 if mark == marks[0] else 5)
        yield Shape(TEXT, ((frame.left - GAP / 2, y),), text=_plain(mark), align="right")


def _years(frame: _Frame) -> Iterator[Shape]:
    years = range(int(frame.first), int(frame.last) + 1)
    every = max(1, -(-len(years) // 12))
    for year in years:
        if (years[-1] - year) % every == 0:
            yield Shape(TEXT, ((frame.across(Decimal(year)), PLOT + GAP + SMALL),), text=str(year), align="center")


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def ticks(low: Decimal, high: Decimal, wanted: int = 4) -> list[Decimal]:
    """Give round numbers that span the values, about as many as are wanted; nought stays in sight where it is near."""
    if low > 0 and low < high / 2:
        low = Decimal(0)
    span = high - low or abs(high) or Decimal(1)
    raw = span / wanted
    unit = Decimal(1).scaleb(raw.adjusted())
    step = next(unit * factor for factor in (1, 2, Decimal("2.5"), 5, 10) if unit * factor >= raw)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    found = [first]
    while found[-1] < high or len(found) < 2:
        found.append(found[-1] + step)
    return found
