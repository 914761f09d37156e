"""Quantities as people write them: 120万元, 1.6 万家, 1—2家, 百分之五十, 3个百分点; the raw text is never lost.

Dossier 1.3: keep the raw string, a Decimal in the base unit, and the declared unit.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kechuang.kernel.numerals import NUMERAL_CHARACTERS, read_capitals, read_numeral
from kechuang.kernel.reading import Fault, MoneyError

type Bound = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than"]

PERCENT = "%"
POINTS = "个百分点"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity read from text.

    ``value`` is in the base ``unit`` (元, 美元, 家, %, 个百分点 …); a range has its upper end in ``high``. ``bound``
    says how the text limits it: 以上, 不低于 are ``at_least`` and 以内, 以下 ``at_most`` (inclusive), 超过 is
    ``more_than`` and 不满 ``less_than`` (exclusive), 约 and 近 ``about``. Percent stays percent (50 for 50 %): see
    :attr:`ratio`.
    """

    raw: str
    value: Decimal
    unit: str
    high: Decimal | None = None
    bound: Bound = "exact"
    declared_unit: str | None = None

    @property
    def ratio(self) -> Decimal:
        """The share that a percentage writes: 0.5 for 50 %. Raises :class:`MoneyError` for another unit."""
        if self.unit != PERCENT:
            raise _refuse("amount.not_a_share", raw=self.raw, unit=self.unit)
        return self.value / 100


