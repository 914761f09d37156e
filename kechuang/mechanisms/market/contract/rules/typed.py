"""Reads what people type or paste, one item a line: deductions, instalments, rights. Pure.

设备 服务器两台 120000        kind, name, yuan; a kind with 载体 or carrier is a reasonable quantity, not deducted
2026-03-31 500000             day, yuan
发明专利 202110123456.7       kind, number
陈工，某大学，同意            name, unit, whether in favour
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from kechuang.kernel.dates import read_date
from kechuang.kernel.money import yuan
from kechuang.kernel.reading import FaultError
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Deduction, Instalment, Right
from kechuang.mechanisms.market.contract.rules.requests import Expert

MOST_LINES = 60
_PARTS = re.compile(r"[\s,，、|｜:：]+")
DEDUCTION_WORDS: Mapping[str, str] = {
    **{each: each for each in kinds.DEDUCTIONS},
    "设备": "equipment",
    "设备购置": "equipment",
    "仪器": "instrument",
    "仪表": "instrument",
    "零部件": "part",
    "配件": "part",
    "原材料": "material",
    "材料": "material",
    "耗材": "material",
    "其他": "other",
    "其它": "other",
    "非技术": "other",
}
CARRIERS = ("载体", "carrier")
RIGHT_WORDS: Mapping[str, str] = {
    **{each: each for each in kinds.RIGHTS},
    "发明专利": "invention",
    "发明": "invention",
    "实用新型": "utility",
    "外观设计": "design",
    "专利申请": "application",
    "专利申请权": "application",
    "软件著作权": "software",
    "计算机软件著作权": "software",
    "集成电路布图设计": "layout",
    "布图设计": "layout",
    "植物新品种": "plant_variety",
    "技术秘密": "know_how",
    "无": "none",
    "未涉及": "none",
}


def lines(text: str) -> list[str]:
    """Give the lines (parted by line ends or semicolons) that say something."""
    return [each.strip() for each in re.split(r"[\n;；]", text) if each.strip()]


def read_deductions(text: str) -> tuple[Deduction, ...] | Refusal:
    """Read deductions, one a line; the first line that cannot be read is named."""
    found: list[Deduction] = []
    for at, line in enumerate(lines(text), 1):
        # The amount stands last and may hold commas as thousands.
        head, _space, last = line.replace("，", ",").replace("：", " ").replace(":", " ").rpartition(" ")
        parts = [each for each in _PARTS.split(head) if each]
        kind = DEDUCTION_WORDS.get(parts[0].removesuffix("（载体）").removesuffix("(载体)")) if parts else None
        amount = _amount(last)
        if kind is None or amount is None:
            return _unread(at, line, "deductions")
        carrier = any(word in line for word in CARRIERS)
        name = " ".join(each for each in parts[1:] if each not in CARRIERS) or parts[0]
        found.append(Deduction(kind=kind, name=name, yuan=amount, carrier=carrier))
    return tuple(found) if len(found) <= MOST_LINES else _too_many("deductions")


def read_schedule(text: str) -> tuple[Instalment, ...] | Refusal:
    """Read instalments, one a line."""
    found: list[Instalment] = []
    for at, line in enumerate(lines(text), 1):
        first, _space, last = line.partition(" ")
        day, amount = _day(first), _amount(last)
        if day is None or amount is None:
            return _unread(at, line, "schedule")
        found.append(Instalment(on=day, yuan=amount))
    return tuple(found) if len(found) <= MOST_LINES else _too_many("schedule")


def read_rights(text: str) -> tuple[Right, ...] | Refusal:
    """Read rights, one a line."""
    found: list[Right] = []
    for at, line in enumerate(lines(text), 1):
        first, _space, last = line.partition(" ")
        kind = RIGHT_WORDS.get(first.strip("，,:："))
        if kind is None:
            return _unread(at, line, "rights")
        found.append(Right(kind=kind, number=unicodedata.normalize("NFKC", last).strip().upper()))
    return tuple(found) if len(found) <= MOST_LINES else _too_many("rights")


def write_deductions(found: Iterable[Deduction]) -> str:
    """Give deductions as they are typed."""
    return "\n".join(
        f"{_word(DEDUCTION_WORDS, each.kind)} {each.name}{' 载体' if each.carrier else ''} {each.yuan:.2f}"
        for each in found
    )


def write_schedule(found: Iterable[Instalment]) -> str:
    """Give instalments as they are typed."""
    return "\n".join(f"{each.on.isoformat()} {each.yuan:.2f}" for each in found)


def write_rights(found: Iterable[Right]) -> str:
    """Give rights as they are typed."""
    return "\n".join(f"{_word(RIGHT_WORDS, each.kind)} {each.number}".strip() for each in found)


def _word(words: Mapping[str, str], code: str) -> str:
    return next((word for word, each in words.items() if each == code and not word.isascii()), code)


def _amount(text: str) -> Decimal | None:
    try:
        return yuan(unicodedata.normalize("NFKC", text).strip().removesuffix("元"))
    except FaultError:
        return None


def _day(text: str) -> date | None:
    reading = read_date(text)
    value = reading.value
    return value.first if value is not None and value.first == value.last else None


def _unread(at: int, line: str, place: str) -> Refusal:
    return Refusal("contract.line_unread", {"at": at, "line": line[:80]}, place=place)


def _too_many(place: str) -> Refusal:
    return Refusal("contract.too_many_lines", {"limit": MOST_LINES}, place=place)


VOTES: Mapping[str, bool] = {"同意": True, "yes": True, "赞成": True, "不同意": False, "no": False, "反对": False}


def read_panel(text: str) -> tuple[Expert, ...] | Refusal:
    """Read the experts of a review; the first line that cannot be read is named."""
    found: list[Expert] = []
    for line in lines(text)[: MOST_LINES + 1]:
        parts = [each for each in re.split(r"[\t,，、|｜]+", line) if each.strip()]
        name, unit, vote = (each.strip() for each in parts) if len(parts) == len(Expert.__slots__) else ("", "", "")
        if vote.lower() not in VOTES or len(found) == MOST_LINES:
            return Refusal("contract.expert_unreadable", {"line": line[:80]}, place="panel")
        found.append(Expert(name=name, unit=unit, agrees=VOTES[vote.lower()]))
    return tuple(found)


def write_panel(panel: Iterable[Expert]) -> str:
    """Write experts as they are typed."""
    return "\n".join(f"{each.name}，{each.unit}，{'同意' if each.agrees else '不同意'}" for each in panel)
