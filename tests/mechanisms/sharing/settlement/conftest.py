"""Hangzhou, Shanghai and Hefei with a settlement office each."""

from datetime import UTC, date, datetime

import pytest

from kechuang.ledger.logs import open_log
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import PLACE, Actor, read_actor, register_role
from tests.mechanisms.sharing.settlement.regions import ALL, Delta, Region

FIRST = date(2020, 1, 1)


def person(username: str, role: str, body: Body) -> Actor:
    someone = Person.objects.create_user(username, name=username)
    Grant.objects.create(person=someone, role=role, body=body, valid_from=FIRST)
    return read_actor(someone)


def region(code: str) -> Region:
    open_log(code, code)
    office = Body.objects.create(
        code=f"{code}-cw", name=f"Office {code}", kind="finance", place=code, authority=code, valid_from=FIRST
    )
    who = {duty: person(f"{duty}.{code}", f"tests.{duty}", office) for duty in ("preparer", "checker", "payer")}
    return Region(code, office, **who)


@pytest.fixture
def delta(db):
    register_role("tests.preparer", PLACE, ["settlement:read", "settlement:prepare", "settlement:check"])
    register_role("tests.checker", PLACE, ["settlement:read", "settlement:check", "settlement:confirm"])
    register_role("tests.payer", PLACE, ["settlement:read", "settlement:confirm"])
    with clock.fixed(datetime(2026, 12, 31, 1, 0, tzinfo=UTC)), chance.seeded("settlement"):
        yield Delta({code: region(code) for code in ALL})
