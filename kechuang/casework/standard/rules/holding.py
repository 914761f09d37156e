"""Suspension and objection: what holds a case besides a correction, and what lets it go on."""

from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.casework.standard.declare import OBJECTION, RESUME, SUSPENDED
from kechuang.casework.standard.facts import Objected, ObjectionDecided, Objector, Resumed, Suspended
from kechuang.casework.standard.requests import DecideObjection, Object, Resume, Suspend
from kechuang.casework.standard.rows import Loaded, Write
from kechuang.casework.standard.rules import asking, clock
from kechuang.casework.standard.rules.correction import already_held, not_held
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal

TABLE = "objection"
LONGEST_NAME, LONGEST_CONTACT = 80, 120


def suspend(scene: Scene[Loaded], request: Suspend) -> Decision | Refusal:
    """Suspend with reason and basis; with a day it goes on by itself."""
    case, _known = asking.known_of(scene, request.case)
    refusal = (
        already_held(case)
        or asking.said(request.reason, "reason")
        or asking.said(request.basis, "basis")
        or asking.not_past(scene, request.until, "until")
    )
    if refusal:
        return refusal
    fact = Suspended(
        place=case.place, state=case.state, reason=request.reason, legal_basis=request.basis, until=request.until
    )
    span = clock.stop(
        case, scene.on, SUSPENDED, until=request.until, reason=request.reason.strip(), basis=request.basis.strip()[:200]
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        changes={case.id: clock.held(scene.on, SUSPENDED)},
        due=(DueAt(case.id, RESUME, request.until),) if request.until else (),
        rows=(span,),
    )


def resume(scene: Scene[Loaded], request: Resume) -> Decision | Refusal:
    """Let a suspended case go on; its days move."""
    case, known = asking.known_of(scene, request.case)
    if case.hold != SUSPENDED:
        return not_held(case, SUSPENDED)
    again = clock.restart(scene, case, known)
    fact = Resumed(place=case.place, stopped_days=again.stopped, shifted_days=again.shifted, reason=request.reason)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        changes={case.id: clock.free(case, again)},
        cancels=((case.id, RESUME),),
        shifts=((case.id, again.shifted),),
        rows=clock.end(known, scene.on, again.shifted),
    )


def raise_objection(scene: Scene[Loaded], request: Object) -> Decision | Refusal:
    """Object with a reason: the case is held until the office has decided."""
    case, _known = asking.known_of(scene, request.case)
    refusal = already_held(case) or asking.said(request.reason, "reason")
    if refusal:
        return refusal
    due = asking.term(scene, "casework.objection.days", case)
    side = "holder" if request.body == case.holder else "counterpart" if request.body == case.counterpart else "public"
    side = side if request.body else "public"
    fact = Objected(
        place=case.place,
        state=case.state,
        side=side,
        body=f"body/{request.body}" if request.body else "",
        reason=request.reason.strip(),
        due_on=due.day if due else None,
        files=tuple(file.commitment for file in request.files),
    )
    said = Objector(
        place=case.place,
        name=request.name.strip()[:LONGEST_NAME],
        contact=request.contact.strip()[:LONGEST_CONTACT],
    )
    named = bool(said.name or said.contact)
    values = {
        "case_id": case.id,
        "body_id": request.body,
        "reason": request.reason.strip(),
        "named": named,
        "files": [str(file.id) for file in request.files],
        "raised_on": scene.on,
        "due_on": due.day if due else None,
    }
    facts: list[tuple[UUID, Fact]] = [(case.id, fact)]
    if named:
        facts.append((case.id, said))
    return Decision(
        facts=tuple(facts),
        states={case.id: case.state},
        changes={case.id: clock.held(scene.on, OBJECTION)},
        rows=(Write(table=TABLE, values=values), clock.stop(case, scene.on, OBJECTION)),
    )


def decide_objection(scene: Scene[Loaded], request: DecideObjection) -> Decision | Refusal:
    """Uphold or reject with a reason; upheld, the case goes where its kind says."""
    case, known = asking.known_of(scene, request.case)
    if case.hold != OBJECTION or known.objection is None:
        return not_held(case, OBJECTION)
    refusal = asking.said(request.reason, "reason")
    if refusal:
        return refusal
    declared = scene.rows.standard.objections
    again = clock.restart(scene, case, known)
    state = declared.upheld if declared and declared.upheld and request.upheld else case.state
    ended = declared.cancels.split() if declared and request.upheld else []
    fact = ObjectionDecided(
        place=case.place,
        upheld=request.upheld,
        stopped_days=again.stopped,
        shifted_days=again.shifted,
        reason=request.reason.strip(),
    )
    values = {"decided_on": scene.on, "upheld": request.upheld, "answer": request.reason.strip()}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        changes={case.id: clock.free(case, again) | ({"due_on": None} if ended else {})},
        cancels=tuple((case.id, move) for move in ended),
        shifts=((case.id, again.shifted),),
        rows=(Write(table=TABLE, values=values, pk=known.objection), *clock.end(known, scene.on, again.shifted)),
    )
