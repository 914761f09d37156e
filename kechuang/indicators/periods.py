"""Months, quarters, half-years and years: their codes, first and last days, and which follow each other. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTH, QUARTER, HALF, YEAR = "month", "quarter", "half", "year"
GRAINS = (MONTH, QUARTER, HALF, YEAR)
_MONTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}
_CODE = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", re.ASCII)


class PeriodError(ValueError):
    """A text that names no period; the message says what it is."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month, quarter, half-year or year, by its first day."""

    first: date
    grain: str

    @property
    def last(self) -> date:
        """The last day, included."""
        return self.next().first - timedelta(days=1)

    @property
    def code(self) -> str:
        """Its stable name: ``2026-03``, ``2026-Q1``, ``2026-H1``, ``2026``."""
        part = (self.first.month - 1) // _MONTHS[self.grain] + 1
        end = {MONTH: f"-{part:02d}", QUARTER: f"-Q{part}", HALF: f"-H{part}", YEAR: ""}[self.grain]
        return f"{self.first.year:04d}{end}"

    def next(self) -> "Period":
        """Give the period after this one."""
        months = self.first.year * 12 + self.first.month - 1 + _MONTHS[self.grain]
        return Period(date(months // 12, months % 12 + 1, 1), self.grain)

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return self.first <= day <= self.last


def of(day: date, grain: str) -> Period:
    """Give the period of a grain that holds a day. Raises KeyError for another grain."""
    size = _MONTHS[grain]
    return Period(date(day.year, (day.month - 1) // size * size + 1, 1), grain)


def read(code: str) -> Period:
    """Read a period's code. Raises PeriodError for a text that is none, and for years before 1949 or after 2999."""
    found = _CODE.fullmatch(code.strip())
    if not found or not 1949 <= int(found[1]) <= 2999:
        raise PeriodError(code)
    year, month, quarter, half = int(found[1]), found[2], found[3], found[4]
    if month:
        return Period(date(year, int(month), 1), MONTH)
    if quarter:
        return Period(date(year, int(quarter) * 3 - 2, 1), QUARTER)
    if half:
        return Period(date(year, int(half) * 6 - 5, 1), HALF)
    return Period(date(year, 1, 1), YEAR)


def between(first: date, last: date, grain: str) -> Iterator[Period]:
    """Give the periods from the one that holds ``first`` to the one that holds ``last``; none where last < first."""
    period = of(first, grain)
    while period.first <= last:
        yield period
        period = period.next()
