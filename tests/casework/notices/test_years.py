"""Closing a year: nothing lost, nothing doubled; what is frozen refuses every move but the one that reopens it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework import registry
from kechuang.casework.act import act
from kechuang.casework.models import Account, Case
from kechuang.casework.moves import HOLDER, Moves, move
from kechuang.casework.notices import years
from kechuang.casework.notices.carrying import Counted, settle
from kechuang.casework.notices.models import YearAccount
from kechuang.casework.notices.years import YEARS, Year
from kechuang.ledger.models import Entry
from kechuang.web import chance
from kechuang.web.permissions import OWN_BODY, PLACE, read_actor, register_role
from tests.casework import lending
from tests.casework.lending import HAND_BACK, LEND, Change, Lend
from tests.casework.notices.conftest import TODAY, person

KIND = "tests.loan"
AGAIN = Moves(
    KIND,
    ("LENT", "RETURNED", "OVERDUE", "CLOSED"),
    (
        move("lend", "", "LENT", "loan:lend"),
        move("hand_back", "LENT OVERDUE RETURNED", "RETURNED", "loan:return", HOLDER),
        move("overdue", "LENT", "OVERDUE", "loan:lend", "system"),
        move("close", "RETURNED", "CLOSED", "loan:lend"),
    ),
)


@pytest.fixture
def library(town):
    """Loans of a city; a loan that came back is done, and the table would still let it come back again."""
    registry.register_case(registry.CaseKind(AGAIN, "loan:read"))
    years.register(KIND, Year(closed=frozenset({"RETURNED", "CLOSED"})))
    register_role("tests.clerk", PLACE, ["loan:lend", "loan:read", "year:close", "notice:send"])
    register_role("tests.reader", OWN_BODY, ["loan:return", "loan:read"])
    Account.objects.create(code="330100/fund", authority="330100", balance=Decimal(1000))
    town.clerk = read_actor(person("lender", "tests.clerk", town.city))
    town.reader = read_actor(person("borrower", "tests.reader", town.firm))
    yield town
    YEARS.pop(KIND)
    registry.register_case(lending.KIND)


def lend(library, key, on):
    request = Lend(chance.uuid7(), library.city.pk, library.firm.pk, Decimal(1), place="330100")
    return act(LEND, request, by=library.clerk, key=key, on=on).case


def back(library, case, on, key="back"):
    return act(HAND_BACK, Change(case), by=library.reader, key=f"{key}:{case}", on=on)


def close(library, year, on=TODAY, key="close"):
    return years.close(KIND, year, office=library.city, by=library.clerk, key=f"{key}:{year}", on=on)


def standing():
    rows = YearAccount.objects.order_by("year", "-standing")
    return [(row.case_id, row.year, row.first_year, row.standing) for row in rows]


def test_finished_cases_are_frozen_and_unfinished_ones_go_on(library):
    done, going = lend(library, "a", date(2025, 3, 1)), lend(library, "b", date(2025, 4, 1))
    lend(library, "c", date(2026, 1, 5))
    back(library, done, date(2025, 5, 1))

    outcome = close(library, 2025)

    assert outcome.refusal is None
    assert standing() == [
        (done, 2025, 2025, "frozen"),
        (going, 2025, 2025, "carried"),
        (going, 2026, 2025, "open"),
    ]
    values = Entry.objects.get(type="casework.year_closed").groups["public"]["values"]
    assert (values["year"], values["before"], values["frozen"], values["carried"]) == (2025, 2, 1, 1)


def test_a_year_later_the_carried_case_still_says_from_which_year_it_came(library):
    going = lend(library, "a", date(2025, 3, 1))
    close(library, 2025)

    close(library, 2026, on=date(2027, 1, 5))

    assert standing() == [
        (going, 2025, 2025, "carried"),
        (going, 2026, 2025, "carried"),
        (going, 2027, 2025, "open"),
    ]


def test_a_frozen_case_takes_no_move(library):
    case = lend(library, "a", date(2025, 3, 1))
    back(library, case, date(2025, 5, 1))
    close(library, 2025)

    outcome = back(library, case, TODAY, "again")

    assert (outcome.refusal.code, outcome.refusal.values["year"]) == ("year.frozen", "2025")


def test_a_case_that_was_reopened_moves_again_and_counts_in_the_next_year(library):
    case = lend(library, "a", date(2025, 3, 1))
    back(library, case, date(2025, 5, 1))
    close(library, 2025)
    Case.objects.filter(pk=case).update(state="LENT", finished=False)  # what the standard move writes

    assert back(library, case, TODAY, "again").refusal is None
    Case.objects.filter(pk=case).update(state="LENT", finished=False)
    close(library, 2026, on=date(2027, 1, 5))

    assert standing() == [
        (case, 2025, 2025, "frozen"),
        (case, 2026, 2025, "carried"),
        (case, 2027, 2025, "open"),
    ]


@pytest.mark.parametrize(("year", "code"), [(2026, "year.not_over"), (2025, "year.already_closed")])
def test_a_year_is_closed_once_and_after_its_end(library, year, code):
    close(library, 2025)

    assert close(library, year, key="second").refusal.code == code


def test_nobody_closes_a_year_without_the_duty(library):
    outcome = years.close(KIND, 2025, office=library.city, by=library.reader, key="k", on=TODAY)

    assert (outcome.refusal.code, YearAccount.objects.count()) == ("case.not_yours", 0)


@given(st.lists(st.tuples(st.uuids(), st.booleans(), st.integers(2015, 2025)), unique_by=lambda each: each[0]))
def test_nothing_is_lost_and_nothing_doubled(cases):
    account = [Counted(*each) for each in cases]

    settled = settle(account)

    parts = [*settled.frozen, *settled.carried]
    assert sorted(parts, key=lambda each: each.case) == sorted(account, key=lambda each: each.case)
    assert {each.finished for each in settled.frozen} <= {True}
    assert {each.finished for each in settled.carried} <= {False}


@given(st.lists(st.tuples(st.uuids(), st.lists(st.booleans(), min_size=4, max_size=4)), unique_by=lambda each: each[0]))
def test_over_the_years_every_case_is_frozen_at_most_once_and_keeps_its_first_year(cases):
    account = [Counted(case, False, 2020) for case, _done in cases]
    done = dict(cases)
    frozen = []

    for turn in range(4):
        settled = settle(Counted(each.case, done[each.case][turn], each.first_year) for each in account)
        frozen += settled.frozen
        account = list(settled.carried)

    every = [*frozen, *account]
    assert len({each.case for each in every}) == len(every) == len(cases)
    assert {each.first_year for each in every} <= {2020}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(library, django_assert_num_queries, count):
    for number in range(count):
        lend(library, f"k{number}", date(2025, 3, 1))
    close(library, 2025)
    client = Client()
    from kechuang.web.accounts.models import Person

    client.force_login(Person.objects.get(pk=library.clerk.person))

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("notices:years")).content.decode()

    assert page.count("自 2025 年结转") == count


LIST_QUERIES = 8
