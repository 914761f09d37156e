"""Sales for programs: lists, one's registrations, orders to a lot. Bids go through the page of the lot or ``/bid``.

A bid needs the secret of a paddle and no account: it stands in the body of the request, is compared by its hash, and is
never written.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.kernel.money import MoneyError, yuan
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction import actions, entering, lists
from kechuang.mechanisms.market.auction.live import pace
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.auction.rules.moves import LOT, ORDERS, READ
from kechuang.mechanisms.market.auction.rules.requests import Order
from kechuang.mechanisms.market.auction.running import intake
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/sales", lists.SALES, lists.sales, permission=READ, operation_id="list_market_sales")
list_endpoint(router, "/lots", lists.LOTS, lists.lots, permission=READ, operation_id="list_market_lots")
list_endpoint(router, "/bidders", lists.BIDDERS, lists.bidders, permission=READ, operation_id="list_market_bidders")
list_endpoint(
    router,
    "/public/sales",
    lists.PUBLIC_SALES,
    lists.public_sales,
    permission="public",
    operation_id="list_public_auctions",
)
list_endpoint(
    router,
    "/public/lots",
    lists.PUBLIC_LOTS,
    lists.public_lots,
    permission="public",
    operation_id="list_public_auction_lots",
)
list_endpoint(
    router,
    "/public/figures",
    lists.FIGURES,
    lists.public_figures,
    permission="public",
    operation_id="list_public_auction_figures",
)


class AuctionBidIn(Schema):
    """A bid: the secret of the paddle and the amount in yuan."""

    secret: str
    amount: str


class AuctionOrderIn(Schema):
    """An order to a lot: the reason where one is needed."""

    reason: str = ""
    paddle: str = ""


class AuctionAnswerOut(Schema):
    """What became of a wish: its number in the intake, and of its event in the log, once decided."""

    number: int
    seq: int | None = None
    decided: bool


@router.post("/lots/{identifier}/bid", auth=Needs("public"), response=AuctionAnswerOut, summary="Bid with a paddle")
def bid(request: HttpRequest, identifier: UUID, wanted: AuctionBidIn) -> AuctionAnswerOut:
    """Bid on a running lot. The answer comes when the worker of the lot has decided."""
    row = Lot.objects.select_related("sale").filter(pk=identifier).exclude(rules={}).first()
    if row is None:
        raise Http404
    card = entering.card_of(row.pk, wanted.secret)
    if card is None:
        raise RefusedError(Refusal("auction.no_paddle", {"lot": row.code}, "secret"))
    if not pace.allowed(f"{row.pk}:{card.number}"):
        raise RefusedError(Refusal("auction.too_fast", {"lot": row.code}))
    try:
        amount = yuan(wanted.amount)
    except MoneyError as error:
        raise RefusedError(Refusal("auction.amount_unreadable", dict(error.fault.values), "amount")) from None
    payload = {"paddle": card.number, "amount": f"{amount:.2f}"}
    key = f"{card.number}:{idempotency_key(request)}"[:80]
    number = intake.put(row.pk, "bid", payload, key=key, shift=row.sale.clock_shift_seconds)
    return _answer(intake.wait(number))


def _answer(found: intake.Answered) -> AuctionAnswerOut:
    if found.refusal is not None:
        raise RefusedError(found.refusal)
    return AuctionAnswerOut(number=found.number, seq=found.seq, decided=found.done)


@router.post("/lots/{identifier}/orders/{move}", auth=Needs(READ), response=AuctionAnswerOut, summary="Order of a lot")
def order(request: HttpRequest, identifier: UUID, move: str, wanted: AuctionOrderIn) -> AuctionAnswerOut:
    """Order a start, call, hammer, suspension, resumption …; the gateway says who may."""
    case = Case.objects.filter(pk=identifier, kind=LOT.kind).first()
    if case is None or move not in ORDERS or move in {"liquidate", "assess"}:
        raise Http404
    if not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    payload: dict[str, Any] = {"paddle": wanted.paddle} if wanted.paddle else {}
    asked = Order(lot=identifier, move=move, reason=wanted.reason, payload=payload)
    outcome = actions.order(asked, by=request.auth, key=idempotency_key(request))  # type: ignore[attr-defined]  # set by ninja
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    number = intake.last(identifier, move) or 0
    return _answer(intake.wait(number))
