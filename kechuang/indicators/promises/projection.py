"""Where a yearly series leads if it goes on as it did: four plain methods, their median, an interval, a back test.

Pure and deterministic: decimals of 28 places, no chance. The methods are the usual benchmarks of forecasting: last
value, drift (the mean yearly change), a straight line through the logarithms, and a damped trend (Holt's, with the
smoothing that fits the series best on a fixed grid). Each is tested on the series itself: from every year that has
three before it, as far ahead as is projected now. A projection is no target and no promise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import pairwise

LAST, DRIFT, LOG_LINEAR, DAMPED, MEDIAN = "last", "drift", "log_linear", "damped", "median"
METHODS = (LAST, DRIFT, LOG_LINEAR, DAMPED)
LEAST_POINTS = 3
MOST_AHEAD = 15
DAMPING = Decimal("0.9")
GRID = (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8"))
# Of a normal distribution four fifths lie within so many standard deviations.
FOUR_FIFTHS = Decimal("1.2816")

type Ahead = Callable[[Sequence[Decimal], int], Decimal | None]


@dataclass(frozen=True, slots=True)
class Tested:
    """A method's mean absolute error as far ahead as is projected, in the unit of the series; None: never tested."""

    method: str
    value: Decimal
    error: Decimal | None
    times: int


@dataclass(frozen=True, slots=True)
class Year:
    """One projected year: the median of the methods and the interval in which four of five would fall."""

    year: int
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Projection:
    """A series carried on to a year. ``filled`` are years that had no figure and were put on a straight line."""

    years: tuple[Year, ...]
    methods: tuple[Tested, ...]
    median: Tested
    filled: tuple[int, ...] = ()

    @property
    def last(self) -> Year:
        """The year to which it was carried."""
        return self.years[-1]


def project(found: Sequence[tuple[int, Decimal]], until: int) -> Projection | None:
    """Carry a yearly series on; None with fewer than three figures, where nothing is ahead, or too much is."""
    known = sorted(dict(found).items())
    if len(known) < LEAST_POINTS or not 0 < until - known[-1][0] <= MOST_AHEAD:
        return None
    with localcontext() as context:
        context.prec = 28
        values, filled = _without_gaps(known)
        ahead = until - known[-1][0]
        methods = tuple(
            Tested(name, value, *_tested(values, ahead, AHEAD[name]))
            for name in METHODS
            if (value := AHEAD[name](values, ahead)) is not None
        )
        spread = _spread(values)
        years = tuple(
            _year(known[-1][0] + step, _median_ahead(values, step), spread, step, len(values))
            for step in range(1, ahead + 1)
        )
        median = Tested(MEDIAN, years[-1].value, *_tested(values, ahead, _median_ahead))
    return Projection(years, methods, median, filled)


def _without_gaps(known: Sequence[tuple[int, Decimal]]) -> tuple[list[Decimal], tuple[int, ...]]:
    values, filled = [known[0][1]], []
    for (year, value), (later, after) in pairwise(known):
        for between in range(year + 1, later):
            values.append(value + (after - value) * (between - year) / (later - year))
            filled.append(between)
        values.append(after)
    return values, tuple(filled)


def last_value(values: Sequence[Decimal], ahead: int) -> Decimal | None:  # noqa: ARG001 - every method is asked alike
    """Nothing changes any more."""
    return values[-1]


def drift(values: Sequence[Decimal], ahead: int) -> Decimal | None:
    """The mean yearly change goes on."""
    return values[-1] + (values[-1] - values[0]) / (len(values) - 1) * ahead


def log_linear(values: Sequence[Decimal], ahead: int) -> Decimal | None:
    """The line of least squares through the logarithms goes on; None where a value is nought or less."""
    if any(value <= 0 for value in values):
        return None
    logs = [_log(value) for value in values]
    count = len(logs)
    middle, mean = Decimal(count - 1) / 2, sum(logs, Decimal(0)) / count
    across = sum(((at - middle) ** 2 for at in map(Decimal, range(count))), Decimal(0))
    slope = sum(((at - middle) * log for at, log in zip(map(Decimal, range(count)), logs, strict=True)), Decimal(0))
    return (mean + slope / across * (count - 1 + ahead - middle)).exp()


@lru_cache(maxsize=8192)
def _log(value: Decimal) -> Decimal:
    """Give a logarithm: the back test asks for the same ones again and again."""
    return value.ln()


def damped(values: Sequence[Decimal], ahead: int) -> Decimal | None:
    """The newest trend goes on and dies away: each further year by a tenth less."""
    level, trend = _fitted(tuple(values))
    return level + trend * sum((DAMPING**step for step in range(1, ahead + 1)), Decimal(0))


@lru_cache(maxsize=8192)
def _fitted(values: tuple[Decimal, ...]) -> tuple[Decimal, Decimal]:
    """Give the last level and trend under the smoothing with the least squared error; the first of equals."""
    found = (_smoothed(values, alpha, beta) for alpha in GRID for beta in GRID)
    _error, level, trend = min(found, key=lambda one: one[0])
    return level, trend


def _smoothed(values: Sequence[Decimal], alpha: Decimal, beta: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    level, trend, error = values[0], values[1] - values[0], Decimal(0)
    for value in values[1:]:
        said = level + DAMPING * trend
        error += (value - said) ** 2
        before, level = level, alpha * value + (1 - alpha) * said
        trend = beta * (level - before) + (1 - beta) * DAMPING * trend
    return error, level, trend


AHEAD: dict[str, Ahead] = {LAST: last_value, DRIFT: drift, LOG_LINEAR: log_linear, DAMPED: damped}


def _median_ahead(values: Sequence[Decimal], ahead: int) -> Decimal:
    found = sorted(value for name in METHODS if (value := AHEAD[name](values, ahead)) is not None)
    middle = len(found) // 2
    return found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2


def _tested(values: Sequence[Decimal], ahead: int, method: Ahead) -> tuple[Decimal | None, int]:
    """Give the mean absolute error, and how many times it could be tested: from every year with three before it."""
    errors = []
    for known in range(LEAST_POINTS, len(values) - ahead + 1):
        said = method(values[:known], ahead)
        if said is not None:
            errors.append(abs(said - values[known + ahead - 1]))
    return (sum(errors, Decimal(0)) / len(errors), len(errors)) if errors else (None, 0)


def _spread(values: Sequence[Decimal]) -> Decimal:
    """Give the standard deviation of yearly changes about their mean."""
    changes = [after - before for before, after in pairwise(values)]
    mean = sum(changes, Decimal(0)) / len(changes)
    return (sum(((change - mean) ** 2 for change in changes), Decimal(0)) / (len(changes) - 1)).sqrt()


def _year(year: int, value: Decimal, spread: Decimal, ahead: int, count: int) -> Year:
    """Widen the interval with the years ahead, as the drift method does: sd * sqrt(h * (1 + h / (T - 1)))."""
    wide = FOUR_FIFTHS * spread * (ahead * (1 + Decimal(ahead) / (count - 1))).sqrt()
    return Year(year, value, value - wide, value + wide)
