"""Quantities as people write them: 120万元, 1.6 万家, 1—2家, 百分之五十, 3个百分点; the raw text is never lost.

Dossier 1.3: keep the raw string, a Decimal in the base unit, and the declared unit.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal

from kechuang.kernel.amount_words import AFTER, BEFORE, CURRENCIES, PERCENT, POINTS, SAME_UNIT, SCALES, Bound
from kechuang.kernel.numerals import NUMERAL_CHARACTERS, read_capitals, read_numeral
from kechuang.kernel.reading import Fault, MoneyError

__all__ = ["PERCENT", "POINTS", "Amount", "Bound", "format_amount", "parse_amount", "unit_slip"]


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


_SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))
_CURRENCY = "|".join(re.escape(sign) for sign in CURRENCIES)
# 千 begins these units and 百 begins 百分点: there it is no multiplier.
_SCALE_PART = rf"(?P<scale>(?:{_SCALE})(?![克瓦米赫帕伏卡焦字]|分点|分之))?"
_NUMBER = rf"(?P<number>[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,24}})(?:\.\d{{1,12}})?|[{NUMERAL_CHARACTERS}]{{1,30}})"
_UNIT = r"(?P<unit>[^\d\s,.;:!?()<>+~。，；：！？、—–-]{0,12})"
_QUANTITY = re.compile(
    rf"(?P<sign>{_CURRENCY})?(?P<percent>百分之)?{_NUMBER}(?P<more>[余多])?{_SCALE_PART}(?P<more_after>[余多])?{_UNIT}"
)
_SCALED_UNIT = re.compile(rf"{_SCALE_PART}{_UNIT}")
_DASH = re.compile(r"(?<=\S)(?:[-–—―~〜]+|至|到)(?=\S)")
_EXACT = Context(prec=60)
_WHOLE = Decimal(1)
_LONGEST = 100


def _refuse(code: str, **values: str) -> MoneyError:
    return MoneyError(Fault(code, values))


@dataclass(frozen=True, slots=True)
class _Quantity:
    number: Decimal
    scale: int | None
    unit: str
    more: bool = False


def parse_amount(raw: str, declared_unit: str | None = None) -> Amount:
    """The quantity that ``raw`` writes, in base units; ``declared_unit`` is the unit of the field or column.

    A unit written in the text wins over the declared one of the same kind (120万元 in a field of 元 is 1,200,000);
    a unit of another kind (美元 in a field of 元) raises :class:`MoneyError`, as does text that is no quantity.
    """
    text = _plain(raw)
    if not text:
        raise _refuse("amount.empty")
    if len(text) > _LONGEST:
        raise _refuse("amount.unreadable", raw=raw, part=text)
    bare, bound = _bound(text)
    spelled = read_capitals(bare)
    parts = [] if spelled is not None else _ends(bare)
    found = [_quantity(part, raw) for part in parts] or [_Quantity(spelled or Decimal(0), None, "元")]
    first, last = found[0], found[-1]
    unit = last.unit or first.unit
    field_scale, field_unit = _declared(declared_unit)
    if unit and field_unit and unit != field_unit:
        raise _refuse("amount.unit_conflict", raw=raw, unit=unit, declared=declared_unit or "")
    scale = last.scale or (1 if unit else field_scale)
    # A first number with a unit of its own (500元—1万元) is already whole; without one it shares the scale of the last.
    low = _tidy(first.number, first.scale or (1 if first.unit else scale))
    high = _tidy(last.number, scale) if len(found) > 1 else None
    if high is not None and high < low:
        raise _refuse("amount.range_reversed", raw=raw, low=f"{low:f}", high=f"{high:f}")
    more = bound == "exact" and last.more
    return Amount(raw, low, unit or field_unit, high, "more_than" if more else bound, declared_unit)


def _plain(raw: str) -> str:
    return "".join(unicodedata.normalize("NFKC", raw).split()).replace("−", "-")


def _bound(text: str) -> tuple[str, Bound]:
    """``text`` without the words of bounds around it, and the last bound that they set."""
    bound: Bound = "exact"
    for _ in range(len(text)):
        before = next(((word, sets) for word, sets in BEFORE if text.startswith(word)), None)
        after = next(((word, sets) for word, sets in AFTER if text.endswith(word)), None)
        word, sets = before or after or ("", "exact")
        if not word or len(word) == len(text):
            break
        text = text.removeprefix(word) if before else text.removesuffix(word)
        bound = sets if sets != "exact" else bound
    return text, bound


def _ends(text: str) -> list[str]:
    head, rest = (text[0], text[1:]) if text[:1] in "+-" else ("", text)
    parts = _DASH.split(rest, maxsplit=1)
    return [head + parts[0], *parts[1:]]


def _quantity(text: str, raw: str) -> _Quantity:
    found = _QUANTITY.fullmatch(text)
    if found is None:
        raise _refuse("amount.unreadable", raw=raw, part=text)
    number, scale = found["number"], found["scale"] or ""
    spelled = number[0] in NUMERAL_CHARACTERS
    value = read_numeral(number + scale) if spelled else Decimal(number.replace(",", ""))
    if value is None:
        raise _refuse("amount.unreadable", raw=raw, part=text)
    written = SAME_UNIT.get(found["unit"], found["unit"])
    unit = PERCENT if found["percent"] else written or CURRENCIES.get(found["sign"] or "", "")
    more = bool(found["more"] or found["more_after"])
    # 三千万 is a number of its own: whatever follows it, no scale of the field is applied.
    own_scale = 1 if spelled and _large(number + scale) else SCALES[scale] if scale and not spelled else None
    return _Quantity(Decimal(value), own_scale, unit, more)


def _large(numeral: str) -> bool:
    return any(character in numeral for character in "万萬亿億")


def _tidy(number: Decimal, scale: int) -> Decimal:
    value = _EXACT.multiply(number, Decimal(scale))
    return value.quantize(_WHOLE, context=_EXACT) if value == value.to_integral_value() else value.normalize(_EXACT)


def _declared(declared: str | None) -> tuple[int, str]:
    if not declared:
        return 1, ""
    found = _SCALED_UNIT.fullmatch(_plain(declared))
    if found is None:
        raise _refuse("amount.unit_unknown", unit=declared)
    return SCALES[found["scale"] or ""], SAME_UNIT.get(found["unit"], found["unit"])


def format_amount(value: Decimal, unit: str) -> str:
    """``value`` (in the base unit) written in ``unit``: 1200000 in 万元 is 120万元; nothing is rounded."""
    scale, _base = _declared(unit)
    return f"{_EXACT.divide(value, Decimal(scale)).normalize(_EXACT):f}{_plain(unit)}"


# How far from the usual size an amount must lie, and how near to it 10,000 times more or less must bring it [D].
_FAR, _NEAR = Decimal(100), Decimal(10)
_TEN_THOUSAND = Decimal(10_000)


def unit_slip(amount: Decimal, usual: Decimal) -> Fault | None:
    """A warning where ``amount`` yuan looks like 元 typed for 万元 or the other way round, beside a usual size.

    The commonest real error of amounts (dossier 1.6). ``usual`` is what the subject's turnover or earlier amounts
    suggest; the limits (100 times off, within 10 times after the correction) are our design.
    """
    if amount <= 0 or usual <= 0:
        return None
    ratio = amount / usual
    meant = amount / _TEN_THOUSAND if ratio > 1 else amount * _TEN_THOUSAND
    far = ratio >= _FAR or ratio <= 1 / _FAR
    near = 1 / _NEAR <= meant / usual <= _NEAR
    if not (far and near):
        return None
    values = {"amount": f"{amount:f}", "usual": f"{usual:f}", "meant": f"{_tidy(meant, 1):f}"}
    return Fault("amount.unit_slip", values)
