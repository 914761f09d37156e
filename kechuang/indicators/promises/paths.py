"""What a promise asks over time, as points of a drawn path, for every form and every version. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kechuang.indicators.promises.measure import MONTHS, Asking, path_at, values_of
from kechuang.indicators.promises.observed import Value
from kechuang.indicators.promises.terms import ANNUAL, GROWTH, RATE, RELATIVE, SLOGAN, SOFT, Terms, year_of
from kechuang.indicators.promises.yearly import relative, yearly_values

FLAT = frozenset({ANNUAL, RELATIVE})
UNDRAWN = frozenset({SOFT, SLOGAN})


@dataclass(frozen=True, slots=True)
class Point:
    """One point: a month index and a value in the promise's unit."""

    at: int
    value: Fraction


def path(terms: Terms, values: Sequence[Value] = ()) -> list[Point]:
    """Give the points of a path, one at each end of a year; only the end where there is no baseline."""
    if terms.needed is None or terms.form in UNDRAWN:
        return []
    needed = Fraction(terms.needed)
    if terms.form == GROWTH:
        return _growing(terms, values)
    if terms.form in FLAT:
        first = terms.due if terms.start is None else min(_year_end(terms.start) + MONTHS, terms.due)
        return [Point(at, needed) for at in _ends(first, terms.due)]
    if terms.start is None or path_at(terms, terms.start) is None:
        return [Point(terms.due, needed)]
    ends = sorted({terms.start, *_ends(_year_end(terms.start), terms.due)})
    return [Point(at, asked) for at in ends if (asked := path_at(terms, at)) is not None]


def _growing(terms: Terms, values: Sequence[Value]) -> list[Point]:
    """A growth rate asks a level of every year once a base is known; measured rates are asked as they are."""
    rate = Fraction(terms.needed or 0)
    if terms.base_on is None:
        return []
    first = terms.base_on.year
    if terms.series == RATE:
        return [Point(year * MONTHS + MONTHS, rate) for year in range(first + 1, terms.due_on.year + 1)]
    base = Fraction(terms.base) if terms.base is not None else None
    if base is None:
        base = next((each.value for each in values if year_of(each.at) == first), None)
    if base is None:
        return []
    years = range(first, terms.due_on.year + 1)
    return [Point(year * MONTHS + MONTHS, base * (1 + rate / 100) ** (year - first)) for year in years]


def _year_end(at: int) -> int:
    return (year_of(at) + 1) * MONTHS


def _ends(first: int, last: int) -> list[int]:
    return [*range(first, last, MONTHS), last] if first <= last else [last]


def actual(asking: Asking) -> list[Value]:
    """Give the values that are drawn: those that the promise speaks of, in its unit."""
    terms = asking.terms
    if terms.form in {GROWTH, ANNUAL}:
        return [each for _year, each in sorted(yearly_values(asking.given.own, terms).items())]
    if terms.form == RELATIVE:
        return [Value(step.at, step.value, step.period) for step in relative(asking).steps if step.value is not None]
    if terms.members:
        return []
    return values_of(asking)
