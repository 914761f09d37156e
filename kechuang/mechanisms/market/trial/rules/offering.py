"""An offer: who may make it, of what, at which price, fixed before any trial. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.amount import unit_slip
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.notice.rules.price import INSTALMENTS, Price, unfit
from kechuang.mechanisms.market.result.rules import checking, standing
from kechuang.mechanisms.market.result.rules.dealing import given
from kechuang.mechanisms.market.result.rules.moves import DEALABLE
from kechuang.mechanisms.market.result.rules.requests import Seen
from kechuang.mechanisms.market.trial import facts
from kechuang.mechanisms.market.trial.rules import law
from kechuang.mechanisms.market.trial.rules.law import Ruled
from kechuang.mechanisms.market.trial.rules.requests import ALL, AUDIENCES, Amend, Loaded, Offer, Put, Said

TABLE = "offer"
TERMS = ("price", "cap", "months", "exclusive", "audience", "counties", "delivers", "insurance")


def offer(scene: Scene[Loaded], request: Offer) -> Ruled:
    """A holder with fiscal funding commits the terms of a registered result."""
    refusal = (
        _wrong_result(scene, request)
        or _wrong_terms(scene, request, request.place)
        or wrong_cap(request.price, request.cap)
        or _wrong_counties(scene, request, request.place)
    )
    if refusal:
        return refusal
    seen = scene.rows.results[request.result]
    name, field = seen.values.name, scene.rows.fields.get(request.result, "")
    fact = facts.TrialOffered(
        place=request.place,
        field=field,
        audience=request.audience,
        counties=request.counties,
        exclusive=request.exclusive,
        months=request.months,
        title=name,
        result=f"result/{request.result}",
        holder=law.body(request.unit),
        price=request.price.formula(),
        cap_yuan=request.cap,
        insurance=request.insurance.strip(),
    )
    case = NewCase(
        id=request.case,
        kind="market.trial_offer",
        authority=request.authority,
        state="OFFERED",
        place=request.place,
        title=name,
        office=request.office,
        holder=request.unit,
        amount=request.price.known_yuan,
        number_series=f"{request.authority}-XYHZ",
    )
    values = {"result_id": request.result, "field": field, **_columns(request), "offered_on": scene.on}
    put = Put(case=request.case, table=TABLE, values=values, new=True, adds=_hanging(request))
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _wrong_result(scene: Scene[Loaded], request: Offer) -> Refusal | None:
    seen = scene.rows.results.get(request.result)
    if seen is None:
        return Refusal("trial.no_result", place="result")
    name: Mapping[str, Value] = {"name": seen.values.name}
    if scene.rows.units.get(request.result) != request.unit:
        return Refusal("trial.result_of_other", {**name, "unit": seen.unit_name}, "result")
    if not (seen.values.government or seen.values.funding == "fiscal"):
        return Refusal("trial.not_fiscal", name, "result")
    state = scene.rows.states.get(request.result, "")
    if state not in DEALABLE.split():
        return Refusal("trial.result_not_listed", {**name, "state": f"market.result.{state}"}, "result")
    if request.result in scene.rows.offered:
        return Refusal("trial.offered_already", {**name, "number": scene.rows.offered[request.result]}, "result")
    return checking.unsold(seen.values, scene.on) or _shut(scene, seen, exclusive=request.exclusive)


def _shut(scene: Scene[Loaded], seen: Seen, *, exclusive: bool) -> Refusal | None:
    """An exclusive or sole licence in force leaves nothing to try; any licence leaves no exclusive trial."""
    on = scene.on
    for each in given(seen):
        if not each.meets(on, None, ()):
            continue
        if exclusive or each.kind in {standing.EXCLUSIVE, standing.SOLE}:
            values = {"kind_code": f"market.deal.{each.kind}", "who": each.party.name or "—", "until": each.until}
            return Refusal("trial.licensed_already", values, "result")
    if any(ip.exclusive for ip in seen.values.ips):
        values = {"kind_code": "market.deal.exclusive", "who": "—", "until": None}
        return Refusal("trial.licensed_already", values, "result")
    return None


def _wrong_terms(scene: Scene[Loaded], request: Offer | Amend, place: str) -> Refusal | None:
    if request.audience not in AUDIENCES:
        codes = ", ".join(f"trial.audience.{each}" for each in AUDIENCES)
        return Refusal("trial.audience_unknown", {"known_codes": codes}, "audience")
    if not request.delivers.strip():
        return Refusal("trial.nothing_delivered", place="delivers")
    return law.months_allowed(scene.law, place, scene.on, request.months)


def wrong_cap(price: Price, cap: Decimal | None) -> Refusal | None:
    """The formula must be one that can be checked later: no instalments, and a cap where a royalty is open."""
    if price.form == INSTALMENTS:
        return Refusal("trial.no_instalments", place="form")
    if refused := unfit(price):
        return refused
    if cap is None:
        return Refusal("trial.no_cap", place="cap") if price.has_royalty else None
    if cap <= 0:
        return Refusal("trial.cap_not_positive", {"cap_yuan": cap}, "cap")
    if cap >= price.known_yuan:
        return None
    values: dict[str, Value] = {"cap_yuan": cap, "amount_yuan": price.known_yuan}
    slip = unit_slip(cap, price.known_yuan)
    if slip is not None:
        return Refusal("trial.cap_unit", {**values, "meant": slip.values["meant"]}, "cap")
    return Refusal("trial.cap_below_price", values, "cap")


def _wrong_counties(scene: Scene[Loaded], request: Offer | Amend, place: str) -> Refusal | None:
    known = law.counties(scene.law, place, scene.on)
    if request.audience == ALL:
        return Refusal("trial.counties_without_pool", place="counties") if request.counties else None
    if not known:
        return Refusal("trial.no_counties", {"place": place}, "audience")
    strange = [code for code in request.counties if code not in known]
    return Refusal("trial.county_unknown", {"counties": "、".join(strange)}, "counties") if strange else None


def amend(scene: Scene[Loaded], request: Amend) -> Ruled:
    """The terms change for firms that ask from now on; requests and trials keep those under which they were asked."""
    case, before = scene.cases[request.case], scene.rows.offers[request.case]
    changed = tuple(name for name in TERMS if getattr(before, name) != _term(request, name))
    refusal = (
        (None if request.text.strip() else Refusal("trial.no_reason", place="text"))
        or (None if changed else Refusal("trial.nothing_amended", {"number": before.official}))
        or _wrong_terms(scene, request, case.place)
        or wrong_cap(request.price, request.cap)
        or _wrong_counties(scene, request, case.place)
        or (_shut(scene, scene.rows.results[before.result], exclusive=True) if request.exclusive else None)
    )
    if refusal:
        return refusal
    fact = facts.TrialOfferAmended(
        place=case.place,
        audience=request.audience,
        counties=request.counties,
        exclusive=request.exclusive,
        months=request.months,
        price=request.price.formula(),
        cap_yuan=request.cap,
        changed=changed,
        text=request.text.strip(),
        delivers=request.delivers.strip(),
        insurance=request.insurance.strip(),
    )
    values = {**_columns(request), "amended_on": scene.on, "reason": request.text.strip()}
    put = Put(case=case.id, table=TABLE, values=values, clears=("county",), adds=_hanging(request))
    changes = {case.id: {"amount": request.price.known_yuan}}
    return Decision(facts=((case.id, fact),), states={case.id: "OFFERED"}, changes=changes, rows=put)


def _term(request: Amend, name: str) -> object:
    """Give a term as it would stand: words without blanks around them, counties in order."""
    value = getattr(request, name)
    return value.strip() if isinstance(value, str) else tuple(sorted(value)) if isinstance(value, tuple) else value


def _columns(request: Offer | Amend) -> dict[str, object]:
    return {
        "price": request.price.plain(),
        "cap": request.cap,
        "months": request.months,
        "exclusive": request.exclusive,
        "audience": request.audience,
        "delivers": request.delivers.strip(),
        "insurance": request.insurance.strip(),
    }


def _hanging(request: Offer | Amend) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return tuple(("county", {"code": code}) for code in request.counties)


def end(scene: Scene[Loaded], request: Said) -> Ruled:
    """The offer ends; trials that were agreed go on at their terms."""
    case = scene.cases[request.case]
    if not request.text.strip():
        return Refusal("trial.no_reason", place="text")
    fact = facts.TrialOfferEnded(place=case.place, text=request.text.strip())
    put = Put(case=case.id, table=TABLE, values={"ended_on": scene.on, "reason": request.text.strip()})
    return Decision(facts=((case.id, fact),), states={case.id: "ENDED"}, rows=put)
