"""What was measured: values of periods with status, source and vintage, and how they are put together. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kechuang.indicators.promises.terms import year_of

FINAL, PROVISIONAL, ESTIMATED, IMPUTED, WITHHELD = "final", "provisional", "estimated", "imputed", "withheld"
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A period on the scale of months: its last month and how many months it has."""

    last: int
    months: int

    @property
    def year(self) -> int:
        """The year in which it lies."""
        return year_of(self.last)


def span(period: str) -> Span | None:
    """Read a period: ``2025``, ``2025-H1``, ``2025-Q1``, ``2025-03``; None for anything else."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    start = int(found["year"]) * 12
    if found["half"]:
        return Span(start + 6 * int(found["half"]), 6)
    if found["quarter"]:
        return Span(start + 3 * int(found["quarter"]), 3)
    return Span(start + int(found["month"]), 1) if found["month"] else Span(start + 12, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One observation. ``value`` None: it is withheld or missing. ``vintage`` (ISO day) decides between revisions."""

    period: str
    value: Decimal | None
    place: str = ""
    status: str = FINAL
    vintage: str = ""
    source: str = ""
    fact: str = ""
    url: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a series at the end of a period; ``seen`` is the observation it came from, if it was one alone."""

    at: int
    value: Fraction
    period: str
    seen: Observed | None = None


def newest(found: Iterable[Observed]) -> list[Observed]:
    """Keep the latest vintage of each place and period, in the order of periods."""
    chosen: dict[tuple[str, str], Observed] = {}
    for one in found:
        known = chosen.get((one.place, one.period))
        if span(one.period) is not None and (known is None or one.vintage >= known.vintage):
            chosen[one.place, one.period] = one
    return sorted(chosen.values(), key=lambda one: (_last(one), -_months(one), one.place))


def _last(one: Observed) -> int:
    found = span(one.period)
    return found.last if found else 0


def _months(one: Observed) -> int:
    found = span(one.period)
    return found.months if found else 0


def stock(found: Sequence[Observed], scale: Decimal) -> list[Value]:
    """Give the values of a stock: one at each end of a period; of two periods that end together the longer counts."""
    chosen: dict[int, Value] = {}
    for one in newest(found):
        if one.value is not None and not one.partial:
            chosen.setdefault(_last(one), Value(_last(one), Fraction(one.value) * Fraction(scale), one.period, one))
    return list(chosen.values())


@dataclass(frozen=True, slots=True)
class Year:
    """The flow of a year, as far as it is known: ``months`` of it are covered, the last of them is ``at``."""

    year: int
    value: Fraction
    months: int
    at: int
    seen: tuple[Observed, ...] = ()


def flows(found: Sequence[Observed], scale: Decimal) -> list[Year]:
    """Give the flow of each year: the year's own figure, else the sum of its parts without overlap."""
    by_year: dict[int, list[Observed]] = {}
    for one in newest(found):
        period = span(one.period)
        if period is not None and one.value is not None:
            by_year.setdefault(period.year, []).append(one)
    years = (_year(year, parts, scale) for year, parts in sorted(by_year.items()))
    return [each for each in years if each.months]


def _year(year: int, parts: Sequence[Observed], scale: Decimal) -> Year:
    covered: set[int] = set()
    total, used = Fraction(0), []
    for one in sorted(parts, key=lambda one: (-_months(one), _last(one))):
        months = set(range(_last(one) - _months(one) + 1, _last(one) + 1))
        if covered & months or one.value is None or (one.partial and len(months) > 1):
            continue
        covered |= months
        total += Fraction(one.value) * Fraction(scale)
        used.append(one)
    return Year(year, total, len(covered), max(covered, default=0), tuple(used))


def whole_years(found: Sequence[Observed], scale: Decimal) -> list[Value]:
    """Give the flows of the years that are covered whole."""
    return [
        Value(each.at, each.value, str(each.year), each.seen[0] if len(each.seen) == 1 else None)
        for each in flows(found, scale)
        if each.months == 12
    ]
