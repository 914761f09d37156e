"""A university that sells, two firms that buy, the operator of the market: who agrees, publishes, objects, oversees."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.test import Client

from kechuang.casework import due
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.notice import actions, snapshots
from kechuang.mechanisms.market.notice.rules import requests as asked
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

FIRST, BEGIN = date(2020, 1, 1), date(2026, 3, 10)
LUMP = Price(form="lump", amount=Decimal(3_000_000))


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


@dataclass
class World:
    bodies: dict[str, Body] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    on: date = BEGIN
    count: int = 0

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
        return f"notice-world:{self.count}"

    def buyer(self, name: str = "firm", relation: str = "") -> asked.Buyer:
        body = self.bodies[name]
        return asked.Buyer(name=name, code=body.code, body=body.pk, relation=relation)

    def terms(self, **more: Any) -> asked.Terms:
        values: dict[str, Any] = {
            "title": "一种热伸长补偿方法",
            "summary": "一项发明专利,用于主轴热伸长补偿。",
            "mode": "transfer",
            "achievements": (asked.Achievement(title="一种热伸长补偿方法", ip_number="202110123456.7"),),
            "buyers": (self.buyer(),),
            "price": LUMP,
            **more,
        }
        return asked.Terms(**values)

    def agree(self, **more: Any) -> Outcome:
        seller, office = self.bodies["university"], self.bodies["operator"]
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=seller.place,
            seller=seller.pk,
            terms=self.terms(**more),
        )
        with self.at():
            return actions.open_notice(request, by=self.actor("transfer office"), key=self.key())

    def agreed(self, **more: Any) -> UUID:
        return done(self.agree(**more)).case

    def take(self, move: str, request: Any, by: str = "transfer office") -> Outcome:
        with self.at():
            return actions.take(move, request, by=self.actor(by), key=self.key())

    def file(self, case: UUID, **more: Any) -> Outcome:
        values: dict[str, Any] = {
            "start": self.on,
            "end": self.on + timedelta(days=15),
            "places": ("unit", "market"),
            "unit_place": "行政楼公告栏",
            **more,
        }
        return self.take("file", asked.File(notice=case, **values))

    def running(self, **more: Any) -> UUID:
        case = self.agreed(**more)
        done(self.file(case))
        return case

    def days_pass(self, days: int) -> None:
        for _day in range(days):
            with self.at():
                snapshots.run(moment(self.on))
            self.on += timedelta(days=1)
            with self.at():
                due.sweep(self.on)

    def passed(self, **more: Any) -> UUID:
        case = self.running(**more)
        self.days_pass(16)
        return case

    def sign(self, case: UUID, **more: Any) -> Outcome:
        values: dict[str, Any] = {
            "number": "HT-1",
            "signed_on": self.on,
            "price": LUMP,
            "buyers": (self.buyer(),),
            **more,
        }
        return self.take("sign", asked.Sign(notice=case, **values))

    def state(self, case: UUID) -> str:
        return Case.objects.get(pk=case).state


def done(outcome: Outcome) -> Outcome:
    assert outcome.refusal is None, outcome.refusal
    return outcome


def peopled() -> World:
    world = World()
    open_log("330100", "Hangzhou")
    world.body("operator", "market_operator", "330100", "330100")
    world.body("university", "university", "330106", code=credit_code("330106", 911))
    world.body("firm", "enterprise", "330106", code=credit_code("330106", 912))
    world.body("other firm", "enterprise", "330110", code=credit_code("330110", 913))
    for name, role, body in (
        ("market officer", "market_operator", "operator"),
        ("transfer office", "transfer_office", "university"),
        ("firm clerk", "firm_clerk", "firm"),
        ("other clerk", "firm_clerk", "other firm"),
    ):
        world.person(name, role, body)
    return world
