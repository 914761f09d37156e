"""Registrations for a lot: asked for, judged, secured by a deposit from the body's own account, concluded. Pure."""

import re
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.facts import (
    BidderConcluded,
    BidderDeposited,
    BidderJudged,
    BidderRegistered,
)
from kechuang.mechanisms.market.auction.rules.requests import (
    Conclude,
    Judge,
    Loaded,
    Put,
    Register,
    SeenLot,
    TakeDeposit,
)

# What banks and people write differently in one and the same name: blanks, brackets, full width.
_WIDE = str.maketrans("（）．，　", "().,\u0020")
_LOOSE = re.compile(r"[\s()\[\]【】〔〕·.,]")
JUDGED = {"qualify": "QUALIFIED", "refuse": "REFUSED", "pull_out": "WITHDRAWN"}


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name one account holder: width, brackets, blanks and case do not count."""
    return _core(one) == _core(other)


def _core(name: str) -> str:
    return _LOOSE.sub("", name.translate(_WIDE)).casefold()


def register(scene: Scene[Loaded], request: Register) -> Decision | Refusal:
    """A body asks to bid."""
    lot = scene.rows.lots.get(request.lot)
    if lot is None or lot.rules is None:
        return Refusal("auction.lot_not_announced", {})
    refusal = _too_late(scene, lot) or _barred(scene, lot, request)
    if refusal:
        return refusal
    case = NewCase(
        id=request.case,
        kind="market.bidder",
        authority=request.authority,
        state="REGISTERED",
        place=request.place,
        title=lot.offer.title,
        office=request.office,
        holder=request.body,
        amount=lot.rules.deposit,
        number_series=f"{request.authority}-JM",
    )
    values: dict[str, object] = {
        "lot_id": request.lot,
        "body_id": request.body,
        "agent": request.agent.strip(),
        "payer": request.payer.strip(),
        "priority_order": None,
        "ground": request.ground.strip(),
    }
    fact = BidderRegistered(place=request.place, lot=lot.code, holder=f"body/{request.body}")
    return Decision(
        facts=((request.case, fact),),
        opens=(case,),
        rows=(Put(table="bidder", id=request.case, values=values, new=True),),
    )


def _too_late(scene: Scene[Loaded], lot: SeenLot) -> Refusal | None:
    about = scene.rows.sales.get(lot.sale)
    until = about.register_until if about else None
    late = lot.rules is not None and lot.rules.late_admission
    if not late and (lot.drawn or (until is not None and scene.rows.now > until)):
        return Refusal("auction.registration_over", {"until": until.isoformat() if until else ""})
    return None


def _barred(scene: Scene[Loaded], lot: SeenLot, request: Register) -> Refusal | None:
    if (request.lot, request.body) in scene.rows.registered:
        return Refusal("auction.registered_already", {"lot": lot.code})
    relation = scene.rows.related.get((request.lot, request.body), "")
    if relation:
        return Refusal(f"auction.barred_{relation}", {"lot": lot.code, "name": request.body_name})
    if not request.undertaken:
        return Refusal("auction.not_undertaken", {}, "undertaken")
    if request.payer.strip() and not same_name(request.payer, request.body_name):
        values = {"payer": request.payer.strip(), "name": request.body_name}
        return Refusal("auction.account_of_another", values, "payer")
    return None


def judge(scene: Scene[Loaded], request: Judge) -> Decision | Refusal:
    """Qualify, refuse, or pull out."""
    case, text = scene.cases[request.case], request.text.strip()
    if request.move == "refuse" and not text:
        return Refusal("auction.reason_missing", {"event": "refuse"}, "text")
    row, target = scene.rows.bidders[request.case], JUDGED[request.move]
    lot = scene.rows.lots[row.lot]
    if request.rank is not None and (lot.rules is None or lot.rules.priority == "none"):
        return Refusal("auction.no_priority_here", {"lot": lot.code}, "rank")
    fact = BidderJudged(place=case.place, outcome=target, rank=request.rank, text=text)
    values: dict[str, object] = {"text": text}
    if request.move == "qualify":
        values["priority_order"] = request.rank
    return Decision(
        facts=((case.id, fact),),
        states={case.id: target},
        rows=(Put(table="bidder", id=case.id, values=values),),
    )


def deposit(scene: Scene[Loaded], request: TakeDeposit) -> Decision | Refusal:
    """Take a deposit: in full, and from the account of the body that registered."""
    case, row = scene.cases[request.case], scene.rows.bidders[request.case]
    lot = scene.rows.lots[row.lot]
    wanted = lot.rules.deposit if lot.rules else request.amount
    if not same_name(request.payer, row.body_name):
        values = {"payer": request.payer.strip(), "name": row.body_name}
        return Refusal("auction.account_of_another", values, "payer")
    if request.amount != wanted:
        amounts = {"amount_yuan": request.amount, "deposit_yuan": wanted}
        code = "auction.deposit_short" if request.amount < wanted else "auction.deposit_over"
        return Refusal(code, amounts, "amount")
    if request.paid_on > scene.on:
        return Refusal("auction.paid_in_future", {"paid_on": request.paid_on}, "paid_on")
    fact = BidderDeposited(place=case.place, amount_yuan=request.amount, paid_on=request.paid_on)
    found: dict[str, object] = {
        "deposit": request.amount,
        "payer": request.payer.strip(),
        "paid_on": request.paid_on,
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "DEPOSITED"},
        rows=(Put(table="bidder", id=case.id, values=found),),
    )


def conclude(scene: Scene[Loaded], request: Conclude) -> Decision | Refusal:
    """Note what became of a registration, or that its deposit went back."""
    case: UUID = request.case
    fact = BidderConcluded(place=scene.cases[case].place, outcome=request.state, paddle=request.paddle)
    values = {"paddle": request.paddle} if request.paddle else {}
    return Decision(
        facts=((case, fact),),
        states={case: request.state},
        rows=(Put(table="bidder", id=case, values=values),) if values else (),
    )
