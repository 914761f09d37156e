"""Return for correction: all faults at once, once for the same submission, with a day; handed in again, or lapsed."""

from datetime import timedelta

from kechuang.casework.decision import CaseView, Decision, DueAt, Scene
from kechuang.casework.standard.declare import CORRECTION, LAPSE
from kechuang.casework.standard.facts import CorrectionLapsed, Resubmitted, Returned
from kechuang.casework.standard.requests import Fault, Lapse, Resubmit, Return
from kechuang.casework.standard.rows import Known, Loaded, Write
from kechuang.casework.standard.rules import asking, clock
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.quoting import cited

TABLE = "correction"
MOST_FAULTS = 50
ONE_DAY = timedelta(days=1)


def give_back(scene: Scene[Loaded], request: Return) -> Decision | Refusal:
    """Name every fault; the clock stands still until the case comes back."""
    case, known = asking.known_of(scene, request.case)
    refusal = already_held(case) or _faults(request.faults) or _once(scene, request, case, known)
    if refusal:
        return refusal
    due = asking.term(scene, "casework.correction.days", case)
    fact = Returned(
        place=case.place,
        state=case.state,
        due_on=due.day if due else None,
        due_provisional=bool(due and due.provisional),
        time=known.returned + 1,
        faults=tuple(_told(fault) for fault in request.faults),
        new_facts=request.new_facts.strip(),
    )
    values = {
        "case_id": case.id,
        "state": case.state,
        "faults": [_told(fault) for fault in request.faults],
        "new_facts": request.new_facts.strip(),
        "returned_on": scene.on,
        "due_on": due.day if due else None,
        "provisional": bool(due and due.provisional),
    }
    returns = scene.rows.standard.returns
    lapses = due is not None and returns is not None and bool(returns.lapse)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        changes={case.id: clock.held(scene.on, CORRECTION)},
        due=(DueAt(case.id, LAPSE, due.day + ONE_DAY),) if due and lapses else (),
        rows=(Write(table=TABLE, values=values), clock.stop(case, scene.on, CORRECTION)),
    )


def _told(fault: Fault) -> dict[str, str]:
    return {"where": fault.where.strip(), "what": fault.what.strip(), "remedy": fault.remedy.strip()}


def _faults(faults: tuple[Fault, ...]) -> Refusal | None:
    if not faults:
        return Refusal("casework.no_faults", place="faults")
    if len(faults) > MOST_FAULTS:
        return Refusal("casework.too_many_faults", {"count": len(faults), "limit": MOST_FAULTS}, place="faults")
    for fault in faults:
        refusal = asking.said(fault.what, "what")
        if refusal:
            return refusal
    return None


def _once(scene: Scene[Loaded], request: Return, case: CaseView, known: Known) -> Refusal | None:
    answer = asking.answer_of(scene, "casework.correction.most_times", case)
    most = asking.whole_of(answer)
    if most is None or known.returned < most or request.new_facts.strip():
        return None
    values = {"times": known.returned, "most": most, **cited(answer)}
    return Refusal("casework.returned_before", values, place="new_facts")


def hand_in(scene: Scene[Loaded], request: Resubmit) -> Decision | Refusal:
    """The corrected case comes back; its days move by the rule of the place."""
    case, known = asking.known_of(scene, request.case)
    if case.hold != CORRECTION or known.correction is None:
        return not_held(case, CORRECTION)
    if not request.note.strip() and not request.files:
        return Refusal("casework.nothing_corrected", place="note")
    again = clock.restart(scene, case, known)
    fact = Resubmitted(
        place=case.place,
        stopped_days=again.stopped,
        shifted_days=again.shifted,
        note=request.note.strip(),
        files=tuple(file.commitment for file in request.files),
    )
    values = {
        "resubmitted_on": scene.on,
        "ended_on": scene.on,
        "note": request.note.strip(),
        "files": [str(file.id) for file in request.files],
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        changes={case.id: clock.free(case, again)},
        cancels=((case.id, LAPSE),),
        shifts=((case.id, again.shifted),),
        rows=(Write(table=TABLE, values=values, pk=known.correction), *clock.end(known, scene.on, again.shifted)),
    )


def lapse(scene: Scene[Loaded], request: Lapse) -> Decision | Refusal:
    """Time has passed and nothing came back: the case goes where its kind says."""
    case, known = asking.known_of(scene, request.case)
    returns = scene.rows.standard.returns
    if case.hold != CORRECTION or known.correction is None or returns is None:
        return not_held(case, CORRECTION)
    if known.correction_due is None or scene.on <= known.correction_due:
        return Refusal("casework.correction_still_open", {"until": known.correction_due})
    fact = CorrectionLapsed(place=case.place, due_on=known.correction_due)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: returns.lapse},
        changes={case.id: clock.free(case) | {"due_on": None}},
        rows=(Write(table=TABLE, values={"ended_on": scene.on}, pk=known.correction), *clock.end(known, scene.on)),
    )


def not_held(case: CaseView, cause: str) -> Refusal:
    """Say that a case is not held for this reason."""
    return Refusal("casework.not_held", {"why": f"case.hold.{cause}", "number": case.number or str(case.id)[-8:]})


def already_held(case: CaseView) -> Refusal | None:
    """Refuse to hold a case a second time."""
    if not case.hold:
        return None
    values = {"number": case.number or str(case.id)[-8:], "since": case.held_on, "why": f"case.hold.{case.hold}"}
    return Refusal("casework.already_held", values)
