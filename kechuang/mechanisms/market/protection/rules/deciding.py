"""A case of protection: what it must hold, where it may go, what comes of it. Pure."""

from collections.abc import Mapping

from kechuang.casework.decision import CaseView, Decision, NewCase, Scene
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.ip import read_ip_number
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.protection import facts
from kechuang.mechanisms.market.protection.rules import law
from kechuang.mechanisms.market.protection.rules.law import Ruled
from kechuang.mechanisms.market.protection.rules.moves import PROTECTION
from kechuang.mechanisms.market.protection.rules.requests import (
    INFRINGEMENT,
    KINDS,
    NUMBERED,
    OUTCOMES,
    OVERSEAS,
    OWNERSHIP,
    REASONS,
    RIGHTS,
    TRADE_SECRET,
    Conclude,
    Loaded,
    Put,
    Report,
    Route,
    Step,
)
from kechuang.rulebook.quoting import cited

LONGEST, LONGEST_NAME = 4000, 200


def city(place: str) -> str:
    """Give the city of a place: the public part of a fact names nothing smaller."""
    return f"{place[:4]}00"


def number_of(request: Report) -> str:
    """Give the number of the right as registers write it; one abroad, or without a register, as it was typed."""
    if request.right in NUMBERED and request.kind != OVERSEAS:
        read = read_ip_number(request.right, request.number)
        return read.value.text if read.value is not None else request.number.strip()
    return request.number.strip()


def report(scene: Scene[Loaded], request: Report) -> Ruled:
    """A holder or firm reports a case."""
    refusal = _unfit(scene, request) or _unfit_right(scene, request) or _unfit_parties(scene, request)
    if refusal:
        return refusal
    number = number_of(request)
    fact = facts.ProtectionReported(
        city=city(request.place),
        case_kind=request.kind,
        right_kind=request.right,
        right_number=number,
        reporter=law.body(request.reporter),
        respondent=request.respondent.strip(),
        happened_at=request.happened_at,
        result=f"case/{request.result}" if request.result else "",
        files=tuple(each.commitment for each in request.files),
    )
    name, _code = scene.rows.reporters.get(request.reporter, ("", ""))
    case = NewCase(
        id=request.case,
        kind=PROTECTION.kind,
        authority=request.authority,
        state="REPORTED",
        place=request.place,
        title=f"{name} / {request.respondent.strip() or number}"[:200],
        office=request.office,
        holder=request.reporter,
        due_on=law.term(scene, "protection.intake_days", request.place),
        number_series=f"{request.authority}-BH",
    )
    values = {
        "kind": request.kind,
        "right": request.right,
        "number": number,
        "number_key": compact(number),
        "respondent": request.respondent.strip(),
        "respondent_code": request.respondent_code.strip(),
        "happened_at": request.happened_at,
        "country": request.country.strip(),
        "since": request.since,
        "text": request.text.strip(),
        "contact_name": request.contact.name.strip(),
        "contact_phone": request.contact.phone.strip(),
        "result_id": request.result,
        "files": [str(each.id) for each in request.files],
    }
    put = Put(case=request.case, values=values, new=True)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _unfit(scene: Scene[Loaded], request: Report) -> Refusal | None:
    if request.kind not in KINDS:
        return Refusal("protection.kind_unknown", {"kind": request.kind}, place="kind")
    if request.right not in RIGHTS:
        return Refusal("protection.right_unknown", {"right": request.right}, place="right")
    if not request.text.strip():
        return Refusal("protection.no_words", place="text")
    if len(request.text) > LONGEST:
        return Refusal("protection.text_too_long", {"limit": LONGEST}, place="text")
    if not request.contact.name.strip() or not request.contact.phone.strip():
        return Refusal("protection.no_contact", place="contact_name")
    if request.since is not None and request.since > scene.on:
        return Refusal("protection.since_in_future", {"day": request.since, "today": scene.on}, place="since")
    if request.kind == OVERSEAS and not request.country.strip():
        return Refusal("protection.no_country", place="country")
    if not request.happened_at and request.kind != OVERSEAS:
        return Refusal("protection.no_place", place="happened_at")
    if not request.files:
        return Refusal("protection.no_evidence", place="file")
    return None


