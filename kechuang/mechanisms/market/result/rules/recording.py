"""Registering, publishing, withholding, freezing an achievement, and what time makes of it. Pure."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, DueAt, NewCase, Scene
from kechuang.kernel.days import Unit, add_months, deadline
from kechuang.kernel.fact import encode
from kechuang.kernel.refusal import Refusal
from kechuang.kernel.shares import write_share
from kechuang.mechanisms.market.result import facts
from kechuang.mechanisms.market.result.rules import checking
from kechuang.mechanisms.market.result.rules.moves import PUBLIC, RESULT
from kechuang.mechanisms.market.result.rules.requests import (
    Loaded,
    Offer,
    OwnShare,
    Paper,
    Put,
    Revise,
    Step,
    Submit,
)
from kechuang.mechanisms.market.result.rules.values import Completer, Values, Warned
from kechuang.rulebook.book import Subject

type Answer = Decision | Refusal

GOVERNMENT = Subject("gov_research_unit")
REASONS = ("state_secret", "national_security", "trade_secret", "privacy", "ethics")
LONGEST = 4000
ONE_DAY = timedelta(days=1)
END_OFFER, GO_DORMANT = "end_offer", "go_dormant"


def _told(
    kind: type[facts.Submitted] | type[facts.Revised],
    place: str,
    values: Values,
    unit: str,
    files: Sequence[Paper],
    warned: Sequence[Warned],
) -> facts.Submitted | facts.Revised:
    return kind(
        place=place,
        kind=values.kind,
        unit=unit,
        name=values.name.strip(),
        discipline=values.discipline,
        industry=values.industry,
        ipc=values.ipc,
        trl=values.trl,
        mode=values.mode,
        price_yuan=values.price,
        funding=values.funding,
        project=values.project,
        security=values.security,
        export=values.export,
        ethics=values.ethics,
        rights=tuple(f"{ip.kind}:{ip.number}:{ip.state}" for ip in values.ips),
        completers=tuple(f"{each.rank}:{write_share(each.share)}:completer/{each.id}" for each in ranked(values)),
        evidence=tuple(f"{each.level}:{each.on.isoformat() if each.on else ''}" for each in values.evidence),
        files=tuple(paper.commitment for paper in files),
        digest=digest(values),
        warnings=tuple(each.code for each in warned),
    )


def ranked(values: Values) -> list[Completer]:
    """Give the completers by rank."""
    return sorted(values.completers, key=lambda each: each.rank)


def digest(values: Values) -> str:
    """Give a digest of the record without names of persons and without the contact (SHA-256, hex)."""
    plain = {
        name: encode(getattr(values, name))
        for name in Values.__dataclass_fields__
        if name not in {"completers", "contact", "ips", "evidence"}
    }
    plain["ips"] = [[ip.kind, ip.number, ip.patentee, ip.state, encode(ip.fee_until)] for ip in values.ips]
    plain["evidence"] = [[each.level, each.text, encode(each.on)] for each in values.evidence]
    plain["shares"] = [[each.rank, write_share(each.share)] for each in values.completers]
    return sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def submit(scene: Scene[Loaded], request: Submit) -> Answer:
    """A unit hands an achievement in."""
    values, unit = request.values, (request.unit, request.unit_name, request.unit_code)
    refused = checking.faults(scene, values, request.case, request.place, unit)
    if refused is not None:
        return refused
    warned = checking.warnings(scene, values, request.case, request.place, unit)
    due_on = _term(scene, "result.check_days", request.place)
    case = NewCase(
        id=request.case,
        kind=RESULT.kind,
        authority=request.authority,
        state="FORMAL_CHECK",
        place=request.place,
        title=values.name.strip(),
        office=request.office,
        holder=request.unit,
        amount=values.price,
        due_on=due_on,
        number_series=f"{request.authority}-CG",
    )
    fact = _told(facts.Submitted, request.place, values, f"body/{request.unit}", request.files, warned)
    columns = {"unit_id": request.unit, "place": request.place, "state": "FORMAL_CHECK"}
    put = Put(
        case=request.case,
        columns=columns,
        values=values,
        new=True,
        warnings=warned,
        files=tuple(paper.id for paper in request.files),
    )
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _term(scene: Scene[Loaded], key: str, place: str) -> date | None:
    answer = scene.law.ask(key, place=place, on=scene.on)
    if not isinstance(answer.value, int):
        return None
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, answer.value, unit, scene.rows.calendars).day


def revise(scene: Scene[Loaded], request: Revise) -> Answer:
    """A unit corrects or renews its record; what a completer agreed to stands only while it is unchanged."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    if case.hold and case.hold != "correction":
        return Refusal("result.held", {"why": f"case.hold.{case.hold}"})
    unit = (case.holder, seen.unit_name, seen.unit_code)
    refused = checking.faults(scene, request.values, case.id, case.place, unit)
    if refused is None and case.state in PUBLIC:
        refused = checking.unsold(request.values, scene.on)
    if refused is not None:
        return refused
    warned = checking.warnings(scene, request.values, case.id, case.place, unit)
    told = _told(facts.Revised, case.place, request.values, f"body/{case.holder}", request.files, warned)
    made: list[tuple[object, object]] = [(case.id, told)]
    if case.state == "LISTED":
        made.append((case.id, _listed(case, request.values, request.values.valid_until)))
    put = Put(case=case.id, values=request.values, warnings=warned, files=tuple(paper.id for paper in request.files))
    due, cancels = _offer_due(case, request.values.valid_until) if case.state == "LISTED" else ((), ())
    return Decision(
        facts=tuple(made),  # type: ignore[arg-type]  # pairs of case and fact
        states={case.id: case.state},
        changes={case.id: {"title": request.values.name.strip(), "amount": request.values.price}},
        rows=put,
        due=due,
        cancels=cancels,
    )


