"""Numbers that registers give out: reports, high-tech certificates, SME and contract registrations, instruments.

Only the report number has a published form that refuses; the others follow local practice, so an unusual form warns.
"""

import re
from dataclasses import dataclass

from kechuang.kernel.identify.credit import PROVINCES
from kechuang.kernel.identify.organisation import organisation_check
from kechuang.kernel.identify.text import compact, even_hyphens
from kechuang.kernel.reading import Fault, Reading

_REPORT = re.compile(r"([0-9A-Z]{8}-?[0-9X])-{1,3}([0-9A-Z][0-9A-Z.()-]{2,38}?)/(\d{1,2})([A-Z]{0,2}|公开|延期公开)")
_NO_UNIT = "000000000"


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """A science-and-technology report number: organisation code, project number, serial, access flag."""

    organisation: str
    project: str
    serial: int
    access: str

    @property
    def text(self) -> str:
        """The number as reports print it: 470012348--2016YFB0100200/01."""
        return f"{self.organisation}--{self.project}/{self.serial:02}{self.access}"


def read_report_number(raw: str) -> Reading[ReportNumber]:
    """The report number that ``raw`` holds; an organisation code that fails its check warns (nine zeros: no code)."""
    text = even_hyphens(compact(raw, drop="")).replace("／", "/")
    found = _REPORT.fullmatch(text)
    if found is None:
        return Reading(raw, fault=Fault("identify.report.shape", {"raw": raw}))
    unit = found[1].replace("-", "")
    if int(found[3]) == 0:
        return Reading(raw, fault=Fault("identify.report.serial", {"raw": raw}))
    warnings: tuple[Fault, ...] = ()
    if unit != _NO_UNIT and organisation_check(unit[:8]) != unit[8]:
        values = {"raw": raw, "expected": organisation_check(unit[:8]), "found": unit[8]}
        warnings = (Fault("identify.report.organisation", values),)
    return Reading(raw, ReportNumber(unit, found[2], int(found[3]), found[4]), warnings=warnings)


@dataclass(frozen=True, slots=True)
class RegisterNumber:
    """A number of a register, normalised; ``year`` and ``province`` where the usual form shows them."""

    text: str
    year: int | None = None
    province: str | None = None


def _usual(raw: str, pattern: str, faults: tuple[str, str, str]) -> Reading[RegisterNumber]:
    """Read an opaque number; ``faults`` are the codes for: no number at all, an unusual form, an unknown province."""
    unreadable, unusual, unknown_province = faults
    text = compact(raw)
    if not re.fullmatch(r"[0-9A-Z()/\u4e00-\u9fff]{4,40}", text):
        return Reading(raw, fault=Fault(unreadable, {"raw": raw}))
    found = re.fullmatch(pattern, text)
    if found is None:
        return Reading(raw, RegisterNumber(text), warnings=(Fault(unusual, {"raw": raw}),))
    province = found.groupdict().get("province")
    warnings: tuple[Fault, ...] = ()
    if province and province not in PROVINCES:
        warnings = (Fault(unknown_province, {"raw": raw, "province": province}),)
    return Reading(raw, RegisterNumber(text, int(found["year"]), province), warnings=warnings)


def read_high_tech_certificate(raw: str) -> Reading[RegisterNumber]:
    """A high-tech enterprise certificate: GR (GF, GS on older ones), year 4, province 2, serial 6."""
    faults = ("identify.high_tech.shape", "identify.high_tech.unusual", "identify.high_tech.province")
    return _usual(raw, r"G[RFS](?P<year>20\d\d)(?P<province>\d\d)\d{6}", faults)


def read_sme_number(raw: str) -> Reading[RegisterNumber]:
    """A technology SME register number: year 4, division 6, flag 1, serial 7."""
    faults = ("identify.sme.shape", "identify.sme.unusual", "identify.sme.province")
    return _usual(raw, r"(?P<year>20\d\d)(?P<province>\d\d)\d{4}[0-9A-Z]\d{7}", faults)


def read_contract_registration(raw: str) -> Reading[RegisterNumber]:
    """A technology-contract registration number: year, registering body, serial; unique per body and year."""
    shape, unusual = "identify.contract_registration.shape", "identify.contract_registration.unusual"
    return _usual(raw, r"(?P<year>(?:19|20)\d\d)[0-9A-Z]{4,20}", (shape, unusual, unusual))


@dataclass(frozen=True, slots=True)
class InstrumentNumber:
    """An instrument's asset number, unique within the unit that manages it."""

    unit: str
    asset: str


def read_instrument_number(unit: str, raw: str) -> Reading[InstrumentNumber]:
    """The asset number that ``raw`` holds, of the managing ``unit`` (its credit code or ref, taken as it is)."""
    text = even_hyphens(compact(raw, drop=""))
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z./_-]{0,39}", text):
        return Reading(raw, fault=Fault("identify.instrument.shape", {"raw": raw}))
    return Reading(raw, InstrumentNumber(unit, text))
