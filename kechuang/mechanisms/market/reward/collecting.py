"""The figures of a unit's yearly report, collected from what acts left in registers, with the facts behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.models import Step
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.reward.models import Distribution, Empowerment, EmpowermentYear, RewardLine
from kechuang.web.accounts.models import Body

ZERO = Decimal(0)
MOST_FACTS = 2000


@dataclass(slots=True)
class Collected:
    """Figures by code and the facts on which they stand."""

    figures: dict[str, Decimal] = field(default_factory=dict)
    facts: tuple[str, ...] = ()


def collect(unit: Body, year: int) -> Collected:
    """Collect the figures of a unit for a calendar year (nine queries)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    span = (first, last)
    results = list(Achievement.objects.filter(unit=unit, registered_on__range=span).values_list("pk", flat=True))
    sold = TechContract.objects.filter(seller_key__in=(unit.code, str(unit.pk)), registered_on__range=span)
    contracts = dict(sold.values_list("pk", "registered_technology"))
    prices = PriceNotice.objects.filter(case__holder=unit, signed_on__range=span).values_list("pk", flat=True)
    paid = list(Distribution.objects.filter(case__holder=unit, paid_on__range=span))
    lines = list(RewardLine.objects.filter(distribution__in=paid).values_list("distribution_id", "role", "amount"))
    rights = list(Empowerment.objects.filter(case__holder=unit, effective_on__range=span).values_list("pk", "right"))
    told = EmpowermentYear.objects.filter(empowerment__case__holder=unit, year=year)
    yearly = dict(told.values_list("empowerment_id", "income"))
    money = {row.pk for row in paid if row.amount_unit == "yuan"}
    agreed = list(prices)
    figures = {
        "results": Decimal(len(results)),
        "contracts": Decimal(len(contracts)),
        "contracts_yuan": sum(contracts.values(), ZERO),
        "agreed_prices": Decimal(len(agreed)),
        "income_yuan": sum((row.net for row in paid if row.pk in money), ZERO),
        "distributions": Decimal(len(paid)),
        "rewarded_yuan": sum((amount for pk, _role, amount in lines if pk in money), ZERO),
        "main_yuan": sum((amount for pk, role, amount in lines if pk in money and role == "main"), ZERO),
        "staff_yuan": sum((amount for pk, role, amount in lines if pk in money and role == "staff"), ZERO),
        "persons": Decimal(len(lines)),
        "shares": sum((amount for pk, _role, amount in lines if pk not in money), ZERO),
        "late": Decimal(sum(row.late_days > 0 for row in paid)),
        "empowerments": Decimal(len(rights)),
        "ownership": Decimal(sum(right == "ownership" for _pk, right in rights)),
        "use": Decimal(sum(right == "use" for _pk, right in rights)),
        "empowered_yuan": sum(yearly.values(), ZERO),
    }
    cases = [*results, *contracts, *agreed, *(row.pk for row in paid), *(pk for pk, _right in rights), *yearly]
    return Collected(figures, _facts(cases, first, last))


def _facts(cases: Iterable[UUID], first: date, last: date) -> tuple[str, ...]:
    steps = Step.objects.filter(case__in=set(cases), on__range=(first, last)).order_by("pk")[:MOST_FACTS]
    return tuple(fact for step in steps for fact in step.facts)[:MOST_FACTS]
