"""Empowerment: completers get a share of the ownership, or the right to use an achievement for long. Pure.

Plan for the mountain and island counties (13): ownership, or use of not less than ten years. Not for what the list of
the 2020 pilot bars: national security, state secrets, public interest, unclear ownership, claims of others, ethics.
"""

from datetime import date
from fractions import Fraction

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.kernel.days import ONE_DAY, add_months
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.reward import facts
from kechuang.mechanisms.market.reward.rules import noticing
from kechuang.mechanisms.market.reward.rules.lawful import Asking, Ruled, body, codes, quoted, result
from kechuang.mechanisms.market.reward.rules.requests import (
    OWNERSHIP,
    RIGHTS,
    Agree,
    Apply,
    Completer,
    Effect,
    Loaded,
    Publish,
    Put,
    Sign,
    Stop,
    Tick,
    Yearly,
)
from kechuang.rulebook.quoting import number
from kechuang.rulebook.resolve import Subject

END, EXPIRE = "end", "expire"
TABLE = "empowerment"
MOST, LONGEST_TITLE, LONGEST = 40, 200, 4000
ONE = Fraction(1)
FROZEN, WITHHELD = "FROZEN", "WITHHELD"
TARGETS = {
    "accept": "ACCEPTED",
    "refuse": "REFUSED",
    "stop": "ACCEPTED",
    "conclude": "ENDED",
    "terminate": "TERMINATED",
}
NOWHERE = ("", "", "")
DEALT = frozenset({"TRANSFERRED", "INVESTED"})


def apply(scene: Scene[Loaded], request: Apply) -> Ruled:
    """Completers apply, one of them for all."""
    refusal = _unfit(scene, request) or _barred(scene, request)
    if refusal:
        return refusal
    fact = facts.EmpowermentApplied(
        place=request.place,
        unit=body(request.unit),
        result=result(request.result),
        right=request.right,
        completers=tuple(f"completer/{each.id} {each.rank} {each.share}" for each in request.completers),
        plan=request.plan.strip(),
    )
    case = NewCase(
        id=request.case,
        kind="market.empowerment",
        authority=request.authority,
        state="APPLIED",
        place=request.place,
        title=request.title.strip(),
        office=request.unit,
        holder=request.unit,
        number_series=f"{request.authority}-FQ",
    )
    values = {
        "result": request.result,
        "right": request.right,
        "plan": request.plan.strip(),
        "subject": request.subject,
    }
    adds = tuple(("completer", _row(each)) for each in request.completers)
    put = Put(case=request.case, table=TABLE, new=True, values=values, adds=adds)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _row(each: Completer) -> dict[str, object]:
    return {
        "id": each.id,
        "place_in_order": each.rank,
        "name": each.name.strip(),
        "top": each.share.numerator,
        "bottom": each.share.denominator,
        "representative": each.representative,
        "person_id": each.person,
    }


def _unfit(scene: Scene[Loaded], request: Apply) -> Refusal | None:
    if not request.title.strip() or len(request.title.strip()) > LONGEST_TITLE:
        return Refusal("empowerment.no_title", {"limit": LONGEST_TITLE}, place="title")
    if request.right not in RIGHTS:
        return Refusal("empowerment.right_unknown", {"right": request.right}, place="right")
    if not request.plan.strip() or len(request.plan) > LONGEST:
        return Refusal("empowerment.no_plan", place="plan")
    if not 0 < len(request.completers) <= MOST or any(not each.name.strip() for each in request.completers):
        return Refusal("empowerment.no_completer", {"limit": MOST}, place="completers")
    if any(each.share <= 0 for each in request.completers):
        return Refusal("empowerment.share_not_positive", place="completers")
    total = sum((each.share for each in request.completers), Fraction(0))
    if total != ONE:
        return Refusal("empowerment.shares_not_whole", {"sum": str(total), "missing": str(ONE - total)}, "completers")
    if sum(each.representative for each in request.completers) != 1:
        return Refusal("empowerment.one_representative", place="completers")
    other = scene.rows.empowered.get(request.result) if request.result else None
    return Refusal("empowerment.open_already", {"number": other}, place="result") if other else None


