"""A body reports on itself; the office takes the report, returns it, asks again, or goes on without it. Pure."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import facts
from kechuang.mechanisms.delivery.evaluation.rules.calling import Answer, named
from kechuang.mechanisms.delivery.evaluation.rules.moves import REPORTABLE
from kechuang.mechanisms.delivery.evaluation.rules.requests import (
    CLAIMS,
    Line,
    Loaded,
    Put,
    ReportStep,
    Said,
    Tell,
)

LONGEST_VALUE = 40
STATES: Mapping[str, str] = {"take": "TAKEN", "return": "RETURNED", "waive": "WAIVED"}
FACTS = {
    "take": facts.SelfReportTaken,
    "return": facts.SelfReportReturned,
    "urge": facts.SelfReportUrged,
    "waive": facts.SelfReportWaived,
}


def is_number(text: str) -> bool:
    """Say whether a text is a finite decimal number."""
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def tell(scene: Scene[Loaded], request: Tell) -> Answer:
    """Hand the self-report in: every line has its statement. Statements that changed are to be checked anew."""
    case, whole = scene.cases[request.report], scene.cases[request.evaluation]
    seen = scene.rows.evaluations[request.evaluation]
    if whole.state not in REPORTABLE:
        return Refusal("evaluation.not_reporting", {"state": f"{whole.kind}.{whole.state}"})
    if not request.done.strip():
        return Refusal("evaluation.nothing_done", place="done")
    own = {pk: line for pk, line in seen.lines.items() if line.report == request.report}
    lines = {each.statement: each for each in request.lines if each.statement in own}
    wrong = _wrong_lines(own, lines)
    if wrong:
        return wrong
    fact = facts.SelfReported(
        place=case.place,
        evaluation=f"case/{whole.id}",
        body=named(case.holder),
        count=len(own),
        text=request.done.strip(),
        problems=request.problems.strip(),
        suggestions=request.suggestions.strip(),
        lines=tuple(said_line(own[pk].code, each) for pk, each in lines.items()),
        statements=tuple(map(str, lines)),
        files=tuple(paper.commitment for paper in request.files),
        stands_on=request.stands_on,
    )
    told: dict[str, object] = {
        "done": request.done.strip(),
        "problems": request.problems.strip(),
        "suggestions": request.suggestions.strip(),
        "submitted_on": scene.on,
        "returned": "",
        "facts": list(request.stands_on),
    }
    if request.files:
        told["files"] = [str(paper.id) for paper in request.files]
    edits = tuple(
        (
            "statement",
            pk,
            {
                "claim": each.claim,
                "value": each.value.strip(),
                "text": each.text.strip(),
                "version": own[pk].version + 1,
            },
        )
        for pk, each in lines.items()
    )
    put = Put(evaluation=whole.id, report=case.id, told=told, edits=edits, unchecks=tuple(lines))
    return Decision(
        facts=((case.id, fact),), states={case.id: "SUBMITTED"}, changes={case.id: {"due_on": None}}, rows=put
    )


def said_line(code: str, said: Said) -> str:
    """Write a statement as its fact does."""
    return f"{code} | {said.claim} | {said.value.strip()} | {said.text.strip()}"


def _wrong_lines(own: Mapping[UUID, Line], lines: Mapping[UUID, Said]) -> Refusal | None:
    for pk, line in own.items():
        given, place = lines.get(pk), f"claim_{pk}"
        if given is None or given.claim not in CLAIMS:
            return Refusal("evaluation.statement_missing", {"line": line.title}, place=place)
        if given.claim in {"behind", "cannot_say"} and not given.text.strip():
            return Refusal("evaluation.statement_needs_words", {"line": line.title}, place=f"text_{pk}")
        if given.value.strip() and (len(given.value) > LONGEST_VALUE or not is_number(given.value.strip())):
            return Refusal("evaluation.value_wrong", {"value": given.value[:LONGEST_VALUE]}, place=f"value_{pk}")
    return None


def step(scene: Scene[Loaded], request: ReportStep) -> Answer:
    """Take, return, urge, waive."""
    case, whole = scene.cases[request.report], scene.cases[request.evaluation]
    seen, text = scene.rows.evaluations[request.evaluation], request.text.strip()
    if whole.state not in REPORTABLE:
        return Refusal("evaluation.not_reporting", {"state": f"{whole.kind}.{whole.state}"})
    if request.move != "take" and not text:
        return Refusal("evaluation.no_reason", place="text")
    fact = FACTS[request.move](place=case.place, evaluation=f"case/{whole.id}", body=named(case.holder), reason=text)
    told: dict[str, object] = {"returned": text} if request.move == "return" else {}
    if request.move == "take":
        told = {"taken_on": scene.on}
    changes: dict[str, object] = {}
    if request.move == "return":
        changes = {"due_on": max(seen.report_by, scene.on)}
    elif request.move == "waive":
        changes = {"due_on": None}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: STATES.get(request.move, case.state)},
        changes={case.id: changes} if changes else {},
        rows=Put(evaluation=whole.id, report=case.id, told=told),
    )
