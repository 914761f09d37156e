"""Settlement periods: parts of a calendar year, all of the same number of months. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from kechuang.kernel.refusal import Refusal

_LETTERS = {6: "H", 3: "Q", 1: "M"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included. ``code`` names it for ever: 2026, 2026H1, 2026Q3, 2026M11, 2026P1-4."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """Its length in months."""
        return self.last.month - self.first.month + 1

    @property
    def code(self) -> str:
        """Its name: the year and the part of it."""
        if self.months == 12:
            return f"{self.first.year}"
        part, aligned = (self.first.month - 1) // self.months + 1, self.last.month % self.months == 0
        letter = _LETTERS.get(self.months) if aligned else None
        if letter is None:
            return f"{self.first.year}P{self.first.month}-{self.last.month}"
        return f"{self.first.year}{letter}{part:02d}" if letter == "M" else f"{self.first.year}{letter}{part}"

    def holds(self, on: date) -> bool:
        """Say whether a day lies in the period."""
        return self.first <= on <= self.last

    def next(self, months: int) -> "Period":
        """Give the period that begins on the day after this one and ends with the part of the year that holds it."""
        first = self.last + timedelta(days=1)
        return Period(first, period_of(first, months).last)


def period_of(on: date, months: int) -> Period:
    """Give the period of so many months in which a day lies. Raises ValueError unless the months divide a year."""
    if months < 1 or 12 % months:
        raise ValueError(f"a year does not divide into periods of {months} months")
    first = (on.month - 1) // months * months + 1
    last = first + months - 1
    return Period(date(on.year, first, 1), date(on.year, last, calendar.monthrange(on.year, last)[1]))


def longest(limit_months: int) -> int | Refusal:
    """Give the longest period within a limit that divides a year: 6 of 6, 4 of 5."""
    if limit_months < 1:
        return Refusal("settlement.period_limit", {"months": limit_months})
    return next(months for months in (12, 6, 4, 3, 2, 1) if months <= limit_months)
