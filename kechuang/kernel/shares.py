"""Shares of a whole, exact: people write 30%, 0.3, 1/3, 三分之一 or 30; a sum of shares is held as a fraction."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from kechuang.kernel.identify.text import compact
from kechuang.kernel.numerals import read_numeral
from kechuang.kernel.reading import Fault, Reading

WHOLE = Fraction(1)
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,12})?")
_RATIO = re.compile(r"(\d{1,9})/(\d{1,9})")
_SPOKEN = re.compile(r"(.{1,6})分之(.{1,8})")
_LONGEST_DECIMAL = 8


def read_share(raw: str) -> Reading[Fraction]:
    """The share that ``raw`` writes, over 0 and at most the whole.

    A number with a percent sign, and a bare one over 1, is a percentage; a bare one of at most 1 is a part of the whole
    (so that ``1`` is all of it). ``1/3`` stays exact.
    """
    text = compact(raw)
    found = _number(text)
    if found is None:
        return Reading(raw, fault=Fault("share.shape", {"raw": raw}))
    if not 0 < found <= WHOLE:
        return Reading(raw, fault=Fault("share.range", {"raw": raw}))
    return Reading(raw, found)


def _number(text: str) -> Fraction | None:
    percent = text.endswith("%") or text.startswith("百分之")
    bare = text.removesuffix("%").removeprefix("百分之")
    if ratio := _RATIO.fullmatch(bare):
        top, bottom = int(ratio[1]), int(ratio[2])
        return Fraction(top, bottom) if bottom and not percent else None
    if _DECIMAL.fullmatch(bare):
        value = Fraction(Decimal(bare))
        return value / 100 if percent or value > WHOLE else value
    if spoken := _SPOKEN.fullmatch(bare):
        below, above = (read_numeral(part) for part in spoken.groups())
        return Fraction(above, below) if above is not None and below else None
    numeral = read_numeral(bare) if percent else None
    return Fraction(numeral, 100) if numeral is not None else None


def write_share(share: Fraction) -> str:
    """Write a share so that nothing is lost: as a percentage where that ends, else as a ratio (``1/3``)."""
    percent = share * 100
    rest = percent.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        text = f"{Decimal(percent.numerator) / Decimal(percent.denominator):f}"
        if len(text) <= _LONGEST_DECIMAL:
            return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
    return f"{share.numerator}/{share.denominator}"


def total(shares: Iterable[Fraction]) -> Fraction:
    """The exact sum."""
    return sum(shares, start=Fraction(0))
