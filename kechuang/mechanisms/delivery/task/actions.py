"""The only writers of tasks: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act, act_many
from kechuang.casework.decision import CaseView
from kechuang.casework.models import Case
from kechuang.casework.outcome import Item
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.delivery.task import bodies, projecting
from kechuang.mechanisms.delivery.task.rules import ending, entering, money, running
from kechuang.mechanisms.delivery.task.rules.moves import DISPATCH, TASK, VERIFY
from kechuang.mechanisms.delivery.task.rules.requests import AnswerHelp, Loaded, Make, Prove, Step, Take, Tick
from kechuang.web.permissions import SYSTEM, Actor, Held, holding


def _opening(code: str, named: Callable[[Make], Sequence[UUID | None]]) -> ActKind[Make, Loaded]:
    return register_act(
        ActKind(
            TASK,
            code,
            lambda _request: Touched(),
            entering.make,
            lambda _requests: Loaded(),
            projecting.project,
            place=lambda request: request.place,
            bodies=named,
        )
    )


def _on_task(code: str, decide: Any, person: Any = None) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            TASK,
            code,
            lambda request: Touched(cases=(request.task,)),
            decide,
            projecting.load,
            projecting.project,
            person=person,
        )
    )


def _third_party(by: Actor, case: CaseView, _request: Step, _rows: Loaded, on: date) -> list[Held]:
    """Who verifies belongs neither to the body that did the task nor to the one that gave it."""
    duties = holding(by, VERIFY, on=on, place=case.place)
    return [held for held in duties if held.body not in {case.holder, case.office}]


def _who_was_asked(by: Actor, case: CaseView, request: AnswerHelp, rows: Loaded, on: date) -> list[Held]:
    asked = rows.tasks[case.id].helps.get(request.help)
    return bodies.duties(by, asked, on)


MAKE = _opening("make", lambda request: (request.office,))
SHARE = _opening("share", lambda request: (request.office,))
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "assign": _on_task("assign", entering.assign),
    "list_measures": _on_task("list_measures", running.list_measures),
    "plan_year": _on_task("plan_year", running.plan_year),
    "report": _on_task("report", running.report),
    "finish": _on_task("finish", ending.finish),
    "ask_help": _on_task("ask_help", running.ask_help),
    "answer_help": _on_task("answer_help", running.answer_help, _who_was_asked),
    "adjust": _on_task("adjust", ending.adjust),
    "fund": _on_task("fund", money.state_money),
    "spend": _on_task("spend", money.state_money),
    "carry_over": _on_task("carry_over", ending.carry_over),
    **{code: _on_task(code, decide) for code, decide in ending.STEPS.items() if code not in {"verify", "send_back"}},
    "verify": _on_task("verify", ending.verify, _third_party),
    "send_back": _on_task("send_back", ending.verify, _third_party),
}
BECOME_LATE = _on_task("become_late", running.become_late)
MISS_REPORT = _on_task("miss_report", running.miss_report)
PROVE = _on_task("prove", ending.prove)
TAKE = register_act(
    ActKind(
        DISPATCH,
        "take",
        lambda _request: Touched(),
        entering.take,
        lambda _requests: Loaded(),
        projecting.project_dispatch,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)


def make_many(rows: Sequence[tuple[str, Make]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Enter tasks into the ledger, each under its key, each decided alone."""
    return act_many(MAKE, [Item(request, key) for key, request in rows], by=by, on=on)


def make(request: Make, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Enter one task into the ledger."""
    return act(MAKE, request, by=by, key=key, on=on)


def share(request: Make, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Give a part of a task to another body: ``office`` is the body that leads the whole.

    Refused for a whole that the office does not lead, with ``case.not_yours`` or ``case.missing``.
    """
    whole = Case.objects.filter(pk=request.parent, kind=TASK.kind, holder=request.office).first()
    refusal = None if whole is None else TASK.check("ask_help", whole.state)
    if whole is None or refusal:
        return Outcome(key, refusal=refusal or _missing())
    return act(SHARE, request, by=by, key=key, on=on)


def _missing() -> Any:  # noqa: ANN401 - a refusal
    return TASK.check("report", None)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a task (``assign``, ``report`` …) with its own request. Raises KeyError for no move."""
    return act(KINDS[code], request, by=by, key=key, on=on)


def take_many(
    code: str, rows: Sequence[tuple[str, Any]], *, by: Actor, on: date | None = None, whole: bool = False
) -> list[Outcome]:
    """Take one move on many tasks, each decided alone; with ``whole`` all or none."""
    return act_many(KINDS[code], [Item(request, key) for key, request in rows], by=by, on=on, whole=whole)


def take_dispatch(request: Take, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Note that a meeting looked at the tasks of a place."""
    return act(TAKE, request, by=by, key=key, on=on)


def prove(task: UUID, entries: Sequence[str], *, key: str, on: date | None = None) -> Outcome:
    """Mark a task as proved by entries of the ledger; the node does it, nobody else may."""
    return act(PROVE, Prove(task=task, facts=tuple(entries)), by=SYSTEM, key=key, on=on)


def become_late(case: UUID, *, on: date, key: str) -> Outcome:
    """Carry out the due move of a task whose day has passed."""
    return act(BECOME_LATE, Tick(task=case), by=SYSTEM, key=key, on=on)


def miss_report(case: UUID, *, on: date, key: str) -> Outcome:
    """Carry out the due move of a report that did not come."""
    return act(MISS_REPORT, Tick(task=case), by=SYSTEM, key=key, on=on)


DUE = {"become_late": become_late, "miss_report": miss_report}
