"""Return for correction: all faults at once, the clock stands still, it goes on when the case comes back or lapses."""

from datetime import date, timedelta

import pytest

from kechuang.casework.due import sweep
from kechuang.casework.models import Case, DueMove
from kechuang.casework.standard import declare
from kechuang.casework.standard.models import Correction, Pause
from kechuang.casework.standard.requests import Fault, Resubmit, Return, Withdraw
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from tests.casework.standard.conftest import BEGIN, moment

FAULTS = (
    Fault(where="Title", what="The year is missing.", remedy="Add it."),
    Fault(where="Annex 2", what="It is not signed."),
)


def given_back(town, case, on=BEGIN, new_facts="", by="county1"):
    return town.take(case, declare.RETURN, Return(case=case.pk, faults=FAULTS, new_facts=new_facts), by, on)


def test_all_faults_go_back_at_once_with_a_day_and_the_case_is_held(town):
    case = town.submitted()

    outcome = given_back(town, case)

    assert outcome.refusal is None
    row = Correction.objects.get()
    assert [fault["what"] for fault in row.faults] == ["The year is missing.", "It is not signed."]
    assert (row.due_on, row.provisional) == (date(2026, 3, 16), False)
    assert (case.state, case.hold, case.held_on) == ("SUBMITTED", "correction", BEGIN)
    assert list(DueMove.objects.filter(done_at=None).values_list("move", "on")) == [
        ("standard.lapse", date(2026, 3, 17))
    ]


def test_a_held_case_refuses_the_mechanisms_own_moves_and_says_what_ends_it(town):
    case = town.submitted()
    given_back(town, case)

    outcome = town.step(case, "accept", "county1")

    assert outcome.refusal == Refusal(
        "case.held",
        {
            "move": "matters.application.accept",
            "number": case.number,
            "since": BEGIN,
            "why": "case.hold.correction",
            "ends": "case.hold.correction.ends",
        },
    )


def test_handed_in_again_the_days_move_by_the_days_that_stood_still(town):
    case = town.submitted()
    before = case.due_on
    given_back(town, case)

    outcome = town.take(
        case, declare.RESUBMIT, Resubmit(case=case.pk, note="Both mended."), "clerk", BEGIN + timedelta(days=4)
    )

    assert outcome.refusal is None
    assert (case.hold, case.stopped_days, case.due_on) == ("", 4, before + timedelta(days=4))
    assert Pause.objects.get().shifted_days == 4
    assert town.step(case, "accept", "county1").refusal is None


def test_the_same_submission_goes_back_once_unless_there_are_new_facts(town):
    case = town.submitted()
    given_back(town, case)
    town.take(case, declare.RESUBMIT, Resubmit(case=case.pk, note="Mended."), "clerk")

    again = given_back(town, case)
    renewed = given_back(town, case, new_facts="The land register changed.")

    assert (again.refusal.code, again.refusal.values["most"], again.refusal.place) == (
        "casework.returned_before",
        1,
        "new_facts",
    )
    assert renewed.refusal is None


def test_what_is_not_corrected_in_time_lapses(town):
    case = town.submitted()
    given_back(town, case)

    with clock.fixed(moment(date(2026, 4, 1))):
        swept = sweep()

    assert (swept.moved, swept.refused) == (1, {})
    case.refresh_from_db()
    assert (case.state, case.hold, case.finished) == ("LAPSED", "", True)


def test_the_holder_may_take_a_case_back_that_was_sent_back(town):
    case = town.submitted()
    given_back(town, case)

    outcome = town.take(case, declare.WITHDRAW, Withdraw(case=case.pk), "clerk")

    assert (outcome.refusal, case.state, case.hold) == (None, "WITHDRAWN", "")
    assert Correction.objects.filter(ended_on=None).count() == 0


@pytest.mark.parametrize("name", ["clerk", "other clerk", "far", "judge"])
def test_only_the_office_that_takes_the_next_step_sends_back(town, name):
    case = town.submitted()

    assert given_back(town, case, by=name).refusal == Refusal("case.not_yours", {"move": "standard.return"})


def test_only_the_holder_hands_in_again(town):
    case = town.submitted()
    given_back(town, case)

    outcome = town.take(case, declare.RESUBMIT, Resubmit(case=case.pk, note="x"), "other clerk")

    assert outcome.refusal == Refusal("case.not_yours", {"move": "standard.resubmit"})
    assert Case.objects.get(pk=case.pk).hold == "correction"
