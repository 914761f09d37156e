"""The official number of a paper, 甲科〔2026〕12号: read as people type it, checked, written in one form. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kechuang.kernel.refusal import Refusal

_NUMBER = re.compile(
    r"(?P<code>[^\W\d_][\w·]{0,19}?)[〔\[(【](?P<year>\d{4})[〕\])】](?P<rest>第?0*(?P<serial>\d{1,5}))号?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """The issuer's code word, the year, and the serial number without leading noughts."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


def read(raw: str, signed_on: date) -> Number | Refusal:
    """Read a number; brackets and leading noughts are put right, another year than the signing's is refused."""
    text = "".join(unicodedata.normalize("NFKC", raw).split()).replace("號", "号")
    found = _NUMBER.fullmatch(text)
    if found is None or not int(found["serial"]):
        return Refusal("paper.number_form", {"number": raw.strip()[:40]}, place="number")
    year = int(found["year"])
    if year != signed_on.year:
        return Refusal("paper.number_year", {"number": text, "year": year, "signed_on": signed_on}, place="number")
    return Number(found["code"], year, int(found["serial"]))
