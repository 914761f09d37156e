"""The period ends: nobody, one party, or several; and the deal that follows. Pure."""

from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, DueAt, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.listing import facts
from kechuang.mechanisms.market.listing.rules.law import END_NOTICE, END_PERIOD, Ruled, body, last_day, result_notice
from kechuang.mechanisms.market.listing.rules.requests import (
    Confirm,
    HandOver,
    Loaded,
    Party,
    Put,
    Reveal,
    Seen,
    Step,
    Tick,
)
from kechuang.mechanisms.market.listing.rules.terms import commitment

PENDING = ("REGISTERED", "QUALIFIED")
AGREEMENT, BIDDING = "agreement", "bidding"
SOLD, UNSOLD = "sold", "unsold"


def end_period(scene: Scene[Loaded], request: Tick) -> Ruled:
    """Time is over: by who is admitted, or first the registrations that still wait are judged."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if row.end is None:
        return Refusal("listing.not_running")
    if scene.rows.of(case.id, *PENDING):
        fact = facts.ListingEnded(
            place=case.place,
            round=row.round,
            outcome="QUALIFYING",
            admitted=len(scene.rows.of(case.id, "ADMITTED")),
            text="",
        )
        changes = {case.id: {"due_on": None}}
        return Decision(
            facts=((case.id, fact),), states={case.id: "QUALIFYING"}, changes=changes, rows=Put(case=case.id)
        )
    return _found(scene, case, row)


def conclude(scene: Scene[Loaded], request: Step) -> Ruled:
    """Every registration is judged: the operator says what follows."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    waiting = scene.rows.of(case.id, *PENDING)
    if waiting:
        return Refusal("listing.still_pending", {"count": len(waiting)})
    return _found(scene, case, row)


def _found(scene: Scene[Loaded], case: CaseView, row: Seen) -> Decision:
    admitted = len(scene.rows.of(case.id, "ADMITTED"))
    if admitted:
        return _ended(case, row, "AGREEMENT_DEAL" if admitted == 1 else "BIDDING", admitted, "")
    if row.extended < row.terms.extensions and row.end is not None:
        first = max(row.end, scene.on - ONE_DAY)
        end = last_day(first, row.terms.extension_days, scene.rows.calendars)
        fact = facts.ListingExtended(place=case.place, round=row.round, extended=row.extended + 1, end=end)
        return Decision(
            facts=((case.id, fact),),
            states={case.id: "EXTENDED"},
            changes={case.id: {"due_on": end}},
            due=(DueAt(case.id, END_PERIOD, end + ONE_DAY),),
            rows=Put(
                case=case.id,
                values={"extended": row.extended + 1, "end": end},
                adds=(("stretched", {"round": row.round, "end": end}),),
            ),
        )
    return _ended(case, row, "DELISTED", 0, "")


def _ended(case: CaseView, row: Seen, outcome: str, admitted: int, text: str) -> Decision:
    fact = facts.ListingEnded(place=case.place, round=row.round, outcome=outcome, admitted=admitted, text=text)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: outcome},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, END_PERIOD),),
        rows=Put(
            case=case.id,
            values={"admitted": admitted, "reason": text},
            adds=(("ended", {"round": row.round, "ended": outcome.lower()}),),
        ),
    )


def freed(
    scene: Scene[Loaded], parties: list[Party], outcome: str
) -> tuple[tuple[tuple[UUID, Fact], ...], dict[UUID, str]]:
    """Give what becomes of registrations: one fact and one state each."""
    said = tuple(
        (each.case, facts.InterestConcluded(place=scene.cases[each.case].place, outcome=outcome)) for each in parties
    )
    return said, {each.case: outcome for each in parties}


def delist(scene: Scene[Loaded], request: Step) -> Ruled:
    """The operator takes a listing down, with words; whoever was admitted gets the deposit back."""
    case, row, text = scene.cases[request.listing], scene.rows.listings[request.listing], request.text.strip()
    if not text:
        return Refusal("listing.no_reason", place="text")
    found = scene.rows.rounds.get(row.lot) if row.lot else None
    if case.state == "BIDDING" and found is not None and found.state != UNSOLD:
        return Refusal("listing.round_not_over", {"code": found.code})
    ended = _ended(case, row, "DELISTED", 0, text)
    said, states = freed(scene, scene.rows.of(case.id, *PENDING, "ADMITTED"), "LOST")
    return Decision(
        facts=(*ended.facts, *said),
        states={**ended.states, **states},
        changes=ended.changes,
        cancels=ended.cancels,
        rows=ended.rows,
    )


