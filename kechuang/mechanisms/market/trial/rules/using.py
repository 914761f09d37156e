"""The use of an open licence: taken by a notice, in force once the fee is paid, filed with the patent office. Pure."""

from datetime import timedelta

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.kernel.amount import unit_slip
from kechuang.kernel.days import add_months
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.trial import facts
from kechuang.mechanisms.market.trial.rules import law, opening
from kechuang.mechanisms.market.trial.rules.law import Ruled
from kechuang.mechanisms.market.trial.rules.requests import Confirm, File, Loaded, Notify, Put, Said, Tick
from kechuang.rulebook.quoting import whole

TABLE = "open_use"
REMIND = "remind"
ONE_DAY = timedelta(days=1)


def notify(scene: Scene[Loaded], request: Notify) -> Ruled:
    """A licensee takes the licence by a notice."""
    seen = scene.rows.licences[request.licence]
    refusal = (
        (Refusal("open_licence.not_open", {"number": seen.number}) if seen.state != "PUBLISHED" else None)
        or (Refusal("open_licence.over", {"until": seen.until}) if seen.until < scene.on else None)
        or (Refusal("open_licence.own", place="firm") if request.firm == seen.unit else None)
        or _taken(seen.takers.get(request.firm))
        or (None if request.use.strip() else Refusal("open_licence.no_use", place="use"))
        or opening.barred(scene, seen.place, seen.result, seen.number, seen.legal, seen.consent)
    )
    if refusal:
        return refusal
    mountain = law.in_pool(scene.law, request.county, scene.on)
    fact = facts.OpenUseNotified(
        place=seen.place,
        county=request.county,
        mountain=mountain,
        licence=f"{seen.authority}/case/{request.licence}",
        firm=law.body(request.firm),
        text=request.use.strip(),
    )
    case = NewCase(
        id=request.case,
        kind="market.open_use",
        authority=seen.authority,
        state="NOTIFIED",
        place=seen.place,
        title=seen.title,
        office=seen.office,
        holder=request.firm,
        counterpart=seen.unit,
        amount=seen.fee.known_yuan,
        number_series=f"{seen.authority}-KFSS",
    )
    values = {
        "licence_id": request.licence,
        "county": request.county,
        "mountain": mountain,
        "use": request.use.strip(),
        "fee": seen.fee.plain(),
        "until": seen.until,
        "notified_on": scene.on,
    }
    put = Put(case=request.case, table=TABLE, values=values, new=True)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _taken(number: str | None) -> Refusal | None:
    return Refusal("open_licence.taken_already", {"number": number}, "firm") if number else None


def confirm(scene: Scene[Loaded], request: Confirm) -> Ruled:
    """The fee was paid as declared: the licence is in force; a declaration withdrawn meanwhile does not touch it."""
    case, seen = scene.cases[request.case], scene.rows.uses[request.case]
    if request.paid_on > scene.on:
        return Refusal("open_licence.paid_in_future", {"day": request.paid_on, "today": scene.on}, "paid_on")
    if not request.reference.strip():
        return Refusal("open_licence.no_reference", place="reference")
    if request.amount != seen.fee.known_yuan:
        values: dict[str, Value] = {"paid_yuan": request.amount, "fee_yuan": seen.fee.known_yuan}
        slip = unit_slip(request.amount, seen.fee.known_yuan) if seen.fee.known_yuan else None
        code = "open_licence.paid_unit" if slip else "open_licence.paid_differs"
        return Refusal(code, values, "amount")
    fact = facts.OpenUseBegun(
        place=case.place,
        county=seen.county,
        mountain=seen.mountain,
        until=seen.until,
        amount_yuan=request.amount,
        paid_on=request.paid_on,
        reference=request.reference.strip(),
        deal=f"deal/{request.deal}",
    )
    values_kept = {
        "paid_on": request.paid_on,
        "paid": request.amount,
        "reference": request.reference.strip(),
        "begun_on": scene.on,
        "deal": request.deal,
    }
    answer = scene.law.ask("patent.licence.filing_months", place=case.place, on=scene.on)
    months = whole(answer)
    due_on = add_months(scene.on, months) if months else None
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "IN_FORCE"},
        changes={case.id: {"due_on": due_on}},
        due=(DueAt(case.id, REMIND, due_on + ONE_DAY),) if due_on else (),
        rows=Put(case=case.id, table=TABLE, values=values_kept),
    )


def drop(scene: Scene[Loaded], request: Said) -> Ruled:
    """The licensee takes its notice back before it paid."""
    case = scene.cases[request.case]
    if not request.text.strip():
        return Refusal("trial.no_reason", place="text")
    fact = facts.OpenUseDropped(place=case.place, text=request.text.strip())
    put = Put(case=case.id, table=TABLE, values={"reason": request.text.strip()})
    return Decision(facts=((case.id, fact),), states={case.id: "DROPPED"}, rows=put)


def remind(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The term for filing is over."""
    case = scene.cases[request.case]
    fact = facts.OpenUseReminded(place=case.place)
    put = Put(case=case.id, table=TABLE, values={"reminded_on": scene.on})
    return Decision(facts=((case.id, fact),), states={case.id: "IN_FORCE"}, rows=put)


def file(scene: Scene[Loaded], request: File) -> Ruled:
    """The deal was filed with the patent office."""
    case = scene.cases[request.case]
    if not request.number.strip():
        return Refusal("open_licence.no_filing_number", place="number")
    if request.on > scene.on:
        return Refusal("open_licence.filed_in_future", {"day": request.on, "today": scene.on}, "filed_on")
    fact = facts.OpenUseFiled(place=case.place, number=request.number.strip(), filed_on=request.on)
    put = Put(case=case.id, table=TABLE, values={"filing": request.number.strip(), "filed_on": request.on})
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "FILED"},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, REMIND),),
        rows=put,
    )
