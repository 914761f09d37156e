"""The only writers of sales, lots and registrations: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today). Bids do not pass here: they
go through the intake to the worker of the lot (decision 0013), and the ledger notes each phase of the lot's log.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue
from kechuang.casework.act import Outcome, act
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction import dealing, projecting
from kechuang.mechanisms.market.auction.masking import keeper
from kechuang.mechanisms.market.auction.models import Bidder, Lot
from kechuang.mechanisms.market.auction.rules import admitting, following, selling
from kechuang.mechanisms.market.auction.rules.moves import BIDDER, LOT, ORDERS, SALE
from kechuang.mechanisms.market.auction.rules.requests import (
    Amend,
    Change,
    Close,
    Conclude,
    Enter,
    Follow,
    Judge,
    Loaded,
    Order,
    Prepare,
    Prepared,
    Register,
    Step,
    TakeDeposit,
)
from kechuang.mechanisms.market.auction.rules.terms_text import read_terms
from kechuang.mechanisms.market.auction.running import bell
from kechuang.web.permissions import SYSTEM, Actor


def _sale(code: str, decide: Callable[..., Any]) -> ActKind[Any, Loaded]:
    return register_act(
        ActKind(
            SALE,
            code,
            lambda request: Touched(cases=(request.sale, *(request.lots if isinstance(request, Step) else ()))),
            decide,
            projecting.load_sales,
            projecting.project,
        )
    )


def _lot(code: str, decide: Callable[..., Any], load: Callable[..., Loaded] = projecting.load_lots) -> Any:  # noqa: ANN401 - an act
    return register_act(
        ActKind(LOT, code, lambda request: Touched(cases=(request.lot,)), decide, load, projecting.project)
    )


def _bidder(code: str, decide: Callable[..., Any]) -> ActKind[Any, Loaded]:
    return register_act(
        ActKind(
            BIDDER,
            code,
            lambda request: Touched(cases=(request.case,)),
            decide,
            projecting.load_bidders,
            projecting.project,
        )
    )


PREPARE = register_act(
    ActKind(
        SALE,
        "prepare",
        lambda _request: Touched(),
        selling.prepare,
        projecting.load_sales,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
CHANGE = _sale("change", selling.change)
STEPS = {code: _sale(code, selling.review) for code in ("accept", "send_back", "give_up")}
ANNOUNCE = _sale("announce", selling.announce)
CLOSE = _sale("close", following.close)
ENTER = register_act(
    ActKind(
        LOT,
        "enter",
        lambda request: Touched(cases=(request.sale,)),
        selling.enter,
        projecting.load_sales,
        projecting.project,
        remember=projecting.remember_number,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
AMEND = _lot("amend", selling.amend)
DROP = _lot("drop", selling.drop)
FOLLOW = _lot("follow", following.follow)
ORDER = {code: _lot(code, following.order) for code in ORDERS}
REGISTER = register_act(
    ActKind(
        BIDDER,
        "register",
        lambda _request: Touched(),
        admitting.register,
        projecting.load_lots,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.body,),
    )
)
JUDGE = {code: _bidder(code, admitting.judge) for code in ("qualify", "refuse", "pull_out")}
DEPOSIT = _bidder("deposit", admitting.deposit)
CONCLUDE = _bidder("conclude", admitting.conclude)
REFUND = _bidder("refund", admitting.conclude)


def prepare(request: Prepare, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Prepare a sale."""
    return act(PREPARE, request, by=by, key=key, on=on)


