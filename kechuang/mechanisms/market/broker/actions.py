"""The only writers of the register of brokers: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.casework.standard import taking_in
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.broker import projecting
from kechuang.mechanisms.market.broker.rules import brokering, entering, standing
from kechuang.mechanisms.market.broker.rules.moves import BROKER, BROKERED
from kechuang.mechanisms.market.broker.rules.requests import Claim, Loaded, Open, Tick
from kechuang.mechanisms.market.demand.actions import office_for
from kechuang.web.permissions import SYSTEM, Actor

__all__ = ["claim", "expire", "office_for", "open_entry", "take", "take_in_many"]


def _opening(code: str, decide: Any, *, office: bool) -> ActKind[Open, Loaded]:  # noqa: ANN401 - a decision
    return register_act(
        ActKind(
            BROKER,
            code,
            lambda _request: Touched(),
            decide,
            projecting.load_new,
            projecting.project,
            remember=projecting.remember,
            place=lambda request: request.place,
            bodies=(lambda request: (request.office,)) if office else (lambda request: (request.holder,)),
        )
    )


def _on_entry(code: str, decide: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            BROKER,
            code,
            lambda request: Touched(cases=(request.entry,)),
            decide,
            projecting.load_entries,
            projecting.project,
        )
    )


def _on_deal(code: str, decide: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            BROKERED,
            code,
            lambda request: Touched(cases=(request.brokered,)),
            decide,
            projecting.load_deals,
            projecting.project,
        )
    )


APPLY = _opening("apply", entering.apply, office=False)
TAKE_IN = _opening("take_in", entering.take_in, office=True)
CLAIM = register_act(
    ActKind(
        BROKERED,
        "claim",
        lambda _request: Touched(),
        brokering.claim,
        projecting.load_claims,
        projecting.project,
        bodies=lambda request: (_unit_of(request),),
    )
)
KINDS: dict[str, ActKind[Any, Loaded]] = {
    **{code: _on_entry(code, getattr(entering, code)) for code in ("amend", "check", "activate", "refuse")},
    **{
        code: _on_entry(code, getattr(standing, code))
        for code in ("ask", "renew", "turn_down", "suspend", "lift", "revoke", "forget")
    },
    **{code: _on_deal(code, getattr(brokering, code)) for code in ("consent", "decline", "pay")},
}
EXPIRE = _on_entry("expire", standing.expire)


def _unit_of(request: Claim) -> UUID | None:
    """Give the unit whose broker it is: only that unit claims deals for it."""
    return projecting.unit_of(request.entry)


def open_entry(request: Open, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """A unit applies for the entry of one of its brokers, or of itself as a service body."""
    return act(APPLY, request, by=by, key=key, on=on)


def take_in_many(rows: Sequence[tuple[str, Open]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """An office takes certified managers in from a list, each decided alone; one elsewhere is refused."""
    return taking_in.take_in_many(
        TAKE_IN,
        rows,
        elsewhere=lambda request: Refusal("broker.office_elsewhere", {"place": request.place}, "unit"),
        by=by,
        on=on,
    )


def claim(request: Claim, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """A broker's unit claims a deal."""
    return act(CLAIM, request, by=by, key=key, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on an entry or on a claim with its own request. Raises KeyError for no move."""
    return act(KINDS[code], request, by=by, key=key, on=on)


def expire(case: UUID, *, on: date, key: str) -> Outcome:
    """Carry out the due move of an entry whose certificate has ended."""
    return act(EXPIRE, Tick(entry=case), by=SYSTEM, key=key, on=on)


DUE = {"expire": expire}
