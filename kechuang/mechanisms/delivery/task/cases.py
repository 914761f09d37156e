"""The kinds of cases of tasks and dispatches, the standard moves they switch on, who reads them, their years."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Case
from kechuang.casework.moves import OpenMove
from kechuang.casework.notices import following, years
from kechuang.casework.notices.years import Year
from kechuang.casework.registry import Alongside, CaseKind, register_alongside, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Opinions, Reopen, Returns, Standard
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import actions, projecting, queries
from kechuang.mechanisms.delivery.task.models import DeliveryTask, Support, TaskHelp
from kechuang.mechanisms.delivery.task.rules.days import LATE
from kechuang.mechanisms.delivery.task.rules.moves import ANSWER, DECIDE, DISPATCH, PLAN, READ, TASK
from kechuang.web.permissions import Actor, Scope, holding, scope, within

FORMS = (
    *("assign", "accept", "dispute", "list_measures", "plan_year", "report", "finish", "block", "unblock"),
    *("ask_help", "urge", "verify", "send_back", "close", "adjust", "fund", "spend", "carry_over", "drop"),
)
TONES = {
    "ITEM": "idle",
    "ASSIGNED": "idle",
    "DISPUTED": "risk",
    "LATE": "late",
    "BLOCKED": "risk",
    "DONE": "done",
    "VERIFIED": "done",
    "CLOSED": "done",
    "DROPPED": "void",
}
STANDARD = Standard(
    returns=Returns(states="DONE"),
    transfer="ITEM ASSIGNED DISPUTED",
    opinions=Opinions(states="DISPUTED DONE VERIFIED", waits="close"),
    remind="DISPUTED DONE VERIFIED",
    objections=Objections(states="CLOSED", upheld="IN_PROGRESS", after=projecting.reopened),
    suspend="ACCEPTED MEASURE_LIST IN_PROGRESS LATE",
    reopen=Reopen(states="CLOSED", target="IN_PROGRESS", permission=PLAN, late=LATE, after=projecting.reopened),
    bulk=frozenset({declare.TRANSFER, declare.SUSPEND, declare.REMIND}),
)


def reach(wanted: Scope) -> Q:
    """Give the tasks in reach: by place and parties, and those that a body supports or was asked about."""
    if wanted.everything:
        return Q()
    found = Q(pk__in=[])
    for place in wanted.places:
        found |= within(place, "place", "city")
    if wanted.bodies:
        found |= Q(pk__in=queries.of_bodies(wanted.bodies))
    return found


def _beside(actor: Actor, on: date) -> Q | None:
    """Let a body read what it supports or was asked about, wherever the task lies."""
    bodies = scope(actor, READ, on).bodies | frozenset(held.body for held in actor.grants)
    if not bodies:
        return None
    supported = Support.objects.filter(body__in=bodies).values("task_id")
    asked = TaskHelp.objects.filter(body__in=bodies).values("task_id")
    return Q(kind=TASK.kind) & (Q(pk__in=supported) | Q(pk__in=asked))


def _reads(actor: Actor, on: date) -> Q | None:
    return _beside(actor, on) if scope(actor, READ, on) else None


def _asked(actor: Actor, on: date) -> Q:
    bodies = {held.body for code in (ANSWER, PLAN, DECIDE) for held in holding(actor, code, on=on)}
    open_helps = TaskHelp.objects.filter(body__in=bodies, answered_on__isnull=True)
    return Q(kind=TASK.kind, pk__in=open_helps.values("task_id")) if bodies else Q(pk__in=[])


def _no_moves(_case: Case, _actor: Actor, _on: date) -> Sequence[OpenMove]:
    return ()


def _nothing(_actor: Actor, _on: date) -> Q:
    return Q(pk__in=[])


def _no_guard(_kind: str, _move: str, _cases: Sequence[UUID]) -> Mapping[UUID, Refusal]:
    return {}


def task_of(case: Case) -> DeliveryTask | None:
    """Give the task of a case."""
    return DeliveryTask.objects.select_related("case", "parent__case").filter(pk=case.pk).first()


def register() -> None:
    """Make tasks and dispatches known to casework, with standard moves, years and what is told of their facts."""
    forms = {code: f"delivery_task:{code}" for code in FORMS}
    register_case(
        CaseKind(
            TASK, READ, forms=forms, due=dict(actions.DUE), list_url="delivery_task:list", tones=TONES, reach=reach
        )
    )
    register_case(CaseKind(DISPATCH, READ, list_url="delivery_task:dispatches", tones={"TAKEN": "done"}))
    declare.register(TASK.kind, STANDARD)
    years.register(TASK.kind, Year(closed=frozenset({"CLOSED", "DROPPED"})))
    register_alongside(
        Alongside(
            name="delivery.help",
            open_moves=_no_moves,
            waiting=_nothing,
            answers=_asked,
            reads=_reads,
            guard=_no_guard,
        )
    )
    to_lead: tuple[tuple[str, dict[str, Any]], ...] = (
        ("assigned", {"reply_by": "due_on"}),
        ("urged", {}),
        ("report_missed", {}),
        ("became_late", {}),
        ("verified", {}),
        ("adjusted", {"reply_by": "due_on"}),
        ("closed", {}),
    )
    for code, more in to_lead:
        following.on_fact(f"delivery.task.{code}", following.to_parties("holder", **more))
    for code in ("disputed", "blocked", "finished", "proved"):
        following.on_fact(f"delivery.task.{code}", following.to_parties("office"))