def own(scene: Scene[Loaded], request: OwnShare) -> Answer:
    """A completer agrees to the own rank and share, or says why not; an office does not register over an open no."""
    case = scene.cases[request.case]
    if not request.agrees and not request.text.strip():
        return Refusal("result.no_reason", {"move": f"{RESULT.kind}.own"}, place="text")
    fact = facts.Owned(
        place=case.place,
        kind=scene.rows.seen[case.id].values.kind,
        text=request.text.strip(),
        agrees=request.agrees,
        completer=f"completer/{request.completer}",
    )
    said = {"agreed": request.agrees, "said_on": scene.on, "said": request.text.strip()}
    put = Put(case=case.id, completer=(request.completer, said))
    return Decision(facts=((case.id, fact),), states={case.id: case.state}, rows=put)


def register(scene: Scene[Loaded], request: Step) -> Answer:
    """An office registers; the year of the completers' rights begins with it, or with the grant where that is later."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    if seen.disputed:
        return Refusal("result.share_disputed", {"count": len(seen.disputed)})
    idle_on = idle_day(scene, case, seen.values, scene.on)
    fact = facts.Registered(place=case.place, kind=seen.values.kind, text=request.text.strip(), idle_on=idle_on)
    columns = {"state": "REGISTERED", "registered_on": scene.on, "idle_on": idle_on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REGISTERED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, columns=columns),
        due=(DueAt(case.id, GO_DORMANT, idle_on),) if idle_on else (),
    )


def idle_day(scene: Scene[Loaded], case: CaseView, values: Values, registered: date) -> date | None:
    """Give the first day on which the time without use is over: more than so many years after grant or registration."""
    if not values.government:
        return None
    answer = scene.law.ask("transfer.idle_years", place=case.place, on=registered, subject=GOVERNMENT)
    if not isinstance(answer.value, int):
        return None
    granted = max((ip.granted_on for ip in values.ips if ip.granted_on is not None), default=registered)
    return add_months(max(granted, registered), 12 * answer.value) + ONE_DAY


def _words(scene: Scene[Loaded], request: Step, target: str, fact: object, **columns: object) -> Decision:
    case = scene.cases[request.case]
    return Decision(
        facts=((case.id, fact),),  # type: ignore[arg-type]  # one of the facts of this module
        states={case.id: target},
        rows=Put(case=case.id, columns={"state": target, **columns}),
    )


def _kind(scene: Scene[Loaded], request: Step) -> dict[str, str]:
    case = scene.cases[request.case]
    return {"place": case.place, "kind": scene.rows.seen[case.id].values.kind, "text": request.text.strip()}


def _unsaid(request: Step) -> Refusal | None:
    if not request.text.strip():
        return Refusal("result.no_reason", {"move": f"{RESULT.kind}.{request.move}"}, place="text")
    if len(request.text) > LONGEST:
        return Refusal("result.words_too_long", {"length": len(request.text), "limit": LONGEST}, place="text")
    return None


def refuse(scene: Scene[Loaded], request: Step) -> Answer:
    """An office does not register, and says why."""
    if (missing := _unsaid(request)) is not None:
        return missing
    decided = _words(scene, request, "REFUSED", facts.Refused(**_kind(scene, request)))
    return replace(decided, changes={request.case: {"due_on": None}})


def list_(scene: Scene[Loaded], request: Offer) -> Answer:
    """A unit publishes: no approval is needed, but nothing dead, internal or uncleared is offered."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    until = request.until or seen.values.valid_until
    if until is not None and until < scene.on:
        return Refusal("result.validity_over", {"day": until}, place="until")
    refused = checking.unsold(seen.values, scene.on) or checking.licensed(scene.rows, seen.values)
    if refused is not None:
        return refused
    columns = {"state": "LISTED", "published_on": scene.on, "valid_until": until}
    due, cancels = _offer_due(case, until)
    return Decision(
        facts=((case.id, _listed(case, seen.values, until)),),
        states={case.id: "LISTED"},
        rows=Put(case=case.id, columns=columns),
        due=due,
        cancels=cancels,
    )