def _barred(scene: Scene[Loaded], request: Apply) -> Refusal | None:
    asking = Asking(scene.law, request.place, scene.on, Subject.parse(request.subject))
    answer = asking.ask("transfer.empowerment.barred")
    listed = codes(answer)
    found = [each for each in request.grounds if each in listed]
    state, security, ethics = scene.rows.results.get(request.result, NOWHERE) if request.result else NOWHERE
    if not found:
        found = [each for each in _seen_grounds(state, security, ethics) if each in listed]
    if found:
        words = ", ".join(f"empowerment.barred.{each}" for each in found)
        return Refusal("empowerment.barred", {"ground_codes": words, **quoted(answer)}, place="grounds")
    if state in DEALT:
        return Refusal("empowerment.dealt_away", {"state": f"market.result.{state}"}, place="result")
    return None


def _seen_grounds(state: str, security: str, ethics: str) -> list[str]:
    """What the register itself says against an achievement."""
    found = []
    if security in {"state", "internal"} or state == WITHHELD:
        found.append("state_secret")
    if state == FROZEN:
        found.append("ownership_unclear")
    if ethics == "pending":
        found.append("ethics")
    return found


def decide(scene: Scene[Loaded], request: Stop) -> Ruled:
    """Accept, refuse, stop a notice, end by agreement, terminate."""
    case = scene.cases[request.case]
    if request.move != "accept" and not request.reason.strip():
        return Refusal("reward.no_reason", place="reason")
    target = TARGETS[request.move]
    fact = facts.EmpowermentDecided(place=case.place, move=request.move, reason=request.reason.strip())
    over = request.move in {"conclude", "terminate"}
    values: dict[str, object] = {"reason": request.reason.strip()}
    if request.move == "stop":
        values |= {"start": None, "end": None}
    if over:
        values |= {"ended_on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: target},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, END), (case.id, EXPIRE)),
        rows=Put(case=case.id, table=TABLE, values=values),
    )


def agree(scene: Scene[Loaded], request: Agree) -> Ruled:
    """The terms: a share of the ownership, or a right to use of the years of the rule and more."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    refusal = _unfit_terms(scene, case.place, row.subject, request)
    if refusal:
        return refusal
    share = f"{request.share}" if request.share is not None and request.right == OWNERSHIP else ""
    fact = facts.EmpowermentAgreed(
        place=case.place,
        right=request.right,
        share=share,
        start=request.start,
        end=request.end,
        decision=request.decision.strip(),
        cost=request.cost.strip(),
        revenue=request.revenue.strip(),
        leaving=request.leaving.strip(),
    )
    values = {
        "right": request.right,
        "top": request.share.numerator if share and request.share else 0,
        "bottom": request.share.denominator if share and request.share else 1,
        "right_start": request.start,
        "right_end": request.end,
        "decision": request.decision.strip(),
        "cost": request.cost.strip(),
        "revenue": request.revenue.strip(),
        "leaving": request.leaving.strip(),
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "TERMS_AGREED"},
        rows=Put(case=case.id, table=TABLE, values=values),
    )


def _unfit_terms(scene: Scene[Loaded], place: str, subject: str, request: Agree) -> Refusal | None:
    if request.right not in RIGHTS:
        return Refusal("empowerment.right_unknown", {"right": request.right}, place="right")
    for name in ("decision", "cost", "revenue", "leaving"):
        if not getattr(request, name).strip():
            return Refusal("empowerment.term_missing", {"term_code": f"empowerment.term.{name}"}, place=name)
    if request.right == OWNERSHIP:
        if request.share is None or not 0 < request.share <= ONE:
            return Refusal("empowerment.no_share", place="share")
        return None
    if request.end is None or request.end <= request.start:
        return Refusal("empowerment.no_end", place="end")
    answer = Asking(scene.law, place, scene.on, Subject.parse(subject)).ask("transfer.use_right.min_years")
    years = number(answer)
    if years is None:
        return None
    earliest = least_end(request.start, int(years))
    if request.end < earliest:
        values: dict[str, Value] = {"start": request.start, "end": request.end, "years": int(years)}
        return Refusal("empowerment.use_right_short", {**values, "earliest": earliest, **quoted(answer)}, place="end")
    return None


def least_end(start: date, years: int) -> date:
    """Give the first day on which a right of so many years may end: ten years from 1 June end on 31 May."""
    return add_months(start, 12 * years) - ONE_DAY


def publish(scene: Scene[Loaded], request: Publish) -> Ruled:
    """The terms are published in the unit."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    asking = Asking(scene.law, case.place, request.start, Subject.parse(row.subject))
    refusal = noticing.unfit(asking, scene.rows.calendars, noticing.EMPOWERMENT_NOTICE, request, scene.on)
    if refusal:
        return refusal
    fact = facts.EmpowermentNoticeBegun(
        place=case.place,
        start=request.start,
        end=request.end,
        days=(request.end - request.start).days,
        where=request.where.strip(),
    )
    values = {"start": request.start, "end": request.end, "where": request.where.strip()}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_RUNNING"},
        changes={case.id: {"due_on": request.end}},
        due=(DueAt(case.id, END, request.end + ONE_DAY),),
        cancels=((case.id, END),),
        rows=Put(case=case.id, table=TABLE, values=values),
    )


