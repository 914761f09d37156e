"""Days and deadlines: calendar and working days, months and years, excluded spans, provisional calendars.

Working days follow the State Council's yearly holiday notice, make-up working weekends included. A calendar is data:
a new year is loaded, not released. A deadline that leans on a year whose notice is not out is provisional.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from kechuang.kernel.calendars import Calendar, Calendars, Rest, load_calendars
from kechuang.kernel.reading import DayError, Fault

__all__ = [
    "Calendar",
    "Calendars",
    "DayError",
    "Deadline",
    "Rest",
    "Span",
    "Unit",
    "add_months",
    "deadline",
    "is_working_day",
    "latest_start",
    "load_calendars",
    "working_days_between",
]

type Unit = Literal["calendar_day", "working_day", "month", "year"]

UNITS: tuple[Unit, ...] = ("calendar_day", "working_day", "month", "year")
ONE_DAY = timedelta(days=1)
MOST_DAYS = 40_000


class Span(NamedTuple):
    """A run of days that does not count, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period, and how it was counted.

    ``provisional`` means that a day was counted by a calendar not yet published (``unpublished_years``);
    ``calendar_versions`` names the calendars that were used, and is empty where none was needed.
    """

    day: date
    start: date
    counted_from: date
    n: int
    unit: Unit
    provisional: bool = False
    unpublished_years: tuple[int, ...] = ()
    calendar_versions: tuple[str, ...] = ()
    excluded: tuple[Span, ...] = ()
    days_excluded: int = 0

    @property
    def notice(self) -> Fault | None:
        """What to say where the deadline is provisional, else None."""
        if not self.provisional:
            return None
        years = ", ".join(str(year) for year in self.unpublished_years)
        return Fault("days.provisional", {"day": self.day.isoformat(), "years": years})


def is_working_day(day: date, calendars: Calendars) -> bool:
    """Whether ``day`` is a working day; in a year without a notice, whether it is Monday to Friday."""
    return calendars.is_working_day(day)


def working_days_between(first: date, last: date, calendars: Calendars) -> int:
    """The number of working days from ``first`` to ``last``, both included; 0 where ``last`` is before ``first``."""
    return sum(calendars.is_working_day(day) for day in _days(first, last))


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def deadline(
    start: date,
    n: int,
    unit: Unit,
    calendars: Calendars,
    excluded: Iterable[tuple[date, date]] = (),
    *,
    count_start_day: bool = False,
    past_rest_days: bool = False,
) -> Deadline:
    """The last day of a period of ``n`` units that ``start`` sets going.

    The day after ``start`` counts as day 1 (Civil Code Art. 201), or ``start`` itself with ``count_start_day``: a
    notice of 15 calendar days from 10 March ends on 25 or 24 March. Months and years end on the corresponding day or
    the end of the month (Art. 202). Days of the ``excluded`` spans do not count. ``past_rest_days`` moves the last day
    past rest days (Art. 203). Raises :class:`DayError` for a negative or huge ``n``, an unknown unit or a bad span.
    """
    _check(n, unit)
    spans = _merged(excluded)
    first = start if count_start_day else start + ONE_DAY
    counter = _Counter(calendars, spans, working=unit == "working_day")
    if unit in ("calendar_day", "working_day"):
        day = counter.count(first, n)
    else:
        nominal = _month_end(start, n * (12 if unit == "year" else 1), count_start_day=count_start_day)
        day = counter.count(first, (nominal - first).days + 1)
    if past_rest_days:
        day = counter.past_rest(day)
    years = tuple(sorted(counter.unpublished))
    return Deadline(
        day,
        start,
        first,
        n,
        unit,
        provisional=bool(years),
        unpublished_years=years,
        calendar_versions=tuple(calendars.version_of(year) for year in sorted(counter.years)),
        excluded=spans,
        days_excluded=counter.skipped,
    )


def latest_start(day: date, n: int, unit: Unit, calendars: Calendars, *, count_start_day: bool = False) -> date:
    """The latest start whose period of ``n`` units has ended by ``day``: for "at least 7 days before" rules."""
    _check(n, unit)

    def in_time(start: date) -> bool:
        return deadline(start, n, unit, calendars, count_start_day=count_start_day).day <= day

    reach = timedelta(days=1)
    while not in_time(day - reach):
        reach *= 2
    # A period of no days that counts its first day ends the day before it starts: two days later is surely too late.
    early, late = day - reach, day + ONE_DAY * 2
    while late - early > ONE_DAY:
        middle = early + (late - early) // 2
        early, late = (middle, late) if in_time(middle) else (early, middle)
    return early


class _Counter:
    """Counts days forward and remembers which calendars it leant on."""

    def __init__(self, calendars: Calendars, spans: Sequence[Span], *, working: bool) -> None:
        self.calendars = calendars
        self.spans = spans
        self.working = working
        self.years: set[int] = set()
        self.unpublished: set[int] = set()
        self.skipped = 0

    def count(self, first: date, n: int) -> date:
        """The day on which the ``n``-th counting day from ``first`` falls; the day before ``first`` for 0."""
        day, left = first - ONE_DAY, n
        while left:
            day += ONE_DAY
            if any(span.first <= day <= span.last for span in self.spans):
                self.skipped += 1
            elif not self.working or self._is_working(day):
                left -= 1
        return day

    def past_rest(self, day: date) -> date:
        while not self._is_working(day):
            day += ONE_DAY
        return day

    def _is_working(self, day: date) -> bool:
        missing = self.calendars.unpublished_for(day)
        self.years.update((day.year, *missing))
        self.unpublished.update(missing)
        return self.calendars.is_working_day(day)


def _check(n: int, unit: str) -> None:
    if unit not in UNITS:
        raise DayError(Fault("days.unit_unknown", {"unit": unit, "known": ", ".join(UNITS)}))
    per = {"month": 31, "year": 366}.get(unit, 1)
    if isinstance(n, bool) or not isinstance(n, int) or n < 0 or n * per > MOST_DAYS:
        raise DayError(Fault("days.bad_count", {"n": str(n), "unit": unit}))


def _merged(excluded: Iterable[tuple[date, date]]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for first, last in sorted(excluded):
        if last < first:
            raise DayError(Fault("days.span_reversed", {"first": first.isoformat(), "last": last.isoformat()}))
        if merged and first <= merged[-1].last + ONE_DAY:
            merged[-1] = Span(merged[-1].first, max(last, merged[-1].last))
        else:
            merged.append(Span(first, last))
    return tuple(merged)


def _month_end(start: date, months: int, *, count_start_day: bool) -> date:
    same = add_months(start, months)
    clamped = same.day != start.day
    return same - ONE_DAY if count_start_day and not clamped else same


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
