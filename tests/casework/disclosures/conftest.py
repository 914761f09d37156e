"""A loan whose fact names a person, an auditor who may read personal values, and a keeper of the borrowing body."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client

from kechuang.casework.act import act
from kechuang.casework.erasure import subject_of
from kechuang.ledger.models import Entry
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import OWN_BODY, PLACE, Actor, read_actor, register_role
from tests.casework import lending
from tests.casework.conftest import NOW, Library, person, stock

NAMED = "覃溯洄"


@dataclass
class Scene:
    library: Library
    auditor: Actor
    keeper: Actor
    subject: Person
    case: UUID

    @property
    def fact(self) -> str:
        return Entry.objects.get(type="tests.loan.lent").pk


def signed_in(actor: Actor | Person) -> Client:
    client = Client()
    client.force_login(actor if isinstance(actor, Person) else Person.objects.get(pk=actor.person))
    return client


def lend(library: Library, subject: Person) -> UUID:
    """Lend to a named person: the name goes to the personal group of the fact."""

    def decide(scene, request):
        decision = lending.decide_lend(scene, request)
        case, fact = decision.facts[0]
        return replace(decision, facts=((case, replace(fact, borrower=NAMED)),), subject=subject_of(subject.pk))

    request = lending.Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    return act(replace(lending.LEND, decide=decide), request, by=library.clerk, key="k").case


@pytest.fixture
def scene(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    with clock.fixed(NOW):
        library = stock()
        register_role("tests.auditor", PLACE, ["loan:read", "personal:read"])
        register_role("tests.keeper", OWN_BODY, ["disclosure:read"])
        subject = Person.objects.create_user("qin", name=NAMED)
        auditor = person("auditor", "tests.auditor", library.office)
        keeper = person("keeper", "tests.keeper", library.borrower)
        yield Scene(library, auditor, keeper, subject, lend(library, subject))


def also(actor: Actor, role: str, body: Body) -> Actor:
    Grant.objects.create(person_id=actor.person, role=role, body=body, valid_from=date(2020, 1, 1))
    return read_actor(Person.objects.get(pk=actor.person))
