"""Figures of the market in a year and a place: turnover, flows, premium, time to deal, patents industrialised.

Turnover is that of the registered contracts, from the lines that repeat the public part of their facts. Everything is
reckoned when asked, in a fixed number of queries; amounts are added up as whole fen.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.db.models import Min, QuerySet

from kechuang.mechanisms.market.auction.engine.sale import premium
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.contract import turnover
from kechuang.mechanisms.market.contract.turnover import PROVINCE, Amounts, Line, Span
from kechuang.mechanisms.market.result.models import Achievement, Deal, IpRight
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.rulebook.value import Table
from kechuang.web import clock
from kechuang.web.permissions import within

# A sale in which sellers underbid each other has no premium.
DOWNWARDS = ("reverse", "sealed_reverse")
PATENT, DONE = "patent", "done"
QUARTERS = 4
POOL, TARGET = "trial.counties", "growth.tech_turnover.year_share"
ZHEJIANG, RECORDED_AT = "330000", "330127"


@dataclass(frozen=True, slots=True)
class Sold:
    """Lots sold in a quarter: how many, the sum of their start prices and of their hammer prices."""

    quarter: int
    lots: int = 0
    start: Decimal = Decimal(0)
    price: Decimal = Decimal(0)

    @property
    def premium(self) -> Decimal | None:
        """Hammer ÷ start − 1 over all of them; None where nothing was sold."""
        return premium(self.start, self.price) if self.lots else None


@dataclass(frozen=True, slots=True)
class Waited:
    """Days from publication of an achievement to the end of its deal, by the way the price was found."""

    path: str
    deals: int
    median_days: Decimal


@dataclass(frozen=True, slots=True)
class Counties:
    """A group of counties with their turnover beside the year before, its whole, the growth asked, and its clause."""

    lines: list[Line]
    whole: Line
    asked: Decimal | None
    clause: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything of a year and a place."""

    span: Span
    place: str
    overall: Line
    by_type: list[Line]
    by_field: list[Line]
    by_place: list[Line]
    quarters: list[tuple[int, Amounts]]
    inside: dict[str, Decimal]
    across: dict[str, Decimal]
    sold: list[Sold]
    waited: list[Waited]
    industrialised: list[tuple[int, int]]
    counties: Counties

    @property
    def cross_share(self) -> Decimal | None:
        """The share of technology turnover between different provinces; None where there is no turnover."""
        far, near = sum(self.across.values(), Decimal(0)), sum(self.inside.values(), Decimal(0))
        return (far / (far + near)).quantize(Decimal("0.0001")) if far + near > 0 else None

    @property
    def all_sold(self) -> Sold:
        """The lots of the whole year."""
        return Sold(
            0,
            sum(each.lots for each in self.sold),
            sum((each.start for each in self.sold), Decimal(0)),
            sum((each.price for each in self.sold), Decimal(0)),
        )


def measured(year: int, place: str) -> Measured:
    """Reckon the figures of a year and a place (an empty place is everywhere)."""
    span = Span(year)
    inside: dict[str, Decimal] = defaultdict(Decimal)
    across: dict[str, Decimal] = defaultdict(Decimal)
    for flow in turnover.flows(place, span.first, span.last, PROVINCE):
        (inside if flow.seller == flow.buyer else across)[flow.seller] += flow.amounts.technology
    return Measured(
        span=span,
        place=place,
        overall=turnover.overall(place, span),
        by_type=turnover.table(place, span, "type"),
        by_field=turnover.table(place, span, "field"),
        by_place=turnover.table(place, span, "place"),
        quarters=turnover.quarters(place, year),
        inside=dict(inside),
        across=dict(across),
        sold=_sold(year, place),
        waited=_waited(span, place),
        industrialised=industrialised(place),
        counties=counties(span),
    )


