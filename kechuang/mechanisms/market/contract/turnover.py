"""Figures of registered contracts, from the lines that repeat the public part of the facts: by type, place, time.

Sums are whole fen added up in the database. A contract counts on the day of its registration; changes, royalties
received and ends count, signed, on their own day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Substr

from kechuang.mechanisms.market.contract.models import Turnover
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import ABROAD
from kechuang.web import clock
from kechuang.web.permissions import within

PROVINCE, CITY, COUNTY = "province", "city", "county"
LEVELS = {PROVINCE: 2, CITY: 4, COUNTY: 6}
FIRST_YEAR = 1990
LEAP_MONTH, LEAP_DAY = 2, 28
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_PERIOD = re.compile(r"(\d{4})(?:-?Q([1-4]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A year, or a quarter of one."""

    year: int
    quarter: int = 0

    @property
    def code(self) -> str:
        """How it is written in addresses: 2026, 2026-Q3."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        if self.quarter in {0, 4}:
            return date(self.year, 12, 31)
        return date(self.year, 3 * self.quarter + 1, 1) - timedelta(days=1)

    @property
    def days(self) -> tuple[date, date]:
        """Its first and last day."""
        return self.first, self.last

    @property
    def days_before(self) -> tuple[date, date]:
        """The same days of the year before; while the span runs only as far as it has come."""
        before, today = Span(self.year - 1, self.quarter), clock.today()
        if not self.first <= today < self.last:
            return before.days
        day = today.day - (today.month == LEAP_MONTH and today.day > LEAP_DAY)
        return before.first, date(self.year - 1, today.month, day)

    @property
    def year_so_far(self) -> tuple[date, date]:
        """From the first day of the year to the last of the span."""
        return date(self.year, 1, 1), self.last


def read_span(text: str) -> Span | None:
    """Read a span; None for what is none."""
    found = _PERIOD.fullmatch(text.strip().upper())
    if found is None or not FIRST_YEAR <= int(found[1]) <= clock.today().year + 1:
        return None
    return Span(int(found[1]), int(found[2] or 0))


def this_quarter() -> Span:
    """Give the quarter that runs."""
    today = clock.today()
    return Span(today.year, (today.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many contracts, their total, their technology amount in yuan."""

    count: int = 0
    total: Decimal = Decimal(0)
    technology: Decimal = Decimal(0)

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.count + other.count, self.total + other.total, self.technology + other.technology)


