"""Codes of classifications: IPC, discipline (GB/T 13745), industry (GB/T 4754), readiness level (GB/T 22900)."""

import re
from dataclasses import dataclass

from kechuang.kernel.identify.text import compact
from kechuang.kernel.numerals import read_numeral
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
        """Whether ``other`` is this symbol or lies under it (a subgroup under its main group)."""
        if self.level == "main_group":
            return other.text.startswith(self.text.removesuffix("00"))
        return other.text == self.text if self.level == "subgroup" else other.text.startswith(self.text)


def read_ipc(raw: str) -> Reading[Ipc]:
    """The IPC symbol that ``raw`` holds: blanks, zeros in front and the edition in brackets as people paste them."""
    text = compact(raw)
    padded = _IPC_PADDED.fullmatch(text)
    if padded:
        section, klass, subclass, group, sub = padded.groups()
        return Reading(raw, Ipc(f"{section}{klass}{subclass} {int(group)}/{sub.rstrip('0').ljust(2, '0')}"))
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

    def covers(self, other: "Discipline") -> bool:
        """Whether ``other`` is this discipline or lies under it."""
        return other.text.startswith(self.text)


def read_discipline(raw: str) -> Reading[Discipline]:
    """The discipline code that ``raw`` holds, or what is wrong with it."""
    text = compact(raw).replace(".", "")
    if not re.fullmatch(r"\d{3}(?:\d{2}){0,2}", text):
        return Reading(raw, fault=Fault("identify.discipline.shape", {"raw": raw, "length": str(len(text))}))
    if text[:3] not in DISCIPLINES:
        return Reading(raw, fault=Fault("identify.discipline.unknown", {"raw": raw, "found": text[:3]}))
    return Reading(raw, Discipline(text))


DISCIPLINES = frozenset(
    [
        "110",
        "120",
        "130",
        "140",
        "150",
        "160",
        "170",
        "180",
        "190",
        "210",
        "220",
        "230",
        "240",
        "310",
        "320",
        "330",
        "340",
        "350",
        "360",
        "410",
        "413",
        "416",
        "420",
        "430",
        "440",
        "450",
        "460",
        "470",
        "480",
        "490",
        "510",
        "520",
        "530",
        "535",
        "540",
        "550",
        "560",
        "570",
        "580",
        "590",
        "610",
        "620",
        "630",
        "710",
        "720",
        "730",
        "740",
        "750",
        "760",
        "770",
        "780",
        "790",
        "810",
        "820",
        "830",
        "840",
        "850",
        "860",
        "870",
        "880",
        "890",
        "910",
    ]
)

# Last two-digit division of each section of GB/T 4754-2017.
_SECTIONS = (
    *(("A", 5), ("B", 12), ("C", 43), ("D", 46), ("E", 50), ("F", 52), ("G", 60), ("H", 62), ("I", 65), ("J", 69)),
    *(("K", 70), ("L", 72), ("M", 75), ("N", 79), ("O", 82), ("P", 83), ("Q", 85), ("R", 90), ("S", 96), ("T", 97)),
)


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of GB/T 4754-2017: ``text`` is the letter and 0, 2, 3 or 4 digits, C3562."""

    text: str

    @property
    def section(self) -> str:
        """The letter A-T."""
        return self.text[0]

    def covers(self, other: "Industry") -> bool:
        """Whether ``other`` is this industry or lies under it."""
        return other.text.startswith(self.text)


def industry_section(division: int) -> str | None:
    """The letter of a two-digit division (1-97), or None where there is no such division."""
    if division < 1:
        return None
    return next((letter for letter, last in _SECTIONS if division <= last), None)


def read_industry(raw: str) -> Reading[Industry]:
    """The industry code that ``raw`` holds; the letter is derived from the digits where it is missing."""
    text = compact(raw)
    found = re.fullmatch(r"([A-Z])?(\d{2,4})?", text)
    if not text or found is None:
        return Reading(raw, fault=Fault("identify.industry.shape", {"raw": raw}))
    letter, digits = found[1] or "", found[2] or ""
    if not digits:
        known = letter in {section for section, _ in _SECTIONS}
        fault = None if known else Fault("identify.industry.section", {"raw": raw, "found": letter})
        return Reading(raw, Industry(letter) if known else None, fault)
    derived = industry_section(int(digits[:2]))
    if derived is None:
        return Reading(raw, fault=Fault("identify.industry.division", {"raw": raw, "found": digits[:2]}))
    whole = derived + digits
    if letter and letter != derived:
        fault = Fault("identify.industry.letter", {"raw": raw, "expected": derived, "found": letter, "digits": digits})
        return Reading(raw, fault=fault, suggestions=(whole,))
    return Reading(raw, Industry(whole))


READINESS = {
    1: ("报告级", "basic principle reported"),
    2: ("方案级", "concept or scheme"),
    3: ("功能级", "function verified"),
    4: ("仿真级", "simulated in the laboratory"),
    5: ("初样级", "first prototype"),
    6: ("正样级", "formal prototype"),
    7: ("环境级", "tested in its environment"),
    8: ("产品级", "product finalised"),
    9: ("系统级", "system proven in use"),
    10: ("销售级", "sales"),
    11: ("盈亏级", "break-even"),
    12: ("利润级", "profit"),
    13: ("回报级", "return on investment"),
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """A readiness level of GB/T 22900-2022: 1-9 of the technology, 10-13 of its market return."""

    level: int

    @property
    def side(self) -> str:
        """``technology`` or ``market``."""
        return "technology" if self.level <= 9 else "market"


def read_readiness(raw: str | int) -> Reading[Readiness]:
    """The level that ``raw`` writes: 6, TRL 6, 第6级, 六级, 正样级."""
    text = compact(str(raw))
    named = next((level for level, (chinese, _) in READINESS.items() if chinese == text), None)
    bare = re.sub(r"^(?:TRL|第|技术就绪度|就绪度)+|级$", "", text)
    level = named or (int(bare) if re.fullmatch(r"\d{1,3}", bare) else read_numeral(bare))
    if level is None:
        return Reading(str(raw), fault=Fault("identify.readiness.shape", {"raw": str(raw)}))
    if level not in READINESS:
        return Reading(str(raw), fault=Fault("identify.readiness.level", {"raw": str(raw), "found": str(level)}))
    return Reading(str(raw), Readiness(level))
