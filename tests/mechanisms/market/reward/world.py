"""A university with its transfer office, two inventors, somebody who decides, and the department that reads totals."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.test import Client

from kechuang.casework import due
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.reward import actions
from kechuang.mechanisms.market.reward.rules import requests as asked
from kechuang.mechanisms.market.reward.rules.moves import DISTRIBUTION, EMPOWERMENT
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

FIRST, BEGIN = date(2020, 1, 1), date(2026, 3, 10)
SHEET, RIGHT = DISTRIBUTION.kind, EMPOWERMENT.kind


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


@dataclass
class World:
    bodies: dict[str, Body] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    on: date = BEGIN
    count: int = 0
    authority: str = "330100"

    def body(self, name: str, kind: str, place: str, authority: str = "", code: str = "") -> None:
        self.bodies[name] = Body.objects.create(
            code=code or name, name=name, kind=kind, place=place, authority=authority, valid_from=FIRST
        )

    def person(self, name: str, role: str, body: str) -> None:
        self.persons[name] = Person.objects.create_user(name, name=f"Person {name}")
        Grant.objects.create(person=self.persons[name], role=role, body=self.bodies[body], valid_from=FIRST)

    def actor(self, name: str) -> Actor:
        return read_actor(self.persons[name])

    def client(self, name: str = "") -> Client:
        client = Client()
        if name:
            client.force_login(self.persons[name])
        return client

    def at(self):
        return clock.fixed(moment(self.on))

    def key(self) -> str:
        self.count += 1
        return f"reward-world:{self.count}"

    def payee(
        self, name: str = "陈甲", role: str = "main", share: Fraction = Fraction(95, 100), **more: Any
    ) -> asked.Payee:
        values = {"id": chance.uuid7(), "basis": "核心算法", "hashed": name, "masked": "330***12", **more}
        return asked.Payee(name=name, role=role, share=share, **values)

    def sheet(self, **more: Any) -> asked.Sheet:
        values: dict[str, Any] = {
            "title": "热误差补偿方法收益",
            "result": None,
            "way": "licence",
            "subject": "gov_research_unit",
            "in_force": date(2026, 1, 5),
            "income_on": date(2026, 2, 2),
            "contract": "HT-9",
            "paid": Decimal(3_000_000),
            "cost": Decimal(120_000),
            "tax": Decimal(18_000),
            "payees": (self.payee(), self.payee("周乙", "staff", Fraction(5, 100))),
            **more,
        }
        return asked.Sheet(**values)

    def draw(self, **more: Any) -> Outcome:
        unit = self.bodies["university"]
        request = asked.Draft(
            case=chance.uuid7(), authority=self.authority, place=unit.place, unit=unit.pk, sheet=self.sheet(**more)
        )
        with self.at():
            return actions.begin(SHEET, request, by=self.actor("transfer office"), key=self.key())

    def drawn(self, **more: Any) -> UUID:
        return done(self.draw(**more)).case

    def take(self, kind: str, move: str, request: Any, by: str = "transfer office") -> Outcome:
        with self.at():
            return actions.take(kind, move, request, by=self.actor(by), key=self.key())

    def publish(self, kind: str, case: UUID, **more: Any) -> Outcome:
        values: dict[str, Any] = {
            "start": self.on,
            "end": date.fromordinal(self.on.toordinal() + 15),
            "where": "公告栏",
            **more,
        }
        return self.take(kind, "publish", asked.Publish(case=case, **values))

    def apply(self, **more: Any) -> Outcome:
        unit = self.bodies["university"]
        values: dict[str, Any] = {
            "result": None,
            "title": "热误差补偿方法",
            "right": "use",
            "plan": "由课题组自行实施。",
            "completers": (self.completer(1, Fraction(2, 3), representative=True), self.completer(2, Fraction(1, 3))),
            **more,
        }
        request = asked.Apply(case=chance.uuid7(), authority=self.authority, place=unit.place, unit=unit.pk, **values)
        with self.at():
            return actions.begin(RIGHT, request, by=self.actor("inventor"), key=self.key())

    def completer(self, rank: int, share: Fraction, **more: Any) -> asked.Completer:
        return asked.Completer(id=chance.uuid7(), rank=rank, name=f"完成人{rank}", share=share, **more)

    def terms(self, case: UUID, **more: Any) -> asked.Agree:
        values: dict[str, Any] = {
            "right": "use",
            "share": None,
            "start": date(2026, 4, 1),
            "end": date(2036, 3, 31),
            "decision": "完成人代表决定",
            "cost": "完成人承担",
            "revenue": "单位20%,完成人80%",
            "leaving": "离职后仍有效",
            **more,
        }
        return asked.Agree(case=case, **values)

    def pass_to(self, on: date) -> None:
        self.on = on
        with self.at():
            due.sweep(on)

    def state(self, case: UUID) -> str:
        return Case.objects.get(pk=case).state


def done(outcome: Outcome) -> Outcome:
    assert outcome.refusal is None, outcome.refusal
    return outcome


def peopled() -> World:
    world = World()
    open_log("330100", "Hangzhou")
    world.body("department", "department", "330100", "330100")
    world.body("university", "university", "330106", code=credit_code("330106", 921))
    world.body("other university", "university", "330110", code=credit_code("330110", 922))
    for name, role, body in (
        ("transfer office", "transfer_office", "university"),
        ("inventor", "inventor", "university"),
        ("decider", "unit_decider", "university"),
        ("officer", "city_checker", "department"),
        ("other office", "transfer_office", "other university"),
    ):
        world.person(name, role, body)
    return world


def registered(world: World, seller: str, total: Decimal) -> str:
    """Have a contract of a unit registered; give its number."""
    from kechuang.mechanisms.market.contract import actions as registering
    from kechuang.mechanisms.market.contract.filling import bring, party_of
    from kechuang.mechanisms.market.contract.models import TechContract
    from kechuang.mechanisms.market.contract.rules.requests import Confirm, Step
    from tests.mechanisms.market.contract.scenes import another, contract

    if "registrar" not in world.persons:
        world.person("registrar", "registrar", "department")
    by = world.actor("registrar")
    signed = date.fromordinal(world.on.toordinal() - 20)
    content = contract(
        seller=party_of(world.bodies[seller]), total_yuan=total, signed_on=signed, **another(world.count)
    )
    with world.at():
        case = done(registering.bring(bring(content, world.bodies["department"]), by=by, key=world.key())).case
        for line in TechContract.objects.get(pk=case).lines:
            if line["verdict"] == "doubt":
                wish = Confirm(case=case, line=line["code"], note="已核")
                done(registering.take("confirm", wish, by=by, key=world.key()))
        done(registering.take("register", Step(case=case, move="register"), by=by, key=world.key()))
    return TechContract.objects.get(pk=case).number


def filed_report(world: World, unit: str, contracts: int) -> None:
    """Have a unit file the report of the year before."""
    from kechuang.mechanisms.market.reward.rules.moves import REPORT

    body, office = world.bodies[unit], world.bodies["department"]
    request = asked.FileReport(
        case=chance.uuid7(),
        authority=world.authority,
        office=office.pk,
        place=body.place,
        unit=body.pk,
        year=world.on.year - 1,
        figures={"contracts": Decimal(contracts)},
        facts=(),
    )
    by = world.actor("transfer office" if unit == "university" else "other office")
    done(actions.begin(REPORT.kind, request, by=by, key=world.key()))