def counties(span: Span) -> Counties:
    """Give the 26 mountain counties with their technology turnover, beside the growth that is asked (two queries).

    List and target are rules; the plan asks the same of each county, so that its value is read where it is recorded.
    """
    law, on = Law(rulebook.current()), min(span.last, clock.today())
    listed = law.ask(POOL, place=ZHEJIANG, on=on).value
    codes = [str(each["code"]) for each in listed.rows] if isinstance(listed, Table) else []
    now, then = (
        turnover.summed(turnover.lines_of("", *days).filter(place__in=codes), "place")
        for days in (span.days, span.days_before)
    )
    lines = [Line(code, now.get(code, Amounts()), then.get(code, Amounts())) for code in codes]
    answer = law.ask(TARGET, place=RECORDED_AT, on=on)
    asked = answer.value if isinstance(answer.value, Decimal) else None
    both = (sum((getattr(line, side) for line in lines), Amounts()) for side in ("now", "then"))
    return Counties(lines, Line("", *both), asked, answer.clause or "")


def _sold(year: int, place: str) -> list[Sold]:
    begins, ends = (datetime(each, 1, 1, tzinfo=clock.CHINA) for each in (year, year + 1))
    rows = Lot.objects.filter(winner__isnull=False, price__isnull=False, ended_at__gte=begins, ended_at__lt=ends)
    rows = rows.exclude(form__in=DOWNWARDS)
    if place:
        rows = rows.filter(within(place, "case__place"))
    found = {quarter: Sold(quarter) for quarter in range(1, QUARTERS + 1)}
    for ended, start, price in rows.values_list("ended_at", "start", "price"):
        quarter = (ended.astimezone(clock.CHINA).month + 2) // 3
        before = found[quarter]
        found[quarter] = Sold(quarter, before.lots + 1, before.start + start, before.price + price)
    return list(found.values())


def _deals(place: str) -> QuerySet[Deal]:
    rows = Deal.objects.filter(outcome=DONE, closed_on__isnull=False)
    return rows.filter(within(place, "achievement__place")) if place else rows


def _waited(span: Span, place: str) -> list[Waited]:
    rows = _deals(place).filter(closed_on__range=span.days, achievement__published_on__isnull=False)
    days: dict[str, list[int]] = defaultdict(list)
    for path, closed, published in rows.values_list("path", "closed_on", "achievement__published_on"):
        days[path].append(max((closed - published).days, 0))
    return [
        Waited(path, len(held), Decimal(str(median(held))).quantize(Decimal("0.1")))
        for path, held in sorted(days.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    ]


def industrialised(place: str) -> list[tuple[int, int]]:
    """Give how many patents were first transferred, licensed, contributed or used in each year, the last ten years.

    A patent counts once, in the year of the first deal or of the unit's own use, for the place of its unit.
    """
    first: dict[UUID, date] = dict(_deals(place).order_by().values_list("achievement").annotate(on=Min("closed_on")))
    used = Achievement.objects.filter(used_on__isnull=False)
    used = used.filter(within(place, "place")) if place else used
    for pk, on in used.values_list("pk", "used_on"):
        if on is not None:
            first[pk] = min(first.get(pk, on), on)
    if not first:
        return []
    patents = Counter[int]()
    keys = list(first)
    for at in range(0, len(keys), 500):
        rows = IpRight.objects.filter(achievement__in=keys[at : at + 500], kind=PATENT)
        patents.update(first[pk].year for pk in rows.values_list("achievement", flat=True))
    last = clock.today().year
    begins = max(min(patents, default=last), last - 9)
    return [(year, patents[year]) for year in range(begins, last + 1)] if patents else []


def years() -> list[int]:
    """Give the years with turnover, sales or deals, latest first (three queries)."""
    found = set(turnover.years())
    found |= {day.year for day in Deal.objects.filter(outcome=DONE).dates("closed_on", "year")}
    found |= {day.year for day in Lot.objects.filter(winner__isnull=False).dates("ended_at", "year")}
    return sorted(found, reverse=True)
