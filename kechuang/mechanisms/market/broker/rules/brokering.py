"""A broker claims a deal, the party that gave the commission speaks, commission is recorded. Pure."""

from decimal import ROUND_HALF_UP, Decimal

from kechuang.casework.decision import NewCase, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.broker import facts
from kechuang.mechanisms.market.broker.rules import law
from kechuang.mechanisms.market.broker.rules.law import Ruled
from kechuang.mechanisms.market.broker.rules.requests import (
    RATE,
    SUM,
    Agreement,
    Claim,
    Deal,
    DealStep,
    Loaded,
    Pay,
    Put,
    Seen,
)
from kechuang.rulebook.quoting import cited, number

FEN = Decimal("0.01")
LONGEST = 2000


def agreed(agreement: Agreement, amount: Decimal | None) -> Decimal | Refusal:
    """Give the commission in yuan that an agreement comes to, rounded once; refuse one that comes to nothing."""
    if agreement.form == SUM:
        found = agreement.sum_yuan
    elif agreement.form == RATE:
        if agreement.rate is None or not 0 < agreement.rate < 1:
            return Refusal("broker.rate_unreadable", place="rate")
        if amount is None:
            return Refusal("broker.rate_without_amount", place="form")
        found = agreement.rate * amount
    else:
        return Refusal("broker.form_unknown", {"form": agreement.form}, place="form")
    if found is None or found <= 0:
        return Refusal("broker.no_commission", place="sum")
    return found.quantize(FEN, ROUND_HALF_UP)


def claim(scene: Scene[Loaded], request: Claim) -> Ruled:
    """A broker claims a deal for one of its parties, on a written contract of commission."""
    entry, deal = scene.rows.entries.get(request.entry), scene.rows.deals.get(request.deal)
    if entry is None or entry.holder is None:
        return Refusal("broker.entry_unknown", place="entry")
    if deal is None:
        return Refusal("broker.deal_unknown", place="deal")
    refusal = _unfit_deal(scene, request, entry, deal) or _unfit_agreement(scene, request.agreement, deal)
    refusal = refusal or _inactive(scene, entry, deal)
    if refusal:
        return refusal
    sum_yuan = agreed(request.agreement, deal.amount)
    if isinstance(sum_yuan, Refusal):
        return sum_yuan
    refusal = _too_much(scene, entry, request.agreement, sum_yuan, deal.amount)
    if refusal:
        return refusal
    words = request.services.strip()
    if not words or len(words) > LONGEST:
        return Refusal("broker.no_services", {"limit": LONGEST}, place="services")
    if not request.declared:
        return Refusal("broker.not_declared", place="declared")
    return _claimed(scene, request, entry, deal, sum_yuan)


def _unfit_deal(scene: Scene[Loaded], request: Claim, entry: Seen, deal: Deal) -> Refusal | None:
    if not deal.stands:
        return Refusal("broker.no_deal_yet", {"number": deal.number}, place="deal")
    if entry.holder in deal.parties:
        return Refusal("broker.party_of_deal", {"number": deal.number}, place="deal")
    if request.client not in deal.parties:
        return Refusal("broker.client_no_party", {"number": deal.number}, place="client")
    if (deal.case, request.client) in scene.rows.taken:
        return Refusal("broker.claimed_already", {"number": deal.number}, place="deal")
    return None


def _unfit_agreement(scene: Scene[Loaded], one: Agreement, deal: Deal) -> Refusal | None:
    if not one.number.strip():
        return Refusal("broker.no_agreement", place="agreement")
    if one.signed_on > scene.on:
        return Refusal("broker.agreement_in_future", {"day": one.signed_on, "today": scene.on}, place="agreed_on")
    if deal.on is not None and one.signed_on > deal.on:
        values = {"day": one.signed_on, "deal_day": deal.on}
        return Refusal("broker.agreement_after_deal", values, place="agreed_on")
    return None


def _inactive(scene: Scene[Loaded], entry: Seen, deal: Deal) -> Refusal | None:
    """Only who is active today, and was certified and not suspended on the day of the deal, may claim it."""
    if entry.state != "ACTIVE" or entry.hold:
        values: dict[str, Value] = {"state_code": f"market.broker.{entry.state}", "since_day": entry.since}
        return Refusal("broker.not_active", values, place="entry")
    day = deal.on or scene.on
    if not entry.valid_from <= day <= entry.valid_until:
        values = {"day": day, "since_day": entry.valid_from, "until": entry.valid_until}
        return Refusal("broker.not_certified_then", values, place="entry")
    for first, last in entry.spans:
        if first <= day and (last is None or day < last):
            return Refusal("broker.suspended_then", {"day": day, "since_day": first, "until": last}, place="entry")
    return None