def end(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The notice ran its time."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if row.start is None or row.end is None:
        return Refusal("reward.no_notice")
    fact = facts.EmpowermentNoticePassed(place=case.place, start=row.start, end=row.end)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_PASSED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, table=TABLE, values={"passed_on": scene.on}),
    )


def sign(scene: Scene[Loaded], request: Sign) -> Ruled:
    """The agreement is signed, after the notice."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.number.strip():
        return Refusal("empowerment.no_number", place="number")
    if request.signed_on > scene.on:
        return Refusal("empowerment.in_future", {"day": request.signed_on, "today": scene.on}, place="signed_on")
    if row.end is None or request.signed_on <= row.end:
        return Refusal("empowerment.signed_in_notice", {"day": request.signed_on, "end": row.end}, place="signed_on")
    fact = facts.EmpowermentSigned(
        place=case.place,
        signed_on=request.signed_on,
        number=request.number.strip(),
        files=tuple(each.commitment for each in request.files),
    )
    files = tuple(each.id for each in request.files)
    values = {"number": request.number.strip(), "signed_on": request.signed_on, "files": [str(each) for each in files]}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "SIGNED"},
        rows=Put(case=case.id, table=TABLE, values=values, files=files),
    )


def take_effect(scene: Scene[Loaded], request: Effect) -> Ruled:
    """The change of rights is registered; a right to use ends by itself when its years are over."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.number.strip():
        return Refusal("empowerment.no_number", place="number")
    if request.on > scene.on:
        return Refusal("empowerment.in_future", {"day": request.on, "today": scene.on}, place="on")
    if row.signed_on is not None and request.on < row.signed_on:
        values: dict[str, Value] = {"day": request.on, "signed_on": row.signed_on}
        return Refusal("empowerment.registered_before_signing", values, place="on")
    fact = facts.EmpowermentEffective(
        place=case.place, unit=body(case.holder), on=request.on, number=request.number.strip()
    )
    due = (DueAt(case.id, EXPIRE, row.right_end + ONE_DAY),) if row.right_end else ()
    values_ = {"registration": request.number.strip(), "effective_on": request.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "EFFECTIVE"},
        due=due,
        rows=Put(case=case.id, table=TABLE, values=values_),
    )


def report(scene: Scene[Loaded], request: Yearly) -> Ruled:
    """The completers report on a year, once each."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    first = row.signed_on.year if row.signed_on else request.year
    if not first <= request.year <= scene.on.year:
        values: dict[str, Value] = {"year": request.year, "first": first, "last": scene.on.year}
        return Refusal("empowerment.no_such_year", values, place="year")
    if request.year in row.years:
        return Refusal("empowerment.reported_already", {"year": request.year}, place="year")
    if not request.used.strip():
        return Refusal("empowerment.nothing_said", place="used")
    if request.income < 0:
        return Refusal("reward.negative", {"amount_yuan": request.income}, place="income")
    fact = facts.EmpowermentReported(
        place=case.place, year=request.year, income_yuan=request.income, used=request.used.strip()
    )
    told = {"year": request.year, "used": request.used.strip(), "income": request.income, "on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        rows=Put(case=case.id, table=TABLE, adds=(("yearly", told),)),
    )


def expire(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The right to use ran its years."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if row.right_end is None:
        return Refusal("empowerment.no_end")
    fact = facts.EmpowermentExpired(place=case.place, end=row.right_end)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ENDED"},
        rows=Put(case=case.id, table=TABLE, values={"ended_on": row.right_end}),
    )
