"""How amounts, days and shares are written on pages, in refusals and in the API's sentences."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from kechuang.web import clock

FEN = Decimal("0.01")


def whole(number: int) -> str:
    """Write a whole number with thousands separators: 12,345."""
    return f"{number:,}"


def number(value: Decimal | int) -> str:
    """Write a number with thousands separators, keeping the decimals it has."""
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = value.to_integral_value()
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def money(amount: Decimal | int, *, unit: str = "") -> str:
    """Write yuan with separators; fen only where there are any. ``unit`` ``wan`` or ``yi`` divides, two places."""
    value = Decimal(amount)
    if unit:
        value = (value / {"wan": 10**4, "yi": 10**8}[unit]).quantize(FEN, rounding=ROUND_HALF_UP)
        return f"{value:,f}"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value.quantize(FEN):,f}"


def share(value: Decimal) -> str:
    """Write a share as percent: Decimal("0.3") is 30%."""
    return f"{number((value * 100).normalize())}%"


def day(on: date) -> str:
    """Write a day for tables: 2026-11-21."""
    return f"{on:%Y-%m-%d}"


def day_in_words(on: date, language: str = "") -> str:
    """Write a day for prose: 2026 年 11 月 21 日 (spaces come from ``text-autospace``), 21 November 2026."""
    language = language or get_language() or "zh-hans"
    if language.startswith("en"):
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    """Write a moment in the node's time zone: 2026-11-21 09:40. Raises ValueError for a naive moment."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return f"{at.astimezone(clock.CHINA):%Y-%m-%d %H:%M}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
