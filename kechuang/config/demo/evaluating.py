"""Two evaluations of the demonstration's own plan: an annual monitoring published, a mid-term one with the third party.

Bodies that report are the invented offices, the third party an invented institute of another city; all are in time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.config.demo import cast
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.indicators import store
from kechuang.mechanisms.delivery.evaluation import actions, making, prefilling
from kechuang.mechanisms.delivery.evaluation.line_forms import begun, suggested
from kechuang.mechanisms.delivery.evaluation.models import Comment, Evaluation, SelfReport, Statement
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.policy.models import Document
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor

CITY = "330100"
OFFICE, FUNDS = f"{CITY}-kc", f"{CITY}-cw"
PLAN = "清溪示范区"
KIND = "delivery.evaluation"
ANNUAL, MIDTERM = "annual", "midterm"
DAYS = {
    ANNUAL: (date(2026, 3, 20), date(2026, 4, 3), date(2026, 4, 16), date(2026, 4, 30)),
    MIDTERM: (date(2026, 11, 13), date(2026, 12, 4), date(2026, 12, 18), date(2026, 12, 31)),
}
CALLS = {ANNUAL: (date(2026, 3, 2), 2025, date(2026, 2, 27)), MIDTERM: (date(2026, 11, 2), 2026, date(2026, 10, 30))}


@dataclass(slots=True)
class Evaluating:
    """The host, the bodies, the third party, and what each does on its day."""

    troupe: Troupe
    stage: Stage
    cases: dict[str, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step on its day."""
        for on, play in (
            (CALLS[ANNUAL][0], self._call(ANNUAL)),
            (date(2026, 3, 16), self._report(ANNUAL)),
            (date(2026, 3, 30), self._check(ANNUAL)),
            (date(2026, 4, 1), self._draft),
            (date(2026, 4, 8), self._comment),
            (date(2026, 4, 17), self._approve),
            (date(2026, 4, 20), self._publish),
            (CALLS[MIDTERM][0], self._call(MIDTERM)),
            (date(2026, 11, 11), self._report(MIDTERM)),
            (date(2026, 11, 18), self._check(MIDTERM)),
        ):
            self.stage.scene(self.stage.working(on), play)

    def _planner(self) -> Actor:
        return self.troupe.officer("planner", CITY)

    def _checker(self) -> Actor:
        return self.troupe.actors[f"clerk.{cast.THIRD_PARTY}"]

    def _clerk(self, code: str) -> Actor:
        """Give the reporter of a body."""
        known = {FUNDS: f"finance.{CITY}.1", OFFICE: f"city_checker.{CITY}.1"}
        return self.troupe.actors[known.get(code, f"reporter.{code[:6]}.1")]

    def _take(self, kind: str, move: str, request: object, by: Actor, *more: object) -> None:
        key = ":".join(["demo:evaluation", kind, move, *map(str, more)])[:110]
        self.stage.note(f"{KIND}.{move}", actions.take(move, request, by=by, key=key))

    def _step(self, kind: str, move: str, by: Actor, text: str = "") -> None:
        if kind in self.cases:
            self._take(kind, move, asked.Step(evaluation=self.cases[kind], move=move, text=text), by)

    def _call(self, kind: str) -> Callable[[], None]:
        def play() -> None:
            document = Document.objects.filter(title__contains=PLAN, withdrawn=False).order_by("pk").first()
            if document is None:
                return
            case, (_on, last, vintage) = chance.uuid7(), CALLS[kind]
            wanted = asked.Open(
                case=case,
                authority=CITY,
                office=self.troupe.bodies[OFFICE],
                place=CITY,
                plan=asked.Plan(document=str(document.pk), title=document.title, targets=document.targets_count),
                kind=kind,
                first_year=2025,
                last_year=last,
                data_year=2025,
                vintage=vintage,
                days=asked.Days(
                    **dict(zip(("report_by", "check_by", "comment_by", "publish_by"), DAYS[kind], strict=True))
                ),
                call="请各单位对照行动计划逐条自评，平台已有数据不再填报（演示）。",
                public_comments=True,
            )
            outcome = actions.open_evaluation(wanted, by=self._planner(), key=f"demo:evaluation:{kind}:open")
            self.stage.note(f"{KIND}.open", outcome)
            if outcome.refusal is None:
                self.cases[kind] = case
                self._ask(kind, document.pk, vintage)

        return play

    def _ask(self, kind: str, document: UUID, vintage: date) -> None:
        owed, office = prefilling.duties(document, vintage), self.troupe.bodies[OFFICE]
        owed.of.setdefault(office, []).extend(owed.nobody)
        names = dict(Body.objects.filter(pk__in=owed.of).values_list("pk", "name"))
        named = tuple(
            asked.AskedBody(case=chance.uuid7(), body=pk, name=names[pk], lines=tuple(lines))
            for pk, lines in owed.of.items()
            if lines
        )
        case = self.cases[kind]
        self._take(kind, "ask", asked.Ask(evaluation=case, asked=named), self._planner())
        checker = asked.NameChecker(evaluation=case, body=self.troupe.bodies[cast.THIRD_PARTY])
        self._take(kind, "name_checker", checker, self._planner())

    def _report(self, kind: str) -> Callable[[], None]:
        def play() -> None:
            for row in SelfReport.objects.filter(evaluation=self.cases.get(kind)).select_related("body").order_by("pk"):
                lines = list(row.statements.order_by("order"))
                told = asked.Tell(
                    report=row.pk,
                    evaluation=row.evaluation_id,
                    done=begun(row, lines) or "按行动计划分工推进各项任务，按季度报告进展（演示）。",
                    problems="部分指标统计口径需进一步衔接（演示）。",
                    suggestions="建议统一数据报送时间（演示）。",
                    lines=tuple(_said(each) for each in lines),
                )
                self._own("submit", told, self._clerk(row.body.code), row)
                take = asked.ReportStep(report=row.pk, evaluation=row.evaluation_id, move="take")
                self._own("take", take, self._planner(), row)
            self._step(kind, "begin_check", self._planner())

        return play

    def _own(self, move: str, request: object, by: Actor, row: SelfReport) -> None:
        outcome = actions.take_report(move, request, by=by, key=f"demo:self_report:{move}:{row.pk}")
        self.stage.note(f"delivery.self_report.{move}", outcome)

    def _check(self, kind: str) -> Callable[[], None]:
        def play() -> None:
            rows = list(
                Statement.objects.filter(report__evaluation=self.cases.get(kind)).order_by("report_id", "order")
            )
            if not rows:
                return
            chosen = rows if kind == ANNUAL else rows[: len(rows) // 2]
            findings = tuple(_finding(at, row) for at, row in enumerate(chosen))
            wanted = asked.CheckLines(evaluation=self.cases[kind], findings=findings)
            self._take(kind, "check", wanted, self._checker())
            if kind == ANNUAL:
                self._step(kind, "finish_check", self._checker(), "逐条核对材料并抽查现场，自评总体属实（演示）。")

        return play

    def _make(self, move: str) -> None:
        """Make the report with the figures of the day."""
        case = Case.objects.select_related("evaluation").filter(pk=self.cases.get(ANNUAL)).first()
        if case is not None:
            store.follow_all()
            outcome = making.take(case, move, by=self._planner(), key=f"demo:evaluation:{ANNUAL}:{move}")
            self.stage.note(f"{KIND}.{move}", outcome)

    def _draft(self) -> None:
        self._make("draft")
        case = self.cases.get(ANNUAL)
        if case is None:
            return
        bodies = tuple(SelfReport.objects.filter(evaluation=case).order_by("pk").values_list("body_id", flat=True))
        wanted = asked.Invite(evaluation=case, bodies=bodies, until=DAYS[ANNUAL][2], public=True)
        self._take(ANNUAL, "invite", wanted, self._planner())

    def _comment(self) -> None:
        case = self.cases.get(ANNUAL)
        if case is None:
            return
        for body, text in (
            (FUNDS, "建议在资金部分补充兑付用时说明（演示）。"),
            ("", "希望公开更多仪器共享数据（演示）。"),
        ):
            by = self._clerk(body) if body else SYSTEM
            pk = self.troupe.bodies[body] if body else None
            wanted = asked.Remark(evaluation=case, id=chance.uuid7(), body=pk, part="", text=text)
            self._take(ANNUAL, "comment", wanted, by, body or "public")
        for row in Comment.objects.filter(evaluation=case).order_by("pk"):
            answer, reason = (
                ("taken", "已补充（演示）。") if row.body_id else ("partly", "已列入下年度公开计划（演示）。")
            )
            wanted_answer = asked.AnswerRemark(evaluation=case, comment=row.pk, answer=answer, reason=reason)
            self._take(ANNUAL, "answer", wanted_answer, self._planner(), row.pk)

    def _approve(self) -> None:
        self._step(ANNUAL, "submit", self._planner())
        self._step(ANNUAL, "approve", self.troupe.officer("leader", CITY), "同意发布（演示）。")

    def _publish(self) -> None:
        if Evaluation.objects.filter(pk=self.cases.get(ANNUAL), case__state="APPROVED").exists():
            self._make("publish")


def _said(row: Statement) -> asked.Said:
    """Nobody is behind in the demonstration; where nothing is known, that is said."""
    claim = suggested(row)
    if claim in {"met", "on_track"}:
        return asked.Said(row.pk, claim, row.known.get("value", ""), "按计划推进（演示）。")
    if row.known.get("value"):
        return asked.Said(row.pk, "on_track", row.known["value"], "按计划推进（演示）。")
    return asked.Said(row.pk, "cannot_say", "", "尚无统计数据（演示）。")


def _finding(at: int, row: Statement) -> asked.Finding:
    """Most statements are confirmed; one in eleven is corrected where it has a value."""
    if at % 11 == 5 and row.value:
        return asked.Finding(row.pk, "corrected", row.value, "口径核对后按平台数据登记（演示）。")
    return asked.Finding(row.pk, "confirmed", "", "")
