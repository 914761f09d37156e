"""A task moves as the dossier says: who may do what, in which order, and what is refused."""

from datetime import date

import pytest

from kechuang.casework import due
from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.task.models import DeliveryTask, TaskHelp
from kechuang.mechanisms.delivery.task.rules.requests import Line
from kechuang.web import clock
from tests.mechanisms.delivery.task.conftest import BEGIN, moment

ROWS = (Line("Choose the site", "Section one", date(2026, 4, 30)),)


def test_a_task_goes_from_item_to_closed(region):
    case = region.make()
    states = [case.state]

    for move, by, values in (
        ("assign", "planner", {"lead": region.bodies["bureau"].pk, "due_on": date(2026, 6, 30)}),
        ("accept", "clerk", {}),
        ("list_measures", "clerk", {"rows": ROWS}),
        ("report", "clerk", {"percent": 40, "text": "Half way."}),
        ("finish", "clerk", {"text": "Done."}),
        ("verify", "auditor", {"text": "Seen on the spot."}),
        ("close", "planner", {}),
    ):
        assert region.take(case, move, by, **values).refusal is None, move
        states.append(case.state)

    assert states == [
        *("ITEM", "ASSIGNED", "ACCEPTED", "MEASURE_LIST", "IN_PROGRESS", "DONE", "VERIFIED", "CLOSED"),
    ]
    row = DeliveryTask.objects.get(pk=case.pk)
    assert (row.percent, row.closed_on, case.finished, case.number) == (100, BEGIN, True, "330100-DB2026-000001")


def test_a_disputed_task_goes_back_to_who_assigned_it(region):
    case = region.make("bureau")

    silent = region.take(case, "dispute", "clerk", text=" ")
    region.take(case, "dispute", "clerk", text="This is the county's.")

    assert (silent.refusal.code, case.state) == ("delivery.no_reason", "DISPUTED")
    region.take(case, "assign", "planner", lead=region.bodies["county"].pk, due_on=date(2026, 6, 30))
    assert (case.state, case.holder.name) == ("ASSIGNED", "county")


@pytest.mark.parametrize(
    ("move", "by", "values"),
    [
        ("accept", "county clerk", {}),
        ("assign", "clerk", {"due_on": date(2026, 6, 30)}),
        ("drop", "clerk", {}),
        ("urge", "far clerk", {}),
    ],
)
def test_only_whose_turn_it_is_may_move_a_task(region, move, by, values):
    case = region.make("bureau")
    if move == "assign":
        values = {"lead": region.bodies["county"].pk, **values}

    outcome = region.take(case, move, by, **values)

    assert (outcome.refusal.code, case.state) == ("case.not_yours", "ASSIGNED")


def test_no_report_without_measures(region):
    case = region.make("bureau")
    region.take(case, "accept", "clerk")

    outcome = region.take(case, "report", "clerk", percent=10, text="Begun.")

    assert outcome.refusal.code == "case.move_not_open"


@pytest.mark.parametrize(
    ("rows", "code"),
    [((), "delivery.no_rows"), ((Line("x", "", date(2026, 4, 1)),), "delivery.row_incomplete")],
)
def test_a_list_of_measures_says_what_who_and_when(region, rows, code):
    case = region.make("bureau")
    region.take(case, "accept", "clerk")

    outcome = region.take(case, "list_measures", "clerk", rows=rows)

    assert (outcome.refusal.code, case.state) == (code, "ACCEPTED")


def test_a_task_becomes_late_by_itself_and_a_later_day_brings_it_back(region):
    case = region.running(due_on=date(2026, 4, 10))

    with clock.fixed(moment(date(2026, 4, 11))):
        due.sweep(date(2026, 4, 11))
    case.refresh_from_db()
    late = case.state
    region.take(case, "adjust", "planner", date(2026, 4, 12), reason="Flood", due_on=date(2026, 9, 30))

    assert (late, case.state, case.due_on) == ("LATE", "IN_PROGRESS", date(2026, 9, 30))
    assert DeliveryTask.objects.get(pk=case.pk).first_due_on == date(2026, 4, 10)


