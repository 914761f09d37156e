"""A city and a county that count, a planner who keeps the dictionary; three indicators."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from kechuang.ledger.logs import open_log
from kechuang.mechanisms.delivery.statistic import actions, entering
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.rules import Define, Words
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

FIRST, TODAY = date(2020, 1, 1), date(2026, 3, 2)
TYPED = Typed(vintage=date(2026, 2, 1), code_list=TODAY, source="Yearbook")


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


@dataclass
class Office:
    bodies: dict[str, Body] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    count: int = 0

    def key(self) -> str:
        self.count += 1
        return f"office:{self.count}"

    def define(self, code: str, **more) -> Indicator:
        office = self.bodies["city"]
        words = {"title": code.upper(), "definition": "What is counted.", "unit": "家", "direction": "up"}
        words |= {"form": "stock", "frequency": "year", "adds_up": True} | more
        asked = Define(
            case=chance.uuid7(),
            code=code,
            words=Words(**words),
            since=FIRST,
            place=office.place,
            authority=office.authority,
            office=office.pk,
        )
        outcome = actions.define([asked], by=self.actors["planner"], keys=[self.key()])[0]
        assert outcome.refusal is None, outcome.refusal
        return Indicator.objects.get(code=code)

    def observe(self, code, place, period, value, status="final", by="city1", vintage=TYPED.vintage, reason=""):
        row = Indicator.objects.get(code=code)
        typed = Typed(vintage=vintage, code_list=TODAY, source="Yearbook", reason=reason)
        number = None if value is None else Decimal(value)
        entry = entering.entry(row, place, period, number, status, typed)
        return actions.observe(
            [(entry, reason, self.key())], office=self.bodies["city"], by=self.actors[by], batch="typed"
        )[0]

    def client(self, name: str) -> Client:
        desk = Client()
        desk.force_login(Person.objects.get(pk=self.actors[name].person))
        return desk


@pytest.fixture(autouse=True)
def day():
    with clock.fixed(moment(TODAY)):
        yield


@pytest.fixture
def office(db) -> Office:
    made = Office()
    open_log("330100", "Hangzhou")
    open_log("330900", "Zhoushan")
    for name, kind, place, authority in (
        ("city", "department", "330100", "330100"),
        ("county", "county_office", "330106", "330100"),
        ("far", "department", "330900", "330900"),
    ):
        made.bodies[name] = Body.objects.create(
            code=name, name=name, kind=kind, place=place, authority=authority, valid_from=FIRST
        )
    for name, role, body in (
        ("planner", "planner", "city"),
        ("city1", "city_checker", "city"),
        ("county1", "county_checker", "county"),
        ("far planner", "planner", "far"),
        ("auditor", "auditor", "city"),
    ):
        person = Person.objects.create_user(name, name=f"Person {name}")
        Grant.objects.create(person=person, role=role, body=made.bodies[body], valid_from=FIRST)
        made.actors[name] = read_actor(person)
    return made
