"""Orders to the worker of a lot, and what the ledger notes when the log has gone on. Pure."""

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.facts import LotFollowed, LotHammered, LotOrdered, SaleClosed
from kechuang.mechanisms.market.auction.rules.moves import STATE_OF
from kechuang.mechanisms.market.auction.rules.requests import Close, Follow, Loaded, Order, Put, Wish

WITH_REASON = frozenset({"suspend", "exclude", "withdraw", "abort", "default"})
BOUGHT = frozenset({"confirmed", "settled"})
OVER = frozenset({"sold", "unsold", "withdrawn", "aborted"})


def order(scene: Scene[Loaded], request: Order) -> Decision | Refusal:
    """Order something of a lot: the order is a fact, and the wish waits in the intake in the same transaction."""
    case, reason = scene.cases[request.lot], request.reason.strip()
    if request.move in WITH_REASON and not reason:
        return Refusal("auction.reason_missing", {"event": request.move}, "reason")
    fact = LotOrdered(place=case.place, order=request.move, text=reason)
    payload = {**request.payload, "reason": reason} if request.move in WITH_REASON else dict(request.payload)
    wish = Wish(lot=case.id, kind=request.move, payload=payload)
    return Decision(facts=((case.id, fact),), states={case.id: case.state}, rows=(wish,))


def follow(scene: Scene[Loaded], request: Follow) -> Decision | Refusal:
    """Note the phase that a log has come to."""
    case = scene.cases[request.lot]
    lot = scene.rows.lots[request.lot]
    values: dict[str, object] = {
        "phase": request.phase,
        "seq": request.seq,
        "price": request.price,
        "paddle": request.paddle,
        "bids": request.bids,
        "bidders": request.bidders,
    }
    if request.phase in OVER:
        values |= {"ended_at": request.at, "log_digest": request.log_digest}
    if request.phase == "sold":
        fact: LotHammered | LotFollowed = LotHammered(
            place=case.place,
            title=lot.offer.title,
            result=lot.offer.result,
            form=lot.terms.form,
            start_yuan=lot.terms.start,
            price_yuan=request.price,
            premium_share=request.premium,
            paddle=request.paddle,
            bids=request.bids,
            bidders=request.bidders,
            seq=request.seq,
            head=request.head,
            digest=request.log_digest,
            seller=f"body/{lot.seller}" if lot.seller else "",
        )
    else:
        fact = LotFollowed(
            place=case.place,
            phase=request.phase,
            seq=request.seq,
            head=request.head,
            at=request.at.isoformat(),
            price_yuan=request.price,
            paddle=request.paddle,
            reason=request.reason,
            bids=request.bids,
            bidders=request.bidders,
            buyer=f"body/{lot.winner}" if lot.winner and request.phase in BOUGHT else "",
        )
    changes = {case.id: {"amount": request.price}} if request.price is not None else {}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: STATE_OF[request.phase]},
        changes=changes,
        rows=(Put(table="lot", id=case.id, values=values),),
    )


def close(scene: Scene[Loaded], request: Close) -> Decision | Refusal:
    """Every lot is over."""
    case = scene.cases[request.sale]
    fact = SaleClosed(
        place=case.place,
        title=scene.rows.sales[request.sale].title,
        count=request.lots,
        sold=request.sold,
        start_yuan=request.start,
        price_yuan=request.price,
        premium_share=request.premium,
    )
    return Decision(facts=((case.id, fact),), states={case.id: "CLOSED"})
