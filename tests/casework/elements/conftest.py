"""A city office that asks, two counties and a firm that answer, and a stranger next door."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from kechuang.config import roles
from kechuang.ledger.logs import open_log
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

TODAY = date(2026, 7, 6)
NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
BEGUN = date(2020, 1, 1)


@dataclass
class Cast:
    city: Body
    counties: list[Body]
    firm: Body
    planner: Person
    reporters: list[Person]
    clerk: Person
    stranger: Person

    def actor(self, person: Person) -> Actor:
        return read_actor(person)


def body(code, kind, place, authority="", parent=None):
    return Body.objects.create(
        code=code, name=f"{code}（演示）", kind=kind, place=place, authority=authority, parent=parent, valid_from=BEGUN
    )


def person(name, role, at):
    someone = Person.objects.create_user(name, name=name)
    Grant.objects.create(person=someone, role=role, body=at, valid_from=BEGUN)
    return someone


@pytest.fixture
def cast(db):
    roles.register()
    open_log("330100", "Hangzhou")
    open_log("330200", "Ningbo")
    with clock.fixed(NOW):
        city = body("city", "office", "330100", "330100")
        counties = [body(f"county-{code}", "office", code, "330100", city) for code in ("330106", "330110")]
        firm = body("firm", "enterprise", "330106")
        far = body("far", "office", "330200", "330200")
        yield Cast(
            city,
            counties,
            firm,
            person("planner", "planner", city),
            [person(f"reporter{number}", "reporter", each) for number, each in enumerate(counties)],
            person("clerk", "firm_clerk", firm),
            person("stranger", "planner", far),
        )