_SCALES = {
    "": 1,
    "十": 10,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_SCALE = "|".join(sorted(filter(None, _SCALES), key=len, reverse=True))
# 千 begins these units and 百 begins 百分点: there it is no multiplier.
_SCALE_PART = rf"(?P<scale>(?:{_SCALE})(?![克瓦米赫帕伏卡焦字]|分点|分之))?"
_NUMBER = rf"(?P<number>[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|[{NUMERAL_CHARACTERS}]+)"
_UNIT = r"(?P<unit>[^\d\s,.;:!?()<>。，；：！？、]{0,12})"
_QUANTITY = re.compile(rf"(?P<sign>US\$|HK\$|[$¥€£])?(?P<percent>百分之)?{_NUMBER}{_SCALE_PART}{_UNIT}")
_SCALED_UNIT = re.compile(rf"{_SCALE_PART}{_UNIT}")
_DASH = re.compile(r"(?<=[^\s])(?:[-–—―~〜－～]+|至|到)(?=[^\s])")
_SIGN_UNITS = {"US$": "美元", "$": "美元", "HK$": "港元", "¥": "元", "€": "欧元", "£": "英镑"}
_SAME_UNIT = {
    "圆": "元",
    "圓": "元",
    "人民币元": "元",
    "元人民币": "元",
    "人民币": "元",
    "块": "元",
    "块钱": "元",
    "yuan": "元",
    "CNY": "元",
    "RMB": "元",
    "USD": "美元",
    "美金": "美元",
    "百分点": POINTS,
    "pct": PERCENT,
}
_BEFORE: tuple[tuple[str, Bound], ...] = (
    ("不低于", "at_least"),
    ("不少于", "at_least"),
    ("不小于", "at_least"),
    ("至少", "at_least"),
    ("≥", "at_least"),
    (">=", "at_least"),
    ("不超过", "at_most"),
    ("不高于", "at_most"),
    ("不多于", "at_most"),
    ("不大于", "at_most"),
    ("至多", "at_most"),
    ("最多", "at_most"),
    ("≤", "at_most"),
    ("<=", "at_most"),
    ("超过", "more_than"),
    ("超", "more_than"),
    ("高于", "more_than"),
    ("大于", "more_than"),
    (">", "more_than"),
    ("不满", "less_than"),
    ("不足", "less_than"),
    ("低于", "less_than"),
    ("小于", "less_than"),
    ("<", "less_than"),
    ("大约", "about"),
    ("约", "about"),
    ("近", "about"),
    ("达到", "exact"),
    ("人民币", "exact"),
)
_AFTER: tuple[tuple[str, Bound], ...] = (
    ("及以上", "at_least"),
    ("以上", "at_least"),
    ("及以下", "at_most"),
    ("以下", "at_most"),
    ("以内", "at_most"),
    ("之内", "at_most"),
    ("左右", "about"),
    ("上下", "about"),
    ("整", "exact"),
)


def _refuse(code: str, **values: str) -> MoneyError:
    return MoneyError(Fault(code, values))


@dataclass(frozen=True, slots=True)
class _Quantity:
    number: Decimal
    scale: str
    unit: str


def parse_amount(raw: str, declared_unit: str | None = None) -> Amount:
    """The quantity that ``raw`` writes, in base units; ``declared_unit`` is the unit of the field or column.

    A unit written in the text wins over the declared one of the same kind (120万元 in a field of 元 is 1,200,000);
    a unit of another kind (美元 in a field of 元) raises :class:`MoneyError`, as does text that is no quantity.
    """
    text = _plain(raw)
    if not text:
        raise _refuse("amount.empty")
    bare, bound = _bound(text)
    spelled = read_capitals(bare)
    parts = [] if spelled is not None else _ends(bare)
    found = [_quantity(part, raw) for part in parts] or [_Quantity(spelled or Decimal(0), "", "元")]
    first, last = found[0], found[-1]
    unit = last.unit or first.unit
    field = _declared(declared_unit)
    if unit and field[1] and unit != field[1]:
        raise _refuse("amount.unit_conflict", raw=raw, unit=unit, declared=declared_unit or "")
    bare_number = not last.scale and not unit
    scale = Decimal(field[0] if bare_number else _SCALES[last.scale])
    low_scale = Decimal(_SCALES[first.scale]) if first.scale else scale
    # A first number with a unit of its own (500元—1万元) is already whole.
    low = first.number * (Decimal(1) if first.unit and not first.scale else low_scale)
    high = last.number * scale if len(found) > 1 else None
    if high is not None and high < low:
        raise _refuse("amount.range_reversed", raw=raw, low=f"{low:f}", high=f"{high:f}")
    return Amount(raw, low, unit or field[1], high, bound, declared_unit)


def _plain(raw: str) -> str:
    return "".join(unicodedata.normalize("NFKC", raw).split()).replace("−", "-")


def _bound(text: str) -> tuple[str, Bound]:
    bound: Bound = "exact"
    changed = True
    while changed:
        changed = False
        for word, meaning in _BEFORE:
            if text.startswith(word) and len(text) > len(word):
                text, changed = text.removeprefix(word), True
                bound = bound if meaning == "exact" else meaning
        for word, meaning in _AFTER:
            if (
                text.endswith(word)
                and len(text) > len(word)
                and not (word == "整" and bound == "exact" and "元" in text)
            ):
                text, changed = text.removesuffix(word), True
                bound = bound if meaning == "exact" else meaning
    return text, bound


def _ends(text: str) -> list[str]:
    head, rest = (text[0], text[1:]) if text[:1] in "+-" else ("", text)
    parts = [part for part in _DASH.split(rest, maxsplit=1) if part]
    return [head + parts[0], *parts[1:]] if parts else [text]


def _quantity(text: str, raw: str) -> _Quantity:
    found = _QUANTITY.fullmatch(text)
    if found is None:
        raise _refuse("amount.unreadable", raw=raw, part=text)
    number, scale = found["number"], found["scale"] or ""
    if number[0] in NUMERAL_CHARACTERS:
        value, scale = _numeral(number, scale)
    else:
        value = Decimal(number.replace(",", ""))
    if value is None:
        raise _refuse("amount.unreadable", raw=raw, part=text)
    unit = PERCENT if found["percent"] else _unit(found["unit"]) or _SIGN_UNITS.get(found["sign"] or "", "")
    return _Quantity(value, scale, unit)


def _numeral(number: str, scale: str) -> tuple[Decimal | None, str]:
    value = read_numeral(number + scale)
    return (None if value is None else Decimal(value)), ""


def _unit(text: str) -> str:
    return _SAME_UNIT.get(text, text)


def _declared(declared: str | None) -> tuple[int, str]:
    if not declared:
        return 1, ""
    found = _SCALED_UNIT.fullmatch(_plain(declared))
    if found is None:
        raise _refuse("amount.unit_unknown", unit=declared)
    return _SCALES[found["scale"] or ""], _unit(found["unit"])


def format_amount(value: Decimal, unit: str) -> str:
    """``value`` (in the base unit) written in ``unit``: 1200000 in 万元 is 120万元; nothing is rounded."""
    scale, _base = _declared(unit)
    return f"{_trim(value / scale)}{_plain(unit)}"


def _trim(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
