"""A city with two counties: a planner who gives tasks, bodies that answer for them, a third party that verifies."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.delivery.task import actions
from kechuang.mechanisms.delivery.task.rules import requests as asked
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

FIRST, BEGIN = date(2020, 1, 1), date(2026, 3, 2)


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


@dataclass
class Region:
    bodies: dict[str, Body] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    count: int = 0

    def body(self, name: str, kind: str, place: str, authority: str = "330100") -> None:
        self.bodies[name] = Body.objects.create(
            code=name, name=name, kind=kind, place=place, authority=authority, valid_from=FIRST
        )

    def person(self, name: str, role: str, body: str) -> None:
        someone = Person.objects.create_user(name, name=f"Person {name}")
        Grant.objects.create(person=someone, role=role, body=self.bodies[body], valid_from=FIRST)
        self.actors[name] = read_actor(someone)

    def key(self) -> str:
        self.count += 1
        return f"region:{self.count}"

    def make(self, lead: str = "", supports: tuple[str, ...] = (), on: date = BEGIN, **more: Any) -> Case:
        values = {
            "title": "Build a proof of concept centre",
            "text": "Build one centre by the end of the year.",
            "year": 2026,
            "due_on": date(2026, 6, 30),
            "place": "330100",
            **more,
        }
        request = asked.Make(
            case=chance.uuid7(),
            authority="330100",
            office=self.bodies["city"].pk,
            lead=self.bodies[lead].pk if lead else None,
            supports=tuple(self.bodies[name].pk for name in supports),
            **values,
        )
        with clock.fixed(moment(on)):
            outcome = actions.make(request, by=self.actors["planner"], key=self.key())
        assert outcome.refusal is None, outcome.refusal
        return Case.objects.get(pk=outcome.case)

    def take(self, case: Case | UUID, move: str, by: str, on: date = BEGIN, **values: Any) -> Outcome:
        task = case if isinstance(case, UUID) else case.pk
        with clock.fixed(moment(on)):
            outcome = actions.take(move, request(task, move, **values), by=self.actors[by], key=self.key())
        if not isinstance(case, UUID):
            case.refresh_from_db()
        return outcome

    def running(self, lead: str = "bureau", on: date = BEGIN, **more: Any) -> Case:
        case = self.make(lead, on=on, **more)
        clerk = {"bureau": "clerk", "county": "county clerk"}[lead]
        rows = (asked.Line("Choose the site", "Section one", date(2026, 4, 30)),)
        assert self.take(case, "accept", clerk, on).refusal is None
        assert self.take(case, "list_measures", clerk, on, rows=rows).refusal is None
        assert self.take(case, "report", clerk, on, percent=20, text="Begun.").refusal is None
        return case


def request(task: UUID, move: str, **values: Any) -> Any:
    kinds = {
        "assign": asked.Assign,
        "list_measures": asked.Rows,
        "plan_year": asked.Rows,
        "report": asked.Report,
        "finish": asked.Finish,
        "ask_help": asked.AskHelp,
        "answer_help": asked.AnswerHelp,
        "adjust": asked.Adjust,
        "carry_over": asked.Carry,
    }
    if move in kinds:
        return kinds[move](task=task, **values)
    return asked.Step(task=task, move=move, text=values.get("text", "because"))


@pytest.fixture
def region(db) -> Region:
    found = Region()
    open_log("330100", "Hangzhou")
    found.body("city", "department", "330100")
    found.body("bureau", "department", "330100")
    found.body("county", "county_office", "330106")
    found.body("other county", "county_office", "330108")
    found.body("audit", "audit", "330100")
    for name, role, body in (
        ("planner", "planner", "city"),
        ("second planner", "planner", "city"),
        ("clerk", "reporter", "bureau"),
        ("county clerk", "reporter", "county"),
        ("far clerk", "reporter", "other county"),
        ("county officer", "county_checker", "county"),
        ("auditor", "auditor", "audit"),
        ("own auditor", "auditor", "bureau"),
    ):
        found.person(name, role, body)
    return found
