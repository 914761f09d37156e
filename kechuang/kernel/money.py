"""Money: Decimal yuan in Python, integer fen in the database; never floats, rounded once, last.

Rounding is half up to the fen. An amount fits a signed 64-bit number of fen.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from kechuang.kernel.amount import Amount, Bound, format_amount, parse_amount, unit_slip
from kechuang.kernel.numerals import capitals
from kechuang.kernel.reading import Fault, MoneyError

__all__ = [
    "FEN",
    "MOST_FEN",
    "Amount",
    "Bound",
    "MoneyError",
    "format_amount",
    "from_fen",
    "in_capitals",
    "parse_amount",
    "round_fen",
    "split",
    "to_fen",
    "unit_slip",
    "yuan",
]

FEN = Decimal("0.01")
MOST_FEN = 2**63 - 1

# The context of the caller's thread may have been changed; money must not depend on it.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_MOST_YUAN = Decimal(MOST_FEN).scaleb(-2, context=_EXACT)
# Powers of ten of the first digit of a weight; beyond them exact arithmetic would fill the memory.
_LEAST_WEIGHT, _MOST_WEIGHT = -60, 30
_PLAIN = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_CURRENCY_SIGNS = "¥￥"


def _refuse(code: str, **values: str) -> MoneyError:
    return MoneyError(Fault(code, values))


def yuan(raw: str | int | Decimal) -> Decimal:
    """An exact amount in yuan with two decimals, from text, an integer number of yuan, or a Decimal.

    Text may hold full-width digits, blanks, thousands separators and a yuan sign. Raises :class:`MoneyError` for a
    float, for anything that is not a number, for more than two significant decimals and beyond 64-bit fen.
    """
    number = _number(raw)
    if not number.is_finite():
        raise _refuse("money.not_a_number", raw=str(raw))
    if number.copy_abs() > _MOST_YUAN:
        raise _refuse("money.too_large", raw=str(raw))
    cents = number.quantize(FEN, context=_EXACT)
    if cents != number:
        raise _refuse("money.sub_fen", raw=str(raw), rounded=str(cents))
    return _EXACT.plus(cents)  # no negative zero


def _number(raw: object) -> Decimal:
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    if not isinstance(raw, str):
        raise _refuse("money.not_exact", raw=str(raw), kind=type(raw).__name__)
    text = "".join(unicodedata.normalize("NFKC", raw).split()).lstrip(_CURRENCY_SIGNS).replace("−", "-")
    if not text:
        raise _refuse("money.empty")
    if not _PLAIN.fullmatch(text):
        raise _refuse("money.not_a_number", raw=raw)
    return Decimal(text.replace(",", ""))


def to_fen(amount: Decimal) -> int:
    """The integer number of fen of an amount in yuan; raises :class:`MoneyError` if a part of a fen would be lost."""
    return int(_EXACT.multiply(yuan(amount), Decimal(100)))


def from_fen(fen: int) -> Decimal:
    """The amount in yuan, with two decimals, of an integer number of fen."""
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise _refuse("money.not_exact", raw=str(fen), kind=type(fen).__name__)
    if abs(fen) > MOST_FEN:
        raise _refuse("money.too_large", raw=str(fen))
    return Decimal(fen).scaleb(-2, context=_EXACT)


def round_fen(amount: Decimal) -> Decimal:
    """The amount in yuan rounded half up (away from zero) to the fen; for the last step of a computation only."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise _refuse("money.not_exact", raw=str(amount), kind=type(amount).__name__)
    if amount.copy_abs() > _MOST_YUAN:
        raise _refuse("money.too_large", raw=str(amount))
    return yuan(amount.quantize(FEN, context=_EXACT))


def split(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``total`` yuan shared in proportion to ``weights``, exact to the fen: the parts add up to the total.

    Largest remainder; a tie goes to the greater weight, then to the earlier one, so the parts do not depend on the
    order in which different weights are given. Weights are not negative and not all zero, else :class:`MoneyError`.
    """
    shares = [_weight(weight) for weight in weights]
    whole = sum(shares, Fraction(0))
    if not whole:
        raise _refuse("money.no_weight", count=str(len(shares)))
    fen = to_fen(total)
    sign = -1 if fen < 0 else 1
    exact = [share * abs(fen) / whole for share in shares]
    parts = [int(part) for part in exact]
    ranked = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], -shares[i], i))
    for index in ranked[: abs(fen) - sum(parts)]:
        parts[index] += 1
    return [from_fen(sign * part) for part in parts]


def _weight(weight: Decimal) -> Fraction:
    if not isinstance(weight, Decimal) or not weight.is_finite():
        raise _refuse("money.not_exact", raw=str(weight), kind=type(weight).__name__)
    if weight < 0:
        raise _refuse("money.negative_weight", raw=str(weight))
    if weight and not _LEAST_WEIGHT <= weight.adjusted() <= _MOST_WEIGHT:
        raise _refuse("money.weight_size", raw=str(weight))
    return Fraction(weight) if weight else Fraction(0)


def in_capitals(amount: Decimal) -> str:
    """An amount in yuan as capitals for contracts and vouchers: 1200000 is 壹佰贰拾万元整."""
    return capitals(to_fen(amount))
