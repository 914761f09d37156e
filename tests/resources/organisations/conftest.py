"""A county office of Hangzhou that keeps the register, a supervisor of another county, and a firm's own clerk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from kechuang.ledger.logs import open_log
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import OWN_BODY, PLACE, Actor, read_actor, register_role

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FIRST = date(2020, 1, 1)


@dataclass
class Registry:
    office: Body
    firm: Body
    officer: Actor
    elsewhere: Actor
    clerk: Actor


def person(username: str, role: str, body: Body) -> Actor:
    someone = Person.objects.create_user(username, name=username)
    Grant.objects.create(person=someone, role=role, body=body, valid_from=FIRST)
    return read_actor(someone)


def body(code: str, kind: str, place: str, authority: str = "") -> Body:
    return Body.objects.create(code=code, name=code, kind=kind, place=place, authority=authority, valid_from=FIRST)


@pytest.fixture
def registry(db):
    register_role("tests.registrar", PLACE, ["organisation:register", "organisation:read"])
    register_role("tests.firm", OWN_BODY, ["organisation:declare", "organisation:read"])
    with clock.fixed(NOW):
        open_log("330100", "Hangzhou")
        office = body("hz-xihu", "office", "330106", "330100")
        far = body("hz-yuhang", "office", "330110", "330100")
        firm = body("91330106MA2ABCDEX7", "enterprise", "330106")
        yield Registry(
            office,
            firm,
            person("officer", "tests.registrar", office),
            person("elsewhere", "tests.registrar", far),
            person("clerk", "tests.firm", firm),
        )
