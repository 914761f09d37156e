"""A declared open licence (patent law, Art. 50 and 51): what bars it, publication, withdrawal, its end. Pure."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.notice.rules.price import INSTALMENTS, unfit
from kechuang.mechanisms.market.result.rules import standing
from kechuang.mechanisms.market.result.rules.checking import is_patentee
from kechuang.mechanisms.market.result.rules.dealing import given
from kechuang.mechanisms.market.result.rules.requests import Seen
from kechuang.mechanisms.market.result.rules.values import DEAD, Ip
from kechuang.mechanisms.market.trial import facts
from kechuang.mechanisms.market.trial.rules import law
from kechuang.mechanisms.market.trial.rules.law import Ruled
from kechuang.mechanisms.market.trial.rules.requests import (
    SUSPENDED,
    Declare,
    Loaded,
    OpenSeen,
    Put,
    Step,
    Tick,
)
from kechuang.rulebook.quoting import cited

TABLE = "open_licence"
LAPSE = "lapse"
ONE_DAY = timedelta(days=1)

type Bar = Callable[[Scene[Loaded], Seen, Ip, str, str], dict[str, Value] | None]


def _not_granted(scene: Scene[Loaded], _seen: Seen, ip: Ip, _legal: str, _consent: str) -> dict[str, Value] | None:
    granted = ip.state == "granted" and (ip.granted_on is None or ip.granted_on <= scene.on)
    return None if granted else {"state_code": f"market.ip.{ip.state}"}


def _exclusive(scene: Scene[Loaded], seen: Seen, ip: Ip, _legal: str, _consent: str) -> dict[str, Value] | None:
    shut = {standing.EXCLUSIVE, standing.SOLE}
    found = next((each for each in given(seen) if each.kind in shut and each.meets(scene.on, None, ())), None)
    if found is not None:
        return {"kind_code": f"market.deal.{found.kind}", "who": found.party.name or "—", "until": found.until}
    return {"kind_code": "market.deal.exclusive", "who": "—", "until": None} if ip.exclusive else None


def _suspended(_scene: Scene[Loaded], seen: Seen, _ip: Ip, legal: str, _consent: str) -> dict[str, Value] | None:
    if legal == SUSPENDED or seen.disputed or seen.frozen_from:
        return {"name": seen.values.name}
    return None if legal else {"name": seen.values.name}


def _unpaid(scene: Scene[Loaded], _seen: Seen, ip: Ip, _legal: str, _consent: str) -> dict[str, Value] | None:
    return {"until": ip.fee_until} if ip.fee_until is None or ip.fee_until < scene.on else None


def _pledged(scene: Scene[Loaded], seen: Seen, ip: Ip, _legal: str, consent: str) -> dict[str, Value] | None:
    pledges = seen.standing.on(scene.on).pledges if seen.standing else ()
    if not (ip.pledged or pledges) or consent.strip():
        return None
    return {"who": pledges[0].party.name if pledges else "—"}


BARS: dict[str, tuple[Bar, str]] = {
    "not_granted": (_not_granted, "number"),
    "exclusive_running": (_exclusive, "number"),
    "suspended": (_suspended, "legal"),
    "fee_unpaid": (_unpaid, "number"),
    "pledged": (_pledged, "consent"),
}


def barred(scene: Scene[Loaded], place: str, result: UUID, number: str, legal: str, consent: str) -> Refusal | None:
    """Refuse by the first bar of the rule that stands in the way, with its clause."""
    seen = scene.rows.results[result]
    ip = next((each for each in seen.values.ips if each.number == number), None)
    if ip is None:
        return Refusal("open_licence.number_elsewhere", {"number": number, "name": seen.values.name}, "number")
    if ip.state in DEAD:
        return Refusal("open_licence.right_dead", {"number": number, "state_code": f"market.ip.{ip.state}"}, "number")
    if result in scene.rows.disputed:
        legal = SUSPENDED
    answer = scene.law.ask("patent.open_licence.barred", place=place, on=scene.on)
    for code in law.rows(answer):
        bar, field = BARS.get(code, (None, ""))
        found = bar(scene, seen, ip, legal, consent) if bar else None
        if found is not None:
            return Refusal(f"open_licence.{code}", {"number": number, **found, **cited(answer)}, field)
    return None


def declare(scene: Scene[Loaded], request: Declare) -> Ruled:
    """A patentee declares; nothing is public before the office has looked at it."""
    reading = read_patent_number(request.number, scene.on)
    if reading.fault is not None or reading.value is None:
        fault = reading.fault
        return Refusal(fault.code, dict(fault.values), "number") if fault else Refusal("open_licence.no_number")
    number, seen = reading.value.text, scene.rows.results.get(request.result)
    if seen is None:
        return Refusal("trial.no_result", place="result")
    refusal = (
        _not_his(scene, request, seen, number)
        or barred(scene, request.place, request.result, number, request.legal, request.consent)
        or _wrong_terms(scene, request)
    )
    if refusal:
        return refusal
    fact = facts.OpenLicenceDeclared(
        place=request.place,
        patent=number,
        fee=request.fee.formula(),
        payment=request.payment.strip(),
        until=request.until,
        files=tuple(each.commitment for each in request.files),
    )
    case = NewCase(
        id=request.case,
        kind="market.open_licence",
        authority=request.authority,
        state="DECLARED",
        place=request.place,
        title=seen.values.name,
        office=request.office,
        holder=request.unit,
        amount=request.fee.known_yuan,
        number_series=f"{request.authority}-KFXK",
    )
    values = {
        "result_id": request.result,
        "number": number,
        "fee": request.fee.plain(),
        "payment": request.payment.strip(),
        "until": request.until,
        "legal": request.legal,
        "text": request.text.strip(),
        "consent": request.consent.strip(),
        "declared_on": scene.on,
        "files": [str(each.id) for each in request.files],
    }
    put = Put(case=request.case, table=TABLE, values=values, new=True)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _not_his(scene: Scene[Loaded], request: Declare, seen: Seen, number: str) -> Refusal | None:
    if number in scene.rows.declared:
        values = {"number": number, "declaration": scene.rows.declared[number]}
        return Refusal("open_licence.declared_already", values, "number")
    if scene.rows.units.get(request.result) != request.unit:
        return Refusal("trial.result_of_other", {"name": seen.values.name, "unit": seen.unit_name}, "result")
    ip = next((each for each in seen.values.ips if each.number == number), None)
    if ip is not None and ip.patentee and not is_patentee(ip, seen.unit_name, seen.unit_code):
        return Refusal("open_licence.not_the_patentee", {"number": number, "patentee": ip.patentee}, "number")
    return None


def _wrong_terms(scene: Scene[Loaded], request: Declare) -> Refusal | None:
    if request.fee.form == INSTALMENTS:
        return Refusal("trial.no_instalments", place="form")
    if refused := unfit(request.fee):
        return refused
    if not request.payment.strip():
        return Refusal("open_licence.no_payment", place="payment")
    if request.until <= scene.on:
        return Refusal("open_licence.term_past", {"day": request.until, "today": scene.on}, "until")
    return advertising(scene, request.place, f"{request.payment} {request.text}")


def advertising(scene: Scene[Loaded], place: str, text: str) -> Refusal | None:
    """A declaration states facts: words of praise are refused, each named."""
    answer = scene.law.ask("open_licence.advertising", place=place, on=scene.on)
    found = [word for word in law.rows(answer).values() if word in text]
    if not found:
        return None
    return Refusal("open_licence.praises", {"words": "、".join(found), **cited(answer)}, "text")


def publish(scene: Scene[Loaded], request: Step) -> Ruled:
    """The office publishes what nothing bars; from then on no exclusive deal is opened beside it."""
    case, seen = scene.cases[request.case], scene.rows.licences[request.case]
    if seen.until <= scene.on:
        return Refusal("open_licence.term_past", {"day": seen.until, "today": scene.on})
    refused = barred(scene, case.place, seen.result, seen.number, seen.legal, seen.consent)
    if refused is not None:
        return refused
    fact = facts.OpenLicencePublished(
        place=case.place,
        patent=seen.number,
        title=seen.title,
        holder=law.body(case.holder),
        fee=seen.fee.formula(),
        payment=seen.payment,
        until=seen.until,
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "PUBLISHED"},
        due=(DueAt(case.id, LAPSE, seen.until + ONE_DAY),),
        rows=Put(case=case.id, table=TABLE, values={"published_on": scene.on, "deal": request.deal}),
    )


def refuse(scene: Scene[Loaded], request: Step) -> Ruled:
    """The office does not publish, and says why."""
    case = scene.cases[request.case]
    if not request.text.strip():
        return Refusal("trial.no_reason", place="text")
    fact = facts.OpenLicenceRefused(place=case.place, text=request.text.strip())
    put = Put(case=case.id, table=TABLE, values={"reason": request.text.strip(), "ended_on": scene.on})
    return Decision(facts=((case.id, fact),), states={case.id: "REFUSED"}, rows=put)


def take_back(scene: Scene[Loaded], request: Step) -> Ruled:
    """The patentee withdraws; licences taken before go on (patent law, Art. 50)."""
    case, seen = scene.cases[request.case], scene.rows.licences[request.case]
    if not request.text.strip():
        return Refusal("trial.no_reason", place="text")
    fact = facts.OpenLicenceWithdrawn(
        place=case.place,
        published=case.state == "PUBLISHED",
        running=len(seen.takers),
        text=request.text.strip(),
    )
    put = Put(case=case.id, table=TABLE, values={"reason": request.text.strip(), "ended_on": scene.on})
    cancels = ((case.id, LAPSE),)
    return Decision(facts=((case.id, fact),), states={case.id: "WITHDRAWN"}, cancels=cancels, rows=put)


def lapse(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The declared term is over."""
    case = scene.cases[request.case]
    seen: OpenSeen = scene.rows.licences[request.case]
    fact = facts.OpenLicenceLapsed(place=case.place, until=seen.until)
    put = Put(case=case.id, table=TABLE, values={"ended_on": scene.on})
    return Decision(facts=((case.id, fact),), states={case.id: "LAPSED"}, rows=put)
