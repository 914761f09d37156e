"""Who may take a standard move on a case: the duties that carry it. One answer for gateway, page and interface."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.decision import CaseView
from kechuang.casework.moves import COUNTERPART, HOLDER, Moves
from kechuang.casework.standard import declare
from kechuang.casework.standard.rows import Known, Loaded
from kechuang.web.permissions import Actor, Held, holding

OPINION = "opinion:give"
OFFICE_MOVES = frozenset(
    {
        *(declare.RETURN, declare.TRANSFER, declare.ASK, declare.SUSPEND, declare.RESUME),
        declare.DECIDE_OBJECTION,
    }
)
HOLDER_MOVES = frozenset({declare.RESUBMIT, declare.WITHDRAW, declare.NOMINATE})
CHAIN_MOVES = frozenset({declare.RECOMMEND, declare.DECLINE, declare.SEND_DOWN})


def duties(actor: Actor, case: CaseView, move: str, own: Moves, known: Known, on: date) -> list[Held]:
    """Give the duties by which an actor may take a move on a case, none if they may not."""
    if move in OFFICE_MOVES:
        permissions = declare.office_permissions(own, case.state)
        return _all(actor, permissions, on, place=case.place, bodies=(case.office,))
    if move in HOLDER_MOVES:
        return party(actor, case, own, HOLDER, on)
    if move in {declare.REMIND, declare.OBJECT}:
        return [*party(actor, case, own, HOLDER, on), *party(actor, case, own, COUNTERPART, on)] or _public(
            actor, case, move, on
        )
    if move == declare.OPINE:
        return [held for held in holding(actor, OPINION, on=on) if held.body in known.asked]
    if move == declare.REOPEN:
        return _reopeners(actor, case, known, on)
    if move in CHAIN_MOVES:
        return _recommenders(actor, case, move, own, known, on)
    return []


def party(actor: Actor, case: CaseView, own: Moves, side: str, on: date) -> list[Held]:
    """Give the duties by which an actor acts for the holder or the counterpart of a case."""
    body = case.holder if side == HOLDER else case.counterpart
    return _all(actor, declare.party_permissions(own, side), on, bodies=(body,)) if body else []


def _public(actor: Actor, case: CaseView, move: str, on: date) -> list[Held]:
    declared = declare.declared(case.kind).objections
    if move != declare.OBJECT or declared is None or not declared.public or actor.only is not None:
        return []
    return [held for held in actor.grants if held.in_force(on)]


def _reopeners(actor: Actor, case: CaseView, known: Known, on: date) -> list[Held]:
    """Whoever finished a case, or for whom it was finished, does not open it again."""
    declared = declare.declared(case.kind).reopen
    if declared is None or actor.person in known.finishers:
        return []
    found = _all(actor, [declared.permission], on, place=case.place, bodies=(case.office,))
    return [held for held in found if held.on_behalf_of not in known.finishers]


def _recommenders(actor: Actor, case: CaseView, move: str, own: Moves, known: Known, on: date) -> list[Held]:
    declared, chain = declare.declared(case.kind).recommend, known.chain
    if declared is None or chain is None:
        return []
    if chain.level == "unit":
        return party(actor, case, own, HOLDER, on) if move != declare.SEND_DOWN else []
    if chain.arrived and move != declare.SEND_DOWN:
        return []
    return [held for held in holding(actor, declared.permission, on=on) if held.place == chain.whose]


def _all(
    actor: Actor, permissions: Iterable[str], on: date, *, place: str = "", bodies: Iterable[UUID | None] = ()
) -> list[Held]:
    found: dict[Held, None] = {}
    wanted = tuple(each or UUID(int=0) for each in bodies)
    for permission in sorted(permissions):
        found |= dict.fromkeys(holding(actor, permission, on=on, place=place, bodies=wanted))
    return list(found)


def asked(actor: Actor, case: CaseView, request: Any, rows: Loaded, move: str, on: date) -> list[Held]:  # noqa: ANN401 - each move has its own typed request
    """Give the duties for one request at the gateway: an answer or an objection speaks for the body that it names."""
    found = duties(actor, case, move, rows.own, rows.cases[case.id], on)
    body = getattr(request, "body", None)
    return [held for held in found if held.body == body] if body is not None else found
