"""A city with an office, two firms, a broker and an institute: who sets, refines, answers and checks demands."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.test import Client

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.demand import actions
from kechuang.mechanisms.market.demand.rules import requests as asked
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

FIRST, BEGIN = date(2020, 1, 1), date(2026, 6, 1)
TARGET = asked.Target(
    indicator="热伸长", unit="μm", current=Decimal(12), target=Decimal(3), sense="at_most", method="GB/T 17421.3"
)


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


def terms(**more: Any) -> asked.Terms:
    values: dict[str, Any] = {
        "title": "高速主轴热变形在线补偿",
        "list_type": "import_substitution",
        "field": "8",
        "background": "主轴在连续运转两小时后伸长十二微米,现有冷却办法只能降到八微米,精加工工序因此停机校准。",
        "targets": (TARGET,),
        "keywords": ("主轴", "热补偿"),
        "ipc": ("B23Q 11/00",),
        "budget": Decimal(800_000),
        **more,
    }
    return asked.Terms(**values)


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
        return f"demand-world:{self.count}"

    def submit(self, firm: str = "firm", by: str = "firm clerk", **more: Any) -> Outcome:
        body, office = self.bodies[firm], self.bodies["county office"]
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=body.place,
            holder=body.pk,
            terms=terms(**more),
        )
        with self.at():
            return actions.submit(request, by=self.actor(by), key=self.key())

    def take(self, move: str, request: Any, by: str) -> Outcome:
        with self.at():
            return actions.take(move, request, by=self.actor(by), key=self.key())

    def submitted(self, **more: Any) -> UUID:
        return done(self.submit(**more)).case

    def passed(self, **more: Any) -> UUID:
        case = self.submitted(**more)
        done(self.take("pass_on", asked.PassOn(demand=case, refiner=self.bodies["broker"].pk), "county officer"))
        return case

    def refined(self, targets: tuple[asked.Target, ...] = (TARGET,), **more: Any) -> UUID:
        case = self.passed(**more)
        new = asked.Refined(title="主轴热伸长在线补偿", background="连续运转后伸长过大。", targets=targets)
        done(self.take("refine", asked.Refine(demand=case, refined=new, note="说法更清楚"), "broker clerk"))
        return case

    def published(self, **more: Any) -> UUID:
        case = self.submitted(**more)
        done(self.take("publish", asked.Step(demand=case, move="publish"), "county officer"))
        return case

    def state(self, case: UUID) -> str:
        return Case.objects.get(pk=case).state


def done(outcome: Outcome) -> Outcome:
    assert outcome.refusal is None, outcome.refusal
    return outcome


def peopled() -> World:
    world = World()
    open_log("330100", "Hangzhou")
    world.body("county office", "county_office", "330106", "330100")
    world.body("city office", "department", "330100", "330100")
    world.body("other office", "county_office", "330110", "330100")
    world.body("firm", "enterprise", "330106", code=credit_code("330106", 901))
    world.body("other firm", "enterprise", "330110", code=credit_code("330110", 902))
    world.body("broker", "service_provider", "330106", code=credit_code("330106", 903))
    world.body("西湖企业咨询有限公司", "enterprise", "330106", code=credit_code("330106", 904))
    world.body("institute", "institute", "330106", code=credit_code("330106", 905))
    for name, role, body in (
        ("county officer", "county_checker", "county office"),
        ("city officer", "city_checker", "city office"),
        ("far officer", "county_checker", "other office"),
        ("firm clerk", "firm_clerk", "firm"),
        ("other clerk", "firm_clerk", "other firm"),
        ("broker clerk", "broker", "broker"),
        ("consultant", "firm_clerk", "西湖企业咨询有限公司"),
        ("researcher", "provider_clerk", "institute"),
    ):
        world.person(name, role, body)
    return world
