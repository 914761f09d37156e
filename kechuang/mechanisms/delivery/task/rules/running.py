"""The leading body at work: accept, measures, reports, what blocks, whose decision is asked; what time does. Pure."""

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import facts
from kechuang.mechanisms.delivery.task.rules.days import (
    LATE,
    MISSED,
    Answer,
    body,
    counts_for,
    first_report,
    late_on,
    report_after,
    report_on,
    running,
)
from kechuang.mechanisms.delivery.task.rules.moves import SETTLED, TASK
from kechuang.mechanisms.delivery.task.rules.requests import (
    AnswerHelp,
    AskHelp,
    Line,
    Loaded,
    Put,
    Report,
    Rows,
    Step,
    Tick,
)

MOST_ROWS, WHOLE = 60, 100


def accept(scene: Scene[Loaded], request: Step) -> Answer:
    """The leading body takes the task on; reports become due."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    report_by = first_report(scene, case.place)
    fact = facts.Accepted(place=case.place, report_by=report_by, note=request.text.strip())
    return Decision(
        facts=((case.id, fact),),
        states={case.id: running(scene, row.due_on, "ACCEPTED")},
        due=report_on(case.id, report_by),
        rows=Put(case=case.id, values={"report_by": report_by, "accepted_on": scene.on}),
    )


def words_only(scene: Scene[Loaded], request: Step) -> Answer:
    """Dispute, block, urge, drop: nothing but words, and they are needed."""
    case, text = scene.cases[request.task], request.text.strip()
    if not text:
        return Refusal("delivery.no_reason", {"move": f"{TASK.kind}.{request.move}"}, place="text")
    left: dict[str, tuple[Fact, str, dict[str, object]]] = {
        "dispute": (facts.Disputed(place=case.place, reason=text), "DISPUTED", {"dispute": text}),
        "block": (
            facts.Blocked(place=case.place, reason=text),
            "BLOCKED",
            {"block_reason": text, "blocked_on": scene.on},
        ),
        "urge": (facts.Urged(place=case.place, text=text), case.state, {"urged_on": scene.on}),
        "drop": (facts.Dropped(place=case.place, reason=text), "DROPPED", {"dispute": text}),
    }
    fact, state, values = left[request.move]
    ends = request.move == "drop"
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        changes={case.id: {"due_on": None}} if ends else {},
        cancels=((case.id, LATE),) if ends else (),
        rows=Put(case=case.id, values=values),
    )


def unblock(scene: Scene[Loaded], request: Step) -> Answer:
    """What stood in the way is gone."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    fact = facts.Unblocked(place=case.place, note=request.text.strip())
    state = running(scene, row.due_on, "IN_PROGRESS")
    values = {"block_reason": "", "blocked_on": None}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        due=late_on(case.id, row.due_on) if state != "LATE" else (),
        cancels=((case.id, LATE),),
        rows=Put(case=case.id, values=values),
    )


def list_measures(scene: Scene[Loaded], request: Rows) -> Answer:
    """Lay down measures, each with who and by when."""
    case = scene.cases[request.task]
    wrong = _wrong_rows(request.rows, who=True)
    if wrong:
        return wrong
    fact = facts.MeasuresListed(place=case.place, count=len(request.rows), steps=_said(request.rows))
    state = "MEASURE_LIST" if case.state == "ACCEPTED" else case.state
    put = Put(
        case=case.id,
        values={"measures_count": len(request.rows)},
        adds=_lines("measure", request.rows),
        empties=("measure",),
    )
    return Decision(facts=((case.id, fact),), states={case.id: state}, rows=put)


def plan_year(scene: Scene[Loaded], request: Rows) -> Answer:
    """Lay out the milestones of the year."""
    case = scene.cases[request.task]
    wrong = _wrong_rows(request.rows, who=False)
    if wrong:
        return wrong
    fact = facts.YearPlanned(place=case.place, count=len(request.rows), steps=_said(request.rows))
    put = Put(case=case.id, adds=_lines("milestone", request.rows), empties=("milestone",))
    return Decision(facts=((case.id, fact),), states={case.id: case.state}, rows=put)


def _wrong_rows(rows: tuple[Line, ...], *, who: bool) -> Refusal | None:
    if not rows:
        return Refusal("delivery.no_rows", place="rows")
    if len(rows) > MOST_ROWS:
        return Refusal("delivery.too_many_rows", {"limit": MOST_ROWS}, place="rows")
    for number, line in enumerate(rows, 1):
        if not line.text.strip() or line.by is None or (who and not line.owner.strip()):
            return Refusal("delivery.row_incomplete", {"line": number}, place="rows")
    return None


