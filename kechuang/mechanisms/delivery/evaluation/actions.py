"""The only writers of evaluations: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from datetime import date
from typing import Any

from django.db import IntegrityError

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import CaseView
from kechuang.casework.models import Case
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import projecting
from kechuang.mechanisms.delivery.evaluation.models import SelfReport
from kechuang.mechanisms.delivery.evaluation.rules import calling, checking, ending, reporting
from kechuang.mechanisms.delivery.evaluation.rules.moves import CHECK, COMMENT, EVALUATION, SELF_REPORT
from kechuang.mechanisms.delivery.evaluation.rules.requests import Loaded, Open, Remark
from kechuang.web import clock
from kechuang.web.permissions import Actor, Held, holding


def _independent(by: Actor, case: CaseView, request: Any, rows: Loaded, on: date) -> list[Held]:  # noqa: ANN401 - several requests
    """Who checks belongs to the third party, and to neither the host nor a body that reports."""
    parties = rows.evaluations[request.evaluation].bodies | {case.office}
    if any(held.body in parties and held.in_force(on) for held in by.grants):
        return []
    return [held for held in holding(by, CHECK, on=on) if held.body == case.counterpart]


def may_check(case: Case, by: Actor) -> bool:
    """Say whether an actor may check an evaluation as its third party today."""
    today = clock.today()
    held = [held for held in holding(by, CHECK, on=today) if held.body == case.counterpart_id]
    if not held:
        return False
    parties = {case.office_id, *SelfReport.objects.filter(evaluation=case.pk).values_list("body_id", flat=True)}
    return not any(each.body in parties and each.in_force(today) for each in by.grants)


def _invited(by: Actor, _case: CaseView, request: Remark, rows: Loaded, on: date) -> list[Held]:
    """Who comments for a body acts in that very body, which was asked."""
    if request.body not in rows.evaluations[request.evaluation].invited:
        return []
    return [held for held in holding(by, COMMENT, on=on) if held.body == request.body]


def _on_evaluation(code: str, decide: Any, person: Any = None) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            EVALUATION,
            code,
            lambda request: Touched(cases=(request.evaluation, *getattr(request, "reports", ()))),
            decide,
            projecting.load,
            projecting.project,
            person=person,
        )
    )


def _on_report(code: str, decide: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            SELF_REPORT,
            code,
            lambda request: Touched(cases=(request.report, request.evaluation)),
            decide,
            projecting.load,
            projecting.project,
        )
    )


OPEN: ActKind[Open, Loaded] = register_act(
    ActKind(
        EVALUATION,
        "open",
        lambda _request: Touched(),
        calling.open_,
        projecting.load_calls,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "ask": _on_evaluation("ask", calling.ask),
    "name_checker": _on_evaluation("name_checker", calling.name_checker),
    "begin_check": _on_evaluation("begin_check", calling.begin_check),
    "check": _on_evaluation("check", checking.check, _independent),
    "check_again": _on_evaluation("check_again", checking.check, _independent),
    "recall": _on_evaluation("recall", checking.recall, _independent),
    "finish_check": _on_evaluation("finish_check", checking.finish, _independent),
    "draft": _on_evaluation("draft", ending.draft),
    "invite": _on_evaluation("invite", ending.invite),
    "comment": _on_evaluation("comment", ending.comment, _invited),
    "answer": _on_evaluation("answer", ending.answer),
    "propose": _on_evaluation("propose", ending.propose),
    "decide": _on_evaluation("decide", ending.decide),
    "apply": _on_evaluation("apply", ending.apply),
    "submit": _on_evaluation("submit", ending.submit),
    "send_back": _on_evaluation("send_back", ending.send_back),
    "approve": _on_evaluation("approve", ending.approve),
    "publish": _on_evaluation("publish", ending.publish),
    "withdraw": _on_evaluation("withdraw", calling.withdraw),
}
REPORT_KINDS: dict[str, ActKind[Any, Loaded]] = {
    "submit": _on_report("submit", reporting.tell),
    **{code: _on_report(code, reporting.step) for code in ("take", "return", "urge", "waive")},
}


def open_evaluation(request: Open, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Call an evaluation. Two calls at the same moment meet at the table's own constraint: the second is refused."""
    try:
        return act(OPEN, request, by=by, key=key, on=on)
    except IntegrityError:
        loaded = projecting.load_calls([request])
        if (request.plan.document, request.kind, request.last_year) not in loaded.known:
            raise
        values = {"kind": f"evaluation.kind.{request.kind}", "year": request.last_year, "document": request.plan.title}
        return Outcome(key, refusal=Refusal("evaluation.already", values, place="kind"))


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on an evaluation (``ask``, ``check`` …) with its own request. Raises KeyError for no move."""
    return act(KINDS[code], request, by=by, key=key, on=on)


def take_report(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a self-report (``submit``, ``take``, ``return`` …). Raises KeyError for no move."""
    return act(REPORT_KINDS[code], request, by=by, key=key, on=on)
