"""The words of a log: canonical amounts, moments, whole numbers. What is not canonical is refused, never repaired."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Self

from kechuang.kernel.refusal import Refusal, Value

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None

# Sixteen digits of yuan fit the 64-bit number of fen that the database holds.
_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,15})\.[0-9]{2}").fullmatch
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch
_SHARE = re.compile(r"0|1|0\.[0-9]{1,6}").fullmatch
_POINTS = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,4})?").fullmatch
_parse_moment = datetime.fromisoformat


class BadText(Exception):  # noqa: N818 - it names what was met
    """A value that cannot be read; ``code`` and ``values`` say why, ``place`` is the field."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.place = ""

    def inside(self, name: str) -> Self:
        """Give the same fault, placed inside the field ``name``."""
        self.place = f"{name}.{self.place}" if self.place else name
        return self

    def refusal(self) -> Refusal:
        """Give the fault as a refusal."""
        values: dict[str, Value] = {**self.values, "field": self.place}
        return Refusal(self.code, values, place=self.place)


def read_amount(raw: object) -> Decimal:
    """Give an amount in yuan: text, two decimals, no sign, no leading zero."""
    if type(raw) is not str or _AMOUNT(raw) is None:
        raise BadText("auction.log_amount", value=repr(raw))
    return Decimal(raw)


def read_share(raw: object) -> Decimal:
    """Give a share from 0 to 1 as text, at most six decimals."""
    if type(raw) is not str or _SHARE(raw) is None:
        raise BadText("auction.log_share", value=repr(raw))
    return Decimal(raw)


def read_points(raw: object) -> Decimal:
    """Give points as text, at most four decimals."""
    if type(raw) is not str or _POINTS(raw) is None:
        raise BadText("auction.log_points", value=repr(raw))
    return Decimal(raw)


def read_moment(raw: object) -> datetime:
    """Give a moment in UTC: ISO 8601 with microseconds and Z."""
    if type(raw) is not str or _MOMENT(raw) is None:
        raise BadText("auction.log_moment", value=repr(raw))
    try:
        return _parse_moment(raw)
    except ValueError:
        raise BadText("auction.log_moment", value=repr(raw)) from None


def read_text(raw: object) -> str:
    """Give text."""
    if type(raw) is not str:
        raise BadText("auction.log_wrong_kind", value=repr(raw), kind="text")
    return raw


def read_whole(raw: object) -> int:
    """Give a whole number, not negative."""
    if type(raw) is not int or not 0 <= raw < 2**53:
        raise BadText("auction.log_wrong_kind", value=repr(raw), kind="whole number")
    return raw


def read_flag(raw: object) -> bool:
    """Give a truth value."""
    if type(raw) is not bool:
        raise BadText("auction.log_wrong_kind", value=repr(raw), kind="truth value")
    return raw


def write_amount(amount: Decimal) -> str:
    """Write an amount in yuan with two decimals; raises ValueError where that would lose a part of a fen."""
    text = f"{amount:.2f}"
    if not amount.is_finite() or Decimal(text) != amount:
        raise ValueError(f"{amount} yuan has parts of a fen")
    return text


def write_moment(at: datetime) -> str:
    """Write a moment in UTC with microseconds and Z."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
