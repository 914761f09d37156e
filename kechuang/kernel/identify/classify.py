"""Codes of classifications: IPC, discipline (GB/T 13745), industry (GB/T 4754), dotted catalogues of fields."""

import re
from dataclasses import dataclass

from kechuang.kernel.identify.names import disciplines, industries
from kechuang.kernel.identify.text import compact
from kechuang.kernel.reading import Fault, Reading

_IPC = re.compile(r"([A-H])(?:(\d\d)(?:([A-Z])(?:(\d{1,4})(?:/(\d{2,6}))?)?)?)?(?:\((\d{4}\.\d\d)\))?")
_IPC_PADDED = re.compile(r"([A-H])(\d\d)([A-Z])(\d{4})(\d{6})")


@dataclass(frozen=True, slots=True)
class Ipc:
    """A symbol of the International Patent Classification, or a prefix of one; ``text`` is ``A01B 1/00``."""

    text: str
    edition: str | None = None

    @property
    def level(self) -> str:
        """Section, class, subclass, main_group or subgroup."""
        if "/" in self.text:
            return "main_group" if self.text.endswith("/00") else "subgroup"
        return {1: "section", 3: "class", 4: "subclass"}[len(self.text)]

    def covers(self, other: "Ipc") -> bool:
        """Whether ``other`` is this symbol or lies under it by its digits (a subgroup under its main group)."""
        if self.level == "main_group":
            return other.text.startswith(self.text.removesuffix("00"))
        return other.text == self.text if self.level == "subgroup" else other.text.startswith(self.text)


def read_ipc(raw: str) -> Reading[Ipc]:
    """The IPC symbol that ``raw`` holds: blanks, zeros in front and the edition in brackets as people paste them."""
    text = compact(raw)
    padded = _IPC_PADDED.fullmatch(text)
    if padded:
        section, klass, subclass, group, sub = padded.groups()
        text = f"{section}{klass}{subclass}{group}/{sub.rstrip('0').ljust(2, '0')}"
    if text and text[0] not in "ABCDEFGH":
        return Reading(raw, fault=Fault("identify.ipc.section", {"raw": raw, "found": text[0]}))
    found = _IPC.fullmatch(text)
    if found is None or (found[4] and int(found[4]) == 0):
        return Reading(raw, fault=Fault("identify.ipc.shape", {"raw": raw}))
    section, klass, subclass, group, sub, edition = found.groups()
    symbol = section + (klass or "") + (subclass or "")
    if group:
        symbol += f" {int(group)}/{sub or '00'}"
    return Reading(raw, Ipc(symbol, edition))


@dataclass(frozen=True, slots=True)
class Discipline:
    """A discipline of GB/T 13745-2009: 3, 5 or 7 digits without points; a longer code lies under its prefix."""

    text: str

    @property
    def printed(self) -> str:
        """The code as the standard prints it: 520.2010."""
        return self.text[:3] + (f".{self.text[3:]}" if len(self.text) > 3 else "")

    @property
    def field(self) -> tuple[str, str]:
        """The name of the first-level discipline, in Chinese and English."""
        return disciplines()[self.text[:3]]

    def covers(self, other: "Discipline") -> bool:
        """Whether ``other`` is this discipline or lies under it."""
        return other.text.startswith(self.text)


def read_discipline(raw: str) -> Reading[Discipline]:
    """The discipline code that ``raw`` holds (520, 520.20, 5202010), or what is wrong with it."""
    text = compact(raw).replace(".", "")
    if not re.fullmatch(r"\d{3}(?:\d{2}){0,2}", text):
        return Reading(raw, fault=Fault("identify.discipline.shape", {"raw": raw, "length": str(len(text))}))
    if text[:3] not in disciplines():
        return Reading(raw, fault=Fault("identify.discipline.unknown", {"raw": raw, "found": text[:3]}))
    return Reading(raw, Discipline(text))


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of GB/T 4754-2017: ``text`` is the letter and 0, 2, 3 or 4 digits, C3562."""

    text: str

    @property
    def section(self) -> str:
        """The letter A-T."""
        return self.text[0]

    @property
    def division(self) -> tuple[str, str]:
        """The name of the two-digit division, or of the section where there are no digits, in Chinese and English."""
        return industries()[self.text[:3]]

    def covers(self, other: "Industry") -> bool:
        """Whether ``other`` is this industry or lies under it."""
        return other.text.startswith(self.text)


def industry_section(division: str) -> str | None:
    """The letter of a two-digit division (01-97), or None where there is no such division."""
    return next((code[0] for code in industries() if code[1:] == division), None) if division else None


def read_industry(raw: str) -> Reading[Industry]:
    """The industry code that ``raw`` holds; the letter is derived from the digits where it is missing."""
    text = compact(raw)
    found = re.fullmatch(r"([A-Z])?(\d{2,4})?", text)
    if not text or found is None:
        return Reading(raw, fault=Fault("identify.industry.shape", {"raw": raw}))
    letter, digits = found[1] or "", found[2] or ""
    if not digits:
        if letter in industries():
            return Reading(raw, Industry(letter))
        return Reading(raw, fault=Fault("identify.industry.section", {"raw": raw, "found": letter}))
    derived = industry_section(digits[:2])
    if derived is None:
        return Reading(raw, fault=Fault("identify.industry.division", {"raw": raw, "found": digits[:2]}))
    whole = derived + digits
    if letter and letter != derived:
        fault = Fault("identify.industry.letter", {"raw": raw, "expected": derived, "found": letter, "digits": digits})
        return Reading(raw, fault=fault, suggestions=(whole,))
    return Reading(raw, Industry(whole))


@dataclass(frozen=True, slots=True)
class FieldCode:
    """A dotted number of a national catalogue of fields: 1, 1.2 or 1.2.3; catalogues are versioned elsewhere."""

    text: str

    def covers(self, other: "FieldCode") -> bool:
        """Whether ``other`` is this field or lies under it."""
        return other.text == self.text or other.text.startswith(f"{self.text}.")


def _dotted(raw: str, fields: int, catalogue: str) -> Reading[FieldCode]:
    text = compact(raw).replace("。", ".").rstrip(".")
    if not re.fullmatch(r"\d{1,2}(?:\.\d{1,2}){0,3}", text):
        return Reading(raw, fault=Fault("identify.field.shape", {"raw": raw, "catalogue": catalogue}))
    parts = [int(part) for part in text.split(".")]
    if not 1 <= parts[0] <= fields or 0 in parts:
        values = {"raw": raw, "catalogue": catalogue, "last": str(fields)}
        return Reading(raw, fault=Fault("identify.field.unknown", values))
    return Reading(raw, FieldCode(".".join(str(part) for part in parts)))


def read_high_tech_field(raw: str) -> Reading[FieldCode]:
    """A number in the eight high-tech fields that the State supports (国家重点支持的高新技术领域)."""
    return _dotted(raw, 8, "国家重点支持的高新技术领域")


def read_emerging_industry(raw: str) -> Reading[FieldCode]:
    """A number in the classification of strategic emerging industries (2018: nine fields)."""
    return _dotted(raw, 9, "战略性新兴产业分类")
