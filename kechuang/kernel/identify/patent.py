"""Chinese patent application numbers (ZC 0006-2003): year 4, type 1, serial 7, point, check character.

Weights 2 3 4 5 6 7 8 9 2 3 4 5, sum mod 11, X for 10. Numbers before 1 October 2003 have year 2, type 1, serial 5 and
weights 2 to 9.
"""

import re
from dataclasses import dataclass
from datetime import date

from kechuang.kernel.identify.text import compact
from kechuang.kernel.reading import Fault, Reading

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
KINDS = {"1": "invention", "2": "utility_model", "3": "design", "8": "pct_invention", "9": "pct_utility_model"}
_PUBLICATION = re.compile(r"CN\d{7,9}[A-CSUY]\d?")
_FIRST_YEAR, _FIRST_LONG_YEAR = 1985, 2003


@dataclass(frozen=True, slots=True)
class PatentNumber:
    """An application number; ``text`` is normalised with its point: 202110123456.7."""

    text: str

    @property
    def year(self) -> int:
        """The year of application."""
        return int(self.text[:4]) if len(self.text) == 14 else 1900 + int(self.text[:2]) + (self.text[0] < "8") * 100

    @property
    def kind(self) -> str:
        """Invention, utility model or design, and whether it came by the PCT."""
        return KINDS[self.text[4] if len(self.text) == 14 else self.text[2]]


def patent_check(body: str) -> str:
    """The check character of the 12 (or, before October 2003, 8) digits of ``body``."""
    weights = _WEIGHTS if len(body) == 12 else _WEIGHTS[:8]
    total = sum(weight * int(digit) for weight, digit in zip(weights, body, strict=True))
    return "0123456789X"[total % 11]


def read_patent_number(raw: str, on: date | None = None) -> Reading[PatentNumber]:
    """The application number that ``raw`` holds (with or without ZL, CN, blanks, point), or what is wrong with it.

    With ``on``, a number of a later year is refused.
    """
    text = compact(raw)
    if _PUBLICATION.fullmatch(text):
        return Reading(raw, fault=Fault("identify.patent.publication", {"raw": raw}))
    text = re.sub(r"^(?:ZL|CN)+", "", text).replace(".", "").replace("。", "")
    if re.fullmatch(r"\d{12}|\d{8}", text):
        whole = f"{text}.{patent_check(text)}"
        return Reading(raw, fault=Fault("identify.patent.no_check", {"raw": raw, "whole": whole}), suggestions=(whole,))
    if not re.fullmatch(r"(?:\d{12}|\d{8})[0-9X]", text):
        return Reading(raw, fault=Fault("identify.patent.shape", {"raw": raw, "length": str(len(text))}))
    number = f"{text[:-1]}.{text[-1]}"
    expected = patent_check(text[:-1])
    if expected != text[-1]:
        return Reading(raw, fault=Fault("identify.patent.check", {"raw": raw, "expected": expected, "found": text[-1]}))
    return _sensible(PatentNumber(number), raw, on)


def _sensible(number: PatentNumber, raw: str, on: date | None) -> Reading[PatentNumber]:
    kind = number.text[4] if len(number.text) == 14 else number.text[2]
    if kind not in KINDS:
        return Reading(raw, fault=Fault("identify.patent.kind", {"raw": raw, "found": kind}))
    first = _FIRST_LONG_YEAR if len(number.text) == 14 else _FIRST_YEAR
    if number.year < first or (on is not None and number.year > on.year):
        last = str(on.year) if on else "…"
        values = {"raw": raw, "year": str(number.year), "first": str(first), "last": last}
        return Reading(raw, fault=Fault("identify.patent.year", values))
    return Reading(raw, number)
