"""What is asked of an indicator: the grain, the slice, and the state of the records that it is made from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kechuang.indicators.definition import RATIO, YUAN, Definition
from kechuang.indicators.periods import MONTH, Period

HUNDREDTH, TEN_THOUSANDTH = Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which facts count, apart from the definition: below a place, of an industry and so on, from and to a day."""

    place: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    places: tuple[str, ...] | None = None

    def within(self, period: Period) -> "Slice":
        """Give the slice narrowed to a period."""
        first = max(filter(None, (self.first, period.first)))
        last = min(filter(None, (self.last, period.last)))
        return Slice(place=self.place, dimensions=self.dimensions, first=first, last=last, places=self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The state of the records: how many entries of each log, and the day up to which periods are shown."""

    sizes: Mapping[str, int]
    on: date


@dataclass(frozen=True, slots=True)
class Figure:
    """One number before rounding: ``top`` (fen, facts, days …) and for a share ``bottom``; ``count`` facts made it."""

    top: int | None
    bottom: int | None
    count: int
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a series or of a group: ``value`` None means no data. ``partial``: the period is not over."""

    code: str
    value: Decimal | int | None
    count: int
    editions: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Numbers with all that is needed to make them again: definition, slice, grain, log sizes, day, rule editions."""

    definition: Definition
    records: Records
    cut: Slice
    points: tuple[Point, ...]
    total: Point
    grain: str = MONTH

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions of the rules under which the counted facts were decided."""
        return tuple(sorted({edition for point in (*self.points, self.total) for edition in point.editions}))

    @property
    def latest(self) -> Point | None:
        """The newest point of a period that is over; where there is none, the newest of all."""
        known = [point for point in self.points if point.value is not None]
        whole = [point for point in known if not point.partial]
        found = whole or known
        return found[-1] if found else None


def value_of(definition: Definition, figure: Figure | None, *, covered: bool) -> Decimal | int | None:
    """Give the published value of a figure: yuan with two places, shares with four, whole numbers else.

    Rounded once, here, half up. Where nothing was counted, sums and counts are nought if the records cover the time
    (``covered``) and None if not; shares and quantiles are None.
    """
    kind = definition.measure.kind
    if figure is None or not figure.count:
        return _nought(definition) if covered and kind in {"sum", "count", "distinct", "stock"} else None
    if definition.unit == RATIO:
        return _share(figure)
    if figure.top is None:
        return None
    return Decimal(figure.top).scaleb(-2).quantize(HUNDREDTH) if definition.unit == YUAN else figure.top


def _nought(definition: Definition) -> Decimal | int:
    return Decimal("0.00") if definition.unit == YUAN else 0


def _share(figure: Figure) -> Decimal | None:
    if not figure.bottom:
        return None
    return (Decimal(figure.top or 0) / Decimal(figure.bottom)).quantize(TEN_THOUSANDTH, rounding=ROUND_HALF_UP)