@dataclass(frozen=True, slots=True)
class Line:
    """A code (type, field, place …) with its amounts, and those of the year before."""

    code: str
    now: Amounts
    then: Amounts

    @property
    def growth(self) -> Decimal | None:
        """How much the technology amount grew on the year before, as a share; None where there was none."""
        if self.then.technology <= 0:
            return None
        return ((self.now.technology - self.then.technology) / self.then.technology).quantize(Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class Flow:
    """So much from the sellers of one region to the buyers of another."""

    seller: str
    buyer: str
    amounts: Amounts


def lines_of(place: str, first: date, last: date) -> QuerySet[Turnover]:
    """Give the lines of a place (registered there, or below it) in a time; an empty place is everywhere."""
    rows = Turnover.objects.filter(on__range=(first, last))
    return rows.filter(within(place, "place")) if place else rows


def summed(rows: QuerySet[Turnover], column: str) -> dict[str, Amounts]:
    """Add up by a column (one query)."""
    found = rows.order_by().values_list(column).annotate(n=Sum("count"), t=Sum("total_yuan"), s=Sum("technology_yuan"))
    return {code: Amounts(n or 0, Decimal(t or 0), Decimal(s or 0)) for code, n, t, s in found}


def table(place: str, span: Span, column: str, *, former: bool = False) -> list[Line]:
    """Give amounts by a column beside those of the year before, largest first; ``former``: by the four types of old."""
    now, then = (summed(lines_of(place, *each), column) for each in (span.days, span.days_before))
    if former and column == "type":
        now, then = _former(now), _former(then)
    codes = {code for code, amounts in (now | then).items() if amounts != Amounts() or code in now}
    lines = [Line(code, now.get(code, Amounts()), then.get(code, Amounts())) for code in codes]
    return sorted(lines, key=lambda line: (-line.now.technology, -line.now.count, line.code))


def _former(found: dict[str, Amounts]) -> dict[str, Amounts]:
    mapped: dict[str, Amounts] = {}
    for code, amounts in found.items():
        mapped[kinds.FORMER[code]] = mapped.get(kinds.FORMER[code], Amounts()) + amounts
    return mapped


def overall(place: str, span: Span) -> Line:
    """Give the whole of a place in a span, beside the year before (two queries)."""
    return Line(place, *(_whole(lines_of(place, *each)) for each in (span.days, span.days_before)))


def _whole(rows: QuerySet[Turnover]) -> Amounts:
    found = rows.aggregate(n=Sum("count"), t=Sum("total_yuan"), s=Sum("technology_yuan"))
    return Amounts(found["n"] or 0, Decimal(found["t"] or 0), Decimal(found["s"] or 0))


def quarters(place: str, year: int) -> list[tuple[int, Amounts]]:
    """Give the four quarters of a year (one query)."""
    found = [Amounts() for _each in range(4)]
    rows = lines_of(place, date(year, 1, 1), date(year, 12, 31)).order_by()
    days = rows.values_list("on").annotate(n=Sum("count"), t=Sum("total_yuan"), s=Sum("technology_yuan"))
    for on, n, total, technology in days:
        at = (on.month - 1) // 3
        found[at] = found[at] + Amounts(n or 0, Decimal(total or 0), Decimal(technology or 0))
    return list(enumerate(found, 1))


def years() -> list[int]:
    """Give the years with figures, latest first (one query)."""
    return [day.year for day in Turnover.objects.dates("on", "year", order="DESC")]


def flows(place: str, first: date, last: date, level: str = CITY) -> list[Flow]:
    """Give flows from seats of sellers to seats of buyers at a level, largest first (one query).

    ``place`` narrows to contracts registered there.
    """
    digits = LEVELS[level]
    rows = lines_of(place, first, last).order_by()
    rows = rows.annotate(seller=Substr("seller_place", 1, digits), buyer=Substr("buyer_place", 1, digits))
    sums = rows.values_list("seller", "buyer").annotate(n=Sum("count"), t=Sum("total_yuan"), s=Sum("technology_yuan"))
    found: list[Flow] = []
    for seller, buyer, n, total, technology in sums:
        amounts = Amounts(n or 0, Decimal(total or 0), Decimal(technology or 0))
        if amounts != Amounts():
            found.append(Flow(_padded(seller), _padded(buyer), amounts))
    return sorted(found, key=lambda flow: (-flow.amounts.technology, flow.seller, flow.buyer))


def _padded(code: str) -> str:
    """Give a division's whole code; a municipality has no city of its own below it."""
    if ABROAD.startswith(code):
        return ABROAD
    return f"{code[:2]}0000" if code[:2] in MUNICIPALITIES and len(code) == LEVELS[CITY] else code.ljust(6, "0")


def matrix(found: Sequence[Flow]) -> dict[str, Any]:
    """Give flows as rows of sellers and columns of buyers, with sums at the edges; technology amounts in yuan."""
    sellers, buyers = (sorted({getattr(flow, side) for flow in found}) for side in ("seller", "buyer"))
    cells = {(flow.seller, flow.buyer): flow.amounts for flow in found}
    rows = [
        (seller, [cells.get((seller, buyer), Amounts()) for buyer in buyers], _sum(found, "seller", seller))
        for seller in sellers
    ]
    sums = [_sum(found, "buyer", buyer) for buyer in buyers]
    return {"buyers": buyers, "rows": rows, "sums": sums, "total": sum(sums, Amounts())}


def _sum(found: Sequence[Flow], side: str, code: str) -> Amounts:
    return sum((flow.amounts for flow in found if getattr(flow, side) == code), Amounts())
