"""A loan with its parties, to which evidence is added."""

from decimal import Decimal

import pytest

from kechuang.casework import registry
from kechuang.casework.act import act
from kechuang.casework.models import Case
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import OWN_BODY, PLACE, register_role
from tests.casework import lending
from tests.casework.conftest import NOW, stock
from tests.casework.lending import LEND, Lend


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A folder of its own for every test, so that what lies on the disk can be counted."""
    settings.KECHUANG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def library(db):
    with clock.fixed(NOW):
        made = stock()
        moves = {"close": "casework:case", "hand_back": "casework:case"}
        registry.register_case(registry.CaseKind(lending.MOVES, "loan:read", forms=moves, due=lending.KIND.due))
        clerk = ["loan:lend", "loan:read", "evidence:add", "evidence:put_aside", "evidence:erase"]
        register_role("tests.clerk", PLACE, clerk)
        register_role("tests.reader", OWN_BODY, ["loan:return", "loan:read", "evidence:add"])
        yield made
        registry.CASE_KINDS.pop(lending.MOVES.kind)


@pytest.fixture
def loan(library):
    request = Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    return Case.objects.get(pk=act(LEND, request, by=library.clerk, key="loan-1").case)


def close(library, loan):
    """Hand back and close, so that the record is finished."""
    done = act(lending.HAND_BACK, lending.Change(loan.pk), by=library.reader, key="back")
    assert done, done.refusal
    done = act(lending.CLOSE, lending.Change(loan.pk), by=library.chief, key="close")
    assert done, done.refusal
    loan.refresh_from_db()


def sign_in(client, actor):
    client.logout()
    client.force_login(Person.objects.get(pk=actor.person))
    return client
