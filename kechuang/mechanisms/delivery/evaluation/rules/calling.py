"""An evaluation is called, bodies are asked, a third party is named. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, NewCase, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import facts
from kechuang.mechanisms.delivery.evaluation.rules.moves import EVALUATION, SELF_REPORT, SETTLED
from kechuang.mechanisms.delivery.evaluation.rules.requests import (
    KINDS,
    Ask,
    AskedBody,
    LineSpec,
    Loaded,
    NameChecker,
    Open,
    Put,
    Seen,
    Step,
)

type Answer = Decision | Refusal
EARLIEST = 1949


def named(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""


def of_plan(case: CaseView, seen: Seen) -> dict[str, object]:
    """Give the fields that every fact of an evaluation bears."""
    return {"place": case.place, "document": seen.document, "kind": seen.kind, "year": seen.last_year}


def said(case: CaseView, seen: Seen, fact: type[Fact], **more: object) -> tuple[UUID, Fact]:
    """Give a fact of an evaluation with its case."""
    return case.id, fact(**of_plan(case, seen), **more)


def open_(scene: Scene[Loaded], request: Open) -> Answer:
    """Call an evaluation: data year and vintage are locked from here on."""
    wrong = _wrong_call(scene, request)
    if wrong:
        return wrong
    fact = facts.Opened(
        place=request.place,
        document=request.plan.document,
        kind=request.kind,
        year=request.last_year,
        title=request.plan.title,
        first=request.first_year,
        data_year=request.data_year,
        vintage=request.vintage,
        report_by=request.days.report_by,
        check_by=request.days.check_by,
        comment_by=request.days.comment_by,
        due_on=request.days.publish_by,
        to_everybody=request.public_comments,
        text=request.call.strip(),
    )
    case = NewCase(
        id=request.case,
        kind=EVALUATION.kind,
        authority=request.authority,
        state="OPENED",
        place=request.place,
        title=request.plan.title[:200],
        office=request.office,
        due_on=request.days.report_by,
        number_series=f"{request.authority}-PG{request.last_year}-",
    )
    values = {
        "document_id": UUID(request.plan.document),
        "document_title": request.plan.title,
        "kind": request.kind,
        "first_year": request.first_year,
        "last_year": request.last_year,
        "data_year": request.data_year,
        "vintage": request.vintage,
        "call": request.call.strip(),
        "public_comments": request.public_comments,
        "report_by": request.days.report_by,
        "check_by": request.days.check_by,
        "comment_by": request.days.comment_by,
        "publish_by": request.days.publish_by,
    }
    return Decision(
        facts=((request.case, fact),), opens=(case,), rows=Put(evaluation=request.case, values=values, new=True)
    )


def _wrong_call(scene: Scene[Loaded], request: Open) -> Refusal | None:
    if request.kind not in KINDS:
        return Refusal("evaluation.kind_unknown", {"kind": request.kind}, place="kind")
    if not request.plan.targets:
        return Refusal("evaluation.no_targets", {"document": request.plan.title}, place="document")
    return _wrong_years(request) or _wrong_days(scene, request) or _twice(scene, request)


def _wrong_years(request: Open) -> Refusal | None:
    if not EARLIEST <= request.first_year <= request.last_year:
        values = {"first": request.first_year, "last": request.last_year}
        return Refusal("evaluation.years_wrong", values, place="last_year")
    if request.data_year > request.vintage.year:
        return Refusal(
            "evaluation.data_after_vintage",
            {"data_year": request.data_year, "vintage": request.vintage},
            place="data_year",
        )
    if request.data_year > request.last_year:
        values = {"data_year": request.data_year, "last": request.last_year}
        return Refusal("evaluation.data_after_years", values, place="data_year")
    return None


def _wrong_days(scene: Scene[Loaded], request: Open) -> Refusal | None:
    if request.vintage > scene.on:
        return Refusal("evaluation.vintage_ahead", {"vintage": request.vintage}, place="vintage")
    if request.days.report_by < scene.on or not request.days.ordered():
        return Refusal("evaluation.days_wrong", {"today": scene.on}, place="report_by")
    return None


def _twice(scene: Scene[Loaded], request: Open) -> Refusal | None:
    if (request.plan.document, request.kind, request.last_year) not in scene.rows.known:
        return None
    return Refusal(
        "evaluation.already",
        {"kind": f"evaluation.kind.{request.kind}", "year": request.last_year, "document": request.plan.title},
        place="kind",
    )


def ask(scene: Scene[Loaded], request: Ask) -> Answer:
    """Ask bodies to report on their own duties; each report is a case of the body."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    fresh = [each for each in request.asked if each.body not in seen.bodies]
    if not fresh:
        return Refusal("evaluation.nobody_asked", place="bodies")
    empty = next((each for each in fresh if not each.lines), None)
    if empty:
        return Refusal("evaluation.nothing_to_report", {"body": empty.name}, place="bodies")
    if case.counterpart in {each.body for each in fresh}:
        return Refusal("evaluation.checker_party", place="bodies")
    left = [said(case, seen, facts.SelfReportsAsked, count=len(fresh), due_on=seen.report_by)]
    left += [(each.case, _asked(case, seen, each)) for each in fresh]
    adds = tuple(row for each in fresh for row in _rows(each))
    return Decision(
        facts=tuple(left),
        states={case.id: "REPORTING"},
        opens=tuple(_report_case(case, seen, each) for each in fresh),
        rows=Put(evaluation=case.id, adds=adds),
    )


