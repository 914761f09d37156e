"""Closed lists that people write in words: readiness levels, kinds of technology contract, kinds of patent licence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kechuang.kernel.identify.text import compact
from kechuang.kernel.numerals import read_numeral
from kechuang.kernel.reading import Fault, Reading

READINESS: Mapping[int, tuple[str, str]] = {
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
_LAST_TECHNOLOGY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Readiness:
    """A readiness level of GB/T 22900-2022: 1-9 of the technology, 10-13 of its market return."""

    level: int

    @property
    def side(self) -> Literal["technology", "market"]:
        """Which half of the scale it is on."""
        return "technology" if self.level <= _LAST_TECHNOLOGY_LEVEL else "market"

    @property
    def names(self) -> tuple[str, str]:
        """The name of the level, in Chinese and English."""
        return READINESS[self.level]


def read_readiness(raw: str | int) -> Reading[Readiness]:
    """The level that ``raw`` writes: 6, TRL 6, 第6级, 六级, 正样级."""
    shown = str(raw)
    text = compact(shown)
    named = next((level for level, (chinese, _) in READINESS.items() if chinese == text), None)
    bare = re.sub(r"^(?:TRL|第|技术就绪度|就绪度)+|级$", "", text)
    level = named or (int(bare) if re.fullmatch(r"\d{1,3}", bare) else read_numeral(bare))
    if level is None:
        return Reading(shown, fault=Fault("identify.readiness.shape", {"raw": shown}))
    if level not in READINESS:
        return Reading(shown, fault=Fault("identify.readiness.level", {"raw": shown, "found": str(level)}))
    return Reading(shown, Readiness(level))


type ContractKind = Literal["development", "transfer", "licence", "consultation", "service"]
type LicenceKind = Literal["exclusive", "sole", "ordinary"]

# Civil Code, contract book, chapter 20.
CONTRACT_KINDS: Mapping[ContractKind, tuple[str, ...]] = {
    "development": ("技术开发合同", "技术开发", "委托开发", "合作开发", "开发"),
    "transfer": ("技术转让合同", "技术转让", "转让"),
    "licence": ("技术许可合同", "技术许可", "许可"),
    "consultation": ("技术咨询合同", "技术咨询", "咨询"),
    "service": ("技术服务合同", "技术服务", "技术培训", "技术中介", "服务"),
}

# Supreme People's Court, interpretation on disputes over technology contracts: silence means an ordinary licence.
LICENCE_KINDS: Mapping[LicenceKind, tuple[str, ...]] = {
    "exclusive": ("独占实施许可", "独占许可", "独占"),
    "sole": ("排他实施许可", "排他许可", "排他"),
    "ordinary": ("普通实施许可", "普通许可", "普通", ""),
}


def _kind[K: str](raw: str, kinds: Mapping[K, tuple[str, ...]]) -> K | None:
    text = compact(raw)
    return next((kind for kind, words in kinds.items() if text == kind.upper() or text in words), None)


def read_contract_kind(raw: str) -> Reading[ContractKind]:
    """The kind of technology contract that ``raw`` names, in Chinese or by its English identifier."""
    kind = _kind(raw, CONTRACT_KINDS)
    if kind is None:
        known = "、".join(words[1] for words in CONTRACT_KINDS.values())
        return Reading(raw, fault=Fault("identify.contract_kind.unknown", {"raw": raw, "known": known}))
    return Reading(raw, kind)


def read_licence_kind(raw: str) -> Reading[LicenceKind]:
    """The kind of patent licence that ``raw`` names; nothing written means an ordinary licence, with a warning."""
    kind = _kind(raw, LICENCE_KINDS)
    if kind is None:
        known = "、".join(words[1] for words in LICENCE_KINDS.values())
        return Reading(raw, fault=Fault("identify.licence_kind.unknown", {"raw": raw, "known": known}))
    silent = (Fault("identify.licence_kind.silent"),) if not compact(raw) else ()
    return Reading(raw, kind, warnings=silent)
