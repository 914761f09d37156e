"""After the result: its notice ends, the contract is signed, the price comes in, the deal is attested. Pure."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.days import add_months
from kechuang.kernel.identify.account import same_name
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.listing import facts
from kechuang.mechanisms.market.listing.rules.ending import freed
from kechuang.mechanisms.market.listing.rules.law import Ruled, body, last_day
from kechuang.mechanisms.market.listing.rules.requests import (
    Close,
    Default,
    Loaded,
    Party,
    Pay,
    Put,
    Seen,
    Sign,
    Tick,
)
from kechuang.mechanisms.market.listing.rules.terms import INSTALMENTS

FEN = Decimal("0.01")


def end_notice(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The notice of the result ran its whole time."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if row.notice_start is None or row.notice_end is None:
        return Refusal("listing.not_running")
    # An objection that was rejected holds the notice up: it ends as many days later as the case says.
    end = max(row.notice_end, case.due_on or row.notice_end)
    fact = facts.ResultPassed(place=case.place, start=row.notice_start, end=end)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "RESULT_PASSED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values={"notice_end": end, "passed_on": scene.on}),
    )


def sign(scene: Scene[Loaded], request: Sign) -> Ruled:
    """The contract is signed: after the notice of the result, at its price."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if not request.number.strip():
        return Refusal("listing.no_contract_number", place="number")
    if request.signed_on > scene.on:
        return Refusal("listing.day_ahead", {"day": request.signed_on, "today": scene.on}, place="signed_on")
    if row.notice_end is None or request.signed_on <= row.notice_end:
        values: dict[str, Value] = {"day": request.signed_on, "end": row.notice_end}
        return Refusal("listing.signed_before_end", values, place="signed_on")
    if request.price != row.price:
        values = {"price_yuan": request.price, "result_yuan": row.price}
        return Refusal("listing.price_differs", values, place="price")
    until = _until(scene, case.place, row, request.signed_on)
    fact = facts.ListingSigned(
        place=case.place,
        mode=row.terms.mode,
        signed_on=request.signed_on,
        days=(request.signed_on - case.opened_on).days,
        seller=body(case.holder),
        price_yuan=request.price,
        buyer=body(case.counterpart),
        number=request.number.strip(),
        files=tuple(each.commitment for each in request.files),
    )
    values_: dict[str, object] = {
        "contract_number": request.number.strip(),
        "signed_on": request.signed_on,
        "pay_until": until,
        "contract_files": [str(each.id) for each in request.files],
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "SIGNED"},
        changes={case.id: {"due_on": until}},
        rows=Put(case=case.id, values=values_),
    )


def _until(scene: Scene[Loaded], place: str, row: Seen, signed_on: date) -> date | None:
    """Give the day by which the whole price is in: by the listing's months, or by the rule for one sum."""
    if row.terms.payment == INSTALMENTS and row.terms.rest_months:
        return add_months(signed_on, row.terms.rest_months)
    days = scene.law.ask("listing.payment_days", place=place, on=scene.on).value
    return last_day(signed_on, days, scene.rows.calendars) if isinstance(days, int) else None


def pay(scene: Scene[Loaded], request: Pay) -> Ruled:
    """Part of the price came in, or all of it; the buyer's deposit counts towards it."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    winner = next(iter(scene.rows.of(case.id, "WON")), None)
    if winner is None or row.price is None or row.signed_on is None:
        return Refusal("listing.no_buyer")
    refused = _unfit_payment(scene, request, row, winner)
    if refused is not None:
        return refused
    paid = row.paid + request.amount
    whole = paid + winner.deposit == row.price
    late = case.due_on is not None and request.paid_on > case.due_on
    fact = facts.ListingPaid(
        place=case.place, paid_on=request.paid_on, whole=whole, late=late, amount_yuan=request.amount
    )
    line = {"amount": request.amount, "payer": request.payer.strip(), "paid_on": request.paid_on}
    values: dict[str, object] = {"paid": paid}
    if whole:
        values["settled_on"] = request.paid_on
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "SETTLED" if whole else "SIGNED"},
        changes={case.id: {"due_on": None}} if whole else {},
        rows=Put(case=case.id, values=values, adds=(("payment", line),)),
    )


def _unfit_payment(scene: Scene[Loaded], request: Pay, row: Seen, winner: Party) -> Refusal | None:
    price, signed_on = row.price or Decimal(0), row.signed_on or scene.on
    if request.amount <= 0:
        return Refusal("listing.no_amount", place="amount")
    if not same_name(request.payer, winner.name):
        values: dict[str, Value] = {"payer": request.payer.strip(), "name": winner.name}
        return Refusal("listing.account_of_another", values, place="payer")
    if request.paid_on > scene.on:
        return Refusal("listing.day_ahead", {"day": request.paid_on, "today": scene.on}, place="paid_on")
    if request.paid_on < signed_on:
        values = {"paid_on": request.paid_on, "signed_on": signed_on}
        return Refusal("listing.paid_before_contract", values, place="paid_on")
    left = price - winner.deposit - row.paid
    if request.amount > left:
        return Refusal("listing.paid_over", {"amount_yuan": request.amount, "left_yuan": left}, place="amount")
    if row.paid or request.amount == left:
        return None
    if row.terms.payment != INSTALMENTS:
        return Refusal("listing.not_whole", {"amount_yuan": request.amount, "left_yuan": left}, place="amount")
    least = (price * (row.terms.first_share or 0)).quantize(FEN, rounding=ROUND_HALF_UP) - winner.deposit
    if request.amount < least:
        values = {"amount_yuan": request.amount, "least_yuan": least}
        return Refusal("listing.first_payment_small", values, place="amount")
    return None


def default(scene: Scene[Loaded], request: Default) -> Ruled:
    """The buyer does not stand by the deal: the deposit is forfeited, the seller may offer again."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if not request.reason.strip():
        return Refusal("listing.no_reason", place="text")
    bound = scene.rows.of(case.id, "WON") or scene.rows.of(case.id, "ADMITTED")
    said, states = freed(scene, bound, "FORFEITED")
    fact = facts.ListingDefaulted(
        place=case.place, reason=request.reason.strip(), buyer=body(bound[0].body if bound else None)
    )
    return Decision(
        facts=((case.id, fact), *said),
        states={case.id: "DELISTED", **states},
        changes={case.id: {"due_on": None, "counterpart": None, "amount": row.terms.base}},
        rows=Put(
            case=case.id,
            values={"reason": request.reason.strip(), "buyer_id": None, "paid": Decimal(0)},
            adds=(("ended", {"round": row.round, "ended": "defaulted"}),),
        ),
    )


def close(scene: Scene[Loaded], request: Close) -> Ruled:
    """The deal is attested; from now on everybody reads who bought."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if not request.certificate.strip():
        return Refusal("listing.no_certificate", place="certificate")
    if row.price is None:
        return Refusal("listing.no_buyer")
    fact = facts.ListingClosed(
        place=case.place,
        seller=body(case.holder),
        buyer=body(case.counterpart),
        price_yuan=row.price,
        certificate=request.certificate.strip(),
    )
    values = {"certificate": request.certificate.strip(), "closed_on": scene.on}
    return Decision(facts=((case.id, fact),), states={case.id: "CLOSED"}, rows=Put(case=case.id, values=values))