def reveal(scene: Scene[Loaded], request: Reveal) -> Ruled:
    """The seller opens the secret reserve; it must be what was committed to when the listing was applied for."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if not row.terms.commitment:
        return Refusal("listing.no_reserve")
    if commitment(request.amount, request.phrase) != row.terms.commitment:
        return Refusal("listing.reserve_differs", place="amount")
    fact = facts.ReserveOpened(place=case.place, commitment=row.terms.commitment, reserve_yuan=request.amount)
    put = Put(case=case.id, values={"revealed": request.amount})
    return Decision(facts=((case.id, fact),), states={case.id: case.state}, rows=put)


def hand_over(scene: Scene[Loaded], request: HandOver) -> Ruled:
    """The competitive round takes place in a lot; after one that found nobody, in another."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    found = scene.rows.rounds.get(row.lot) if row.lot else None
    if row.lot is not None and (found is None or found.state != UNSOLD):
        return Refusal("listing.handed_over_already", {"code": found.code if found else ""})
    fact = facts.ListingHandedOver(place=case.place, lot=f"lot/{request.lot}", code=request.code)
    put = Put(case=case.id, values={"lot_id": request.lot, "lot_code": request.code})
    return Decision(facts=((case.id, fact),), states={case.id: case.state}, rows=put)


def confirm(scene: Scene[Loaded], request: Confirm) -> Ruled:
    """The deal is confirmed; the notice of the result begins."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    admitted = scene.rows.of(case.id, "ADMITTED")
    found = _agreed(request, admitted) if case.state == "AGREEMENT_DEAL" else _bid(scene, row, admitted)
    if isinstance(found, Refusal):
        return found
    winner, price = found
    refused = _low(row, price)
    if refused is not None:
        return refused
    running = result_notice(scene.law, scene.rows.calendars, case.place, scene.on)
    if isinstance(running, Refusal):
        return running
    end, _days = running
    way = AGREEMENT if case.state == "AGREEMENT_DEAL" else BIDDING
    fact = facts.ListingConfirmed(
        place=case.place,
        way=way,
        price_yuan=price,
        base_yuan=row.terms.base,
        start=scene.on,
        end=end,
        buyer=body(winner.body),
        related=winner.relation,
    )
    lost, states = freed(scene, [each for each in admitted if each.case != winner.case], "LOST")
    won = facts.InterestConcluded(place=scene.cases[winner.case].place, outcome="WON")
    values = {"price": price, "way": way, "buyer_id": winner.body, "notice_start": scene.on, "notice_end": end}
    return Decision(
        facts=((case.id, fact), (winner.case, won), *lost),
        states={case.id: "RESULT_NOTICE", winner.case: "WON", **states},
        changes={case.id: {"due_on": end, "counterpart": winner.body, "amount": price}},
        due=(DueAt(case.id, END_NOTICE, end + ONE_DAY),),
        rows=Put(case=case.id, values=values),
    )


def _agreed(request: Confirm, admitted: list[Party]) -> tuple[Party, Decimal] | Refusal:
    if len(admitted) != 1:
        return Refusal("listing.not_one", {"count": len(admitted)})
    if request.price is None:
        return Refusal("listing.no_price", place="price")
    return admitted[0], request.price


def _bid(scene: Scene[Loaded], row: Seen, admitted: list[Party]) -> tuple[Party, Decimal] | Refusal:
    found = scene.rows.rounds.get(row.lot) if row.lot else None
    if found is None:
        return Refusal("listing.not_handed_over")
    if found.state != SOLD or found.price is None:
        code = "listing.round_unsold" if found.state == UNSOLD else "listing.round_not_over"
        return Refusal(code, {"code": found.code})
    winner = next((each for each in admitted if each.body == found.winner), None)
    return (winner, found.price) if winner else Refusal("listing.winner_unknown", {"code": found.code})


def _low(row: Seen, price: Decimal) -> Refusal | None:
    values: dict[str, Value] = {"price_yuan": price, "base_yuan": row.terms.base}
    if price < row.terms.base:
        return Refusal("listing.below_base", values, place="price")
    if row.terms.commitment and row.revealed is None:
        return Refusal("listing.reserve_closed")
    if row.revealed is not None and price < row.revealed:
        return Refusal("listing.below_reserve", {"price_yuan": price}, place="price")
    return None
