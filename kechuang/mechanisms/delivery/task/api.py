"""Tasks for programs: the list, a task whole, every act, counts by body and place, the dispatch."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Status

from kechuang.casework import standing
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.casework.words import state as state_word
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import actions, bodies, lists, meeting, proving, queries, views
from kechuang.mechanisms.delivery.task.dispatch_views import change_rows
from kechuang.mechanisms.delivery.task.models import DeliveryTask, TaskHelp
from kechuang.mechanisms.delivery.task.rules import requests as asked
from kechuang.mechanisms.delivery.task.rules.compare import compare
from kechuang.mechanisms.delivery.task.rules.money import BY_MOVE
from kechuang.mechanisms.delivery.task.rules.moves import ANSWER, DISPATCH, PLAN, READ, TASK
from kechuang.mechanisms.delivery.task.schemas import (
    DispatchIn,
    DispatchOut,
    LineSchema,
    PartsIn,
    ProofSchema,
    TaskDoneOut,
    TaskHelpOut,
    TaskIn,
    TaskMoneyOut,
    TaskOut,
    TaskReportOut,
    TaskStepIn,
)
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of, below

router = Router()
list_endpoint(router, "/tasks", lists.TASKS, lists.rows, permission=READ, operation_id="list_delivery_tasks")
list_endpoint(
    router, "/dispatches", lists.DISPATCHES, lists.dispatches, permission=READ, operation_id="list_delivery_dispatches"
)


def _found(request: HttpRequest, identifier: UUID) -> Case:
    case = Case.objects.select_related("delivery_task", "holder").filter(pk=identifier, kind=TASK.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def _lines(task: DeliveryTask, kind: str) -> list[LineSchema]:
    return [
        LineSchema(text=row.text, owner=row.owner, by=row.by) for row in task.lines.filter(kind=kind).order_by("order")
    ]


@router.get("/tasks/{identifier}", auth=Needs(READ), response=TaskOut, summary="One task whole")
def task(request: HttpRequest, identifier: UUID) -> TaskOut:
    """Give a task with measures, reports, questions, parts and proofs."""
    case = _found(request, identifier)
    row = case.delivery_task
    reports = row.reports.order_by("pk")
    return TaskOut(
        case=str(case.pk),
        number=case.number,
        title=case.title,
        text=row.text,
        state=case.state,
        state_word=str(state_word(case.kind, case.state)),
        place=case.place,
        year=row.year,
        source=row.source,
        reference=row.reference,
        document=row.document,
        clause=row.clause,
        lead=str(case.holder_id or ""),
        lead_words=row.lead_words,
        supports=[str(each.body_id) for each in row.supports.all()],
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        percent=row.percent,
        report_by=row.report_by,
        missed=row.missed,
        block_reason=row.block_reason,
        amount_yuan="" if case.amount is None else f"{case.amount:f}",
        monies=[
            TaskMoneyOut(kind=each.kind, year=each.year, source=each.source, amount_yuan=f"{each.amount:f}", on=each.on)
            for each in row.monies.order_by("year", "kind", "source")
        ],
        measures=_lines(row, "measure"),
        milestones=_lines(row, "milestone"),
        reports=[
            TaskReportOut(
                on=each.on,
                percent=each.percent,
                text=each.text,
                milestone=each.milestone,
                figures=each.figures,
                facts=each.facts,
            )
            for each in reports
        ],
        helps=[
            TaskHelpOut(
                id=str(each.pk),
                body=str(each.body_id),
                question=each.question,
                asked_on=each.asked_on,
                answer=each.answer,
                answered_on=each.answered_on,
            )
            for each in row.helps.order_by("asked_on", "pk")
        ],
        parts=[str(each.pk) for each in queries.parts(row)],
        proofs=list(row.proofs.order_by("on", "pk").values_list("entry", flat=True)),
        proved_on=row.proved_on,
    )


def _done(outcome: Outcome) -> TaskDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return TaskDoneOut(case=str(outcome.case), state=outcome.states[outcome.case])


@router.post("/tasks", auth=Needs(PLAN), response={201: TaskDoneOut}, summary="Enter a task into the ledger")
def make(request: HttpRequest, wanted: TaskIn) -> Status[TaskDoneOut]:
    """Enter a task for an office for which the caller acts."""
    key, actor = idempotency_key(request), actor_of(request)
    office = Body.objects.filter(pk=wanted.office).exclude(authority="").first()
    place = wanted.place or (office.place if office else "")
    if office is None or not below(place, office.place) or not bodies.is_division(place, clock.today()):
        raise RefusedError(Refusal("delivery.place_elsewhere", {"place": place}, place="place"))
    request_ = asked.Make(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=place,
        title=wanted.title,
        text=wanted.text,
        year=wanted.year,
        source=wanted.source,
        reference=wanted.reference,
        document=wanted.document[:36],
        clause=wanted.clause[:120],
        finding=wanted.finding[:32],
        lead=_known(wanted.lead, "lead"),
        supports=_all_known(wanted.supports),
        due_on=wanted.due_on,
        money=wanted.amount_yuan,
    )
    return Status(201, _done(actions.make(request_, by=actor, key=key)))


def _known(body: UUID | None, place: str) -> UUID | None:
    if body is not None and not Body.objects.filter(pk=body).exists():
        raise RefusedError(Refusal("delivery.body_unknown", {"body": str(body)}, place=place))
    return body


def _all_known(wanted: list[UUID]) -> tuple[UUID, ...]:
    known = set(Body.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    missing = [body for body in wanted if body not in known]
    if missing:
        raise RefusedError(Refusal("delivery.body_unknown", {"body": str(missing[0])}, place="supports"))
    return tuple(dict.fromkeys(wanted))


@router.post(
    "/tasks/{identifier}/parts",
    auth=Needs(ANSWER),
    response={201: list[TaskDoneOut]},
    summary="Give parts of a task away",
)
def parts(request: HttpRequest, identifier: UUID, wanted: PartsIn) -> Status[list[TaskDoneOut]]:
    """Give one part to each body, for the body that leads the whole."""
    key, actor, whole = idempotency_key(request), actor_of(request), _found(request, identifier)
    if not views.may_share(whole, actor):
        raise RefusedError(Refusal("case.not_yours", {"move": f"{TASK.kind}.share"}))
    rows = {row.pk: row for row in Body.objects.filter(pk__in=_all_known(wanted.leads))}
    done = []
    for at, body in enumerate(dict.fromkeys(wanted.leads)):
        place = rows[body].place
        part = asked.Make(
            case=chance.uuid7(),
            authority=whole.authority,
            office=whole.holder_id,  # type: ignore[arg-type]  # who may share leads it
            place=place if below(place, whole.place) else whole.place,
            title=wanted.title,
            text=wanted.text,
            year=whole.delivery_task.year,
            source=whole.delivery_task.source,
            reference=whole.delivery_task.reference,
            document=whole.delivery_task.document,
            clause=whole.delivery_task.clause,
            lead=body,
            due_on=wanted.due_on,
            parent=whole.pk,
        )
        done.append(_done(actions.share(part, by=actor, key=f"{key}:{at}"[:120])))
    return Status(201, done)


@router.post("/helps/{question}", auth=Needs(READ), response=TaskDoneOut, summary="Decide what was asked")
def answer(request: HttpRequest, question: UUID, wanted: TaskStepIn) -> TaskDoneOut:
    """Answer for the body that was asked."""
    key, row = idempotency_key(request), TaskHelp.objects.filter(pk=question).first()
    if row is None:
        raise Http404
    case = _found(request, row.task_id)
    answer_ = asked.AnswerHelp(task=case.pk, help=question, text=wanted.text)
    return _done(actions.take("answer_help", answer_, by=actor_of(request), key=key))


@router.post("/tasks/{identifier}/{move}", auth=Needs(READ), response=TaskDoneOut, summary="Take a move on a task")
def step(request: HttpRequest, identifier: UUID, move: str, wanted: TaskStepIn) -> TaskDoneOut:
    """Assign, accept, dispute, list_measures, report …; the gateway says who may."""
    key, case = idempotency_key(request), _found(request, identifier)
    if move not in views.PERMISSIONS:
        raise Http404
    request_ = _request(case.pk, move, wanted)
    return _done(actions.take(move, request_, by=actor_of(request), key=key))


def _need[T](value: T | None, name: str) -> T:
    if value is None:
        raise RefusedError(Refusal("delivery.field_missing", {"field": name}, place=name))
    return value


def _request(case: UUID, move: str, wanted: TaskStepIn) -> Any:  # noqa: ANN401 - each move has its own request
    if move == "assign":
        lead, due_on = _need(_known(wanted.lead, "lead"), "lead"), _need(wanted.due_on, "due_on")
        supports = _all_known(wanted.supports)
        return asked.Assign(task=case, lead=lead, due_on=due_on, supports=supports, note=wanted.text)
    if move in {"list_measures", "plan_year"}:
        return asked.Rows(task=case, rows=tuple(asked.Line(row.text, row.owner, row.by) for row in wanted.rows))
    if move == "report":
        return asked.Report(
            task=case,
            percent=_need(wanted.percent, "percent"),
            text=wanted.text,
            milestone=wanted.milestone[:300],
            figures=wanted.figures,
            stands_on=tuple(wanted.stands_on),
        )
    if move == "finish":
        return asked.Finish(task=case, text=wanted.text)
    if move == "ask_help":
        return asked.AskHelp(task=case, body=_need(_known(wanted.body, "body"), "body"), question=wanted.text)
    if move == "adjust":
        return asked.Adjust(task=case, reason=wanted.text, due_on=wanted.due_on, proof=_proof(wanted.proof))
    if move in BY_MOVE:
        return asked.StateMoney(
            task=case,
            move=move,
            kind=wanted.kind or BY_MOVE[move][0],
            year=_need(wanted.year, "year"),
            source=wanted.source,
            amount=_need(wanted.amount_yuan, "amount_yuan"),
        )
    if move == "carry_over":
        year, due_on = _need(wanted.year, "year"), _need(wanted.due_on, "due_on")
        return asked.Carry(task=case, year=year, due_on=due_on, reason=wanted.text)
    return asked.Step(task=case, move=move, text=wanted.text)


def _proof(wanted: ProofSchema | None) -> asked.Proof | None:
    if wanted is None:
        return None
    fits = wanted.type in dict(proving.provable()) and bodies.is_division(wanted.place, clock.today())
    if not fits or wanted.count < 1 or (wanted.type == proving.OBSERVED and not wanted.indicator):
        raise RefusedError(Refusal("delivery.proof_wrong", {"type": wanted.type}, place="proof"))
    return asked.Proof(
        type=wanted.type, place=wanted.place, count=wanted.count, since=wanted.since, indicator=wanted.indicator
    )


@router.get("/dispatches/{identifier}", auth=Needs(READ), response=DispatchOut, summary="One dispatch meeting")
def dispatch(request: HttpRequest, identifier: UUID) -> DispatchOut:
    """Give a meeting with the tasks as they stood."""
    case = Case.objects.select_related("delivery_dispatch").filter(pk=identifier, kind=DISPATCH.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    row, before = case.delivery_dispatch, meeting.last(case.place, case.pk)
    known = lists.rows(request).order_by().select_related(None).filter(pk__in=list(row.snapshot))
    shown = {str(pk) for pk in known.values_list("pk", flat=True)}
    found = change_rows(compare(before.snapshot, row.snapshot), {}, shown) if before else []
    return DispatchOut(
        case=str(case.pk),
        number=case.number,
        title=case.title,
        note=row.note,
        late=row.late,
        digest=row.digest,
        snapshot={task: shot for task, shot in row.snapshot.items() if task in shown},
        changes={str(word): count for word, count, _tasks in found},
    )


@router.post("/dispatches", auth=Needs(PLAN), response={201: TaskDoneOut}, summary="Take a dispatch meeting down")
def take(request: HttpRequest, wanted: DispatchIn) -> Status[TaskDoneOut]:
    """Keep how the tasks of the office's place stand today."""
    key, actor = idempotency_key(request), actor_of(request)
    office = next((each for each in bodies.offices(actor, clock.today()) if each.pk == wanted.office), None)
    if office is None:
        raise RefusedError(Refusal("case.not_yours", {"move": f"{DISPATCH.kind}.take"}))
    rows = queries.of_place(lists.rows(request), office.place)
    return Status(
        201, _done(actions.take_dispatch(meeting.taken(rows, office, wanted.title, wanted.note), by=actor, key=key))
    )
