"""Registrations of interest: asked for in confidence, judged by the conditions, secured by a deposit. Pure."""

from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.identify.account import same_name
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.listing import facts
from kechuang.mechanisms.market.listing.rules.law import Ruled, body
from kechuang.mechanisms.market.listing.rules.requests import (
    Judge,
    Loaded,
    Party,
    Put,
    Refund,
    Register,
    Seen,
    TakeDeposit,
)
from kechuang.rulebook.quoting import cited

RELATIONS = ("completer", "completer_firm", "relative", "subsidiary", "common_control", "other")
JUDGED = {"qualify": "QUALIFIED", "refuse": "REFUSED", "pull_out": "WITHDRAWN"}
OPEN = frozenset({"LISTED", "EXTENDED"})


def register(scene: Scene[Loaded], request: Register) -> Ruled:
    """A body registers its interest while the period runs."""
    listing, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    refused = _closed(scene, listing.state, row) or _barred(scene, request, row, listing.holder)
    if refused is not None:
        return refused
    case = NewCase(
        id=request.case,
        kind="market.interest",
        authority=request.authority,
        state="REGISTERED",
        place=request.place,
        title=row.terms.title,
        office=request.office,
        holder=request.body,
        amount=row.terms.deposit,
        number_series=f"{request.authority}-YX",
    )
    fact = facts.InterestRegistered(
        place=request.place,
        listing=row.number,
        holder=body(request.body),
        related=request.relation,
        files=tuple(each.commitment for each in request.files),
    )
    values = {
        "listing_id": request.listing,
        "body_id": request.body,
        "round": row.round,
        "agent": request.agent.strip(),
        "relation": request.relation,
        "ground": request.ground.strip(),
        "files": [str(each.id) for each in request.files],
    }
    put = Put(case=request.case, table="interest", values=values, new=True)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _closed(scene: Scene[Loaded], state: str, row: Seen) -> Refusal | None:
    running = state in OPEN and row.start is not None and row.end is not None and row.start <= scene.on <= row.end
    return None if running else Refusal("listing.period_over", {"number": row.number, "end": row.end})


def _barred(scene: Scene[Loaded], request: Register, row: Seen, seller: UUID | None) -> Refusal | None:
    if request.body == seller:
        return Refusal("listing.buyer_is_seller", place="body")
    if request.body == request.office:
        return Refusal("listing.operator_barred", {"name": request.body_name}, place="body")
    if (request.listing, request.body) in scene.rows.registered:
        return Refusal("listing.registered_already", {"number": row.number}, place="body")
    if any(each.body == request.body for each in scene.rows.of(request.listing, "FORFEITED")):
        return Refusal("listing.defaulter_barred", {"name": request.body_name}, place="body")
    if request.relation and request.relation not in RELATIONS:
        return Refusal("listing.relation_unknown", {"relation": request.relation}, place="relation")
    if not request.undertaken:
        return Refusal("listing.not_undertaken", place="undertaken")
    return _affiliated(scene, request, seller)


def _affiliated(scene: Scene[Loaded], request: Register, seller: UUID | None) -> Refusal | None:
    """Who is bound to the seller says so; where the rules bar such buyers, that ends it."""
    known = scene.rows.relations.get((seller, request.body), "") if seller else ""
    if not known and not request.relation:
        return None
    may = scene.law.ask("listing.affiliates_may_register", place=request.place, on=scene.on)
    words = f"organisation.relation.{known}" if known else f"listing.relation.{request.relation}"
    values: dict[str, Value] = {"name": request.body_name, "relation_code": words, **cited(may)}
    if may.value is False:
        return Refusal("listing.affiliate_barred", values, place="relation")
    return None if request.relation else Refusal("listing.affiliate_unmarked", values, place="relation")


def judge(scene: Scene[Loaded], request: Judge) -> Ruled:
    """Qualify when every condition was found fulfilled; refuse with words; or the party takes it back."""
    case, party, text = scene.cases[request.case], scene.rows.parties[request.case], request.text.strip()
    row = scene.rows.listings[party.listing]
    if request.move == "refuse" and not text:
        return Refusal("listing.no_reason", place="text")
    missing = [each for each in row.terms.conditions if each not in request.met]
    if request.move == "qualify" and missing:
        return Refusal("listing.condition_unmet", {"condition": missing[0], "count": len(missing)}, place="met")
    # Where no deposit is asked, who is qualified is admitted at once.
    target = "ADMITTED" if request.move == "qualify" and not row.terms.deposit else JUDGED[request.move]
    fact = facts.InterestJudged(place=case.place, outcome=target, met=request.met, text=text)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: target},
        rows=Put(case=case.id, table="interest", values={"text": text, "met": list(request.met)}),
    )


def deposit(scene: Scene[Loaded], request: TakeDeposit) -> Ruled:
    """Take a deposit: whole, and from the account of the party itself."""
    case, party = scene.cases[request.case], scene.rows.parties[request.case]
    wanted = scene.rows.listings[party.listing].terms.deposit
    refused = _unfit_deposit(scene, request, party)
    if refused is not None:
        return refused
    if request.amount != wanted:
        values: dict[str, Value] = {"amount_yuan": request.amount, "deposit_yuan": wanted}
        return Refusal("listing.deposit_differs", values, place="amount")
    fact = facts.InterestDeposited(
        place=case.place,
        amount_yuan=request.amount,
        paid_on=request.paid_on,
        files=tuple(each.commitment for each in request.files),
    )
    values_ = {"deposit": request.amount, "payer": request.payer.strip(), "paid_on": request.paid_on}
    voucher = [str(each.id) for each in request.files]
    put = Put(case=case.id, table="interest", values={**values_, "voucher": voucher})
    return Decision(facts=((case.id, fact),), states={case.id: "ADMITTED"}, rows=put)


def _unfit_deposit(scene: Scene[Loaded], request: TakeDeposit, party: Party) -> Refusal | None:
    if not same_name(request.payer, party.name):
        values: dict[str, Value] = {"payer": request.payer.strip(), "name": party.name}
        return Refusal("listing.account_of_another", values, place="payer")
    if request.paid_on > scene.on:
        return Refusal("listing.day_ahead", {"day": request.paid_on, "today": scene.on}, place="paid_on")
    return None


def refund(scene: Scene[Loaded], request: Refund) -> Ruled:
    """The deposit of a party that did not buy went back."""
    case = scene.cases[request.case]
    fact = facts.InterestConcluded(place=case.place, outcome="REFUNDED")
    return Decision(facts=((case.id, fact),), states={case.id: "REFUNDED"})
