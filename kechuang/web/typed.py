"""What people type into plain fields, read into values: days, amounts. Wrong input comes back as a refusal in words."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from kechuang.kernel.money import yuan
from kechuang.kernel.reading import FaultError
from kechuang.kernel.refusal import Refusal, Value

_DAY = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


class TypedError(ValueError):
    """Typed text that cannot be read; ``refusal`` says what is wrong and what to type."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, values)


def read_day(raw: str) -> date:
    """Read 2026-11-21, 2026/11/21, 2026.11.21, 20261121 or 2026年11月21日, full-width digits included.

    Raises TypedError (``typed.day``, or ``typed.no_such_day`` for a thirteenth month or a 30 February).
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if found is None:
        raise TypedError("typed.day", raw=raw)
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise TypedError("typed.no_such_day", raw=raw) from None


def read_money(raw: str) -> Decimal:
    """Read an amount in yuan. Raises TypedError with the kernel's own code (``money.not_a_number`` …)."""
    try:
        return yuan(raw)
    except FaultError as error:
        raise TypedError(error.code, **dict(error.values)) from None