def _listed(case: CaseView, values: Values, until: date | None) -> facts.Listed:
    return facts.Listed(
        place=case.place,
        kind=values.kind,
        text="",
        unit=f"body/{case.holder}",
        name=values.name.strip(),
        discipline=values.discipline,
        industry=values.industry,
        ipc=values.ipc,
        trl=values.trl,
        mode=values.mode,
        price_yuan=values.price,
        rights=tuple(f"{ip.kind}:{ip.number}" for ip in values.ips),
        until=until,
    )


def _offer_due(case: CaseView, until: date | None) -> tuple[tuple[DueAt, ...], tuple[tuple[UUID, str], ...]]:
    due = (DueAt(case.id, END_OFFER, until + ONE_DAY),) if until else ()
    return due, ((case.id, END_OFFER),)


def unlist(scene: Scene[Loaded], request: Step) -> Answer:
    """A unit takes its offer back."""
    decided = _words(scene, request, "REGISTERED", facts.Unlisted(**_kind(scene, request)))
    return replace(decided, cancels=((request.case, END_OFFER),))


def end_offer(scene: Scene[Loaded], request: Step) -> Answer:
    """The validity of the offer is over."""
    return _words(scene, request, "REGISTERED", facts.OfferEnded(**_kind(scene, request)))


def withhold(scene: Scene[Loaded], request: Step) -> Answer:
    """An office withholds from the public for a reason of the list, which the law makes it tell the unit."""
    if request.reason not in REASONS:
        known = ", ".join(f"market.result.withheld.{code}" for code in REASONS)
        return Refusal("result.no_withholding_reason", {"known_codes": known}, place="reason")
    if (missing := _unsaid(request)) is not None:
        return missing
    fact = facts.Withheld(**_kind(scene, request), reason=request.reason)
    columns = {"withheld_for": request.reason, "withheld_on": scene.on}
    decided = _words(scene, request, "WITHHELD", fact, **columns)
    return replace(decided, cancels=((request.case, END_OFFER),))