def _unfit_right(scene: Scene[Loaded], request: Report) -> Refusal | None:
    """A number is checked as its register writes it; what is secret has none."""
    if request.kind == TRADE_SECRET:
        return None if request.right == "secret" else Refusal("protection.secret_only", place="right")
    if request.right == "secret":
        return Refusal("protection.secret_only", place="right")
    if not request.number.strip():
        return None if request.right == "copyright" else Refusal("protection.no_number", place="number")
    if request.right in NUMBERED and request.kind != OVERSEAS:
        read = read_ip_number(request.right, request.number, scene.on)
        if read.fault is not None:
            return Refusal(read.fault.code, dict(read.fault.values), place="number")
    if request.result is None:
        return None
    row = scene.rows.results.get(request.result)
    if row is None:
        return Refusal("protection.result_unknown", place="result")
    if row.numbers and number_of(request) not in row.numbers:
        values = {"number": number_of(request), "name": row.name}
        return Refusal("protection.number_of_another", values, place="number")
    return None


def _unfit_parties(scene: Scene[Loaded], request: Report) -> Refusal | None:
    name, code = scene.rows.reporters.get(request.reporter, ("", ""))
    other = request.respondent.strip()
    if not other and request.kind in {INFRINGEMENT, OWNERSHIP, TRADE_SECRET}:
        return Refusal("protection.no_respondent", place="respondent")
    if len(other) > LONGEST_NAME:
        return Refusal("protection.text_too_long", {"limit": LONGEST_NAME}, place="respondent")
    if request.respondent_code.strip():
        read = read_credit_code(request.respondent_code)
        if read.fault is not None:
            return Refusal(read.fault.code, dict(read.fault.values), place="respondent_code")
    if other and (compact(other) == compact(name) or (code and request.respondent_code.strip() == code)):
        return Refusal("protection.against_oneself", {"name": name}, place="respondent")
    known = scene.rows.reported.get((request.reporter, compact(number_of(request)), compact(other)))
    if known is not None:
        return Refusal("protection.reported_already", {"number": known}, place="number")
    return None


def route(scene: Scene[Loaded], request: Route) -> Ruled:
    """The case is complete; it goes a way that the rule of its kind and place allows."""
    case, row = scene.cases[request.protection], scene.rows.cases[request.protection]
    allowed, rule = law.ways(scene.law, case.place, scene.on, row.kind)
    if not allowed:
        return Refusal("protection.no_route", {"kind_code": f"protection.kind.{row.kind}", **cited(rule)}, "way")
    if request.way not in allowed:
        codes = ", ".join(f"protection.way.{each}" for each in allowed)
        known: dict[str, Value] = {"way_code": f"protection.way.{request.way}", "known_codes": codes, **cited(rule)}
        return Refusal("protection.way_not_open", known, place="way")
    if not request.text.strip():
        return Refusal("protection.no_words", place="text")
    if (request.to is None) == (not request.outside.strip()):
        return Refusal("protection.one_receiver", place="to")
    if request.to is not None and (refusal := _unfit_receiver(scene, case, request)) is not None:
        return refusal
    inside = request.to is not None
    due_on = law.term(scene, "protection.answer_days" if inside else "protection.handle_days", case.place)
    fact = facts.ProtectionRouted(
        city=city(case.place),
        way=request.way,
        receiver=law.body(request.to),
        outside=request.outside.strip(),
        text=request.text.strip(),
        due_on=due_on,
    )
    routed = {"way": request.way, "to_id": request.to, "outside": request.outside.strip(), "on": scene.on}
    routed["text"] = request.text.strip()
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ROUTED" if inside else "HANDED_OVER"},
        changes={case.id: {"counterpart": request.to, "due_on": due_on}},
        rows=Put(case=case.id, values={"way": request.way, "routed_on": scene.on}, routed=routed),
    )


