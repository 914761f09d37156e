"""A trial: asked for, agreed at the offer's terms, signed, logged, reported on; silence ends it too. Pure."""

from datetime import date, timedelta
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.kernel.days import add_months
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.trial import facts
from kechuang.mechanisms.market.trial.rules import law
from kechuang.mechanisms.market.trial.rules.law import Ruled
from kechuang.mechanisms.market.trial.rules.requests import (
    COUNTIES,
    POOL,
    Agree,
    Ask,
    Extend,
    GiveBack,
    Loaded,
    Log,
    Put,
    Report,
    Said,
    Sign,
    Tick,
    TrialSeen,
)
from kechuang.rulebook.quoting import cited, whole

TABLE = "trial"
REMIND, EXPIRE = "remind", "expire"
ONE_DAY = timedelta(days=1)
FIRMS = frozenset({"enterprise", "startup_team"})
RETURNED, DESTROYED, NONE_GIVEN = "returned", "destroyed", "none_given"
WAYS = (RETURNED, DESTROYED, NONE_GIVEN)


def last_day(start: date, months: int) -> date:
    """Give the last day of a trial: 12 months from 10 March end on 9 March."""
    return add_months(start, months) - ONE_DAY


def ask(scene: Scene[Loaded], request: Ask) -> Ruled:
    """A firm asks for a trial of an offer."""
    seen = scene.rows.offers[request.offer]
    mountain = law.in_pool(scene.law, request.county, scene.on)
    refusal = _wrong_firm(scene, request) or _wrong_offer(scene, request, mountain=mountain)
    if refusal:
        return refusal
    for name in ("purpose", "criteria"):
        if not getattr(request, name).strip():
            return Refusal(f"trial.no_{name}", place=name)
    fact = facts.TrialRequested(
        place=seen.place,
        county=request.county,
        mountain=mountain,
        field=seen.field,
        firm=law.body(request.firm),
        offer=f"{seen.authority}/case/{request.offer}",
        purpose=request.purpose.strip(),
        criteria=request.criteria.strip(),
    )
    case = NewCase(
        id=request.case,
        kind="market.trial",
        authority=seen.authority,
        state="REQUESTED",
        place=seen.place,
        title=seen.title,
        office=seen.office,
        holder=request.firm,
        counterpart=seen.unit,
        amount=seen.price.known_yuan,
        number_series=f"{seen.authority}-SY",
    )
    values = {
        "offer_id": request.offer,
        "result_id": seen.result,
        "county": request.county,
        "mountain": mountain,
        "field": seen.field,
        "exclusive": seen.exclusive,
        "price": seen.price.plain(),
        "cap": seen.cap,
        "months": seen.months,
        "delivers": seen.delivers,
        "insurance": seen.insurance,
        "purpose": request.purpose.strip(),
        "criteria": request.criteria.strip(),
        "site": request.site.strip(),
        "asked_on": scene.on,
    }
    put = Put(case=request.case, table=TABLE, values=values, new=True)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _wrong_firm(scene: Scene[Loaded], request: Ask) -> Refusal | None:
    firm, seen = scene.rows.firms[request.firm], scene.rows.offers[request.offer]
    if request.firm == seen.unit:
        return Refusal("trial.own_result", place="firm")
    if firm.kind not in FIRMS:
        return Refusal("trial.not_a_firm", {"name": firm.name}, "firm")
    refused = law.not_small(scene.law, firm, firm.place, scene.on)
    if refused is not None:
        return refused
    known = firm.staff is not None or firm.sales is not None
    return None if known or request.declares_small else Refusal("trial.size_unknown", place="declares_small")


def _wrong_offer(scene: Scene[Loaded], request: Ask, *, mountain: bool) -> Refusal | None:
    seen = scene.rows.offers[request.offer]
    if seen.state != "OFFERED":
        return Refusal("trial.offer_over", {"title": seen.title}, "offer")
    if seen.audience == COUNTIES and not mountain:
        answer = scene.law.ask("trial.counties", place=seen.place, on=scene.on)
        return Refusal("trial.for_counties_only", {"county": request.county, **cited(answer)}, "firm")
    if request.firm in seen.open:
        return Refusal("trial.asked_already", {"number": seen.open[request.firm]}, "firm")
    return None


