"""Every operation on tasks for programs: done, refused with its reason, and closed to others."""

from datetime import date

import pytest
from django.test import Client

from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.task.models import TaskHelp
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Person
from tests.mechanisms.delivery.task.conftest import BEGIN, moment

BASE = "/api/v1/delivery/"
ROW = {"text": "Choose the site", "owner": "Section one", "by": "2026-04-30"}


@pytest.fixture
def program(region):
    """Give a function that sends as somebody: the status and the answer."""
    count = iter(range(1000))

    def send(name, path, data=None):
        client = Client()
        client.force_login(Person.objects.get(pk=region.actors[name].person))
        if data is None:
            answer = client.get(f"{BASE}{path}")
        else:
            headers = {"Idempotency-Key": f"program-{next(count)}"}
            answer = client.post(f"{BASE}{path}", data, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    with clock.fixed(moment(BEGIN)):
        yield send


def wanted(region, **more):
    return {
        "office": str(region.bodies["city"].pk),
        "title": "Build a centre",
        "text": "One centre.",
        "year": 2026,
        "lead": str(region.bodies["bureau"].pk),
        "due_on": "2026-06-30",
        "amount_yuan": "500000.00",
        **more,
    }


def test_a_task_goes_its_whole_way_by_programs(region, program):
    status, made = program("planner", "tasks", wanted(region))
    at = f"tasks/{made['case']}"

    states = [
        program(by, f"{at}/{move}", data)[1].get("state")
        for by, move, data in (
            ("clerk", "accept", {}),
            ("clerk", "list_measures", {"rows": [ROW]}),
            ("clerk", "plan_year", {"rows": [ROW]}),
            ("clerk", "report", {"percent": 30, "text": "Begun."}),
            ("clerk", "spend", {"year": 2026, "source": "Fund", "amount_yuan": "120000.00"}),
            ("planner", "fund", {"kind": "arranged", "year": 2026, "source": "Fund", "amount_yuan": "300000.00"}),
            ("planner", "urge", {"text": "Hurry."}),
            ("planner", "adjust", {"text": "Flood", "due_on": "2026-07-31"}),
            ("clerk", "block", {"text": "No land."}),
            ("clerk", "unblock", {}),
            ("planner", "carry_over", {"text": "Flood", "year": 2027, "due_on": "2027-06-30"}),
            ("clerk", "finish", {"text": "Done."}),
            ("auditor", "send_back", {"text": "The door is missing."}),
            ("clerk", "finish", {"text": "Done now."}),
            ("auditor", "verify", {"text": "Seen."}),
            ("planner", "close", {}),
        )
    ]
    shown = program("planner", at)[1]

    assert (status, made["state"]) == (201, "ASSIGNED")
    assert states == [
        *("ACCEPTED", "MEASURE_LIST", "MEASURE_LIST", *["IN_PROGRESS"] * 5, "BLOCKED", "IN_PROGRESS", "IN_PROGRESS"),
        *("DONE", "IN_PROGRESS", "DONE", "VERIFIED", "CLOSED"),
    ]
    assert (shown["state"], shown["year"], shown["first_due_on"]) == ("CLOSED", 2027, "2026-06-30")
    assert [(each["kind"], each["amount_yuan"]) for each in shown["monies"]] == [
        ("arranged", "300000.00"),
        ("planned", "500000.00"),
        ("spent", "120000.00"),
    ]


def test_what_is_missing_or_wrong_is_refused_with_its_code(region, program):
    case = region.running()
    unknown, at = str(chance.uuid7()), f"tasks/{case.pk}"

    found = [
        program(by, path, data)
        for by, path, data in (
            ("planner", "tasks", wanted(region, place="320500")),
            ("planner", "tasks", wanted(region, lead=unknown)),
            ("planner", "tasks", wanted(region, source="minutes")),
            ("planner", "tasks", wanted(region, supports=[str(region.bodies["bureau"].pk)])),
            ("clerk", f"{at}/report", {"text": "No percent."}),
            ("clerk", f"{at}/report", {"percent": 200, "text": "Too much."}),
            ("clerk", f"{at}/ask_help", {"text": "Whom?"}),
            ("planner", f"{at}/adjust", {"text": "Past", "due_on": "2020-01-01"}),
            ("planner", f"{at}/fund", {"kind": "spent", "year": 2026, "source": "x", "amount_yuan": "1.00"}),
            ("planner", f"{at}/verify", {"text": "Myself."}),
            ("planner", f"{at}/close", {}),
        )
    ]

    assert [answer["code"] for _status, answer in found] == [
        "delivery.place_elsewhere",
        "delivery.body_unknown",
        "delivery.no_reference",
        "delivery.lead_twice",
        "delivery.field_missing",
        "delivery.percent_wrong",
        "delivery.field_missing",
        "delivery.due_past",
        "delivery.money_kind",
        "case.not_yours",
        "case.move_not_open",
    ]
    assert {status // 100 for status, _answer in found} == {4}


def test_others_find_nothing_and_move_nothing(region, program):
    case = region.running()
    at = f"tasks/{case.pk}"

    hidden = [program("far clerk", path)[0] for path in (at, f"dispatches/{case.pk}")]
    closed = [
        program("far clerk", f"{at}/report", {"percent": 50, "text": "Mine."})[0],
        program("far clerk", f"{at}/parts", {"leads": [], "title": "t", "text": "t", "due_on": "2026-12-31"})[0],
        program("county clerk", "dispatches", {"office": str(region.bodies["city"].pk), "title": "t"})[0],
        program("planner", f"{at}/report", {"percent": 50, "text": "For them."})[1]["code"],
    ]
    listed = program("far clerk", "tasks")[1]["items"]

    assert (hidden, closed, listed) == ([404, 404], [404, 404, 403, "case.not_yours"], [])


def test_parts_are_given_away_and_a_question_is_answered(region, program):
    case = region.running()
    at = f"tasks/{case.pk}"
    leads = [str(region.bodies["county"].pk)]
    region.take(case, "ask_help", "clerk", body=region.bodies["county"].pk, question="Which plot?")
    question = TaskHelp.objects.get()

    status, parts = program(
        "clerk", f"{at}/parts", {"leads": leads, "title": "Part", "text": "x", "due_on": "2026-12-31"}
    )
    early = program("clerk", f"{at}/finish", {"text": "Done."})[1]["code"]
    stranger = program("far clerk", f"helps/{question.pk}", {"text": "Mine."})[0]
    answered = program("county clerk", f"helps/{question.pk}", {"text": "Plot two."})[0]

    question.refresh_from_db()
    assert (status, len(parts), early) == (201, 1, "delivery.parts_open")
    assert (stranger, answered, question.answer) == (404, 200, "Plot two.")
    assert Case.objects.get(pk=parts[0]["case"]).holder.name == "county"


def test_a_meeting_is_taken_down_and_read(region, program):
    case = region.running(due_on=date(2026, 4, 1))

    status, made = program("planner", "dispatches", {"office": str(region.bodies["city"].pk), "title": "First"})
    shown = program("planner", f"dispatches/{made['case']}")[1]

    assert (status, shown["title"], list(shown["snapshot"])) == (201, "First", [str(case.pk)])
    assert program("planner", "dispatches")[1]["items"][0]["title"] == "First"
