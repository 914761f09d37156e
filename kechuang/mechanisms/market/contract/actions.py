"""The only writers of contract registration: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError

from kechuang.casework.act import Outcome, act, act_many
from kechuang.casework.outcome import Item
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.contract import projecting
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules import deciding, ending, reviewing
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT
from kechuang.mechanisms.market.contract.rules.requests import Bring, Loaded, Step
from kechuang.web.permissions import Actor


def _opening(code: str) -> ActKind[Bring, Loaded]:
    return register_act(
        ActKind(
            CONTRACT,
            code,
            lambda _request: Touched(),
            deciding.bring,
            projecting.load_new,
            projecting.project,
            remember=projecting.remember,
            place=lambda request: request.place,
            bodies=lambda request: (request.office,) if request.taken_in else (request.holder,),
        )
    )


def _on(code: str, decide: Any, load: Any = projecting.load, *, while_held: bool = False) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            CONTRACT,
            code,
            lambda request: Touched(cases=(request.case,)),
            decide,
            load,
            projecting.project,
            remember=projecting.remember,
            while_held=while_held,
        )
    )


SUBMIT, TAKE_IN = _opening("submit"), _opening("take_in")
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "amend": _on("amend", deciding.edit, while_held=True),
    "accept": _on("accept", deciding.accept),
    "classify": _on("classify", deciding.classify),
    "confirm": _on("confirm", deciding.confirm),
    "register": _on("register", deciding.register, projecting.load_numbered),
    "refer": _on("refer", reviewing.refer),
    "conclude": _on("conclude", reviewing.conclude),
    "reject": _on("reject", deciding.reject),
    "ask": _on("ask", ending.ask),
    "change": _on("change", ending.change),
    "true_up": _on("true_up", ending.true_up),
    "deregister": _on("deregister", ending.deregister),
    "decline": _on("decline", ending.decline),
    "revoke": _on("revoke", ending.revoke),
}


def bring(request: Bring, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """A party submits a contract, or the office takes one in. Two at the same moment: the second is refused."""
    try:
        return act(TAKE_IN if request.taken_in else SUBMIT, request, by=by, key=key, on=on)
    except IntegrityError:
        return _met(request, key)


def _met(request: Bring, key: str) -> Outcome:
    """Answer the second of two who brought the same contract at the same moment: the table held the first."""
    other = TechContract.objects.filter(fingerprint=request.content.fingerprint, live=True).select_related("case")
    found = other.first()
    if found is None:
        raise RuntimeError("a constraint of contracts failed that no rule had foreseen")
    values = {
        "number": found.number or found.case.number,
        "other_place": found.seller_place,
        "signed_on": found.signed_on,
    }
    return Outcome(key, refusal=Refusal("contract.registered_before", values, "number"))


def take_in_many(rows: Sequence[tuple[str, Bring]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """The office takes many in, each decided alone."""
    return act_many(TAKE_IN, [Item(request, key) for key, request in rows], by=by, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a contract (``accept``, ``register`` …) with its own request. Raises KeyError for no move."""
    return act(KINDS[code], request, by=by, key=key, on=on)


def register_many(rows: Sequence[tuple[str, Step]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Register many, each decided alone."""
    return act_many(KINDS["register"], [Item(request, key) for key, request in rows], by=by, on=on)


def take_many(code: str, rows: Sequence[tuple[str, Any]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Take one move on many contracts, each decided alone."""
    return act_many(KINDS[code], [Item(request, key) for key, request in rows], by=by, on=on)
