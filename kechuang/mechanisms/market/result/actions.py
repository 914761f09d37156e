"""The only writers of achievements and rights: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today). The mechanisms above open
and close deals with ``open_deal`` and ``close_deal``, as ``SYSTEM`` or as somebody who may record deals.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from kechuang.casework.act import Outcome, act, act_many
from kechuang.casework.decision import CaseView, Decision
from kechuang.casework.outcome import Item
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.result import entries, projecting
from kechuang.mechanisms.market.result.models import Completer
from kechuang.mechanisms.market.result.rules import appraising, dealing, entering, recording
from kechuang.mechanisms.market.result.rules.asking import Apply, Decide, Register, RightStep
from kechuang.mechanisms.market.result.rules.moves import ENTRY, OWN, RESULT, RIGHT
from kechuang.mechanisms.market.result.rules.requests import CloseDeal, Loaded, OpenDeal, OwnShare, Same, Step, Submit
from kechuang.mechanisms.market.result.rules.values import key_of
from kechuang.web.permissions import SYSTEM, Actor, Held, holding


def remember(rows: Loaded, request: Submit, _decision: Decision | None = None) -> None:
    """Let a record that was just accepted stand against the next one of the same batch."""
    same = Same(request.case, "…", request.values.name, request.unit, "FORMAL_CHECK")
    for number in request.values.numbers:
        rows.by_number.setdefault(number, []).append(same)
    rows.by_text.setdefault(key_of(request.values.abstract), []).append(same)
    rows.by_name.setdefault(key_of(request.values.name), []).append(same)


def _completer(by: Actor, _case: CaseView, request: OwnShare, _rows: Loaded, on: date) -> list[Held]:
    """Only the completer of that row speaks for it."""
    row = Completer.objects.filter(pk=request.completer, achievement=request.case).first()
    if row is None or row.person_id is None or row.person_id != by.person:
        return []
    return holding(by, OWN, on=on)


def _on_result(code: str, decide: Any, **more: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            RESULT,
            code,
            lambda request: Touched(cases=(request.case,)),
            decide,
            projecting.load,
            projecting.project,
            **more,
        )
    )


SUBMIT: ActKind[Submit, Loaded] = register_act(
    ActKind(
        RESULT,
        "submit",
        lambda _request: Touched(),
        recording.submit,
        projecting.load_new,
        projecting.project,
        remember=remember,
        place=lambda request: request.place,
        bodies=lambda request: (request.unit,),
    )
)
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "revise": _on_result("revise", recording.revise, while_held=True),
    "own": _on_result("own", recording.own, person=_completer),
    "list": _on_result("list", recording.list_),
    "open_deal": _on_result("open_deal", dealing.open_deal),
    "close_deal": _on_result("close_deal", dealing.close_deal),
    "appraise": _on_result("appraise", appraising.appraise),
    **{code: _on_result(code, decide) for code, decide in recording.STEPS.items()},
}


def _on_entry(code: str, decide: Any) -> ActKind[Any, Register]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            ENTRY,
            code,
            lambda request: Touched(cases=(request.case,) if request.new else (request.case, request.right)),
            decide,
            entries.load,
            entries.project,
        )
    )


APPLY: ActKind[Apply, Register] = register_act(
    ActKind(
        ENTRY,
        "apply",
        lambda request: Touched(cases=(request.right,) if request.right else ()),
        entering.apply,
        entries.load_new,
        entries.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.applicant,),
    )
)
ENTRY_KINDS: dict[str, ActKind[Any, Register]] = {
    "enter": _on_entry("enter", entering.enter),
    "refuse": _on_entry("refuse", entering.refuse),
    "withdraw": _on_entry("withdraw", entering.refuse),
}
RIGHT_KINDS: dict[str, ActKind[Any, Register]] = {
    code: register_act(
        ActKind(
            RIGHT,
            code,
            lambda request: Touched(cases=(request.case,)),
            entering.step,
            entries.load_steps,
            entries.project,
        )
    )
    for code in ("dispute", "settle", "end")
}


def submit(request: Submit, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Hand an achievement in."""
    return act(SUBMIT, request, by=by, key=key, on=on)


def submit_many(rows: Sequence[tuple[str, Submit]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Hand many in, each decided alone; what one batch holds twice is refused the second time."""
    return act_many(SUBMIT, [Item(request, key) for key, request in rows], by=by, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on an achievement with its own request. Raises KeyError for no move."""
    return act(KINDS[code], request, by=by, key=key, on=on)


def take_many(code: str, rows: Sequence[tuple[str, Any]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Take one move on many achievements, each decided alone."""
    return act_many(KINDS[code], [Item(request, key) for key, request in rows], by=by, on=on)


def open_deal(request: OpenDeal, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Lock an achievement for a deal. Two at the same moment meet at the case's lock: the second is refused."""
    try:
        return act(KINDS["open_deal"], request, by=by, key=key, on=on)
    except IntegrityError:
        return Outcome(key, refusal=Refusal("result.deal_known", {"deal": str(request.deal)}))


def close_deal(request: CloseDeal, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """End a deal, done or failed."""
    return act(KINDS["close_deal"], request, by=by, key=key, on=on)


def apply(request: Apply, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Apply for an entry in the register of rights."""
    return act(APPLY, request, by=by, key=key, on=on)


def decide(code: str, request: Decide, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Enter, refuse or take back an application. Two first entries of one right meet at the table's own constraint."""
    try:
        return act(ENTRY_KINDS[code], request, by=by, key=key, on=on)
    except IntegrityError:
        return act(ENTRY_KINDS[code], request, by=by, key=key, on=on)


def step_right(code: str, request: RightStep, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Dispute, settle or end a right."""
    return act(RIGHT_KINDS[code], request, by=by, key=key, on=on)


def _by_time(code: str) -> Any:  # noqa: ANN401 - what a due move calls
    def run(case: UUID, *, on: date, key: str) -> Outcome:
        return act(KINDS[code], Step(case=case, move=code), by=SYSTEM, key=key, on=on)

    return run


DUE: Mapping[str, Any] = {code: _by_time(code) for code in (recording.END_OFFER, recording.GO_DORMANT)}
