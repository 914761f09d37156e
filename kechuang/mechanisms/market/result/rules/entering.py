"""The register of rights: applying for an entry, and making it. Pure.

An application is checked twice by the same rules: when it is handed in, so that nobody waits for what cannot be, and
again under the lock of the right when it is entered.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.days import Unit, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.kernel.shares import WHOLE, total, write_share
from kechuang.mechanisms.market.result import facts
from kechuang.mechanisms.market.result.rules import asking, standing
from kechuang.mechanisms.market.result.rules.asking import (
    Apply,
    Decide,
    EntrySeen,
    Register,
    RightPut,
    RightSeen,
    RightStep,
    Terms,
)
from kechuang.mechanisms.market.result.rules.dealing import licensed_already
from kechuang.mechanisms.market.result.rules.making import MADE, new_row
from kechuang.mechanisms.market.result.rules.moves import ENTRY, RIGHT
from kechuang.mechanisms.market.result.rules.standing import Holding, Standing

type Answer = Decision | Refusal

LONGEST_NAME = 200


def apply(scene: Scene[Register], request: Apply) -> Answer:
    """Somebody applies; only who holds a share, or to whom an achievement belongs, may."""
    rows = scene.rows
    if request.entry not in asking.ENTRIES:
        return Refusal("result.not_in_list", {"given": request.entry, "known": ", ".join(asking.ENTRIES)}, "entry")
    seen = EntrySeen(
        entry=request.entry,
        terms=request.terms,
        right=request.right,
        result=request.result,
        applicant=request.applicant,
        unit=rows.units.get(request.result) if request.result else None,
    )
    right = rows.rights.get(request.right) if request.right else None
    refused = _state(scene, request.right, right, request.entry) or wrong(rows, seen, right, scene.on)
    if refused is not None:
        return refused
    name = right.name if right else request.terms.name
    case = NewCase(
        id=request.case,
        kind=ENTRY.kind,
        authority=request.authority,
        state="APPLIED",
        place=request.place,
        title=name[:LONGEST_NAME],
        office=request.office,
        holder=request.applicant,
        amount=request.terms.amount,
        due_on=_term(scene, request.place),
        number_series=f"{request.authority}-QS",
    )
    fact = facts.Applied(
        place=request.place,
        entry=request.entry,
        right=f"right/{request.right}" if request.right else "",
        result=f"result/{request.result}" if request.result else "",
        terms=plain(request.terms),
        files=tuple(paper.commitment for paper in request.files),
    )
    values = {
        "entry": request.entry,
        "right_id": request.right,
        "result_id": request.result,
        "terms": request.terms,
        "state": "APPLIED",
    }
    put = RightPut(entry=request.case, values=values, new=True, files=tuple(paper.id for paper in request.files))
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _term(scene: Scene[Register], place: str) -> date | None:
    answer = scene.law.ask("techright.entry_days", place=place, on=scene.on)
    if not isinstance(answer.value, int):
        return None
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, answer.value, unit, scene.rows.calendars).day


def plain(terms: Terms) -> tuple[str, ...]:
    """Give terms as facts hold them: references, shares, days; no name of a person."""
    found = [("since", terms.since.isoformat()), ("until", terms.until.isoformat() if terms.until else "")]
    found += [("holder", f"{part.party.ref}:{write_share(part.share)}") for part in terms.parts]
    found += [("giver", terms.giver), ("taker", terms.taker.ref if terms.taker else ""), ("kind", terms.kind)]
    found += [("share", write_share(terms.share) if terms.share else ""), ("places", ",".join(terms.places))]
    found += [("amount_yuan", f"{terms.amount:f}" if terms.amount is not None else "")]
    found += [("row", str(terms.row or "")), ("ground", terms.ground), ("consent", terms.consent)]
    return tuple(f"{name}={value}" for name, value in found if value)


def _state(scene: Scene[Register], case: UUID | None, right: RightSeen | None, entry: str) -> Refusal | None:
    if entry == asking.FIRST:
        return None
    if case is None or right is None:
        return Refusal("right.unknown", place="right")
    view = scene.cases[case]
    if view.state != "ACTIVE":
        return Refusal("right.not_active", {"number": right.number, "state_code": f"{RIGHT.kind}.{view.state}"})
    return Refusal("right.result_frozen", {"number": right.number}) if right.frozen else None


# --- what is wrong with an entry


def wrong(rows: Register, seen: EntrySeen, right: RightSeen | None, on: date) -> Refusal | None:
    """Give the first fault of an entry as the register stands, or None."""
    terms = seen.terms
    if seen.entry == asking.FIRST:
        return _wrong_first(rows, seen)
    if right is None:
        return Refusal("right.unknown", place="right")
    if terms.since > on and seen.entry in {asking.TRANSFER, asking.CONTRIBUTION}:
        return Refusal("right.day_ahead", {"day": terms.since}, "since")
    now = right.standing.on(max(terms.since, on))
    if seen.applicant is not None and seen.applicant not in {each.party.body for each in now.holdings}:
        return Refusal("right.not_a_holder", {"number": right.number})
    return _CHECKS[seen.entry](terms, right.standing, now)


def _wrong_first(rows: Register, seen: EntrySeen) -> Refusal | None:
    terms = seen.terms
    if not terms.name.strip():
        return Refusal("right.no_name", place="name")
    if seen.result is not None and seen.result in rows.by_result:
        return Refusal("right.known", {"number": rows.by_result[seen.result][1]}, "result")
    if seen.result is not None and seen.applicant is not None and seen.unit != seen.applicant:
        return Refusal("right.not_your_result", place="result")
    if seen.frozen:
        return Refusal("right.result_frozen", {"number": terms.name})
    known = next((rows.by_number[each] for each in terms.numbers if each in rows.by_number), None)
    if known is not None:
        return Refusal("right.known", {"number": known[1]}, "numbers")
    if not terms.parts:
        return Refusal("right.no_holder", place="parts")
    unknown = next((part for part in terms.parts if not part.party.known), None)
    if unknown is not None:
        return Refusal("right.party_unknown", {"name": unknown.party.name}, "parts")
    refs = [part.party.ref for part in terms.parts]
    if len(set(refs)) != len(refs):
        return Refusal("right.holder_twice", place="parts")
    added = total(part.share for part in terms.parts)
    if added != WHOLE:
        return Refusal("right.shares_not_whole", {"sum": write_share(added), "count": len(refs)}, "parts")
    if seen.applicant is not None and seen.applicant not in {part.party.body for part in terms.parts}:
        return Refusal("right.applicant_no_holder", place="parts")
    return None


def _giver(terms: Terms, now: Standing) -> Holding | Refusal:
    holding = next((each for each in now.holdings if each.party.ref == terms.giver), None)
    if holding is None:
        return Refusal("right.giver_unknown", {"holders": "、".join(each.party.name for each in now.holdings)}, "giver")
    return holding


def _taker(terms: Terms) -> Refusal | None:
    if terms.taker is None or not terms.taker.known:
        return Refusal("right.party_unknown", {"name": terms.taker.name if terms.taker else ""}, "taker")
    return None


def _consent(terms: Terms, now: Standing) -> Refusal | None:
    """Co-owners must agree to what binds the whole right (Patent Law Art. 14)."""
    if len(now.holdings) > 1 and not terms.consent.strip():
        return Refusal("right.no_consent", {"count": len(now.holdings)}, "consent")
    return None


def _unpledged(terms: Terms, now: Standing) -> Refusal | None:
    if now.pledges and not terms.consent.strip():
        return Refusal("right.pledged", {"who": now.pledges[0].party.name, "since": now.pledges[0].since}, "consent")
    return None


def _wrong_transfer(terms: Terms, whole: Standing, now: Standing) -> Refusal | None:
    giver = _giver(terms, now)
    if isinstance(giver, Refusal):
        return giver
    if (refused := _taker(terms)) is not None:
        return refused
    if terms.taker is not None and terms.taker.ref == terms.giver:
        return Refusal("right.to_oneself", place="taker")
    share = giver.share if terms.share is None else terms.share
    if not 0 < share <= giver.share:
        given = {"share": write_share(share), "held": write_share(giver.share), "name": giver.party.name}
        return Refusal("right.more_than_held", given, "share")
    if whole.last is not None and terms.since < whole.last:
        return Refusal("right.before_the_last", {"day": terms.since, "last": whole.last}, "since")
    return _unpledged(terms, now) or _consent(terms, now)


def _wrong_licence(terms: Terms, whole: Standing, now: Standing) -> Refusal | None:
    if terms.kind not in standing.LICENCES:
        return Refusal("result.not_in_list", {"given": terms.kind, "known": ", ".join(standing.LICENCES)}, "kind")
    if (refused := _taker(terms)) is not None:
        return refused
    if terms.until is not None and terms.until <= terms.since:
        return Refusal("right.term_reversed", {"since": terms.since, "until": terms.until}, "until")
    beside = standing.conflict(whole.licences, terms.kind, terms.since, terms.until, terms.places)
    if beside is not None:
        return licensed_already(beside, terms.kind)
    return None if terms.kind == standing.ORDINARY else _consent(terms, now)


def _wrong_end(terms: Terms, whole: Standing, _now: Standing) -> Refusal | None:
    row = next((each for each in whole.licences if each.id == terms.row), None)
    if row is None or (row.until is not None and row.until <= terms.since):
        return Refusal("right.no_such_licence", place="row")
    return Refusal("right.ends_before", {"since": row.since}, "since") if terms.since <= row.since else None


def _wrong_pledge(terms: Terms, _whole: Standing, now: Standing) -> Refusal | None:
    if (refused := _taker(terms)) is not None:
        return refused
    if terms.amount is not None and terms.amount <= 0:
        return Refusal("right.amount_not_positive", {"amount_yuan": terms.amount}, "amount")
    if terms.until is not None and terms.until <= terms.since:
        return Refusal("right.term_reversed", {"since": terms.since, "until": terms.until}, "until")
    return _consent(terms, now)


def _wrong_release(terms: Terms, whole: Standing, _now: Standing) -> Refusal | None:
    row = next((each for each in whole.pledges if each.id == terms.row), None)
    if row is None or (row.until is not None and row.until <= terms.since):
        return Refusal("right.no_such_pledge", place="row")
    return Refusal("right.ends_before", {"since": row.since}, "since") if terms.since <= row.since else None


def _wrong_contribution(terms: Terms, whole: Standing, now: Standing) -> Refusal | None:
    if terms.equity is None or not 0 < terms.equity <= 1:
        return Refusal("right.no_equity", place="equity")
    return _wrong_transfer(terms, whole, now)


_CHECKS: dict[str, Callable[[Terms, Standing, Standing], Refusal | None]] = {
    asking.TRANSFER: _wrong_transfer,
    asking.LICENCE: _wrong_licence,
    asking.LICENCE_END: _wrong_end,
    asking.PLEDGE: _wrong_pledge,
    asking.RELEASE: _wrong_release,
    asking.CONTRIBUTION: _wrong_contribution,
}


# --- making the entry


def enter(scene: Scene[Register], request: Decide) -> Answer:
    """The register makes the entry, or says why it cannot stand any more."""
    seen = scene.rows.entries[request.case]
    right = scene.rows.rights.get(seen.right) if seen.right else None
    refused = _state(scene, seen.right, right, seen.entry)
    refused = refused or wrong(scene.rows, replace(seen, applicant=None), right, scene.on)
    if refused is not None:
        return refused
    if seen.entry == asking.FIRST:
        return _first(scene, request, seen)
    assert right is not None
    fact, put = MADE[seen.entry](right, seen.terms, request)
    case, last = scene.cases[request.case], scene.cases[request.right]
    made = facts.EntryMade(place=case.place, entry=seen.entry, right=f"right/{request.right}")
    put = replace(put, entry=case.id, values={"state": "ENTERED", "entered_on": scene.on}, right=request.right)
    return Decision(
        facts=((case.id, made), (last.id, fact)),
        states={case.id: "ENTERED", last.id: last.state},
        changes={case.id: {"due_on": None}},
        rows=put,
    )


def _first(scene: Scene[Register], request: Decide, seen: EntrySeen) -> Decision:
    case, terms = scene.cases[request.case], seen.terms
    opened = NewCase(
        id=request.right,
        kind=RIGHT.kind,
        authority=case.authority,
        state="ACTIVE",
        place=case.place,
        title=terms.name[:LONGEST_NAME],
        office=case.office,
        holder=case.holder,
        number_series=f"{case.authority}-QZ",
    )
    fact = facts.RightRegistered(
        place=case.place,
        right=f"right/{request.right}",
        since=terms.since,
        name=terms.name,
        rights=terms.numbers,
        holders=tuple(f"{part.party.ref}:{write_share(part.share)}" for part in terms.parts),
    )
    made = facts.EntryMade(place=case.place, entry=seen.entry, right=f"right/{request.right}")
    adds = tuple(
        ("holding", new_row(identifier, part.party, terms.since, share=part.share, entry_id=case.id))
        for identifier, part in zip(request.parts, terms.parts, strict=False)
    )
    put = RightPut(
        entry=case.id,
        values={"state": "ENTERED", "entered_on": scene.on, "right_id": request.right},
        right=request.right,
        right_values={"result_id": seen.result, "name": terms.name, "state": "ACTIVE", "since": terms.since},
        opens=True,
        adds=adds,
        numbers=terms.numbers,
    )
    return Decision(
        facts=((case.id, made), (request.right, fact)),
        states={case.id: "ENTERED"},
        changes={case.id: {"due_on": None}},
        opens=(opened,),
        rows=put,
    )


def refuse(scene: Scene[Register], request: Decide) -> Answer:
    """The register does not make the entry, and says why; or the applicant takes it back."""
    case, seen = scene.cases[request.case], scene.rows.entries[request.case]
    text = request.text.strip()
    if not text:
        return Refusal("result.no_reason", {"move": f"{ENTRY.kind}.{request.move}"}, place="text")
    made, state = (facts.EntryRefused, "REFUSED") if request.move == "refuse" else (facts.EntryWithdrawn, "WITHDRAWN")
    fact = made(place=case.place, entry=seen.entry, text=text)
    put = RightPut(entry=case.id, values={"state": state, "reason": text})
    return Decision(facts=((case.id, fact),), states={case.id: state}, changes={case.id: {"due_on": None}}, rows=put)


_STEPS: dict[str, tuple[type[facts._RightMoved], str]] = {
    "dispute": (facts.RightDisputed, "DISPUTED"),
    "settle": (facts.RightSettled, "ACTIVE"),
    "end": (facts.RightEnded, "ENDED"),
}


def step(scene: Scene[Register], request: RightStep) -> Answer:
    """A right is disputed, settled, or at its end; always with words."""
    case, text = scene.cases[request.case], request.text.strip()
    if not text:
        return Refusal("result.no_reason", {"move": f"{RIGHT.kind}.{request.move}"}, place="text")
    made, state = _STEPS[request.move]
    put = RightPut(right=case.id, right_values={"state": state})
    return Decision(facts=((case.id, made(place=case.place, text=text)),), states={case.id: state}, rows=put)
