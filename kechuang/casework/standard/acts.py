"""The standard moves as the gateway knows them: one act for each kind of case and move, made when first asked for."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act, act_many
from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.outcome import Item
from kechuang.casework.registry import CASE_KINDS, ActKind, Done, Touched
from kechuang.casework.standard import declare, loading, who
from kechuang.casework.standard.models import (
    Correction,
    Endorsement,
    Nomination,
    ObjectionRaised,
    Opinion,
    Pause,
    Reminder,
)
from kechuang.casework.standard.requests import Lapse, Resume
from kechuang.casework.standard.rows import Loaded, Write
from kechuang.casework.standard.rules import correction, holding, passing, recommending
from kechuang.kernel.refusal import Refusal
from kechuang.web.permissions import SYSTEM, Actor, Held

type Decide = Callable[[Scene[Loaded], Any], Decision | Refusal]

DECISIONS: dict[str, Decide] = {
    declare.RETURN: correction.give_back,
    declare.RESUBMIT: correction.hand_in,
    declare.LAPSE: correction.lapse,
    declare.WITHDRAW: passing.withdraw,
    declare.TRANSFER: passing.transfer,
    declare.ASK: passing.ask,
    declare.OPINE: passing.opine,
    declare.REMIND: passing.remind,
    declare.OBJECT: holding.raise_objection,
    declare.DECIDE_OBJECTION: holding.decide_objection,
    declare.SUSPEND: holding.suspend,
    declare.RESUME: holding.resume,
    declare.REOPEN: passing.reopen,
    declare.NOMINATE: recommending.nominate,
    declare.RECOMMEND: recommending.recommend,
    declare.SEND_DOWN: recommending.send_down,
    declare.DECLINE: recommending.decline,
}
# These pass on a case that is held: they end the hold, leave the case, or go on beside it.
WHILE_HELD = frozenset(
    {
        *(declare.RESUBMIT, declare.LAPSE, declare.WITHDRAW, declare.TRANSFER, declare.ASK, declare.OPINE),
        *(declare.DECIDE_OBJECTION, declare.RESUME),
    }
)
TABLES: dict[str, Any] = {
    "correction": Correction,
    "pause": Pause,
    "opinion": Opinion,
    "reminder": Reminder,
    "objection": ObjectionRaised,
    "endorsement": Endorsement,
}


def kind_of(kind: str, move: str) -> ActKind[Any, Loaded] | None:
    """Give the act of a kind of case and a move; None where the kind has not switched it on."""
    own = CASE_KINDS[kind].moves
    moves = declare.table(own)
    if move not in moves.by_code:
        return None
    return ActKind(
        moves,
        move,
        touches=lambda request: Touched(cases=(request.case,)),
        decide=DECISIONS[move],
        load=partial(loading.load, kind),
        project=partial(_project, kind, move),
        remember=_remember,
        person=partial(_person, move),
        while_held=move in WHILE_HELD,
    )


def _person(
    move: str,
    actor: Actor,
    case: CaseView,
    request: Any,  # noqa: ANN401 - each move has its own typed request
    rows: Loaded,
    on: date,
) -> Sequence[Held]:
    return who.asked(actor, case, request, rows, move, on)


def take(kind: str, move: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own typed request
    """Take a standard move on a case of a kind. Refused where the kind has not switched it on."""
    found = kind_of(kind, move)
    if found is None:
        return Outcome(key, refusal=Refusal("casework.not_declared", {"move": move, "kind": kind}))
    return act(found, request, by=by, key=key, on=on)


def take_many(
    kind: str, move: str, rows: Sequence[tuple[str, Any]], *, by: Actor, on: date | None = None
) -> list[Outcome]:
    """Take a move on many cases of one kind, each decided alone under its own key."""
    found = kind_of(kind, move)
    if found is None:
        refusal = Refusal("casework.not_declared", {"move": move, "kind": kind})
        return [Outcome(key, refusal=refusal) for key, _request in rows]
    return act_many(found, [Item(request, key) for key, request in rows], by=by, on=on)


def _project(kind: str, move: str, done: Sequence[Done[Any]]) -> None:
    writes = [write for entry in done for write in entry.decision.rows or ()]  # type: ignore[union-attr]  # rows are Writes here
    for table, model in TABLES.items():
        fresh = [model(**write.values) for write in writes if write.table == table and write.pk is None]
        if fresh:
            model.objects.bulk_create(fresh)
    for write in writes:
        if write.table == recommending.NOMINATION:
            _move_nomination(dict(write.values))
        elif write.pk is not None:
            TABLES[write.table].objects.filter(pk=write.pk).update(**write.values)
    for entry in done:
        for file in StoredFile.objects.filter(pk__in=[each.id for each in getattr(entry.request, "files", ())]):
            keeping.attach(file, entry.request.case)
    _tell_kind(kind, move, [entry.request.case for entry in done])


def _move_nomination(values: dict[str, object]) -> None:
    case, freed = values.pop("case_id"), values.pop("frees", "")
    if freed:
        Endorsement.objects.filter(case_id=case, level=freed, counts=True).update(counts=False)
    reached = values.get("reached")
    row = Nomination.objects.filter(pk=case).first()
    if row is None:
        Nomination.objects.create(case_id=case, **values)
        return
    if isinstance(reached, int):
        values["reached"] = max(row.reached, reached)
    Nomination.objects.filter(pk=case).update(**values)


def _tell_kind(kind: str, move: str, cases: list[UUID]) -> None:
    """Let the mechanism write its own rows where a standard move ends a case."""
    standard = declare.declared(kind)
    if move == declare.WITHDRAW and standard.withdraw and standard.withdraw.after:
        standard.withdraw.after(cases)
    if move == declare.DECIDE_OBJECTION and standard.objections and standard.objections.after:
        standard.objections.after(cases)
    if move == declare.REOPEN and standard.reopen and standard.reopen.after:
        standard.reopen.after(cases)
    if move == declare.LAPSE and standard.returns and standard.returns.after:
        standard.returns.after(cases)


def _remember(rows: Loaded, _request: object, decision: Decision) -> None:
    """Let the next request of the chunk see a place of a quota that was just filled."""
    writes: Sequence[Write] = decision.rows or ()  # type: ignore[assignment]  # rows are Writes here
    for write in writes:
        if write.table == recommending.ENDORSEMENT and write.values["counts"]:
            key: Any = (write.values["round_id"], write.values["level"], write.values["whose"])
            rows.used[key] = rows.used.get(key, 0) + 1


def lapse(case: UUID, *, on: date, key: str) -> Outcome:
    """Due: the time to correct has passed."""
    kind = Case.objects.values_list("kind", flat=True).get(pk=case)
    return take(kind, declare.LAPSE, Lapse(case=case), by=SYSTEM, key=key, on=on)


def resume(case: UUID, *, on: date, key: str) -> Outcome:
    """Due: the day until which a case was suspended has come."""
    kind = Case.objects.values_list("kind", flat=True).get(pk=case)
    return take(kind, declare.RESUME, Resume(case=case), by=SYSTEM, key=key, on=on)