def agree(scene: Scene[Loaded], request: Agree) -> Ruled:
    """The unit agrees at its own terms; in the pool, requests of the counties are answered first."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    offer = scene.rows.offers[seen.offer]
    if not request.number.strip():
        return Refusal("trial.no_number", place="number")
    if request.start < scene.on:
        return Refusal("trial.start_past", {"day": request.start, "today": scene.on}, "start")
    first = offer.audience == POOL and not seen.mountain and offer.waiting - {request.case}
    refusal = (
        law.months_allowed(scene.law, case.place, scene.on, request.months)
        or (Refusal("trial.counties_first", {"count": len(first)}) if first else None)
        or beside(scene, request.case, seen)
    )
    if refusal:
        return refusal
    end = last_day(request.start, request.months)
    fact = facts.TrialAgreed(
        place=case.place,
        county=seen.county,
        mountain=seen.mountain,
        start=request.start,
        end=end,
        price=seen.price.formula(),
        cap_yuan=seen.cap,
        number=request.number.strip(),
    )
    values = {"start": request.start, "end": end, "months": request.months, "number": request.number.strip()}
    put = Put(case=case.id, table=TABLE, values=values)
    return Decision(facts=((case.id, fact),), states={case.id: "TERMS_AGREED"}, rows=put)


def beside(scene: Scene[Loaded], case: UUID, seen: TrialSeen) -> Refusal | None:
    """Several trials of one result run side by side, but an exclusive one runs alone."""
    for other, number, exclusive in scene.rows.running.get(seen.result, ()):
        if other != case and (exclusive or seen.exclusive):
            code = "trial.exclusive_runs" if exclusive else "trial.others_run"
            return Refusal(code, {"number": number})
    return None


def decline(scene: Scene[Loaded], request: Said) -> Ruled:
    """The unit does not agree, and says why."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    if not request.text.strip():
        return Refusal("trial.no_reason", place="text")
    fact = facts.TrialDeclined(place=case.place, county=seen.county, text=request.text.strip())
    put = Put(case=case.id, table=TABLE, values={"reason": request.text.strip()})
    return Decision(facts=((case.id, fact),), states={case.id: "DECLINED"}, rows=put)


def sign(scene: Scene[Loaded], request: Sign) -> Ruled:
    """The free licence is signed and the trial begins."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    if seen.end is None or seen.start is None or seen.end < scene.on:
        return Refusal("trial.over_before_signing", {"end": seen.end})
    if refused := beside(scene, request.case, seen):
        return refused
    fact = facts.TrialBegun(
        place=case.place,
        county=seen.county,
        mountain=seen.mountain,
        field=seen.field,
        exclusive=seen.exclusive,
        start=seen.start,
        end=seen.end,
        firm=law.body(case.holder),
        deal=f"deal/{request.deal}",
        files=tuple(each.commitment for each in request.files),
    )
    values = {"deal": request.deal, "signed_on": scene.on, "files": [str(each.id) for each in request.files]}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "TRIAL"},
        changes={case.id: {"due_on": seen.end}},
        due=(DueAt(case.id, REMIND, seen.end + ONE_DAY),),
        rows=Put(case=case.id, table=TABLE, values=values),
    )


def log(scene: Scene[Loaded], request: Log) -> Ruled:
    """A line of the log: a day of the trial that has come."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    if not request.text.strip():
        return Refusal("trial.log_empty", place="text")
    if request.day > scene.on:
        return Refusal("trial.log_in_future", {"day": request.day, "today": scene.on}, "day")
    if seen.start is None or seen.end is None or not seen.start <= request.day <= seen.end:
        return Refusal("trial.log_outside", {"day": request.day, "start": seen.start, "end": seen.end}, "day")
    fact = facts.TrialLogged(
        place=case.place, day=request.day, text=request.text.strip(), measured=request.measured.strip()
    )
    row = {"on": request.day, "text": request.text.strip(), "measured": request.measured.strip()}
    put = Put(case=case.id, table=TABLE, adds=(("entry", row),))
    return Decision(facts=((case.id, fact),), states={case.id: "TRIAL"}, rows=put)


