"""Warnings: who is told at which step, once; a finished or held case tells nobody."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kechuang.casework import registry, urgency
from kechuang.casework.act import act
from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move
from kechuang.casework.notices import warnings
from kechuang.casework.notices.models import Notice
from kechuang.web import chance
from kechuang.web.permissions import PLACE, read_actor, register_role
from tests.casework import lending
from tests.casework.lending import LEND, Lend
from tests.casework.notices.conftest import body, person

DUE = date(2026, 3, 1)
WAITING = Moves(
    "tests.loan",
    ("LENT", "RETURNED", "OVERDUE", "CLOSED"),
    (
        move("lend", "", "LENT", "loan:lend"),
        move("hand_back", "LENT OVERDUE", "RETURNED", "loan:return", HOLDER, main=True),
        move("overdue", "LENT", "OVERDUE", "loan:lend", SYSTEM),
        move("close", "RETURNED", "CLOSED", "loan:lend", main=True),
    ),
)


@pytest.fixture
def case(town):
    """A loan that waits for its holder to hand it back, due on 1 March 2026; the office has an office above it."""
    from kechuang.casework.models import Account

    registry.register_case(registry.CaseKind(WAITING, "loan:read"))
    register_role("tests.clerk", PLACE, ["loan:lend", "loan:read"])
    Account.objects.create(code="330100/fund", authority="330100", balance=Decimal(1000))
    town.city.parent = body("province", "department", "330000")
    town.city.save()
    lender = read_actor(person("lender", "tests.clerk", town.city))
    request = Lend(chance.uuid7(), town.city.pk, town.firm.pk, Decimal(10), place="330100")
    yield act(LEND, request, by=lender, key="k", on=date(2026, 1, 5)).case
    registry.register_case(lending.KIND)


def told():
    return sorted(Notice.objects.values_list("body__code", flat=True))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-11, []),
        (-10, ["firm"]),
        (-3, ["city", "firm"]),
        (1, ["city", "province"]),
    ],
)
def test_each_step_tells_those_whom_it_names(case, days, expected):
    warnings.warn(DUE + timedelta(days=days))

    assert told() == expected


def test_a_step_is_told_once_whoever_asks_again(case):
    counts = [warnings.warn(DUE - timedelta(days=each)) for each in (10, 10, 9, 3, 3)]

    assert (counts, told()) == ([1, 0, 0, 2, 0], ["city", "firm", "firm"])


def test_a_node_that_was_down_tells_of_the_step_that_counts_now(case):
    warnings.warn(DUE + timedelta(days=2))

    assert told() == ["city", "province"]


def test_a_new_due_day_begins_the_ladder_anew(case):
    warnings.warn(DUE)
    Case.objects.filter(pk=case).update(due_on=DUE + timedelta(days=30))

    warnings.warn(DUE + timedelta(days=20))

    assert told() == ["city", "firm", "firm"]


@pytest.mark.parametrize("change", [{"finished": True}, {"due_on": None}])
def test_a_case_without_a_day_or_finished_tells_nobody(case, change):
    Case.objects.filter(pk=case).update(**change)

    warnings.warn(DUE + timedelta(days=1))

    assert told() == []


def test_a_held_case_stays_on_the_step_on_which_its_clock_stopped(case):
    Case.objects.filter(pk=case).update(hold="suspended", held_on=DUE - timedelta(days=5))
    row = Case.objects.get(pk=case)

    assert warnings.step_of(row, DUE + timedelta(days=40)).code == "blue"


@pytest.mark.parametrize("hold", ["correction", "suspended", "objection"])
def test_a_held_case_tells_nobody_and_shows_no_colour(case, hold):
    Case.objects.filter(pk=case).update(hold=hold, held_on=DUE - timedelta(days=5))
    row = Case.objects.get(pk=case)

    told_now = [warnings.warn(DUE + timedelta(days=each)) for each in (-5, -3, 0, 1, 40)]

    assert told_now == [0, 0, 0, 0, 0]
    assert [urgency.state(row, DUE + timedelta(days=each)) for each in (-5, 1, 40)] == [None, None, None]


def test_a_case_that_goes_on_warns_again(case):
    Case.objects.filter(pk=case).update(hold="suspended", held_on=DUE - timedelta(days=5))
    warnings.warn(DUE)
    Case.objects.filter(pk=case).update(hold="", held_on=None, due_on=DUE + timedelta(days=30))

    warnings.warn(DUE + timedelta(days=20))

    assert told() == ["firm"]


def test_lists_show_the_step_as_word_and_shape(case):
    row = Case.objects.get(pk=case)

    found = [urgency.state(row, DUE + timedelta(days=each)) for each in (-20, -10, -3, 1)]

    assert [(str(each.word), each.tone) if each else None for each in found] == [
        None,
        ("蓝色提示", "going"),
        ("黄色预警", "risk"),
        ("红色警示", "late"),
    ]
