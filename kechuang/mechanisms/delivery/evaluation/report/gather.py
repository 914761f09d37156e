"""The inputs of an evaluation, as of its vintage day: targets, tasks, self-reports, checks, comments, adjustments.

Targets and tasks are gathered as they were known at the end of the vintage day; what belongs to the evaluation itself
(self-reports, checks, comments, adjustments) as it stands when the report is made.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from kechuang.mechanisms.delivery.evaluation.models import Evaluation, Statement
from kechuang.mechanisms.delivery.evaluation.queries import with_checks
from kechuang.mechanisms.delivery.evaluation.report import inputs as given
from kechuang.mechanisms.delivery.evaluation.report import sources, task_rows
from kechuang.mechanisms.delivery.evaluation.report.inputs import Inputs
from kechuang.policy import queries as policy
from kechuang.policy.models import Clause, Target
from kechuang.policy.works import queries as works
from kechuang.rulebook import load as rulebook
from kechuang.web import divisions

LANGUAGE = "zh-hans"
WAIVED = "WAIVED"


def gather(evaluation: Evaluation, *, final: bool) -> Inputs:
    """Give the inputs of an evaluation as of its vintage (a fixed number of queries); words are Chinese."""
    with translation.override(LANGUAGE):
        return _gathered(evaluation, final=final)


def _gathered(row: Evaluation, *, final: bool) -> Inputs:
    case, document = row.case, row.document
    targets = _targets(row)
    return Inputs(
        plan=given.Plan(
            title=row.document_title.strip("《》"),
            number=document.number,
            document=str(document.pk),
            issued_on=document.issued_on,
            first_year=row.first_year,
            last_year=row.last_year,
        ),
        kind=row.kind,
        title=case.title,
        number=case.number,
        years=tuple(range(row.first_year, row.last_year + 1)) or (row.data_year,),
        data_year=row.data_year,
        vintage=row.vintage,
        host=case.office.name if case.office else "",
        place=case.place,
        place_name=divisions.name(case.place),
        checker=case.counterpart.name if case.counterpart else "",
        demonstration=bool(settings.KECHUANG_DEMO),
        targets=targets,
        wholes=_wholes(row, {each.code for each in targets}),
        tasks=tuple(task_rows.tasks(document.pk, row.vintage)),
        reports=_reports(row),
        statements=_statements(row),
        check_note=row.check_note,
        comments=_comments(row),
        adjustments=_adjustments(row),
        final=final,
        limits=sources.limits(case.place, row.vintage),
        edition=rulebook.current().edition,
        logs=sources.sizes(row.vintage),
    )


# --- targets


def _targets(row: Evaluation) -> tuple[given.Target, ...]:
    told = sources.targets(row.document_id, row.vintage)
    clauses = {each.path: each for each in Clause.objects.filter(document=row.document_id)}
    charged = _charged(row.document_id)
    made = []
    for each in policy.targets().filter(document=row.document_id).order_by("start", "code"):
        path = each.clause.path if each.clause else ""
        found = told.get(each.code) or _unmeasured(each)
        made.append(
            replace(
                found,
                code=each.code,
                clause=path,
                chapter=chapter(path, clauses),
                quote=each.quote,
                indicator=found.indicator or each.indicator,
                bodies=tuple(charged.get(path, ())),
            )
        )
    return tuple(made)


def _unmeasured(row: Target) -> given.Target:
    """Give a target that nobody measures: what the text says, and that nothing can be said."""
    goal = number(row.value)
    year = row.year or row.period_to or 0
    return given.Target(code=row.code, unit=row.unit, goal=goal, goal_max=number(row.value_max), due_year=year)


def number(text: str) -> Decimal | None:
    """Read a published value; None where it is no plain number."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def chapter(path: str, clauses: Mapping[str, Clause]) -> str:
    """Give the head under which a clause stands, the highest one but the document itself."""
    at, seen = clauses.get(path), set()
    while at is not None and at.parent in clauses and at.path not in seen:
        seen.add(at.path)
        at = clauses[at.parent]
    return f"{at.marker}{at.title}".strip()[:80] if at else ""


def _charged(document: UUID) -> dict[str, list[str]]:
    """Give the bodies that the text charges, by clause, the leading ones first."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in policy.tasks().filter(document=document).order_by("start"):
        path = row.clause.path if row.clause else ""
        found[path] += [name for name in dict.fromkeys((*row.lead, *row.units)) if name not in found[path]]
    return found


def _wholes(row: Evaluation, codes: set[str]) -> tuple[given.Whole, ...]:
    work = works.work_of(row.document_id)
    lines = list(works.lines(work=work.pk)) if work else []
    parts: dict[UUID, list[str]] = defaultdict(list)
    for line in lines:
        if line.whole_id and line.code in codes and line.document_id == row.document_id:
            parts[line.whole_id].append(line.code)
    return tuple(
        given.Whole(
            code=line.code,
            parts=tuple(sorted(parts[line.pk])),
            verdict=line.total,
            rest=number(line.rest),
            unit=line.unit,
        )
        for line in lines
        if line.total and line.code in codes and line.document_id == row.document_id and parts[line.pk]
    )


# --- what belongs to the evaluation


def _reports(row: Evaluation) -> tuple[given.SelfReport, ...]:
    rows = row.self_reports.select_related("body", "case").order_by("case__number", "pk")
    return tuple(
        given.SelfReport(
            body=each.body.name,
            submitted_on=each.submitted_on,
            waived=each.case.state == WAIVED,
            files=len(each.files),
            facts=tuple(map(str, each.facts)),
        )
        for each in rows
    )


def _statements(row: Evaluation) -> tuple[given.Statement, ...]:
    rows = Statement.objects.filter(report__evaluation=row.pk).exclude(report__case__state=WAIVED).exclude(claim="")
    kept = with_checks(rows.select_related("report__body").order_by("report__case__number", "order"))
    return tuple(
        given.Statement(
            body=each.report.body.name,
            subject=each.subject,
            code=each.code,
            title=each.title,
            claim=each.claim,
            value=each.value,
            unit=each.unit,
            check=_check(each),
        )
        for each in kept
    )


def _check(row: Statement) -> given.Check | None:
    standing: Iterable[Any] = getattr(row, "standing_checks", ())
    for each in standing:
        return given.Check(verdict=each.verdict, on=each.on, value=each.value, reason=each.reason)
    return None


PUBLIC_COMMENT = "（公众意见，原文见评估发布页面）"


def _comments(row: Evaluation) -> tuple[given.Comment, ...]:
    return tuple(
        given.Comment(
            text=each.text if each.body else PUBLIC_COMMENT,
            body=each.body.name if each.body else "",
            on=each.on,
            part=each.part if each.body else "",
            answer=each.answer,
            reason=each.reason,
        )
        for each in row.comments.select_related("body").order_by("on", "pk")
    )


def _adjustments(row: Evaluation) -> tuple[given.Adjustment, ...]:
    return tuple(
        given.Adjustment(
            code=each.target,
            value=each.value,
            title=each.title,
            before=each.before,
            unit=each.unit,
            reason=each.reason,
            body=each.body.name,
            state=each.state,
            decision=each.decision,
        )
        for each in row.adjustments.select_related("body").order_by("pk")
    )
