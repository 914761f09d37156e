"""Ids of persons: resident identity numbers (GB 11643, ISO 7064 MOD 11-2) and foreigners' work permits.

Personal data of the strictest class: nothing here prints a whole number, neither the value nor a fault nor a warning.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kechuang.kernel.identify.credit import PROVINCES
from kechuang.kernel.identify.text import compact
from kechuang.kernel.reading import Fault, Reading

_RESIDENCE_PERMITS = {"81", "82", "83"}


@dataclass(frozen=True, slots=True)
class ResidentId:
    """An 18-character identity number; ``text`` is the whole number and never part of ``repr`` or ``str``."""

    text: str = field(repr=False)
    masked: str
    birth: date = field(repr=False)
    sex: Literal["female", "male"] = field(repr=False)

    def __str__(self) -> str:
        """The masked number."""
        return self.masked


def resident_check(body: str) -> str:
    """The check character of the seventeen digits of ``body``."""
    total = sum(pow(2, 17 - index, 11) * int(digit) for index, digit in enumerate(body))
    return "10X98765432"[total % 11]


def mask(text: str) -> str:
    """``text`` with all but its first and last characters hidden; short texts are hidden whole."""
    hidden = "*" * min(len(text) - 5, 20)
    return text[:3] + hidden + text[-2:] if len(text) > 9 else "*" * len(text)


def read_resident_id(raw: str, on: date | None = None) -> Reading[ResidentId]:
    """The identity number that ``raw`` holds, or what is wrong; the reading's ``raw`` is masked as well.

    With ``on``, a birth day after it is refused.
    """
    text = compact(raw)
    shown = mask(text)
    fault = _fault(text, on)
    if fault is not None:
        return Reading(shown, fault=fault)
    warnings: tuple[Fault, ...] = ()
    if text[:2] not in PROVINCES | _RESIDENCE_PERMITS and text[0] != "9":
        warnings = (Fault("identify.resident_id.province", {"masked": shown, "province": text[:2]}),)
    sex: Literal["female", "male"] = "male" if int(text[16]) % 2 else "female"
    birth = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    return Reading(shown, ResidentId(text, shown, birth, sex), warnings=warnings)


def _fault(text: str, on: date | None) -> Fault | None:
    shown = {"masked": mask(text)}
    if re.fullmatch(r"\d{15}", text):
        return Fault("identify.resident_id.old", shown)
    if not re.fullmatch(r"\d{17}[0-9X]", text):
        return Fault("identify.resident_id.shape", {**shown, "length": str(len(text))})
    if resident_check(text[:17]) != text[17]:
        return Fault("identify.resident_id.check", shown)
    try:
        birth = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return Fault("identify.resident_id.birth", shown)
    if birth.year < 1880 or (on is not None and birth > on):
        return Fault("identify.resident_id.birth", shown)
    return None


@dataclass(frozen=True, slots=True)
class WorkPermitNumber:
    """A foreigner's work permit number: one person, one number for life, through renewals and employers."""

    text: str = field(repr=False)
    masked: str

    def __str__(self) -> str:
        """The masked number."""
        return self.masked


def read_work_permit(raw: str) -> Reading[WorkPermitNumber]:
    """The permit number that ``raw`` holds; its inner form is not public, so only length and characters are checked."""
    text = compact(raw)
    if not re.fullmatch(r"[0-9A-Z]{8,20}", text):
        return Reading(mask(text), fault=Fault("identify.work_permit.shape", {"length": str(len(text))}))
    return Reading(mask(text), WorkPermitNumber(text, mask(text)))
