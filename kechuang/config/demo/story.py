"""Eighteen months of innovation vouchers in four regions, told through the gateway.

Nothing here writes a table: every step is a request of one of the invented actors, dated on its own day. Some of them
are wrong on purpose, as in life, and are refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from kechuang.casework.models import Case
from kechuang.config.demo import cast, dice, judging
from kechuang.config.demo.achieving import Achieving
from kechuang.config.demo.appraising import Appraising
from kechuang.config.demo.asking import Asking
from kechuang.config.demo.attesting import Attesting
from kechuang.config.demo.auctions import Auctions
from kechuang.config.demo.broking import Broking
from kechuang.config.demo.contracting import Contracting
from kechuang.config.demo.counting import Counting
from kechuang.config.demo.day import LAST_DAY, moment_on
from kechuang.config.demo.demanding import Demanding
from kechuang.config.demo.desks import Desks
from kechuang.config.demo.evaluating import Evaluating
from kechuang.config.demo.joining import Joining
from kechuang.config.demo.leading import Leading
from kechuang.config.demo.listing import Listings
from kechuang.config.demo.matters import Matters
from kechuang.config.demo.noticing import Noticing
from kechuang.config.demo.orders import Orders
from kechuang.config.demo.plot import Budget, Listed, Right
from kechuang.config.demo.promising import Promising
from kechuang.config.demo.protecting import Protecting
from kechuang.config.demo.rewarding import Rewarding
from kechuang.config.demo.settling import Settling
from kechuang.config.demo.shelf import Shelf
from kechuang.config.demo.stage import ONE_DAY, Cue, Stage
from kechuang.config.demo.tasks import Tasks
from kechuang.config.demo.tiering import Tiering
from kechuang.config.demo.touring import Touring
from kechuang.config.demo.trialling import Trialling
from kechuang.config.demo.troupe import Troupe
from kechuang.config.demo.turns import Turns
from kechuang.config.demo.weighted_sale import WeightedSale
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.acts import budget, provider, right
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.policy import actions as policy
from kechuang.policy import intake
from kechuang.policy.rules import as_read
from kechuang.web import chance, clock

FIRST_DAY = date(2025, 5, 6)
PLAN_DAY = date(2025, 5, 8)
PLAN = Path(__file__).parent / "plan.txt"
SERVICES = ("testing", "rd_design", "pilot_test", "achievement_purchase", "research", "transfer", "ip", "consulting")


@dataclass(slots=True)
class Story:
    """The plot. ``told`` is called after each day with how many per cent are told."""

    troupe: Troupe
    stage: Stage = field(default_factory=Stage)
    budgets: dict[tuple[str, int], Budget] = field(default_factory=dict)
    rights: list[Right] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)

    def tell(self, told: Callable[[int], None], until: date = LAST_DAY) -> None:
        """Play every day from the first to the last."""
        with clock.fixed(moment_on(FIRST_DAY)):
            self.set_out()
        on, days = FIRST_DAY, (until - FIRST_DAY).days
        while on <= until:
            self.stage.play(on)
            told(100 * (on - FIRST_DAY).days // days if days else 100)
            on += ONE_DAY

    def set_out(self) -> None:
        """Set the scenes that everything else follows from."""
        for authority in cast.AUTHORITIES:
            self._budget(authority, 2025, date(2025, 5, 12))
            self._budget(authority, 2026, date(2026, 1, 6))
        self.stage.scene(PLAN_DAY, self._plan)
        for one in self.troupe.providers:
            self._provider(one)
        late = [cast.latecomers(authority) for authority in cast.AUTHORITIES]
        told_apart = {(one.code, 2026) for four in late for one in four} | {(four[-1].code, 2025) for four in late}
        for one in self.troupe.firms:
            for year, first, span in ((2025, date(2025, 5, 20), 50), (2026, date(2026, 1, 13), 70)):
                if (one.code, year) not in told_apart:
                    self._application(one, year, self.stage.later(first, dice.below(span)))
        Orders(self.troupe, self.stage, self.rights, self.listed).set_out()
        Settling(self.troupe, self.stage).set_out()
        Matters(self.troupe, self.stage).set_out()
        Turns(self.troupe, self.stage, self.budgets).set_out()
        Asking(self.troupe, self.stage).set_out()
        Shelf(self.troupe, self.stage).set_out()
        Desks(self.troupe, self.stage).set_out()
        Tasks(self.troupe, self.stage).set_out()
        Counting(self.troupe, self.stage).set_out()
        Tiering(self.troupe, self.stage).set_out()
        Joining(self.troupe, self.stage).set_out()
        Promising(self.troupe, self.stage).set_out()
        Evaluating(self.troupe, self.stage).set_out()
        Achieving(self.troupe, self.stage).set_out()
        Demanding(self.troupe, self.stage).set_out()
        Noticing(self.troupe, self.stage).set_out()
        Listings(self.troupe, self.stage).set_out()
        Rewarding(self.troupe, self.stage).set_out()
        Trialling(self.troupe, self.stage).set_out()
        Auctions(self.troupe, self.stage).set_out()
        WeightedSale(self.troupe, self.stage).set_out()
        Contracting(self.troupe, self.stage).set_out()
        Broking(self.troupe, self.stage).set_out()
        Touring(self.troupe, self.stage).set_out()
        Attesting(self.troupe, self.stage).set_out()
        Appraising(self.troupe, self.stage).set_out()
        Protecting(self.troupe, self.stage).set_out()
        Leading(self.troupe, self.stage).set_out()

    def _plan(self) -> None:
        """A planner drops in a plan of an invented district, written by us in the genre."""
        taken = intake.take_file(PLAN.read_bytes(), "清溪示范区科技创新行动计划（演示）.txt")
        if isinstance(taken, Refusal):
            raise TypeError(f"the demonstration's plan cannot be read: {taken}")
        planner = self.troupe.officer("planner", cast.AUTHORITIES[0].code)
        draft = policy.preview(taken.reading, taken.text, taken.data, by=planner)
        outcome = policy.accept(draft, as_read(taken.reading), by=planner, on=PLAN_DAY)
        self.stage.note("policy.document.import", outcome)
        judging.judge(self.stage, outcome.case, by=planner, on=PLAN_DAY)

    def _budget(self, authority: cast.Authority, year: int, on: date) -> None:
        first, second = (self.troupe.officer("budget_keeper", authority.code, which) for which in (1, 2))
        case, name = chance.uuid7(), f"demo:budget:{authority.code}:{year}"
        key = asked.BudgetKey(case=case, authority=authority.code)
        office = self.troupe.bodies[cast.office_code(authority.code)]
        plan = asked.PlanBudget(
            authority=authority.code,
            place=authority.code,
            office=office,
            year=year,
            amount_yuan=Decimal(authority.yearly),
            case=case,
        )
        self.budgets[authority.code, year] = Budget(case, authority.code, year)
        self.stage.cue(on, Cue(budget.PLAN, first, f"{name}:plan", plan))
        approve = asked.ApproveBudget(budget=key, document=f"演示预算〔{year}〕{authority.code[:4]}号")
        self.stage.cue(self.stage.later(on, 1), Cue(budget.APPROVE, second, f"{name}:approve", approve))
        self.stage.cue(
            self.stage.later(on, 2), Cue(budget.OPEN, second, f"{name}:open", asked.ChangeBudget(budget=key))
        )

    def _provider(self, one: cast.Firm) -> None:
        case, name = chance.uuid7(), f"demo:provider:{one.code}"
        services = tuple(sorted({dice.pick(SERVICES), dice.pick(SERVICES), dice.pick(SERVICES), "testing", "research"}))
        regions = ("YRD",) if not dice.one_in(5) else (one.authority,)
        on = self.stage.later(date(2025, 5, 13), dice.below(9))
        checked_on = self.stage.later(on, 2)
        listed_on = self.stage.later(checked_on, 2)
        first, second = (self.troupe.officer("city_checker", one.authority, which) for which in (1, 2))
        apply = asked.ApplyProvider(
            authority=one.authority,
            body=self.troupe.bodies[one.code],
            place=one.place,
            services=services,
            regions=regions,
            case=case,
        )
        check = asked.CheckProvider(provider=case, note="资质、人员、仪器与申请材料一致")
        enter = asked.ListProvider(
            provider=case,
            services=services,
            regions=regions,
            listed_from=listed_on,
            listed_until=listed_on + timedelta(days=730),
        )
        self.stage.cue(on, Cue(provider.APPLY, self.troupe.clerk(one.code), f"{name}:apply", apply))
        self.stage.cue(checked_on, Cue(provider.CHECK, first, f"{name}:check", check))
        known = Listed(case, one, services, regions, listed_on)
        self.stage.cue(
            listed_on, Cue(provider.LIST, second, f"{name}:list", enter, lambda _outcome: self.listed.append(known))
        )

    def _application(self, one: cast.Firm, year: int, on: date) -> None:
        if dice.one_in(14):
            return
        fund, case = self.budgets[one.authority, year], chance.uuid7()
        holder, name = self.troupe.bodies[one.code], f"demo:right:{one.code}:{year}"
        key = asked.BudgetKey(case=fund.case, authority=fund.authority)
        apply = asked.ApplyRight(budget=key, holder=holder, place=one.place, year=year, case=case)
        middle = self.stage.later(on, 2)
        granted_on = self.stage.later(middle, 3)
        wanted = Right(case, one, fund, holder, granted_on, Decimal(0))
        county = self.troupe.officer("county_checker", one.place, 1 + dice.below(2))
        city = self.troupe.officer("city_checker", one.authority, 1 + dice.below(2))
        self.stage.cue(on, Cue(right.APPLY, self.troupe.clerk(one.code), f"{name}:apply", apply))
        if dice.one_in(20):
            refuse = asked.RefuseRight(
                right=wanted.key, reason="incomplete", note="请补充上一年度研发费用说明后重新申请"
            )
            self.stage.cue(middle, Cue(right.REFUSE_COUNTY, county, f"{name}:refuse", refuse))
            return
        self.stage.cue(middle, Cue(right.CHECK_COUNTY, county, f"{name}:county", asked.CheckRight(right=wanted.key)))
        grant = asked.GrantRight(right=wanted.key)
        self.stage.cue(
            granted_on, Cue(right.CHECK_CITY, city, f"{name}:city", grant, lambda _outcome: self._granted(wanted))
        )

    def _granted(self, granted: Right) -> None:
        granted.left = Case.objects.get(pk=granted.case).amount or Decimal(0)
        self.rights.append(granted)