def report(scene: Scene[Loaded], request: Report) -> Ruled:
    """The firm says whether it is satisfied; a contract has to follow within the days of the rule."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    if not request.text.strip():
        return Refusal("trial.report_empty", place="text")
    if seen.start is None or scene.on < seen.start:
        return Refusal("trial.not_begun", {"start": seen.start})
    fact = facts.TrialReported(
        place=case.place,
        county=seen.county,
        mountain=seen.mountain,
        satisfied=request.satisfied,
        days=(scene.on - seen.start).days + 1,
        text=request.text.strip(),
        files=tuple(each.commitment for each in request.files),
    )
    state = "SATISFIED" if request.satisfied else "NOT_SATISFIED"
    until = law.after(scene, "trial.convert_days", case.place, scene.on) if request.satisfied else None
    values: dict[str, object] = {"report": request.text.strip(), "reported_on": scene.on}
    values["report_files"] = [str(each.id) for each in request.files]
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        changes={case.id: {"due_on": until}},
        due=(DueAt(case.id, EXPIRE, until + ONE_DAY),) if until else (),
        cancels=((case.id, REMIND), (case.id, EXPIRE)),
        rows=Put(case=case.id, table=TABLE, values=values),
    )


def extend(scene: Scene[Loaded], request: Extend) -> Ruled:
    """The trial runs longer, but not beyond the most that the rule allows from its first day."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    if not request.text.strip():
        return Refusal("trial.no_reason", place="text")
    if seen.end is None or seen.start is None or request.end <= seen.end or request.end <= scene.on:
        return Refusal("trial.end_not_later", {"day": request.end, "end": seen.end}, "end")
    answer = scene.law.ask("trial.max_months", place=case.place, on=scene.on)
    most = whole(answer)
    if most is not None and request.end > last_day(seen.start, most):
        limit = last_day(seen.start, most)
        values: dict[str, Value] = {"day": request.end, "last": limit, "months": most, **cited(answer)}
        return Refusal("trial.extended_too_far", values, "end")
    fact = facts.TrialExtended(place=case.place, end=request.end, text=request.text.strip())
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "TRIAL"},
        changes={case.id: {"due_on": request.end}},
        due=(DueAt(case.id, REMIND, request.end + ONE_DAY),),
        cancels=((case.id, REMIND), (case.id, EXPIRE)),
        rows=Put(case=case.id, table=TABLE, values={"end": request.end, "reminded_on": None}),
    )


def remind(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The period is over and nobody reported: the firm is asked once more."""
    case = scene.cases[request.case]
    until = law.after(scene, "trial.remind_days", case.place, scene.on) or scene.on
    fact = facts.TrialReminded(place=case.place, reply_by=until)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "TRIAL"},
        changes={case.id: {"due_on": until}},
        due=(DueAt(case.id, EXPIRE, until + ONE_DAY),),
        rows=Put(case=case.id, table=TABLE, values={"reminded_on": scene.on}),
    )


def expire(scene: Scene[Loaded], request: Tick) -> Ruled:
    """Still silent, or no contract came: the trial ends, and the know-how has to be given back."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    fact = facts.TrialExpired(place=case.place, county=seen.county, after_satisfied=case.state == "SATISFIED")
    put = Put(case=case.id, table=TABLE, values={"expired_on": scene.on})
    changes = {case.id: {"due_on": None}}
    return Decision(facts=((case.id, fact),), states={case.id: "EXPIRED"}, changes=changes, rows=put)


def give_back(scene: Scene[Loaded], request: GiveBack) -> Ruled:
    """The firm declares what became of the know-how; no fee is owed."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    if request.way not in WAYS:
        codes = ", ".join(f"trial.way.{each}" for each in WAYS)
        return Refusal("trial.way_unknown", {"known_codes": codes}, "way")
    if not request.declared:
        return Refusal("trial.not_declared", place="declares")
    if not request.text.strip():
        return Refusal("trial.return_empty", place="text")
    fact = facts.TrialEnded(
        place=case.place,
        county=seen.county,
        mountain=seen.mountain,
        way=request.way,
        text=request.text.strip(),
        files=tuple(each.commitment for each in request.files),
    )
    values = {"way": request.way, "returned": request.text.strip(), "returned_on": scene.on}
    put = Put(case=case.id, table=TABLE, values=values)
    return Decision(facts=((case.id, fact),), states={case.id: "ENDED_NO_FEE"}, rows=put)