def _said(rows: tuple[Line, ...]) -> tuple[str, ...]:
    return tuple(" | ".join((line.text, line.owner, line.by.isoformat() if line.by else "")) for line in rows)


def _lines(kind: str, rows: tuple[Line, ...]) -> tuple[tuple[str, dict[str, object]], ...]:
    return tuple(
        (kind, {"order": at, "text": line.text.strip(), "owner": line.owner.strip(), "by": line.by})
        for at, line in enumerate(rows, 1)
    )


def report(scene: Scene[Loaded], request: Report) -> Answer:
    """Report; one that is given when it is due makes the next one due."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    if not 0 <= request.percent <= WHOLE:
        return Refusal("delivery.percent_wrong", {"percent": request.percent}, place="percent")
    if not request.text.strip():
        return Refusal("delivery.no_text", place="text")
    if not row.measures:
        return Refusal("delivery.no_measures", place="text")
    counts = counts_for(scene, case.place, row.report_by)
    report_by = report_after(scene, case.place, row.report_by) if counts else row.report_by
    fact = facts.Reported(
        place=case.place,
        percent=request.percent,
        report_by=report_by,
        milestone=request.milestone.strip(),
        text=request.text.strip(),
        figures=request.figures.strip(),
        files=tuple(paper.commitment for paper in request.files),
        stands_on=request.stands_on,
    )
    added = {
        "on": scene.on,
        "percent": request.percent,
        "text": request.text.strip(),
        "milestone": request.milestone.strip(),
        "figures": request.figures.strip(),
        "files": [str(paper.id) for paper in request.files],
        "facts": list(request.stands_on),
    }
    values = {"percent": request.percent, "report_by": report_by, "reported_on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: running(scene, row.due_on, "IN_PROGRESS")},
        due=report_on(case.id, report_by) if counts else (),
        cancels=((case.id, MISSED),) if counts else (),
        rows=Put(case=case.id, values=values, adds=(("report", added),)),
    )


def ask_help(scene: Scene[Loaded], request: AskHelp) -> Answer:
    """Ask a body for a decision."""
    case, question = scene.cases[request.task], request.question.strip()
    if not question:
        return Refusal("delivery.no_question", place="question")
    if request.body == case.holder:
        return Refusal("delivery.asks_itself", place="body")
    fact = facts.HelpAsked(place=case.place, asked_body=body(request.body), question=question)
    added = {"body_id": request.body, "question": question, "asked_on": scene.on}
    return Decision(
        facts=((case.id, fact),), states={case.id: case.state}, rows=Put(case=case.id, adds=(("help", added),))
    )


def answer_help(scene: Scene[Loaded], request: AnswerHelp) -> Answer:
    """Decide what was asked."""
    case, row, text = scene.cases[request.task], scene.rows.tasks[request.task], request.text.strip()
    if request.help not in row.helps:
        return Refusal("delivery.help_gone")
    if not text:
        return Refusal("delivery.no_text", place="text")
    fact = facts.HelpAnswered(place=case.place, asked_body=body(row.helps[request.help]), text=text)
    values = {"pk": request.help, "answer": text, "answered_on": scene.on}
    return Decision(
        facts=((case.id, fact),), states={case.id: case.state}, rows=Put(case=case.id, adds=(("answered", values),))
    )


def become_late(scene: Scene[Loaded], request: Tick) -> Answer:
    """The day has passed."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    if row.due_on is None or row.due_on >= scene.on:
        return Refusal("delivery.not_late")
    fact = facts.BecameLate(place=case.place, due_on=row.due_on, percent=row.percent)
    return Decision(
        facts=((case.id, fact),), states={case.id: "LATE"}, rows=Put(case=case.id, values={"late_since": scene.on})
    )


def miss_report(scene: Scene[Loaded], request: Tick) -> Answer:
    """No report came by its day; the next one is waited for."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    if row.report_by is None or row.report_by >= scene.on or case.state in SETTLED:
        return Refusal("delivery.not_late")
    fact = facts.ReportMissed(place=case.place, due_on=row.report_by)
    report_by = report_after(scene, case.place, row.report_by)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        due=report_on(case.id, report_by),
        rows=Put(case=case.id, values={"report_by": report_by, "missed": 1}),
    )
