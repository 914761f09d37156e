"""A city office, a county office, two firms; the kinds of case are those of the lending library."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from kechuang.config import roles
from kechuang.ledger.logs import open_log
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
FIRST = date(2020, 1, 1)


@dataclass
class Town:
    city: Body
    county: Body
    firm: Body
    other: Body
    far: Body
    persons: dict[str, Person]

    def actor(self, name: str) -> Actor:
        return read_actor(self.persons[name])


def body(code: str, kind: str, place: str, authority: str = "") -> Body:
    return Body.objects.create(
        code=code, name=f"Body {code}", kind=kind, place=place, authority=authority, valid_from=FIRST
    )


def person(username: str, role: str, of: Body) -> Person:
    someone = Person.objects.create_user(username, name=f"Person {username}", email=f"{username}@example.org")
    Grant.objects.create(person=someone, role=role, body=of, valid_from=FIRST)
    return someone


def build() -> Town:
    roles.register()
    open_log("330100", "Hangzhou")
    city = body("city", "department", "330100", "330100")
    county = body("county", "county_office", "330106")
    firm, other = body("firm", "enterprise", "330106"), body("other", "enterprise", "330110")
    far = body("far", "department", "330900")
    persons = {
        name: person(name, role, of)
        for name, role, of in (
            ("officer", "city_checker", city),
            ("colleague", "city_checker", city),
            ("county", "county_checker", county),
            ("clerk", "firm_clerk", firm),
            ("second", "firm_clerk", firm),
            ("neighbour", "firm_clerk", other),
            ("stranger", "city_checker", far),
            ("keeper", "node_keeper", city),
        )
    }
    return Town(city, county, firm, other, far, persons)


@pytest.fixture
def town(db):
    with clock.fixed(NOW):
        yield build()
