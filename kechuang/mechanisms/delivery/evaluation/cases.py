"""The cases of evaluations and self-reports, the standard moves they switch on, who reads them, what is told."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Case
from kechuang.casework.moves import OpenMove
from kechuang.casework.notices import following
from kechuang.casework.registry import Alongside, CaseKind, register_alongside, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Opinions, Reopen, Standard
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import (
    actions,  # noqa: F401 - importing it registers the acts
)
from kechuang.mechanisms.delivery.evaluation.models import Evaluation, Invited, SelfReport
from kechuang.mechanisms.delivery.evaluation.rules.moves import (
    APPROVE,
    COMMENT,
    EVALUATION,
    OPEN,
    READ,
    SELF_REPORT,
)
from kechuang.web.permissions import Actor, Scope, holding, scope, within

FORMS = (
    *("ask", "name_checker", "begin_check", "check", "recall", "check_again", "finish_check", "draft", "invite"),
    *("comment", "answer", "propose", "decide", "apply", "submit", "send_back", "approve", "publish", "withdraw"),
)
# These moves are about one line, comment or proposal: their buttons stand beside it.
BESIDE_A_LINE = frozenset({"recall", "check_again", "comment", "answer", "decide", "apply"})
REPORT_FORMS = ("submit", "take", "return", "urge", "waive")
TONES = {
    "OPENED": "idle",
    "PUBLISHED": "done",
    "APPROVED": "done",
    "WITHDRAWN": "void",
}
REPORT_TONES = {"ASKED": "idle", "RETURNED": "risk", "TAKEN": "done", "WAIVED": "void"}
STANDARD = Standard(
    transfer="OPENED REPORTING",
    opinions=Opinions(states="DRAFTED COMMENTING SUBMITTED", waits="approve"),
    suspend=OPEN,
    reopen=Reopen(states="PUBLISHED", target="DRAFTED", permission=APPROVE),
    bulk=frozenset({declare.SUSPEND}),
)
REPORT_STANDARD = Standard(remind="SUBMITTED", bulk=frozenset({declare.REMIND}))


def concerned(bodies: frozenset[UUID]) -> Q:
    """Give the condition for evaluations in which a body takes part."""
    found = Q(office__in=bodies) | Q(counterpart__in=bodies)
    found |= Q(pk__in=SelfReport.objects.filter(body__in=bodies).values("evaluation_id"))
    return found | Q(pk__in=Invited.objects.filter(body__in=bodies).values("evaluation_id"))


def concerned_reports(bodies: frozenset[UUID]) -> Q:
    """Give the condition for self-reports that a body gave, asked for, or checks."""
    checked = Evaluation.objects.filter(case__counterpart__in=bodies)
    return (
        Q(holder__in=bodies)
        | Q(office__in=bodies)
        | Q(pk__in=SelfReport.objects.filter(evaluation__in=checked).values("pk"))
    )


def _reach(wanted: Scope, mine: Q) -> Q:
    if wanted.everything:
        return Q()
    found = Q(pk__in=[])
    for place in wanted.places:
        found |= within(place, "place", "city")
    return found | mine


def reach(wanted: Scope) -> Q:
    """Give the evaluations in reach: by place, and those in which a body takes part."""
    return _reach(wanted, concerned(wanted.bodies) if wanted.bodies else Q(pk__in=[]))


def reach_reports(wanted: Scope) -> Q:
    """Give the self-reports in reach."""
    return _reach(wanted, concerned_reports(wanted.bodies) if wanted.bodies else Q(pk__in=[]))


def _mine(actor: Actor, on: date) -> frozenset[UUID]:
    return scope(actor, READ, on).bodies | frozenset(
        held.body for held in actor.grants if holding(actor, READ, on=on) and held.in_force(on)
    )


def _reads(actor: Actor, on: date) -> Q | None:
    """Let a body read where it takes part, wherever the evaluation lies."""
    bodies = _mine(actor, on)
    if not bodies or not scope(actor, READ, on):
        return None
    return (Q(kind=EVALUATION.kind) & concerned(bodies)) | (Q(kind=SELF_REPORT.kind) & concerned_reports(bodies))


def _asked(actor: Actor, on: date) -> Q:
    """Evaluations whose draft waits for a comment of the person's body."""
    bodies = {held.body for held in holding(actor, COMMENT, on=on)}
    if not bodies:
        return Q(pk__in=[])
    owed = Invited.objects.filter(body__in=bodies, answered_on__isnull=True).values("evaluation_id")
    return Q(kind=EVALUATION.kind, state="COMMENTING", pk__in=owed)


def _no_moves(_case: Case, _actor: Actor, _on: date) -> Sequence[OpenMove]:
    return ()


def _nothing(_actor: Actor, _on: date) -> Q:
    return Q(pk__in=[])


def _no_guard(_kind: str, _move: str, _cases: Sequence[UUID]) -> Mapping[UUID, Refusal]:
    return {}


def register() -> None:
    """Make evaluations and self-reports known to casework, with standard moves and what is told of their facts."""
    forms = {code: f"delivery_evaluation:{code}" for code in FORMS if code not in BESIDE_A_LINE}
    register_case(
        CaseKind(EVALUATION, READ, forms=forms, list_url="delivery_evaluation:list", tones=TONES, reach=reach)
    )
    report_forms = {code: f"delivery_evaluation:report-{code}" for code in REPORT_FORMS}
    register_case(
        CaseKind(
            SELF_REPORT,
            READ,
            forms=report_forms,
            list_url="delivery_evaluation:reports",
            tones=REPORT_TONES,
            reach=reach_reports,
        )
    )
    declare.register(EVALUATION.kind, STANDARD)
    declare.register(SELF_REPORT.kind, REPORT_STANDARD)
    register_alongside(
        Alongside(
            name="delivery.evaluation",
            open_moves=_no_moves,
            waiting=_nothing,
            answers=_asked,
            reads=_reads,
            guard=_no_guard,
        )
    )
    for code in ("self_report_asked", "self_report_returned", "self_report_urged"):
        reply = {"reply_by": "due_on"} if code == "self_report_asked" else {}
        following.on_fact(f"evaluation.{code}", following.to_parties("holder", **reply))
    following.on_fact("evaluation.self_reported", following.to_parties("office"))
    following.on_fact("evaluation.check_begun", following.to_parties("counterpart", reply_by="due_on"))
    for code in ("check_finished", "sent_back", "approved"):
        following.on_fact(f"evaluation.{code}", following.to_parties("office"))
    following.on_fact("evaluation.comments_invited", _invite)


def _invite(event: following.Event) -> list[following.Draft]:
    """Tell every body that is asked to comment, with the day."""
    case = event.about
    if case is None:
        return []
    bodies = Invited.objects.filter(evaluation=case.pk).order_by("pk").values_list("body_id", flat=True)
    values = {"number": case.number or str(case.pk)[-8:]}
    day = date.fromisoformat(str(event.values["due_on"]))
    return [
        following.Draft(kind=event.entry.type, to_body=body, case=case.pk, values=values, reply_by=day)
        for body in bodies
    ]
