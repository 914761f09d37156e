"""Calendars of working days as loadable data: one JSON file for each yearly notice of the State Council."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kechuang.kernel.reading import DayError, Fault

SATURDAY = 5
DECEMBER = 12
# The notice for a year may move days at the end of the year before: that of 2019 made 29 December 2018 a working
# Saturday. From this day of December a year therefore also leans on the next year's notice.
LEANS_ON_NEXT_YEAR_FROM = 22


@dataclass(frozen=True, slots=True)
class Rest:
    """One holiday of a notice: every day from ``first`` to ``last``, both included, is a day of rest."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working-day rules of one yearly notice; ``published`` is False where the notice is not out yet.

    ``make_up`` are weekend days that are worked. Both may lie in the last days of the year before.
    """

    year: int
    version: str
    published: bool
    rests: tuple[Rest, ...] = ()
    make_up: tuple[date, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)


class Calendars:
    """Several years of calendars; a later calendar for the same year replaces the earlier."""

    def __init__(self, calendars: Iterable[Calendar] = ()) -> None:
        """Gather ``calendars`` by year."""
        self._years = {calendar.year: calendar for calendar in calendars}
        self._rest: dict[date, str] = {}
        self._make_up: set[date] = set()
        for calendar in self._years.values():
            self._make_up.update(calendar.make_up)
            for rest in calendar.rests:
                span = range((rest.last - rest.first).days + 1)
                self._rest.update((rest.first + timedelta(days=offset), rest.name) for offset in span)

    @property
    def years(self) -> tuple[int, ...]:
        """The years for which a calendar is loaded, in order."""
        return tuple(sorted(self._years))

    def year(self, year: int) -> Calendar | None:
        """The calendar of ``year``, or None where none is loaded."""
        return self._years.get(year)

    def with_calendars(self, calendars: Iterable[Calendar]) -> "Calendars":
        """These calendars with ``calendars`` laid over them."""
        return Calendars([*self._years.values(), *calendars])

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` is worked; without a notice, whether it is Monday to Friday."""
        if day in self._make_up:
            return True
        return day.weekday() < SATURDAY and day not in self._rest

    def rest_name(self, day: date) -> str | None:
        """The holiday that ``day`` belongs to, or None."""
        return self._rest.get(day)

    def is_make_up(self, day: date) -> bool:
        """Whether ``day`` is a weekend day that is worked in exchange for a holiday."""
        return day in self._make_up

    def unpublished_for(self, day: date) -> tuple[int, ...]:
        """The years whose missing notice could still change whether ``day`` is worked."""
        near_end = day.month == DECEMBER and day.day >= LEANS_ON_NEXT_YEAR_FROM
        years = (day.year, day.year + 1) if near_end else (day.year,)
        return tuple(year for year in years if not self._is_published(year))

    def _is_published(self, year: int) -> bool:
        calendar = self._years.get(year)
        return calendar is not None and calendar.published

    def version_of(self, year: int) -> str:
        """The version of the calendar of ``year``; "none-YEAR" where none is loaded and weekends alone were used."""
        calendar = self._years.get(year)
        return calendar.version if calendar else f"none-{year}"


def load_calendars(*paths: Path | str) -> Calendars:
    """The packaged calendars, with those of ``paths`` (files, or folders of ``*.json``) laid over them.

    Raises :class:`DayError` with file, field and remedy where a file cannot be read as a calendar.
    """
    packaged = resources.files("kechuang.kernel") / "data" / "calendars"
    files: list[Traversable | Path] = sorted(packaged.iterdir(), key=lambda file: file.name)
    for path in map(Path, paths):
        files += sorted(path.glob("*.json")) if path.is_dir() else [path]
    return Calendars(read_calendar(file) for file in files if file.name.endswith(".json"))


def read_calendar(file: Traversable | Path) -> Calendar:
    """The calendar that ``file`` holds; raises :class:`DayError` where it holds none."""
    try:
        return calendar_from(json.loads(file.read_text(encoding="utf-8")))
    except DayError as error:
        values = {**error.values, "file": file.name}
        raise DayError(
            Fault("days.bad_file", {"file": file.name, "why": error.fault.sentence("en"), **values})
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DayError(
            Fault("days.bad_file", {"file": file.name, "why": f"{type(error).__name__}: {error}"})
        ) from error


def calendar_from(data: Mapping[str, Any]) -> Calendar:
    """The calendar that a parsed file holds; raises :class:`DayError` where it contradicts itself."""
    source = data.get("source", {}) if isinstance(data, Mapping) else None
    if not isinstance(source, Mapping):
        raise TypeError("a calendar is an object with year, version, published, source, rests and make_up")
    if not isinstance(data["published"], bool):
        raise TypeError("published is true or false")
    rests = tuple(
        Rest(str(rest["name"]), date.fromisoformat(rest["first"]), date.fromisoformat(rest["last"]))
        for rest in data.get("rests", ())
    )
    make_up = tuple(date.fromisoformat(day) for day in data.get("make_up", ()))
    calendar = Calendar(int(data["year"]), str(data["version"]), data["published"], rests, make_up, source)
    _check(calendar)
    return calendar


def _check(calendar: Calendar) -> None:
    window = (date(calendar.year - 1, DECEMBER, LEANS_ON_NEXT_YEAR_FROM), date(calendar.year, DECEMBER, 31))
    for rest in calendar.rests:
        if not window[0] <= rest.first <= rest.last <= window[1]:
            raise DayError(
                Fault("days.bad_rest", {"name": rest.name, "first": str(rest.first), "last": str(rest.last)})
            )
    for day in calendar.make_up:
        resting = any(rest.first <= day <= rest.last for rest in calendar.rests)
        if day.weekday() < SATURDAY or resting or not window[0] <= day <= window[1]:
            raise DayError(Fault("days.bad_make_up", {"day": day.isoformat()}))
    if calendar.published and not calendar.rests:
        raise DayError(Fault("days.published_empty", {"year": str(calendar.year)}))
