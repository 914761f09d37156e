"""Organisation codes (GB 11714) and the ids that the unified credit code replaced.

Weights 3 7 9 10 5 8 4 2 over the eight characters; C = 11 - sum mod 11, written X for 10 and 0 for 11.
"""

import re
from dataclasses import dataclass

from kechuang.kernel.identify.text import compact
from kechuang.kernel.reading import Fault, Reading

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")


@dataclass(frozen=True, slots=True)
class OrganisationCode:
    """A nine-character organisation code, check character last, without hyphen."""

    text: str

    @property
    def printed(self) -> str:
        """The code as certificates print it: 47001234-8."""
        return f"{self.text[:8]}-{self.text[8]}"


def organisation_check(body: str) -> str:
    """The check character of the eight characters of ``body``."""
    total = sum(weight * int(character, 36) for weight, character in zip(_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - total % 11]


def _valid(text: str) -> bool:
    return bool(_CODE.fullmatch(text)) and organisation_check(text[:8]) == text[8]


def read_organisation_code(raw: str) -> Reading[OrganisationCode]:
    """The organisation code that ``raw`` holds, or what is wrong with it."""
    text = compact(raw)
    if len(text) != 9:
        values = {"raw": raw, "length": str(len(text))}
        return Reading(raw, fault=Fault("identify.organisation_code.length", values))
    if not _CODE.fullmatch(text):
        return Reading(raw, fault=Fault("identify.organisation_code.shape", {"raw": raw}))
    expected = organisation_check(text[:8])
    if expected != text[8]:
        values = {"raw": raw, "expected": expected, "found": text[8]}
        fault = Fault("identify.organisation_code.check", values)
        digits = text.replace("O", "0").replace("I", "1")
        return Reading(raw, fault=fault, suggestions=(digits,) if _valid(digits) else ())
    return Reading(raw, OrganisationCode(text))


@dataclass(frozen=True, slots=True)
class LicenceNumber:
    """An old business licence number (13 or 15 digits), kept beside the credit code with its term."""

    text: str


def licence_check(body: str) -> str:
    """The fifteenth digit of a licence number (ISO 7064 MOD 11,10 over fourteen digits)."""
    product = 10
    for character in body:
        product = (product + int(character)) % 10 or 10
        product = product * 2 % 11
    return str((11 - product) % 10)


def read_licence_number(raw: str) -> Reading[LicenceNumber]:
    """The old licence number that ``raw`` holds; a check digit that fails (15 digits) is a warning."""
    text = compact(raw)
    if not text.isdecimal() or len(text) not in (13, 15):
        return Reading(raw, fault=Fault("identify.licence_number.shape", {"raw": raw, "length": str(len(text))}))
    warnings: tuple[Fault, ...] = ()
    if len(text) == 15 and licence_check(text[:14]) != text[14]:
        values = {"raw": raw, "expected": licence_check(text[:14]), "found": text[14]}
        warnings = (Fault("identify.licence_number.check", values),)
    return Reading(raw, LicenceNumber(text), warnings=warnings)


@dataclass(frozen=True, slots=True)
class TaxNumber:
    """An old tax registration number: division and organisation code (15), or a personal form (20)."""

    text: str


def read_tax_number(raw: str) -> Reading[TaxNumber]:
    """The old tax number that ``raw`` holds; an organisation code inside that fails its check is a warning."""
    text = compact(raw)
    if len(text) not in (15, 20) or not re.fullmatch(r"\d{6}[0-9A-Z]+", text):
        return Reading(raw, fault=Fault("identify.tax_number.shape", {"raw": raw, "length": str(len(text))}))
    warnings: tuple[Fault, ...] = ()
    if len(text) == 15 and not _valid(text[6:]):
        warnings = (Fault("identify.tax_number.organisation", {"raw": raw, "inner": text[6:]}),)
    return Reading(raw, TaxNumber(text), warnings=warnings)