def _too_much(
    scene: Scene[Loaded], entry: Seen, agreement: Agreement, sum_yuan: Decimal, amount: Decimal | None
) -> Refusal | None:
    if amount is None or amount <= 0:
        return None
    place = "sum" if agreement.form == SUM else "rate"
    cap = scene.law.ask("broker.commission.max_share", place=entry.place, on=scene.on)
    most = number(cap)
    values = {"agreed_yuan": sum_yuan, "amount_yuan": amount}
    if most is not None and sum_yuan > most * amount:
        return Refusal("broker.above_cap", {**values, "limit_share": most, **cited(cap)}, place=place)
    answer = scene.law.ask("broker.commission.doubted_share", place=entry.place, on=scene.on)
    doubted = number(answer)
    if doubted is not None and sum_yuan > doubted * amount and not agreement.insisted:
        return Refusal("broker.commission_doubted", {**values, "limit_share": doubted, **cited(answer)}, place=place)
    return None


def _claimed(scene: Scene[Loaded], request: Claim, entry: Seen, deal: Deal, sum_yuan: Decimal) -> Ruled:
    agreement, due_on = request.agreement, law.term(scene, "broker.consent_days", entry.place)
    fact = facts.DealClaimed(
        place=entry.place,
        deal_kind=deal.kind,
        level=entry.level,
        broker=f"case/{entry.case}",
        client=law.body(request.client),
        deal=f"case/{deal.case}",
        services=request.services.strip(),
        agreement=agreement.number.strip(),
        agreed_on=agreement.signed_on,
        form=agreement.form,
        rate_share=agreement.rate if agreement.form == RATE else None,
        agreed_yuan=sum_yuan,
        insisted=agreement.insisted,
    )
    case = NewCase(
        id=request.case,
        kind="market.brokered",
        authority=entry.authority,
        state="CLAIMED",
        place=entry.place,
        title=deal.number,
        office=entry.office,
        holder=entry.holder,
        counterpart=request.client,
        amount=sum_yuan,
        due_on=due_on,
        number_series=f"{entry.authority}-JY",
    )
    values = {
        "entry_id": entry.case,
        "deal_id": deal.case,
        "client_id": request.client,
        "deal_kind": deal.kind,
        "deal_number": deal.number,
        "deal_on": deal.on,
        "deal_yuan": deal.amount,
        "field": deal.field,
        "level": entry.level,
        "services": request.services.strip(),
        "agreement": agreement.number.strip(),
        "agreed_on": agreement.signed_on,
        "form": agreement.form,
        "rate": f"{agreement.rate:f}" if agreement.form == RATE and agreement.rate is not None else "",
        "agreed_yuan": sum_yuan,
        "insisted": agreement.insisted,
    }
    return law.said(
        request.case, fact, opens=(case,), rows=Put(case=request.case, table="deal", values=values, new=True)
    )


def consent(scene: Scene[Loaded], request: DealStep) -> Ruled:
    """The party that gave the commission confirms the claim as it stands."""
    case, row = scene.cases[request.brokered], scene.rows.claims[request.brokered]
    fact = facts.DealConsented(
        place=row.place,
        deal_kind=row.deal_kind,
        level=row.level,
        field=row.field,
        agreed_yuan=row.agreed_yuan,
        deal_yuan=row.deal_amount,
    )
    return law.said(
        case.id,
        fact,
        states={case.id: "CONFIRMED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, table="deal", values={"confirmed_on": scene.on, "note": request.text.strip()}),
    )


def decline(scene: Scene[Loaded], request: DealStep) -> Ruled:
    """The party named does not confirm, with its reason."""
    case, text = scene.cases[request.brokered], request.text.strip()
    if not text:
        return Refusal("broker.no_words", place="text")
    return law.said(
        case.id,
        facts.DealDeclined(place=case.place, text=text),
        states={case.id: "DECLINED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, table="deal", values={"note": text, "living": False}),
    )


def pay(scene: Scene[Loaded], request: Pay) -> Ruled:
    """Commission was received; never more than the contract gives."""
    case, row = scene.cases[request.brokered], scene.rows.claims[request.brokered]
    if request.amount <= 0:
        return Refusal("broker.no_commission", place="amount")
    if not request.voucher.strip():
        return Refusal("broker.no_voucher", place="voucher")
    if request.on > scene.on or request.on < row.agreement_on:
        values = {"day": request.on, "since_day": row.agreement_on, "today": scene.on}
        return Refusal("broker.paid_on_wrong_day", values, place="paid_on")
    total = row.paid_yuan + request.amount
    if total > row.agreed_yuan:
        sums = {"amount_yuan": request.amount, "paid_yuan": row.paid_yuan, "agreed_yuan": row.agreed_yuan}
        return Refusal("broker.above_contract", sums, place="amount")
    whole = total == row.agreed_yuan
    fact = facts.CommissionPaid(
        place=case.place,
        amount_yuan=request.amount,
        paid_on=request.on,
        voucher=request.voucher.strip(),
        whole=whole,
    )
    payment = {"amount": request.amount, "on": request.on, "voucher": request.voucher.strip()}
    return law.said(
        case.id,
        fact,
        states={case.id: "PAID" if whole else "CONFIRMED"},
        rows=Put(case=case.id, table="deal", values={"paid_yuan": total}, payment=payment),
    )
