"""An office of an invented province with a planner, and a node whose log is open."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kechuang.config import roles
from kechuang.ledger.logs import open_log
from kechuang.policy import actions, rules
from kechuang.policy.models import Document
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor
from tests.policy import plans

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@dataclass
class Desk:
    office: Body
    person: Person
    planner: Actor
    client: Client

    def accept(self, text: str = plans.TEXT, name: str = "plan.txt", **more) -> Document:
        """Import a text without the child process, for tests that need documents and not the upload."""
        outcome = self.outcome(text, name, **more)
        assert outcome.refusal is None, outcome.refusal
        return Document.objects.get(pk=outcome.case)

    def outcome(self, text: str = plans.TEXT, name: str = "plan.txt", particulars=None, **more):
        draft = self.draft(text, name)
        given = particulars or rules.as_read(plans.reading(text, name=name))
        return actions.accept(draft, given, by=self.planner, **more)

    def draft(self, text: str = plans.TEXT, name: str = "plan.txt"):
        return actions.preview(plans.reading(text, name=name), text, text.encode(), by=self.planner)


@pytest.fixture
def desk(db):
    roles.register()
    open_log("330000", "the province")
    office = Body.objects.create(
        code="330000-kc",
        name="省级科技主管部门（演示）",
        kind="office",
        place="330000",
        authority="330000",
        valid_from=date(2020, 1, 1),
    )
    person = Person.objects.create_user("planner", name="林越")
    Grant.objects.create(person=person, role="planner", body=office, valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(person)
    with clock.fixed(NOW):
        yield Desk(office, person, read_actor(person), client)
