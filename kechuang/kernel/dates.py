"""Dates as people write them: 2022年1月15日, 2022.01, 二〇二二年一月, 22-1-5; a month is not made into a day.

Dossier 1.6: month-only dates and years of two digits are met in real input. A date read here keeps its precision; a
short year is refused with the probable date as a suggestion, since only the writer knows the century.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kechuang.kernel.numerals import read_numeral
from kechuang.kernel.reading import Fault, Reading

type Precision = Literal["day", "month", "year"]

_WRITTEN = re.compile(r"(\d{4}|\d{2})(?:年|[-/.])(?:(\d{1,2})(?:月|[-/.]|(?!\d))(?:(\d{1,2})[日号]?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEAR = re.compile(r"(\d{4})年?")
_SPELLED = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号])")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day, month or year as written: from ``first`` to ``last``, both included."""

    first: date
    last: date
    precision: Precision


def read_date(raw: str) -> Reading[WrittenDate]:
    """The date that ``raw`` writes, with its precision, or what is wrong with it."""
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    text = _SPELLED.sub(lambda found: str(read_numeral(found[0])), text)
    found = _WRITTEN.fullmatch(text) or _COMPACT.fullmatch(text) or _YEAR.fullmatch(text)
    if found is None:
        return Reading(raw, fault=Fault("dates.unreadable", {"raw": raw}))
    parts = [int(part) for part in found.groups() if part]
    if len(found[1]) == 2:
        meant = _span(_CENTURY + parts[0], *parts[1:])
        if meant is None:
            return Reading(raw, fault=Fault("dates.unreadable", {"raw": raw}))
        shown = meant.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[meant.precision]]
        fault = Fault("dates.short_year", {"raw": raw, "meant": shown})
        return Reading(raw, fault=fault, suggestions=(shown,))
    span = _span(*parts)
    if span is None:
        return Reading(raw, fault=Fault("dates.no_such_day", {"raw": raw}))
    return Reading(raw, span)


def _span(year: int, month: int | None = None, day: int | None = None) -> WrittenDate | None:
    try:
        if month is None:
            return WrittenDate(date(year, 1, 1), date(year, 12, 31), "year")
        if day is None:
            return WrittenDate(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")
        return WrittenDate(date(year, month, day), date(year, month, day), "day")
    except ValueError:
        return None
