"""A year's rhythm: which work of an office begins and ends when. Pure; the days are the table ``office.rhythm``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Season:
    """One recurring piece of work in one year, both days included."""

    code: str
    zh: str
    en: str
    first: date
    last: date

    def say(self, language: str) -> str:
        """Give its name in a language."""
        return self.en if language.startswith("en") else self.zh


def seasons(rows: Sequence[Mapping[str, object]], year: int) -> tuple[Season, ...]:
    """Give the work of a year in the order of its last days. A work that runs over New Year begins the year before."""
    found = [_season(row, year) for row in rows]
    return tuple(sorted(found, key=lambda season: (season.last, season.first, season.code)))


def _season(row: Mapping[str, object], year: int) -> Season:
    first, last = _day(str(row["first"]), year), _day(str(row["last"]), year)
    if first > last:
        first = _day(str(row["first"]), year - 1)
    title = row["title"]
    code = str(row["code"])
    return Season(code, str(getattr(title, "zh", code)), str(getattr(title, "en", code)), first, last)


def _day(text: str, year: int) -> date:
    """Give a day of the year; 29 February is 28 February in a short year."""
    month, day = int(text[:2]), int(text[3:])
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)
