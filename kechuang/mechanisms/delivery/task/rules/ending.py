"""Done, proved, verified, closed; another day, another year. Pure."""

from collections.abc import Callable

from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import facts
from kechuang.mechanisms.delivery.task.rules.days import (
    LATE,
    MISSED,
    Answer,
    first_report,
    late_on,
    report_on,
    running,
)
from kechuang.mechanisms.delivery.task.rules.moves import TASK
from kechuang.mechanisms.delivery.task.rules.requests import Adjust, Carry, Finish, Loaded, Prove, Put, Step
from kechuang.mechanisms.delivery.task.rules.running import accept, unblock, words_only

WHOLE = 100


def finish(scene: Scene[Loaded], request: Finish) -> Answer:
    """The leading body says it is done; parts given away must be closed before."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    if not request.text.strip():
        return Refusal("delivery.no_text", place="text")
    if row.open_parts:
        return Refusal("delivery.parts_open", {"count": row.open_parts})
    papers = tuple(paper.commitment for paper in request.files)
    fact = facts.Finished(place=case.place, percent=WHOLE, text=request.text.strip(), files=papers)
    added = {
        "on": scene.on,
        "percent": WHOLE,
        "text": request.text.strip(),
        "files": [str(paper.id) for paper in request.files],
    }
    return _done(scene, case, fact, (("report", added),), {})


def _done(
    scene: Scene[Loaded],
    case: CaseView,
    fact: Fact,
    adds: tuple[tuple[str, dict[str, object]], ...],
    values: dict[str, object],
) -> Decision:
    every = {"percent": WHOLE, "done_on": scene.on, "report_by": None, "block_reason": "", "blocked_on": None} | values
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "DONE"},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, LATE), (case.id, MISSED)),
        rows=Put(case=case.id, values=every, adds=adds),
    )


def prove(scene: Scene[Loaded], request: Prove) -> Answer:
    """The platform's own facts prove it."""
    case = scene.cases[request.task]
    fact = facts.Proved(place=case.place, count=len(request.facts), stands_on=request.facts)
    return _done(scene, case, fact, (), {"proved_on": scene.on})


def verify(scene: Scene[Loaded], request: Step) -> Answer:
    """A third party found it done, or sends it back with the reason."""
    case, row, text = scene.cases[request.task], scene.rows.tasks[request.task], request.text.strip()
    passed = request.move == "verify"
    if not text:
        return Refusal("delivery.no_reason", {"move": f"{TASK.kind}.{request.move}"}, place="text")
    fact = facts.Verified(place=case.place, passed=passed, text=text)
    values: dict[str, object] = {"verdict": text}
    if passed:
        put = Put(case=case.id, values=values | {"verified_on": scene.on})
        return Decision(facts=((case.id, fact),), states={case.id: "VERIFIED"}, rows=put)
    state, report_by = running(scene, row.due_on, "IN_PROGRESS"), first_report(scene, case.place)
    put = Put(case=case.id, values=values | {"done_on": None, "report_by": report_by, "proved_on": None})
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        changes={case.id: {"due_on": row.due_on}},
        due=(*(late_on(case.id, row.due_on) if state != "LATE" else ()), *report_on(case.id, report_by)),
        rows=put,
    )


def close(scene: Scene[Loaded], request: Step) -> Answer:
    """The office closes what was verified."""
    case = scene.cases[request.task]
    fact = facts.Closed(place=case.place, note=request.text.strip())
    put = Put(case=case.id, values={"closed_on": scene.on})
    return Decision(facts=((case.id, fact),), states={case.id: "CLOSED"}, changes={case.id: {"due_on": None}}, rows=put)


def adjust(scene: Scene[Loaded], request: Adjust) -> Answer:
    """Change day or proof; a later day takes the task out of lateness."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    if not request.reason.strip():
        return Refusal("delivery.no_reason", {"move": f"{TASK.kind}.adjust"}, place="reason")
    if request.due_on and request.due_on < scene.on:
        return Refusal("delivery.due_past", {"due_on": request.due_on}, place="due_on")
    due_on = request.due_on or row.due_on
    fact = facts.Adjusted(
        place=case.place,
        before=row.due_on,
        due_on=due_on,
        proof=request.proof.words() if request.proof else "",
        reason=request.reason.strip(),
    )
    values: dict[str, object] = {"due_on": due_on}
    if row.due_on is None:
        values["first_due_on"] = due_on
    if request.proof:
        values |= {"proof": request.proof.plain(), "proof_read": False}
    changes: dict[str, object] = {"due_on": due_on}
    state = "IN_PROGRESS" if case.state == "LATE" and due_on and due_on >= scene.on else case.state
    moved = request.due_on is not None
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        changes={case.id: changes},
        due=late_on(case.id, due_on) if moved else (),
        cancels=((case.id, LATE),) if moved else (),
        rows=Put(case=case.id, values=values),
    )


def carry_over(scene: Scene[Loaded], request: Carry) -> Answer:
    """The task goes on in a later year, with a new day; its first day stays on record."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    if not request.reason.strip():
        return Refusal("delivery.no_reason", {"move": f"{TASK.kind}.carry_over"}, place="reason")
    if request.year <= row.year:
        return Refusal("delivery.year_not_later", {"year": str(row.year)}, place="year")
    if request.due_on < scene.on or request.due_on.year != request.year:
        return Refusal("delivery.due_past", {"due_on": request.due_on}, place="due_on")
    fact = facts.CarriedOver(
        place=case.place, year=request.year, before=row.due_on, due_on=request.due_on, reason=request.reason.strip()
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "IN_PROGRESS" if case.state == "LATE" else case.state},
        changes={case.id: {"due_on": request.due_on}},
        due=late_on(case.id, request.due_on),
        cancels=((case.id, LATE),),
        rows=Put(case=case.id, values={"year": request.year, "due_on": request.due_on}),
    )


STEPS: dict[str, Callable[[Scene[Loaded], Step], Answer]] = {
    "accept": accept,
    "dispute": words_only,
    "block": words_only,
    "urge": words_only,
    "drop": words_only,
    "unblock": unblock,
    "verify": verify,
    "send_back": verify,
    "close": close,
}