def release(scene: Scene[Loaded], request: Step) -> Answer:
    """The reason is gone; the unit may publish again."""
    fact = facts.Released(**_kind(scene, request))
    decided = _words(scene, request, "REGISTERED", fact, withheld_for="", withheld_on=None)
    return replace(decided, due=idle_later(scene, request), cancels=((request.case, GO_DORMANT),))


def idle_later(scene: Scene[Loaded], request: Step) -> tuple[DueAt, ...]:
    """The year may have run out while the case stood elsewhere: the next day says so."""
    seen = scene.rows.seen[request.case]
    if seen.idle_on is None:
        return ()
    return (DueAt(request.case, GO_DORMANT, max(seen.idle_on, scene.on + ONE_DAY)),)


def implement(scene: Scene[Loaded], request: Step) -> Answer:
    """The unit uses the achievement itself, and says how."""
    if (missing := _unsaid(request)) is not None:
        return missing
    decided = _words(scene, request, "IMPLEMENTED", facts.Implemented(**_kind(scene, request)), used_on=scene.on)
    return replace(decided, cancels=((request.case, END_OFFER), (request.case, GO_DORMANT)))


def go_dormant(scene: Scene[Loaded], request: Step) -> Answer:
    """The time of the rule passed without use: the completers' rights open."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    answer = scene.law.ask("transfer.idle_years", place=case.place, on=scene.on, subject=GOVERNMENT)
    if seen.idle_on is None or not isinstance(answer.value, int):
        return Refusal("result.not_idle", {"key": "transfer.idle_years", "place": case.place})
    if scene.on < seen.idle_on:
        return Refusal("result.not_idle_yet", {"day": seen.idle_on})
    fact = facts.Dormant(**_kind(scene, request), since=seen.idle_on, years=answer.value)
    return _words(scene, request, "DORMANT", fact, dormant_on=scene.on)


def freeze(scene: Scene[Loaded], request: Step) -> Answer:
    """The ownership is in dispute: everything stands still, and what was before is kept."""
    if (missing := _unsaid(request)) is not None:
        return missing
    case = scene.cases[request.case]
    fact = facts.Frozen(**_kind(scene, request), before=case.state)
    return _words(scene, request, "FROZEN", fact, frozen_from=case.state, frozen_on=scene.on)


def thaw(scene: Scene[Loaded], request: Step) -> Answer:
    """The dispute is over: the achievement stands where it stood, and the days go on."""
    seen = scene.rows.seen[request.case]
    if (missing := _unsaid(request)) is not None:
        return missing
    back = seen.frozen_from
    fact = facts.Thawed(**_kind(scene, request), back_to=back)
    decided = _words(scene, request, back, fact, frozen_from="", frozen_on=None)
    due = idle_later(scene, request) if back in {"REGISTERED", "LISTED"} else ()
    if back == "LISTED" and seen.values.valid_until is not None:
        due = (*due, DueAt(request.case, END_OFFER, max(seen.values.valid_until, scene.on) + ONE_DAY))
    return replace(decided, due=due, cancels=((request.case, GO_DORMANT), (request.case, END_OFFER)))


def withdraw(scene: Scene[Loaded], request: Step) -> Answer:
    """A unit takes a registered achievement off the register, and says why."""
    if (missing := _unsaid(request)) is not None:
        return missing
    decided = _words(scene, request, "WITHDRAWN", facts.Withdrawn(**_kind(scene, request)))
    return replace(decided, cancels=((request.case, GO_DORMANT), (request.case, END_OFFER)))


STEPS = {
    "register": register,
    "refuse": refuse,
    "unlist": unlist,
    "end_offer": end_offer,
    "withhold": withhold,
    "release": release,
    "implement": implement,
    "go_dormant": go_dormant,
    "freeze": freeze,
    "thaw": thaw,
    "withdraw": withdraw,
}
