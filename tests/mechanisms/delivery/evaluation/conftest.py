"""A plan of two clauses in a city: its host, two bodies that lead tasks, a third party, a leader."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.delivery.evaluation import actions, prefilling
from kechuang.mechanisms.delivery.evaluation.models import Comment, Evaluation, SelfReport, Statement
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.mechanisms.delivery.task import actions as tasks
from kechuang.mechanisms.delivery.task.rules import requests as of_task
from kechuang.policy import actions as policy
from kechuang.policy import intake
from kechuang.policy.models import Document
from kechuang.policy.rules import as_read
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

FIRST, BEGIN = date(2020, 1, 1), date(2026, 10, 12)
DAYS = asked.Days(
    report_by=date(2026, 10, 30),
    check_by=date(2026, 11, 10),
    comment_by=date(2026, 11, 20),
    publish_by=date(2026, 12, 10),
)
AFTER = date(2026, 11, 23)
TEXT = """清溪示范区科技创新行动计划（测试）
一、总体目标
（一）创新投入。到2027年，研究与试验发展经费支出占地区生产总值比重达到3.2%。
（二）企业培育。到2027年，高新技术企业达到260家。
二、重点任务
（三）组织实施。建立工作机制，按季度公开进展。
"""
BARE = """清溪示范区科技创新工作要点（测试）
一、总体要求
（一）统一思想。各单位要高度重视，加强协同。
"""


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


@dataclass
class City:
    bodies: dict[str, Body] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    document: Any = None
    count: int = 0

    def body(self, name: str, kind: str, place: str = "330100", authority: str = "330100") -> None:
        self.bodies[name] = Body.objects.create(
            code=name, name=name, kind=kind, place=place, authority=authority, valid_from=FIRST
        )

    def person(self, name: str, *duties: tuple[str, str]) -> None:
        someone = self.people[name] = Person.objects.create_user(name, name=f"Person {name}")
        for role, body in duties:
            Grant.objects.create(person=someone, role=role, body=self.bodies[body], valid_from=FIRST)
        self.actors[name] = read_actor(someone)

    def key(self) -> str:
        self.count += 1
        return f"city:{self.count}"

    def plan(self, text: str, name: str) -> Document:
        with clock.fixed(moment(BEGIN)):
            taken = intake.take_file(text.encode(), name)
            draft = policy.preview(taken.reading, taken.text, taken.data, by=self.actors["planner"])
            outcome = policy.accept(draft, as_read(taken.reading), by=self.actors["planner"], on=BEGIN)
        assert outcome.refusal is None, outcome.refusal
        return Document.objects.get(pk=outcome.case)

    def task(self, title: str, lead: str, clause: str) -> Case:
        request = of_task.Make(
            case=chance.uuid7(),
            authority="330100",
            office=self.bodies["city"].pk,
            lead=self.bodies[lead].pk,
            title=title,
            text=f"{title}，年底前完成。",
            year=2026,
            place="330100",
            document=str(self.document.pk),
            document_title=self.document.title,
            clause=clause,
            due_on=date(2026, 12, 31),
        )
        with clock.fixed(moment(BEGIN)):
            outcome = tasks.make(request, by=self.actors["planner"], key=self.key())
        assert outcome.refusal is None, outcome.refusal
        return Case.objects.get(pk=outcome.case)

    def call(self, document: Any = None, by: str = "planner", on: date = BEGIN, **more: Any) -> Outcome:
        document = document or self.document
        values = {
            "plan": asked.Plan(document=str(document.pk), title=document.title, targets=document.targets_count),
            "kind": "annual",
            "first_year": 2026,
            "last_year": 2026,
            "data_year": 2025,
            "vintage": date(2026, 9, 30),
            "days": DAYS,
            **more,
        }
        request = asked.Open(
            case=chance.uuid7(), authority="330100", office=self.bodies["city"].pk, place="330100", **values
        )
        with clock.fixed(moment(on)):
            return actions.open_evaluation(request, by=self.actors[by], key=self.key())

    def take(self, case: Case, move: str, by: str, request: Any = None, on: date = BEGIN, text: str = "so") -> Outcome:
        wanted = request or asked.Step(evaluation=case.pk, move=move, text=text)
        with clock.fixed(moment(on)):
            outcome = actions.take(move, wanted, by=self.actors[by], key=self.key())
        case.refresh_from_db()
        return outcome

    def report(self, case: Case, move: str, by: str, on: date = BEGIN, **more: Any) -> Outcome:
        row = SelfReport.objects.get(pk=case.pk)
        values = {"report": case.pk, "evaluation": row.evaluation_id}
        request: Any = asked.ReportStep(move=move, text=more.get("text", "so"), **values)
        if move == "submit":
            lines = more.get("lines") or [asked.Said(each.pk, "on_track", "1") for each in row.statements.all()]
            done = more.get("done", "Done what was owed.")
            request = asked.Tell(done=done, problems="", suggestions="", lines=tuple(lines), **values)
        with clock.fixed(moment(on)):
            outcome = actions.take_report(move, request, by=self.actors[by], key=self.key())
        case.refresh_from_db()
        return outcome

    # --- an evaluation taken to a state

    def opened(self, **more: Any) -> Case:
        outcome = self.call(**more)
        assert outcome.refusal is None, outcome.refusal
        return Case.objects.get(pk=outcome.case)

    def asking(self, case: Case) -> asked.Ask:
        row = Evaluation.objects.get(pk=case.pk)
        owed = prefilling.duties(row.document_id, row.vintage)
        named = tuple(
            asked.AskedBody(case=chance.uuid7(), body=pk, name=owed.names[pk], lines=tuple(lines))
            for pk, lines in owed.of.items()
        )
        return asked.Ask(evaluation=case.pk, asked=named)

    def reporting(self) -> Case:
        case = self.opened()
        assert self.take(case, "ask", "planner", self.asking(case)).refusal is None
        return case

    def own(self, case: Case, body: str) -> Case:
        return Case.objects.get(self_report__evaluation=case.pk, holder=self.bodies[body])

    def checking(self) -> Case:
        case = self.reporting()
        for body, clerk in (("bureau", "clerk"), ("county", "county clerk")):
            own = self.own(case, body)
            assert self.report(own, "submit", clerk).refusal is None
            assert self.report(own, "take", "planner").refusal is None
        name = asked.NameChecker(evaluation=case.pk, body=self.bodies["institute"].pk)
        assert self.take(case, "name_checker", "planner", name).refusal is None
        assert self.take(case, "begin_check", "planner").refusal is None
        return case

    def lines(self, case: Case) -> list[Statement]:
        return list(Statement.objects.filter(report__evaluation=case.pk).order_by("report_id", "order"))

    def confirm(self, case: Case, by: str = "checker", on: date = BEGIN, but: int = 0) -> Outcome:
        rows = self.lines(case)
        findings = tuple(asked.Finding(row.pk, "confirmed") for row in rows[: len(rows) - but])
        return self.take(case, "check", by, asked.CheckLines(evaluation=case.pk, findings=findings), on)

    def made(self, case: Case) -> asked.Issue:
        return asked.Issue(evaluation=case.pk, inputs="a" * 64, word="b" * 64, pdf="c" * 64)

    def commenting(self, *, public: bool = False, but: int = 0) -> Case:
        case = self.checking()
        assert self.confirm(case, but=but).refusal is None
        if not but:
            assert self.take(case, "finish_check", "checker").refusal is None
        assert self.take(case, "draft", "planner", self.made(case)).refusal is None
        bodies = (self.bodies["bureau"].pk, self.bodies["county"].pk)
        invite = asked.Invite(evaluation=case.pk, bodies=bodies, until=DAYS.comment_by, public=public)
        assert self.take(case, "invite", "planner", invite).refusal is None
        return case

    def remark(self, case: Case, body: str = "bureau", by: str = "clerk", on: date = BEGIN) -> Outcome:
        pk = self.bodies[body].pk
        wanted = asked.Remark(evaluation=case.pk, id=chance.uuid7(), body=pk, part="", text="Say more.")
        return self.take(case, "comment", by, wanted, on)

    def answer(self, case: Case, by: str = "planner", on: date = BEGIN) -> Outcome:
        comment = Comment.objects.get(evaluation=case.pk)
        wanted = asked.AnswerRemark(evaluation=case.pk, comment=comment.pk, answer="partly", reason="One line added.")
        return self.take(case, "answer", by, wanted, on)


@pytest.fixture
def city(db) -> City:
    found = City()
    open_log("330100", "Hangzhou")
    for name, kind in (("city", "department"), ("bureau", "department"), ("audit", "audit")):
        found.body(name, kind)
    found.body("county", "county_office", "330106")
    found.body("institute", "institute", "310000", "")
    for name, *duties in (
        ("planner", ("planner", "city")),
        ("second planner", ("planner", "city")),
        ("leader", ("leader", "city")),
        ("clerk", ("reporter", "bureau")),
        ("county clerk", ("reporter", "county")),
        ("checker", ("evaluator", "institute")),
        ("own checker", ("evaluator", "institute"), ("reporter", "bureau")),
        ("far planner", ("planner", "county")),
    ):
        found.person(name, *duties)
    found.document = found.plan(TEXT, "plan.txt")
    paths = {row.clause.path for row in found.document.targets.select_related("clause") if row.clause}
    first, second = sorted(paths)
    found.task("提高研发投入", "bureau", first)
    found.task("培育高新技术企业", "county", second)
    return found
