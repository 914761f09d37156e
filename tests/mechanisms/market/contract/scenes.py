"""A contract that nothing is wrong with, and what a person does with it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.market.contract import actions
from kechuang.mechanisms.market.contract.filling import bring
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.content import Contract, Party
from kechuang.mechanisms.market.contract.rules.law import Rules
from kechuang.mechanisms.market.contract.rules.requests import Bring, Confirm, Step
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance
from tests.pages.voucher.world import FIRM_CODE, NEIGHBOUR_CODE, World, build, done

TODAY = date(2026, 6, 1)
SIGNED = date(2026, 5, 12)
COUNTY, SHANGHAI = "330106", "310115"
STRANGER = credit_code(SHANGHAI, 903)
SELLER = Party(name="西湖甲子精密装备（演示）", code=FIRM_CODE, place=COUNTY)
BUYER = Party(name="浦东乙丑新材料（演示）", code=STRANGER, place=SHANGHAI)


def contract(**changes: object) -> Contract:
    """Give a contract that passes, but for what is changed."""
    fine = Contract(
        title="涂层工艺优化技术开发",
        number="KF-2026-018",
        type="development",
        subtype="entrusted",
        seller=SELLER,
        buyer=BUYER,
        signed_on=SIGNED,
        subject="研究开发耐磨涂层的工艺参数与控制方法",
        acceptance="按任务书指标由第三方检测机构出具报告",
        total_yuan=Decimal(600_000),
        original_seen=True,
    )
    return replace(fine, **changes)


def rules(content: Contract, place: str = COUNTY, on: date = TODAY) -> Rules:
    """Give the law in force for a contract."""
    return Rules(Law(rulebook.current()), content, place, on)


class Desk:
    """The registering body of a county, the seller and the buyer, with a person each."""

    def __init__(self) -> None:
        self.world: World = build()
        self.world.person("registrar", "registrar", "county office")
        self.world.person("registrar 2", "registrar", "county office")
        self.world.person("other registrar", "registrar", "other county office")
        for name, code in (("firm", FIRM_CODE), ("neighbour", NEIGHBOUR_CODE)):
            assert self.world.bodies[name].code == code
        self.seller = Party(name=self.world.bodies["firm"].name, code=FIRM_CODE, place=COUNTY, body=self.body("firm"))

    def body(self, name: str) -> UUID:
        return self.world.bodies[name].pk

    def own(self, **changes: object) -> Contract:
        """A contract that the firm sells."""
        return contract(**{"seller": self.seller, **changes})

    def request(self, content: Contract, *, by_firm: bool = False, office: str = "county office") -> Bring:
        holder = self.body("firm") if by_firm else None
        return bring(content, self.world.bodies[office], holder=holder)

    def bring(self, content: Contract, *, by: str = "registrar", office: str = "county office"):
        """Bring a contract; give the outcome."""
        with self.world.at():
            request = self.request(content, by_firm=by == "firm clerk", office=office)
            return actions.bring(request, by=self.world.actor(by), key=self.world.key())

    def take(self, code: str, request, by: str = "registrar"):
        with self.world.at():
            return actions.take(code, request, by=self.world.actor(by), key=self.world.key())

    def step(self, case: UUID, move: str, by: str = "registrar", **values: object):
        return self.take(move, Step(case=case, move=move, **values), by)

    def taken_in(self, content: Contract | None = None) -> UUID:
        return done(self.bring(content or self.own())).case

    def registered(self, content: Contract | None = None) -> UUID:
        case = self.taken_in(content)
        self.confirm_all(case)
        done(self.step(case, "register"))
        return case

    def confirm_all(self, case: UUID) -> None:
        for line in self.row(case).lines:
            if line["verdict"] == "doubt":
                done(self.take("confirm", Confirm(case=case, line=line["code"], note="已核")))

    def row(self, case: UUID) -> TechContract:
        return TechContract.objects.select_related("case").get(pk=case)


def another(number: int) -> dict[str, object]:
    """Give what tells one more contract of the same seller from the others."""
    words = "甲乙丙丁戊己庚辛壬癸"
    return {
        "title": f"{words[number % 10] * 6}{chance.random_id()[:6]}",
        "number": f"N-{number}",
        "subject": f"{words[number % 10] * 9} {number}",
    }