def _unfit_receiver(scene: Scene[Loaded], case: CaseView, request: Route) -> Refusal | None:
    known = scene.rows.handlers.get(request.to) if request.to else None
    if known is None:
        return Refusal("protection.receiver_unknown", place="to")
    if request.to == case.holder:
        return Refusal("protection.receiver_is_party", {"name": known[0]}, place="to")
    return None


def refuse(scene: Scene[Loaded], request: Step) -> Ruled:
    """The intake does not take the case, for a reason of the list and with words: what is missing, where else to go."""
    case = scene.cases[request.protection]
    if (refusal := _unsaid(request)) is not None:
        return refusal
    fact = facts.ProtectionRefused(city=city(case.place), reason=request.reason, text=request.text.strip())
    return _over(case, "REFUSED", fact, {"reason": request.reason, "outcome_text": request.text.strip()})


def _unsaid(request: Step) -> Refusal | None:
    if request.reason not in REASONS:
        codes = ", ".join(f"protection.reason.{each}" for each in REASONS)
        return Refusal("protection.reason_unknown", {"known_codes": codes}, place="reason")
    return None if request.text.strip() else Refusal("protection.no_words", place="text")


def accept(scene: Scene[Loaded], request: Step) -> Ruled:
    """The receiving office takes the case."""
    case = scene.cases[request.protection]
    fact = facts.ProtectionAccepted(
        city=city(case.place), receiver=law.body(case.counterpart), text=request.text.strip()
    )
    due_on = law.term(scene, "protection.handle_days", case.place)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ACCEPTED"},
        changes={case.id: {"due_on": due_on}},
        rows=Put(
            case=case.id, values={"accepted_on": scene.on}, answered={"answer": "accepted", "answered_on": scene.on}
        ),
    )


def send_back(scene: Scene[Loaded], request: Step) -> Ruled:
    """The receiving office, or one outside this node, sends the case back with a reason: the intake routes it anew."""
    case = scene.cases[request.protection]
    if (refusal := _unsaid(request)) is not None:
        return refusal
    fact = facts.ProtectionSentBack(
        city=city(case.place),
        receiver=law.body(case.counterpart),
        reason=request.reason,
        text=request.text.strip(),
    )
    answered = {"answer": request.reason, "answer_text": request.text.strip(), "answered_on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REPORTED"},
        changes={case.id: {"counterpart": None, "due_on": law.term(scene, "protection.intake_days", case.place)}},
        rows=Put(case=case.id, values={"way": "", "accepted_on": None}, answered=answered),
    )


def conclude(scene: Scene[Loaded], request: Conclude) -> Ruled:
    """What came of the case, by the office that had it, or recorded for one outside this node."""
    case, row = scene.cases[request.protection], scene.rows.cases[request.protection]
    if request.outcome not in OUTCOMES:
        codes = ", ".join(f"protection.outcome.{each}" for each in OUTCOMES)
        return Refusal("protection.outcome_unknown", {"known_codes": codes}, place="outcome")
    if not request.text.strip():
        return Refusal("protection.no_words", place="text")
    if request.ended_on > scene.on:
        return Refusal("protection.since_in_future", {"day": request.ended_on, "today": scene.on}, place="ended_on")
    if request.ended_on < case.opened_on:
        values = {"day": request.ended_on, "opened_on": case.opened_on}
        return Refusal("protection.ended_before", values, place="ended_on")
    fact = facts.ProtectionConcluded(
        city=city(case.place),
        way=row.way,
        outcome=request.outcome,
        text=request.text.strip(),
        ended_on=request.ended_on,
        files=tuple(each.commitment for each in request.files),
    )
    values_ = {
        "outcome": request.outcome,
        "outcome_text": request.text.strip(),
        "ended_on": request.ended_on,
        "outcome_files": [str(each.id) for each in request.files],
    }
    return _over(case, "CONCLUDED", fact, values_)


def _over(
    case: CaseView,
    state: str,
    fact: facts.ProtectionRefused | facts.ProtectionConcluded,
    values: Mapping[str, object],
) -> Decision:
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values=values),
    )
