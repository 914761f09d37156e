"""Withdrawal, transfer, opinions, reminders, reopening."""

from datetime import timedelta

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.casework.moves import HOLDER
from kechuang.casework.standard.declare import CORRECTION, LAPSE, RESUME
from kechuang.casework.standard.facts import OpinionAsked, OpinionGiven, Reminded, Reopened, Transferred, Withdrawn
from kechuang.casework.standard.requests import Ask, Opine, Remind, Reopen, Transfer, Withdraw
from kechuang.casework.standard.rows import Loaded, Write
from kechuang.casework.standard.rules import asking, clock
from kechuang.kernel.refusal import Refusal, Value
from kechuang.rulebook.quoting import cited

ANSWERS = ("agree", "changes", "disagree")
MOST_ASKED = 30
ONE_DAY = timedelta(days=1)


def withdraw(scene: Scene[Loaded], request: Withdraw) -> Decision | Refusal:
    """The holder takes the case back, also while it is held; what was owed to it ends."""
    case, known = asking.known_of(scene, request.case)
    declared = scene.rows.standard.withdraw
    if declared is None:
        return Refusal("casework.not_declared", {"number": case.number})
    rows: list[Write] = list(clock.end(known, scene.on))
    if case.hold == CORRECTION and known.correction is not None:
        rows.append(Write(table="correction", values={"ended_on": scene.on}, pk=known.correction))
    if known.objection is not None:
        values = {"decided_on": scene.on, "upheld": None, "answer": ""}
        rows.append(Write(table="objection", values=values, pk=known.objection))
    return Decision(
        facts=((case.id, Withdrawn(place=case.place, reason=request.reason.strip())),),
        states={case.id: declared.target},
        changes={case.id: clock.free(case) | {"due_on": None}},
        cancels=((case.id, LAPSE), (case.id, RESUME)),
        rows=tuple(rows),
    )


def transfer(scene: Scene[Loaded], request: Transfer) -> Decision | Refusal:
    """Hand a case to another office whose place covers the case's, or to a post of an office."""
    case, _known = asking.known_of(scene, request.case)
    refusal = asking.said(request.reason, "reason")
    if refusal:
        return refusal
    if request.office == case.office and request.post is None:
        return Refusal("casework.same_office", place="office")
    if request.office not in scene.rows.covering:
        values = {"name": scene.rows.bodies.get(request.office, "—"), "place": case.place}
        return Refusal("casework.office_elsewhere", values, place="office")
    fact = Transferred(
        place=case.place,
        giver=f"body/{case.office}" if case.office else "",
        taker=f"body/{request.office}",
        post=f"post/{request.post}" if request.post else "",
        reason=request.reason.strip(),
    )
    return Decision(
        facts=((case.id, fact),), states={case.id: case.state}, changes={case.id: {"office": request.office}}
    )


def ask(scene: Scene[Loaded], request: Ask) -> Decision | Refusal:
    """Ask several bodies at once, each once at a time."""
    case, known = asking.known_of(scene, request.case)
    refusal = asking.said(request.question, "question") or asking.not_past(scene, request.due_on, "due_on")
    if refusal:
        return refusal
    bodies = tuple(dict.fromkeys(request.bodies))
    if not bodies or len(bodies) > MOST_ASKED:
        return Refusal("casework.nobody_asked", {"limit": MOST_ASKED}, place="bodies")
    twice = [body for body in bodies if body in known.asked]
    if twice:
        return Refusal("casework.asked_already", {"name": scene.rows.bodies.get(twice[0], "—")}, place="bodies")
    unknown = [body for body in bodies if body not in scene.rows.bodies]
    if unknown:
        return Refusal("casework.body_unknown", place="bodies")
    due = asking.term(scene, "casework.opinion.days", case)
    due_on = request.due_on or (due.day if due else None)
    fact = OpinionAsked(
        place=case.place,
        bodies=tuple(f"body/{body}" for body in bodies),
        question=request.question.strip(),
        due_on=due_on,
        waits=request.waits,
    )
    shared = {"case_id": case.id, "question": request.question.strip(), "asked_on": scene.on, "due_on": due_on}
    rows = [Write(table="opinion", values={**shared, "body_id": body, "waits": request.waits}) for body in bodies]
    return Decision(facts=((case.id, fact),), states={case.id: case.state}, rows=tuple(rows))


def opine(scene: Scene[Loaded], request: Opine) -> Decision | Refusal:
    """A body answers; to disagree or to want changes needs words."""
    case, known = asking.known_of(scene, request.case)
    row = known.asked.get(request.body)
    if row is None:
        return Refusal("casework.not_asked", {"name": scene.rows.bodies.get(request.body, "—")})
    if request.answer not in ANSWERS:
        return Refusal("casework.answer_unknown", {"answer": request.answer}, place="answer")
    refusal = asking.said(request.text, "text") if request.answer != "agree" else None
    if refusal:
        return refusal
    fact = OpinionGiven(
        place=case.place,
        body=f"body/{request.body}",
        answer=request.answer,
        text=request.text.strip(),
        files=tuple(file.commitment for file in request.files),
    )
    values = {
        "answer": request.answer,
        "text": request.text.strip(),
        "files": [str(file.id) for file in request.files],
        "answered_on": scene.on,
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        rows=(Write(table="opinion", values=values, pk=row),),
    )


def remind(scene: Scene[Loaded], request: Remind) -> Decision | Refusal:
    """Remind of a step: once for each, and not before the days of the rule have passed."""
    case, known = asking.known_of(scene, request.case)
    if known.reminded:
        return Refusal("casework.reminded_already", {"number": case.number}, place="note")
    answer = asking.answer_of(scene, "casework.reminder.after_days", case)
    days, since = asking.whole_of(answer), known.last_on or case.opened_on
    waited = (scene.on - since).days
    if days is not None and waited < days:
        early: dict[str, Value] = {"waited": waited, "days": days, "last": since, **cited(answer)}
        return Refusal("casework.too_early_to_remind", early)
    values = {
        "case_id": case.id,
        "step": known.last_step,
        "side": HOLDER,
        "on": scene.on,
        "note": request.note.strip(),
    }
    fact = Reminded(place=case.place, side=HOLDER, note=request.note.strip())
    return Decision(
        facts=((case.id, fact),), states={case.id: case.state}, rows=(Write(table="reminder", values=values),)
    )


def reopen(scene: Scene[Loaded], request: Reopen) -> Decision | Refusal:
    """Open a finished case again, with a reason."""
    case, _known = asking.known_of(scene, request.case)
    declared = scene.rows.standard.reopen
    refusal = asking.said(request.reason, "reason")
    if refusal or declared is None:
        return refusal or Refusal("casework.not_declared", {"number": case.number})
    fact = Reopened(place=case.place, before=case.state, reason=request.reason.strip())
    due = asking.term(scene, "casework.reopened.days", case)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: declared.target},
        changes={case.id: {"due_on": due.day if due else None}},
        due=(DueAt(case.id, declared.late, due.day + ONE_DAY),) if due and declared.late else (),
    )