def _asked(case: CaseView, seen: Seen, each: AskedBody) -> facts.SelfReportAsked:
    lines = tuple(f"{line.subject} {line.code} {line.title}" for line in each.lines)
    return facts.SelfReportAsked(
        place=case.place,
        evaluation=f"case/{case.id}",
        body=named(each.body),
        due_on=seen.report_by,
        digest=digest(kept(line) for line in each.lines),
        lines=lines,
        statements=tuple(str(line.id) for line in each.lines),
    )


def kept(line: LineSpec) -> dict[str, object]:
    """Give what a statement's row holds of the line that was asked."""
    return {
        "subject": line.subject,
        "code": line.code,
        "clause": line.clause[:120],
        "title": line.title[:300],
        "quote": line.quote,
        "known": dict(line.known),
        "unit": line.known.get("unit", "")[:40],
    }


def digest(lines: Iterable[Mapping[str, object]]) -> str:
    """Give the SHA-256 (hex) of all that stands in lines, in order."""
    text = json.dumps(list(lines), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _report_case(case: CaseView, seen: Seen, each: AskedBody) -> NewCase:
    return NewCase(
        id=each.case,
        kind=SELF_REPORT.kind,
        authority=case.authority,
        state="ASKED",
        place=case.place,
        title=seen.title[:200],
        office=case.office,
        holder=each.body,
        due_on=seen.report_by,
        number_series=f"{case.authority}-ZP{seen.last_year}-",
    )


def _rows(each: AskedBody) -> tuple[tuple[str, dict[str, object]], ...]:
    report: tuple[str, dict[str, object]] = ("report", {"case_id": each.case, "body_id": each.body})
    lines = tuple(
        ("statement", {"id": line.id, "report_id": each.case, "order": at, **kept(line)})
        for at, line in enumerate(each.lines, 1)
    )
    return (report, *lines)


def name_checker(scene: Scene[Loaded], request: NameChecker) -> Answer:
    """Name the third party: neither the host nor a body that reports."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    if request.body == case.office or request.body in seen.bodies:
        return Refusal("evaluation.checker_party", place="body")
    if any(line.checked for line in seen.lines.values()):
        return Refusal("evaluation.check_under_way", place="body")
    fact = said(case, seen, facts.CheckerNamed, body=named(request.body))
    return Decision(
        facts=(fact,),
        states={case.id: case.state},
        changes={case.id: {"counterpart": request.body}},
        rows=Put(evaluation=case.id),
    )


def begin_check(scene: Scene[Loaded], request: Step) -> Answer:
    """All self-reports are taken or waived and a third party is named: it begins."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    waiting = sum(1 for _body, state in seen.reports.values() if state not in SETTLED)
    if waiting:
        return Refusal("evaluation.reports_open", {"count": waiting})
    if case.counterpart is None:
        return Refusal("evaluation.no_checker")
    if not seen.open_lines:
        return Refusal("evaluation.nothing_to_check")
    fact = said(case, seen, facts.CheckBegun, count=len(seen.open_lines), due_on=seen.check_by)
    return Decision(
        facts=(fact,),
        states={case.id: "CHECKING"},
        changes={case.id: {"due_on": seen.check_by}},
        rows=Put(evaluation=case.id),
    )


def withdraw(scene: Scene[Loaded], request: Step) -> Answer:
    """End an evaluation before publication; self-reports that are still asked for end with it."""
    case, seen, text = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation], request.text.strip()
    if not text:
        return Refusal("evaluation.no_reason", place="text")
    ended = [scene.cases[pk] for pk in request.reports if pk in scene.cases and scene.cases[pk].state not in SETTLED]
    left = [said(case, seen, facts.Withdrawn, reason=text)]
    for report in ended:
        waived = facts.SelfReportWaived(
            place=report.place, evaluation=f"case/{case.id}", body=named(report.holder), reason=text
        )
        left.append((report.id, waived))
    return Decision(
        facts=tuple(left),
        states={case.id: "WITHDRAWN", **{report.id: "WAIVED" for report in ended}},
        changes={each.id: {"due_on": None} for each in (case, *ended)},
        rows=Put(evaluation=case.id, values={"running": False, "reason": text}),
    )
