"""A firm, its county and its city, a court of opinion; matters that they send each other."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from kechuang.casework.act import Outcome
from kechuang.casework.matters import actions
from kechuang.casework.matters.rules import Open, Step
from kechuang.casework.models import Case
from kechuang.casework.standard import acts
from kechuang.ledger.logs import open_log
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

FIRST = date(2020, 1, 1)
BEGIN = date(2026, 3, 2)


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


@dataclass
class Town:
    bodies: dict[str, Body] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    count: int = 0

    def body(self, name: str, kind: str, place: str, authority: str = "") -> Body:
        self.bodies[name] = Body.objects.create(
            code=name, name=name, kind=kind, place=place, authority=authority, valid_from=FIRST
        )
        return self.bodies[name]

    def person(self, name: str, role: str, body: str) -> Actor:
        someone = Person.objects.create_user(name, name=f"Person {name}")
        Grant.objects.create(person=someone, role=role, body=self.bodies[body], valid_from=FIRST)
        self.actors[name] = read_actor(someone)
        return self.actors[name]

    def key(self) -> str:
        self.count += 1
        return f"town:{self.count}"

    def submitted(self, by: str = "clerk", kind: str = "application", on: date = BEGIN) -> Case:
        firm = self.bodies["firm" if by == "clerk" else "other firm"]
        office = actions.office_for(firm.place)
        request = Open(
            case=chance.uuid7(),
            kind=f"matters.{kind}",
            sort="proof" if kind == "application" else "consultation",
            title="A certificate",
            text="Please certify.",
            place=firm.place,
            authority=office.authority,
            office=office.pk,
            holder=firm.pk,
        )
        with clock.fixed(moment(on)):
            outcome = actions.submit(request, by=self.actors[by], key=self.key())
        assert outcome.refusal is None, outcome.refusal
        return Case.objects.get(pk=outcome.case)

    def step(self, case: Case, move: str, by: str, text: str = "because", on: date = BEGIN) -> Outcome:
        with clock.fixed(moment(on)):
            return actions.step(case.kind, Step(case=case.pk, move=move, text=text), by=self.actors[by], key=self.key())

    def take(self, case: Case, move: str, request: object, by: str, on: date = BEGIN) -> Outcome:
        with clock.fixed(moment(on)):
            outcome = acts.take(case.kind, move, request, by=self.actors[by], key=self.key())
        case.refresh_from_db()
        return outcome

    def accepted(self, **options) -> Case:
        case = self.submitted(**options)
        assert self.step(case, "accept", "county1").refusal is None
        case.refresh_from_db()
        return case


def build() -> Town:
    town = Town()
    open_log("330100", "Hangzhou")
    town.body("city", "department", "330100", "330100")
    town.body("county", "county_office", "330106", "330100")
    town.body("other county", "county_office", "330108", "330100")
    town.body("court", "department", "330100", "330100")
    town.body("firm", "enterprise", "330106")
    town.body("other firm", "enterprise", "330106")
    for name, role, body in (
        ("clerk", "firm_clerk", "firm"),
        ("other clerk", "firm_clerk", "other firm"),
        ("county1", "county_checker", "county"),
        ("county2", "county_checker", "county"),
        ("far", "county_checker", "other county"),
        ("city1", "city_checker", "city"),
        ("city2", "city_checker", "city"),
        ("judge", "finance", "court"),
    ):
        town.person(name, role, body)
    return town


@pytest.fixture
def town(db) -> Town:
    return build()
