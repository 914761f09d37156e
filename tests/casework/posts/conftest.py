"""The library again, with posts: a chief's seat filled by Ding, a clerk's seat filled by Lu, and Wen who fills none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from kechuang.casework import registry
from kechuang.casework.act import act
from kechuang.casework.posts import staffing
from kechuang.casework.posts.requests import FillPost, SetPost
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import NODE, OWN_BODY, PLACE, ROLES, Actor, read_actor, register_role
from tests.casework import lending
from tests.casework.conftest import NOW, Library, stock

USE, KEEP, READ, ASSIGN = "post:use", "people:keep", "people:read", "case:assign"
TODAY = date(2026, 1, 5)


@dataclass
class Office:
    """The library as an office with posts; people by name."""

    library: Library
    people: dict[str, Person]
    posts: dict[str, UUID]

    @property
    def body(self) -> Body:
        return self.library.office

    def actor(self, name: str) -> Actor:
        return read_actor(self.people[name])

    def add(self, name: str, body: Body | None = None, role: str = "tests.staff") -> Person:
        made = Person.objects.create_user(name, name=name)
        Grant.objects.create(person=made, role=role, body=body or self.body, valid_from=date(2020, 1, 1))
        self.people[name] = made
        return made

    def post(self, title: str, filler: str = "", roles: tuple[str, ...] = ("tests.clerk",)) -> UUID:
        request = SetPost(body=self.body.pk, post=chance.uuid7(), title=title, roles=roles, since=TODAY)
        assert staffing.set_post(request, by=self.actor("keeper"), key=f"post:{title}")
        self.posts[title] = request.post
        if filler:
            fill = FillPost(body=self.body.pk, post=request.post, person=self.people[filler].pk, since=TODAY)
            outcome = staffing.fill_post(fill, by=self.actor("keeper"), key=f"fill:{title}")
            assert outcome, outcome.refusal
        return request.post

    def loan(self, key: str, by: Actor | None = None) -> UUID:
        request = lending.Lend(chance.uuid7(), self.body.pk, self.library.borrower.pk, Decimal(10))
        outcome = act(lending.LEND, request, by=by or self.library.clerk, key=key)
        assert outcome, outcome.refusal
        return outcome.case


@contextmanager
def standing() -> Iterator[Office]:
    """Build the office, and forget its roles and kinds afterwards."""
    before = dict(ROLES)
    with clock.fixed(NOW):
        library = stock()
        register_role("tests.clerk", PLACE, ["loan:lend", "loan:read", USE, READ, ASSIGN])
        register_role("tests.staff", OWN_BODY, [USE])
        register_role("body_keeper", OWN_BODY, [KEEP, READ, ASSIGN, USE])
        register_role("node_keeper", NODE, [KEEP, READ, "body:keep", USE])
        library.clerk = read_actor(Person.objects.get(username="clerk"))
        made = Office(library, {}, {})
        made.add("keeper", role="body_keeper")
        made.add("node", role="node_keeper")
        for name in ("Ding", "Lu", "Wen"):
            made.add(name)
        made.post("Chief", "Ding")
        made.post("Clerk", "Lu")
        yield made
    ROLES.clear()
    ROLES.update(before)
    registry.CASE_KINDS.pop(lending.MOVES.kind, None)


@pytest.fixture
def office(db):
    with standing() as made:
        yield made