def change(request: Change, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Change what a sale says of itself."""
    return act(CHANGE, request, by=by, key=key, on=on)


def enter(request: Enter, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Enter a lot into a sale."""
    return act(ENTER, _hiding(request), by=by, key=key, on=on)


def _hiding[Q: (Enter, Amend)](request: Q) -> Q:
    """Put a secret reserve price with the keeper, so that no table ever holds it."""
    terms = request.terms
    if terms.reserve != "secret" or terms.reserve_yuan is None:
        return request
    keeper.keep_reserve(request.lot, "", terms.reserve_yuan)
    return replace(request, terms=replace(terms, reserve_yuan=None))


def amend(request: Amend, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Change a lot of a draft."""
    return act(AMEND, _hiding(request), by=by, key=key, on=on)


def drop(request: Amend, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Take a lot out of a draft."""
    return act(DROP, request, by=by, key=key, on=on)


def lots_of(sale: UUID) -> tuple[UUID, ...]:
    """Give the lots of a sale that were not dropped."""
    rows = Lot.objects.filter(sale=sale, case__state__in=("DRAFT", "ACCEPTED")).order_by("order")
    return tuple(rows.values_list("pk", flat=True))


def step(sale: UUID, move: str, *, by: Actor, key: str, text: str = "", on: date | None = None) -> Outcome:
    """Review a sale with all its lots: ``accept``, ``send_back``, ``give_up``."""
    return act(STEPS[move], Step(sale=sale, move=move, lots=lots_of(sale), text=text), by=by, key=key, on=on)


def announce(sale: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Announce a sale. Keys of its lots are made outside the database; secret reserve prices move there.

    The registered results of its lots are locked in the same transaction: announced and locked, or neither.
    """
    prepared = {}
    rows = list(Lot.objects.filter(pk__in=lots_of(sale)).select_related("case", "resale_of"))
    for row in rows:
        public_key, terms, commitment = keeper.make(row.pk), read_terms(row.terms), ""
        if terms.reserve == "secret":
            kept = keeper.reserve_of(row.pk)
            if kept is None:
                return Outcome(key, refusal=Refusal("auction.reserve_missing", {"lot": row.code}, "reserve_yuan"))
            commitment = keeper.keep_reserve(row.pk, row.code, kept.amount)
        outs = [row.case.holder_id, row.case.office_id, row.resale_of.winner_id if row.resale_of else None]
        barred = tuple(sorted(keeper.pseudonym(row.pk, body) for body in outs if body))
        prepared[row.pk] = Prepared(public_key=public_key, commitment=commitment, barred=barred)
    request = Step(sale=sale, move="announce", lots=tuple(prepared), prepared=prepared)
    with queue.writer(), transaction.atomic():
        outcome = act(ANNOUNCE, request, by=by, key=key, on=on)
        refusal = None if outcome.refusal else dealing.lock(rows)
        if refusal:
            transaction.set_rollback(True)
            return Outcome(key, refusal=refusal)
    bell.RINGER.ring()
    return outcome


def order(request: Order, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Order something of the worker of a lot. Raises KeyError for no order."""
    outcome = act(ORDER[request.move], request, by=by, key=key, on=on)
    bell.RINGER.ring()
    return outcome


def follow(request: Follow, *, key: str, on: date | None = None) -> Outcome:
    """Have the ledger note a phase of a lot; the worker alone does it."""
    return act(FOLLOW, request, by=SYSTEM, key=key, on=on)


def close(request: Close, *, key: str, on: date | None = None) -> Outcome:
    """Close a sale after its last lot."""
    return act(CLOSE, request, by=SYSTEM, key=key, on=on)


def register(request: Register, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Register to bid on a lot."""
    if not Lot.objects.filter(pk=request.lot, live=True).exists():
        return Outcome(key, refusal=Refusal("auction.lot_not_announced"))
    return act(REGISTER, request, by=by, key=key, on=on)


def judge(request: Judge, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Qualify or refuse a registration, or pull out of it."""
    return act(JUDGE[request.move], request, by=by, key=key, on=on)


def deposit(request: TakeDeposit, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Note that a deposit came in."""
    return act(DEPOSIT, request, by=by, key=key, on=on)


def conclude(request: Conclude, *, key: str, on: date | None = None) -> Outcome:
    """Note what became of a registration."""
    return act(CONCLUDE, request, by=SYSTEM, key=key, on=on)


def refund(case: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Note that a deposit went back to the account from which it came."""
    row = Bidder.objects.get(pk=case)
    return act(REFUND, Conclude(case=case, state="REFUNDED", paddle=row.paddle), by=by, key=key, on=on)


def registered(lot: UUID) -> Sequence[UUID]:
    """Give the bodies that registered for a lot."""
    return list(Bidder.objects.filter(lot=lot).values_list("body_id", flat=True))
