"""Numbers of rights in technology: patents (checked), software copyrights, IC layouts, plant varieties (by form)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.identify.text import compact
from kechuang.kernel.reading import Fault, Reading

PATENT, SOFTWARE, IC_LAYOUT, PLANT_VARIETY = "patent", "software", "ic_layout", "plant_variety"
KINDS = (PATENT, SOFTWARE, IC_LAYOUT, PLANT_VARIETY)
# The usual forms of the registers; another form is taken with a warning, for there is no published check.
_USUAL: Mapping[str, str] = {
    SOFTWARE: r"(?:19|20)\d\dSR\d{4,7}",
    IC_LAYOUT: r"BS\d{8,9}[0-9X]?",
    PLANT_VARIETY: r"CNA(?:19|20)\d{6,9}",
}
_LEGIBLE = re.compile(r"[0-9A-Z()/\u4e00-\u9fff]{4,40}")


@dataclass(frozen=True, slots=True)
class IpNumber:
    """A number of a right in technology, normalised; ``year`` of the application of a patent."""

    kind: str
    text: str
    year: int | None = None


def read_ip_number(kind: str, raw: str, on: date | None = None) -> Reading[IpNumber]:
    """The number that ``raw`` holds for a kind of right; a patent's check character must be right (ZC 0006-2003).

    Raises KeyError for a kind that has no numbers.
    """
    if kind == PATENT:
        read = read_patent_number(raw, on)
        if read.value is None:
            return Reading(raw, fault=read.fault, suggestions=read.suggestions)
        return Reading(raw, IpNumber(kind, read.value.text, read.value.year))
    text = compact(raw, drop="-‐‑‒–—―−－_·•.。")
    if not _LEGIBLE.fullmatch(text):
        return Reading(raw, fault=Fault("identify.ip.shape", {"raw": raw}))
    usual = re.fullmatch(_USUAL[kind], text) is not None
    warnings = () if usual else (Fault("identify.ip.unusual", {"raw": raw}),)
    return Reading(raw, IpNumber(kind, text), warnings=warnings)