def test_a_report_that_does_not_come_is_noted_and_the_next_is_waited_for(region):
    case = region.running()
    before = DeliveryTask.objects.get(pk=case.pk)

    with clock.fixed(moment(date(2026, 4, 16))):
        due.sweep(date(2026, 4, 16))

    row = DeliveryTask.objects.get(pk=case.pk)
    assert (before.report_by, before.missed) == (date(2026, 7, 15), 0)
    region.take(case, "report", "clerk", date(2026, 5, 2), percent=30, text="Between.")
    assert DeliveryTask.objects.get(pk=case.pk).report_by == date(2026, 7, 15)
    with clock.fixed(moment(date(2026, 7, 16))):
        due.sweep(date(2026, 7, 16))
    row.refresh_from_db()
    assert (row.missed, row.report_by) == (1, date(2026, 10, 15))


def test_a_blocked_task_says_why_and_asks_for_a_decision(region):
    case = region.running()

    region.take(case, "block", "clerk", text="No land.")
    region.take(case, "ask_help", "clerk", body=region.bodies["county"].pk, question="Which plot?")
    asked = TaskHelp.objects.get()
    stranger = region.take(case, "answer_help", "far clerk", help=asked.pk, text="Plot one.")
    region.take(case, "answer_help", "county clerk", help=asked.pk, text="Plot two.")
    twice = region.take(case, "answer_help", "county clerk", help=asked.pk, text="Plot three.")

    asked.refresh_from_db()
    assert (stranger.refusal.code, twice.refusal.code) == ("case.not_yours", "case.not_yours")
    assert (case.state, asked.answer) == ("BLOCKED", "Plot two.")
    region.take(case, "unblock", "clerk")
    assert case.state == "IN_PROGRESS"


def test_who_verifies_is_a_third_party(region):
    case = region.running()
    region.take(case, "finish", "clerk", text="Done.")

    own = region.take(case, "verify", "own auditor")
    planner = region.take(case, "verify", "planner")
    region.take(case, "send_back", "auditor", text="The door is missing.")

    assert (own.refusal.code, planner.refusal.code) == ("case.not_yours", "case.not_yours")
    assert (case.state, case.due_on, DeliveryTask.objects.get().verdict) == (
        "IN_PROGRESS",
        date(2026, 6, 30),
        "The door is missing.",
    )


def test_a_whole_is_not_done_while_a_part_is_open(region):
    from kechuang.mechanisms.delivery.task import actions
    from kechuang.mechanisms.delivery.task.rules.requests import Make
    from kechuang.web import chance

    case = region.running()
    part = Make(
        case=chance.uuid7(),
        authority="330100",
        office=region.bodies["bureau"].pk,
        place="330106",
        title="The county's part",
        text="One room.",
        year=2026,
        lead=region.bodies["county"].pk,
        due_on=date(2026, 5, 30),
        parent=case.pk,
    )
    with clock.fixed(moment(BEGIN)):
        stranger = actions.share(part, by=region.actors["far clerk"], key="s")
        outcome = actions.share(part, by=region.actors["clerk"], key="t")

    assert (stranger.refusal.code, outcome.refusal) == ("case.not_yours", None)
    assert region.take(case, "finish", "clerk", text="Done.").refusal.code == "delivery.parts_open"
    assert Case.objects.get(pk=part.case).office.name == "bureau"


def test_a_task_is_carried_over_to_a_later_year_only(region):
    case = region.running(due_on=date(2026, 4, 10))

    same = region.take(case, "carry_over", "planner", year=2026, due_on=date(2026, 9, 1), reason="Late.")
    region.take(case, "carry_over", "planner", year=2027, due_on=date(2027, 6, 30), reason="Flood.")

    row = DeliveryTask.objects.get(pk=case.pk)
    assert same.refusal.code == "delivery.year_not_later"
    assert (row.year, row.first_year, case.due_on) == (2027, 2026, date(2027, 6, 30))


def test_a_source_other_than_a_plan_names_its_reference(region):
    from kechuang.mechanisms.delivery.task.rules.entering import make
    from kechuang.mechanisms.delivery.task.rules.requests import Make

    wanted = Make(
        case=region.bodies["city"].pk,
        authority="330100",
        office=region.bodies["city"].pk,
        place="330100",
        title="t",
        text="t",
        year=2026,
        source="minutes",
    )

    assert make(None, wanted).code == "delivery.no_reference"
