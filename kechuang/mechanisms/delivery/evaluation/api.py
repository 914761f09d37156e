"""Evaluations for programs: the lists, one whole, every move, self-reports, what was published."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case, Step
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import actions, lists, making, prefilling, queries, wording
from kechuang.mechanisms.delivery.evaluation.forms import offices
from kechuang.mechanisms.delivery.evaluation.line_views import applied
from kechuang.mechanisms.delivery.evaluation.models import Adjustment, Comment, Evaluation, Statement
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.mechanisms.delivery.evaluation.rules.moves import EVALUATION, PREPARE, READ
from kechuang.mechanisms.delivery.evaluation.schemas import (
    AdjustmentOut,
    EvaluationCommentOut,
    EvaluationDoneOut,
    EvaluationIn,
    EvaluationOut,
    EvaluationStatementOut,
    EvaluationStepIn,
    IssuedReportOut,
    PublishedEvaluationOut,
    SelfReportOut,
    SelfReportStepIn,
)
from kechuang.mechanisms.delivery.evaluation.views import evaluation_or_404, report_or_404
from kechuang.policy import queries as policy
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
for _path, _list, _rows, _needs, _name in (
    ("/", lists.EVALUATIONS, lists.rows, READ, "list_evaluations"),
    ("/self-reports", lists.REPORTS, lists.reports, READ, "list_self_reports"),
    ("/statements", lists.STATEMENTS, lists.statements, READ, "list_evaluation_statements"),
    ("/comments", lists.COMMENTS, lists.comments, READ, "list_evaluation_comments"),
    ("/published", lists.PUBLISHED, lists.published, "public", "list_published_evaluations"),
):
    list_endpoint(router, _path, _list, _rows, permission=_needs, operation_id=_name)
WORDS = frozenset({"begin_check", "finish_check", "submit", "send_back", "approve", "withdraw"})


def _statement(row: Statement) -> EvaluationStatementOut:
    check = wording.standing(row)
    return EvaluationStatementOut(
        id=str(row.pk),
        subject=row.subject,
        code=row.code,
        clause=row.clause,
        title=row.title,
        known=row.known,
        claim=row.claim,
        value=row.value,
        unit=row.unit,
        text=row.text,
        verdict=check.verdict if check else "",
        corrected=check.value if check else "",
        reason=check.reason if check else "",
    )


def _comment(row: Comment) -> EvaluationCommentOut:
    body = str(row.body_id or "")
    return EvaluationCommentOut(
        id=str(row.pk), body=body, on=row.on, part=row.part, text=row.text, answer=row.answer, reason=row.reason
    )


def _shared(row: Evaluation, said: list[Statement], comments: list[Comment], *, final: bool) -> dict[str, Any]:
    """Give what both the public and those who take part read."""
    issued = row.issued.order_by("edition")
    adjusted = ("target", "title", "before", "value", "unit", "reason", "state", "applied_as")
    steps = Step.objects.filter(case=row.pk, move="publish").order_by("pk")
    return {
        "case": str(row.pk),
        "number": row.case.number,
        "document": str(row.document_id),
        "title": row.document_title,
        **{name: getattr(row, name) for name in ("kind", "first_year", "last_year", "data_year", "vintage")},
        "published_on": row.published_on,
        "host": str(row.case.office_id or ""),
        "third_party": str(row.case.counterpart_id or ""),
        "statements": [_statement(each) for each in said],
        "comments": [_comment(each) for each in comments],
        "adjustments": [
            AdjustmentOut(id=str(each.pk), **{name: getattr(each, name) for name in adjusted})
            for each in row.adjustments.order_by("pk")
        ],
        "issued": [
            IssuedReportOut(
                edition=each.edition, final=each.final, on=each.on, inputs=each.inputs, word=each.word, pdf=each.pdf
            )
            for each in (issued.filter(final=True) if final else issued)
        ],
        "facts": [fact for step in steps for fact in step.facts],
    }


@router.get(
    "/published/{identifier}",
    auth=Needs("public"),
    response=PublishedEvaluationOut,
    summary="One published evaluation",
)
def published(request: HttpRequest, identifier: UUID) -> PublishedEvaluationOut:
    """Give what everybody may read, whoever asks."""
    actor_of(request)
    row = queries.published().filter(pk=identifier).first()
    if row is None:
        raise Http404
    rows = Statement.objects.filter(report__evaluation=row.pk).exclude(report__case__state="WAIVED").exclude(claim="")
    said = list(queries.with_checks(rows.order_by("report__case__number", "order")))
    return PublishedEvaluationOut(**_shared(row, said, list(row.comments.order_by("on", "pk")), final=True))


@router.get("/self-reports/{identifier}", auth=Needs(READ), response=SelfReportOut, summary="One self-report whole")
def self_report(request: HttpRequest, identifier: UUID) -> SelfReportOut:
    """Give a self-report with its statements, prefilled values and checks."""
    case = report_or_404(request, identifier)
    row = case.self_report
    names = ("done", "problems", "suggestions", "returned", "submitted_on", "taken_on", "facts")
    return SelfReportOut(
        case=str(case.pk),
        number=case.number,
        evaluation=str(row.evaluation_id),
        body=str(row.body_id),
        state=case.state,
        **{name: getattr(row, name) for name in names},
        statements=[_statement(each) for each in queries.with_checks(row.statements.order_by("order"))],
    )


@router.get("/{identifier}", auth=Needs(READ), response=EvaluationOut, summary="One evaluation whole")
def evaluation(request: HttpRequest, identifier: UUID) -> EvaluationOut:
    """Give an evaluation as the caller may read it."""
    case = evaluation_or_404(request, identifier)
    row = case.evaluation
    said = list(lists.statements(request).filter(report__evaluation=row.pk).order_by("report__case__number", "order"))
    comments = list(lists.comments(request).filter(evaluation=row.pk).order_by("on", "pk"))
    days = ("report_by", "check_by", "comment_by", "publish_by", "public_comments")
    return EvaluationOut(
        **_shared(row, said, comments, final=False),
        state=case.state,
        **{name: getattr(row, name) for name in days},
        self_reports=[str(pk) for pk in row.self_reports.order_by("pk").values_list("pk", flat=True)],
        invited=[str(pk) for pk in row.invited.order_by("pk").values_list("body_id", flat=True)],
    )


def _done(outcome: Outcome) -> EvaluationDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return EvaluationDoneOut(case=str(outcome.case), state=outcome.states[outcome.case])


@router.post("/", auth=Needs(PREPARE), response={201: EvaluationDoneOut}, summary="Call an evaluation")
def call(request: HttpRequest, wanted: EvaluationIn) -> tuple[int, EvaluationDoneOut]:
    """Call an evaluation for an office for which the caller acts."""
    key, actor = idempotency_key(request), actor_of(request)
    office = next((each for each in offices(actor, clock.today()) if each.pk == wanted.office), None)
    document = policy.documents().filter(pk=wanted.document, withdrawn=False).first()
    if office is None:
        raise RefusedError(Refusal("case.not_yours", {"move": f"{EVALUATION.kind}.open"}, place="office"))
    if document is None:
        raise RefusedError(Refusal("evaluation.document_unknown", place="document"))
    request_ = asked.Open(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=office.place,
        plan=asked.Plan(document=str(document.pk), title=document.title, targets=document.targets_count),
        kind=wanted.kind,
        first_year=wanted.first_year,
        last_year=wanted.last_year,
        data_year=wanted.data_year,
        vintage=wanted.vintage,
        days=asked.Days(
            report_by=wanted.report_by,
            check_by=wanted.check_by,
            comment_by=wanted.comment_by,
            publish_by=wanted.publish_by,
        ),
        call=wanted.call,
        public_comments=wanted.public_comments,
    )
    return 201, _done(actions.open_evaluation(request_, by=actor, key=key))


@router.post(
    "/self-reports/{identifier}/{move}",
    auth=Needs(READ),
    response=EvaluationDoneOut,
    summary="Take a move on a self-report",
)
def report_step(request: HttpRequest, identifier: UUID, move: str, wanted: SelfReportStepIn) -> EvaluationDoneOut:
    """Submit, take, return, urge or waive; the gateway says who may."""
    key, case = idempotency_key(request), report_or_404(request, identifier)
    if move not in actions.REPORT_KINDS:
        raise Http404
    whole = case.self_report.evaluation_id
    request_: Any = asked.ReportStep(report=case.pk, evaluation=whole, move=move, text=wanted.text)
    if move == "submit":
        request_ = asked.Tell(
            report=case.pk,
            evaluation=whole,
            done=wanted.text,
            problems=wanted.problems,
            suggestions=wanted.suggestions,
            lines=tuple(asked.Said(each.statement, each.claim, each.value, each.text) for each in wanted.statements),
            stands_on=tuple(wanted.stands_on),
        )
    return _done(actions.take_report(move, request_, by=actor_of(request), key=key))


@router.post(
    "/{identifier}/{move}", auth=Needs(READ), response=EvaluationDoneOut, summary="Take a move on an evaluation"
)
def step(request: HttpRequest, identifier: UUID, move: str, wanted: EvaluationStepIn) -> EvaluationDoneOut:
    """Ask, check, draft, invite, comment, answer, submit, approve, publish …; the gateway says who may."""
    key, case, actor = idempotency_key(request), evaluation_or_404(request, identifier), actor_of(request)
    if move not in actions.KINDS:
        raise Http404
    if move in {"draft", "publish"}:
        return _done(making.take(case, move, by=actor, key=key))
    if move == "apply":
        row = Adjustment.objects.filter(pk=wanted.adjustment, evaluation=case.pk).first()
        if row is None:
            raise RefusedError(Refusal("evaluation.adjustment_gone", place="adjustment"))
        return _done(applied(case, row, actor, key))
    return _done(actions.take(move, _request(case, move, wanted), by=actor, key=key))


def _need[T](value: T | None, name: str) -> T:
    if value is None:
        raise RefusedError(Refusal("evaluation.field_missing", {"field": name}, place=name))
    return value


def _request(case: Case, move: str, wanted: EvaluationStepIn) -> Any:  # noqa: ANN401 - each move has its own request
    if move in WORDS:
        open_ = case.evaluation.self_reports.exclude(case__state__in=("TAKEN", "WAIVED"))
        reports = tuple(open_.values_list("pk", flat=True)) if move == "withdraw" else ()
        return asked.Step(evaluation=case.pk, move=move, text=wanted.text, reports=reports)
    return MADE[move](case, wanted)


def _ask(case: Case, wanted: EvaluationStepIn) -> asked.Ask:
    row = case.evaluation
    duties = prefilling.duties(row.document_id, row.vintage)
    chosen = {pk: list(lines) for pk, lines in duties.of.items() if not wanted.bodies or pk in wanted.bodies}
    names = dict(duties.names)
    if wanted.rest is not None:
        body = _body(wanted.rest, "rest")
        names[body.pk] = body.name
        chosen.setdefault(body.pk, []).extend(duties.nobody)
    named = tuple(
        asked.AskedBody(case=chance.uuid7(), body=pk, name=names[pk], lines=tuple(lines))
        for pk, lines in chosen.items()
    )
    return asked.Ask(evaluation=case.pk, asked=named)


def _body(identifier: UUID | None, name: str) -> Body:
    row = Body.objects.filter(pk=_need(identifier, name)).first()
    if row is None:
        raise RefusedError(Refusal("delivery.body_unknown", {"body": str(identifier)}, place=name))
    return row


def _propose(case: Case, wanted: EvaluationStepIn) -> asked.Propose:
    row = policy.targets().filter(document=case.evaluation.document_id, code=wanted.target).first()
    if row is None:
        raise RefusedError(Refusal("evaluation.target_unknown", {"target": wanted.target}, place="target"))
    return asked.Propose(
        evaluation=case.pk,
        id=chance.uuid7(),
        body=case.office_id,  # type: ignore[arg-type]  # every evaluation has a host
        target=row.code,
        title=" ".join(filter(None, (row.subject, row.indicator))) or row.quote,
        before=row.value,
        value=wanted.value,
        unit=row.unit,
        reason=wanted.text,
    )


MADE: dict[str, Any] = {
    "ask": _ask,
    "propose": _propose,
    "name_checker": lambda case, wanted: asked.NameChecker(evaluation=case.pk, body=_body(wanted.body, "body").pk),
    "invite": lambda case, wanted: asked.Invite(
        evaluation=case.pk,
        bodies=tuple(_body(each, "bodies").pk for each in wanted.bodies),
        until=_need(wanted.until, "until"),
        public=wanted.public,
    ),
    "recall": lambda case, wanted: asked.Recall(
        evaluation=case.pk, statement=_need(wanted.statement, "statement"), reason=wanted.text
    ),
    "comment": lambda case, wanted: asked.Remark(
        evaluation=case.pk, id=chance.uuid7(), body=_need(wanted.body, "body"), part=wanted.part, text=wanted.text
    ),
    "answer": lambda case, wanted: asked.AnswerRemark(
        evaluation=case.pk, comment=_need(wanted.comment, "comment"), answer=wanted.answer, reason=wanted.text
    ),
    "decide": lambda case, wanted: asked.DecideAdjustment(
        evaluation=case.pk,
        adjustment=_need(wanted.adjustment, "adjustment"),
        agree=wanted.agree,
        reason=wanted.text,
    ),
    **dict.fromkeys(
        ("check", "check_again"),
        lambda case, wanted: asked.CheckLines(
            evaluation=case.pk,
            findings=tuple(
                asked.Finding(each.statement, each.verdict, each.value, each.reason) for each in wanted.findings
            ),
        ),
    ),
}
