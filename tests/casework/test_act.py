"""The gateway, seen from a mechanism that lends money from a fund."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kechuang.casework import act as gateway
from kechuang.casework.act import Item, act, act_many
from kechuang.casework.models import Account, Case, DueMove, RefusalCount, Step, Tally
from kechuang.kernel.refusal import Refusal
from kechuang.ledger.models import Entry, Log, PersonalGroup
from kechuang.web import chance
from tests.casework.lending import CLOSE, HAND_BACK, LEND, Change, Lend


def lend(library, amount="300", *, by=None, key="k1", case=None):
    request = Lend(case or chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(amount))
    return act(LEND, request, by=by or library.clerk, key=key)


def tallies():
    return {(row.state, row.count, row.amount) for row in Tally.objects.exclude(count=0)}


def test_an_act_leaves_case_balance_step_tally_due_move_and_fact(library):
    outcome = lend(library)

    case = Case.objects.get(pk=outcome.case)
    assert (case.state, case.number, case.amount) == ("LENT", "330106-2026-000001", Decimal("300.00"))
    assert Account.objects.get(pk="330100/fund").balance == Decimal("700.00")
    assert Account.objects.get(pk=f"330100/fund/{case.pk}").balance == Decimal("300.00")
    step = Step.objects.get()
    assert (step.move, step.source, step.target, step.person_id) == ("lend", "", "LENT", library.clerk.person)
    assert tallies() == {("LENT", 1, Decimal("300.00"))}
    assert list(DueMove.objects.values_list("move", "on")) == [("overdue", date(2026, 3, 1))]
    entry = Entry.objects.get()
    assert (entry.seq, entry.type, entry.id) == (1, "tests.loan.lent", outcome.facts[0])
    assert json.loads(entry.disclosed)["public"]["values"] == {"amount": "300"}


def test_the_persons_name_stands_in_the_erasable_group_only(library):
    lend(library)

    entry, group = Entry.objects.get(), PersonalGroup.objects.get()
    assert "林越" in group.values
    assert group.subject == "person/1"
    assert "林越" not in entry.leaf + entry.disclosed


def test_a_repeated_key_gives_the_first_result_and_writes_nothing(library):
    first = lend(library)

    second = lend(library, "500")

    assert (second.repeated, second.states, second.facts) == (True, first.states, first.facts)
    assert (Case.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_refusal_leaves_a_count_and_nothing_else(library):
    outcome = lend(library, "1000.01")

    assert outcome.refusal == Refusal("tests.fund_short", {"left": Decimal("1000.00"), "asked": Decimal("1000.01")})
    counted = RefusalCount.objects.get()
    assert (counted.code, counted.move, counted.place, counted.count) == (
        "tests.fund_short",
        "tests.loan.lend",
        "330106",
        1,
    )
    assert (Case.objects.count(), Step.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_a_refused_key_may_be_used_again(library):
    lend(library, "1000.01")

    assert lend(library, "10").refusal is None


def test_a_person_without_the_permission_in_this_place_is_refused(library):
    assert lend(library, by=library.stranger).refusal == Refusal("case.not_yours", {"move": "tests.loan.lend"})
    assert lend(library, by=library.reader).refusal == Refusal("case.not_yours", {"move": "tests.loan.lend"})


def test_only_the_body_that_holds_the_case_may_hand_back(library):
    case = lend(library).case

    assert act(HAND_BACK, Change(case), by=library.clerk, key="k2").refusal == Refusal(
        "case.not_yours", {"move": "tests.loan.hand_back"}
    )
    assert act(HAND_BACK, Change(case), by=library.reader, key="k3").states == {case: "RETURNED"}


def test_who_lent_may_not_close(library):
    case = lend(library).case
    act(HAND_BACK, Change(case), by=library.reader, key="k2")

    same = act(CLOSE, Change(case), by=library.clerk, key="k3")
    other = act(CLOSE, Change(case), by=library.chief, key="k4")

    assert same.refusal == Refusal("case.same_person", {"move": "tests.loan.close"})
    assert other.states == {case: "CLOSED"}


def test_a_move_that_the_state_does_not_allow_is_refused(library):
    case = lend(library).case

    outcome = act(CLOSE, Change(case), by=library.chief, key="k2")

    assert outcome.refusal == Refusal(
        "case.move_not_open",
        {"move": "tests.loan.close", "state": "tests.loan.LENT", "open": "tests.loan.hand_back, tests.loan.overdue"},
    )


def test_an_unknown_case_is_refused(library):
    assert act(CLOSE, Change(chance.uuid7()), by=library.chief, key="k").refusal == Refusal(
        "case.missing", {"move": "tests.loan.close"}
    )


def test_a_cancelled_due_move_is_closed(library):
    case = lend(library).case

    act(HAND_BACK, Change(case), by=library.reader, key="k2")

    assert list(DueMove.objects.values_list("refused", flat=True)) == ["cancelled"]


def test_a_batch_decides_each_request_alone_and_sees_the_ones_before(library):
    items = [
        Item(Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(amount)), f"b:{row}")
        for row, amount in enumerate(["600", "500", "400"])
    ]

    outcomes = act_many(LEND, items, by=library.clerk)

    assert [bool(outcome) for outcome in outcomes] == [True, False, True]
    assert outcomes[1].refusal == Refusal("tests.fund_short", {"left": Decimal("400.00"), "asked": Decimal(500)})
    assert Account.objects.get(pk="330100/fund").balance == Decimal("0.00")
    assert sorted(Case.objects.values_list("number", flat=True)) == ["330106-2026-000001", "330106-2026-000002"]
    assert tallies() == {("LENT", 2, Decimal("1000.00"))}
    assert Log.objects.get(pk="330100").size == 2


def test_a_whole_batch_is_written_wholly_or_not_at_all(library):
    items = [
        Item(Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(amount)), f"b:{row}")
        for row, amount in enumerate(["600", "500"])
    ]

    outcomes = act_many(LEND, items, by=library.clerk, whole=True)

    assert [outcome.refusal.code for outcome in outcomes] == ["batch.not_written", "tests.fund_short"]
    assert (Case.objects.count(), Log.objects.get(pk="330100").size) == (0, 0)


def test_a_whole_batch_must_fit_one_chunk(library):
    with pytest.raises(ValueError, match="at most 500 requests, not 501"):
        act_many(LEND, [Item(None, str(row)) for row in range(501)], by=library.clerk, whole=True)


def test_a_batch_that_was_cut_off_is_resumed_by_sending_it_again(library, monkeypatch):
    items = [
        Item(Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10)), f"b:{row}") for row in range(5)
    ]
    monkeypatch.setattr(gateway, "CHUNK", 2)
    act_many(LEND, items[:2], by=library.clerk)

    outcomes = act_many(LEND, items, by=library.clerk)

    assert [outcome.repeated for outcome in outcomes] == [True, True, False, False, False]
    assert Account.objects.get(pk="330100/fund").balance == Decimal("950.00")


@pytest.mark.parametrize(("requests", "statements"), [(1, 13), (3, 13)])
def test_a_chunk_takes_the_same_number_of_statements_however_many_requests_it_holds(library, requests, statements):
    items = [
        Item(Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10)), f"b:{row}")
        for row in range(requests)
    ]

    with CaptureQueriesContext(connection) as queries:
        act_many(LEND, items, by=library.clerk)

    sent = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(sent) == statements, "\n".join(sent)


def test_the_database_holds_the_floor_of_an_account(library):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk="330100/fund").update(balance=Decimal("-0.01"))


def test_an_act_that_fails_half_way_leaves_nothing(library, monkeypatch):
    def fail(_done):
        raise RuntimeError("the machine stopped")

    broken = type(LEND)(
        LEND.moves, "lend", LEND.touches, LEND.decide, LEND.load, fail, place=LEND.place, bodies=LEND.bodies
    )

    with pytest.raises(RuntimeError), transaction.atomic():
        act(broken, Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(1)), by=library.clerk, key="k")

    assert (Case.objects.count(), Step.objects.count(), Entry.objects.count()) == (0, 0, 0)
    assert Account.objects.get(pk="330100/fund").balance == Decimal("1000.00")
