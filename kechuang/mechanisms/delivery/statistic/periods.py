"""Periods of statistics: "2025", "2025-H1", "2025-Q1", "2025-03", as people write them and as they are stored. Pure."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

YEAR, HALF, QUARTER, MONTH = "year", "half", "quarter", "month"
FREQUENCIES = (YEAR, HALF, QUARTER, MONTH)
SDMX_FREQUENCY = {YEAR: "A", HALF: "S", QUARTER: "Q", MONTH: "M"}
_MONTHS = {YEAR: 12, HALF: 6, QUARTER: 3, MONTH: 1}
_LETTER = {HALF: "H", QUARTER: "Q"}
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_CHINESE = {"上": 1, "下": 2, "一": 1, "二": 2, "三": 3, "四": 4}
_SHAPES = (
    (YEAR, re.compile(r"(\d{4})(?:-A1)?年?(?:度|全年)?")),
    (HALF, re.compile(r"(\d{4})(?:年|-)?[HS]([12])")),
    (HALF, re.compile(r"(\d{4})年?([上下])半年")),
    (QUARTER, re.compile(r"(\d{4})(?:年|-)?Q([1-4])")),
    (QUARTER, re.compile(r"(\d{4})年?第?([一二三四1-4])季度?")),
    (MONTH, re.compile(r"(\d{4})(?:年|-|/|\.|-M)(\d{1,2})月?")),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period: its year, its place in the year from 1 on, and how often such periods come."""

    year: int
    number: int
    frequency: str

    @property
    def code(self) -> str:
        """Give the stored form: 2025, 2025-H1, 2025-Q1, 2025-03."""
        if self.frequency == YEAR:
            return f"{self.year:04d}"
        if self.frequency == MONTH:
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}-{_LETTER[self.frequency]}{self.number}"

    @property
    def sdmx(self) -> str:
        """Give SDMX's TIME_PERIOD: half years are S1 and S2 there."""
        return self.code.replace("-H", "-S")

    @property
    def first(self) -> date:
        """Give the first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.frequency] + 1, 1)

    @property
    def last(self) -> date:
        """Give the last day."""
        month = self.number * _MONTHS[self.frequency]
        return date(self.year, month, monthrange(self.year, month)[1])


def read(raw: str) -> Period | None:
    """Read 2025, 2025年, 2025-H1, 2025年上半年, 2025Q1, 2025年第一季度, 2025-03, 2025年3月; None for others."""
    text = "".join(unicodedata.normalize("NFKC", raw).split()).upper()
    for frequency, shape in _SHAPES:
        found = shape.fullmatch(text)
        if found is None:
            continue
        year = int(found[1])
        number = 1 if frequency == YEAR else _CHINESE.get(found[2]) or int(found[2])
        if _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= number <= 12 // _MONTHS[frequency]:
            return Period(year, number, frequency)
    return None
