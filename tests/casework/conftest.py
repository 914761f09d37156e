"""The library of the tests: an office with a clerk and a chief, a borrower, a fund of 1,000 yuan."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kechuang.casework.models import Account
from kechuang.ledger.logs import open_log
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import OWN_BODY, PLACE, Actor, read_actor, register_role
from tests.casework import lending

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@dataclass
class Library:
    office: Body
    borrower: Body
    clerk: Actor
    chief: Actor
    reader: Actor
    stranger: Actor


def person(username: str, role: str, body: Body) -> Actor:
    someone = Person.objects.create_user(username, name=username)
    Grant.objects.create(person=someone, role=role, body=body, valid_from=date(2020, 1, 1))
    return read_actor(someone)


def stock() -> Library:
    lending.register()
    register_role("tests.clerk", PLACE, ["loan:lend", "loan:read"])
    register_role("tests.reader", OWN_BODY, ["loan:return", "loan:read"])
    open_log("330100", "Hangzhou")
    first = date(2020, 1, 1)
    office = Body.objects.create(code="lib", name="Library", kind="office", place="330106", valid_from=first)
    borrower = Body.objects.create(code="firm", name="Firm", kind="enterprise", place="330106", valid_from=first)
    elsewhere = Body.objects.create(code="far", name="Far library", kind="office", place="330206", valid_from=first)
    Account.objects.create(code="330100/fund", authority="330100", balance=Decimal(1000))
    return Library(
        office,
        borrower,
        person("clerk", "tests.clerk", office),
        person("chief", "tests.clerk", office),
        person("reader", "tests.reader", borrower),
        person("stranger", "tests.clerk", elsewhere),
    )


@pytest.fixture
def library(db):
    with clock.fixed(NOW):
        yield stock()
