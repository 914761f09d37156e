"""The third party checks statements line by line, takes a check back, and hands its work in. Pure."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import facts
from kechuang.mechanisms.delivery.evaluation.rules.calling import Answer, said
from kechuang.mechanisms.delivery.evaluation.rules.moves import CHECKABLE
from kechuang.mechanisms.delivery.evaluation.rules.reporting import LONGEST_VALUE, is_number
from kechuang.mechanisms.delivery.evaluation.rules.requests import (
    VERDICTS,
    CheckLines,
    Finding,
    Line,
    Loaded,
    Put,
    Recall,
    Step,
)


def check(scene: Scene[Loaded], request: CheckLines) -> Answer:
    """Check statements. Where the report was approved already, it needs approval anew."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    if not request.findings:
        return Refusal("evaluation.nothing_checked", place="verdict")
    wrong = next((found for each in request.findings if (found := _wrong(seen.lines, each))), None)
    if wrong:
        return wrong
    counts = Counter(each.verdict for each in request.findings)
    fact = said(
        case,
        seen,
        facts.Checked,
        confirmed=counts["confirmed"],
        not_confirmed=counts["not_confirmed"],
        corrected=counts["corrected"],
        lines=tuple(
            f"{seen.lines[each.statement].code} | {each.verdict} | {_value(each)} | {each.reason.strip()}"
            for each in request.findings
        ),
        statements=tuple(str(each.statement) for each in request.findings),
    )
    adds = tuple(
        (
            "check",
            {
                "statement_id": each.statement,
                "body_id": case.counterpart,
                "on": scene.on,
                "verdict": each.verdict,
                "value": _value(each),
                "reason": each.reason.strip(),
                "version": seen.lines[each.statement].version,
            },
        )
        for each in request.findings
    )
    state = case.state if case.state in CHECKABLE else "SUBMITTED"
    unchecks = tuple(each.statement for each in request.findings)
    return Decision(facts=(fact,), states={case.id: state}, rows=Put(evaluation=case.id, adds=adds, unchecks=unchecks))


def _value(finding: Finding) -> str:
    """Give the value that a check sets: only a correction sets one."""
    return finding.value.strip() if finding.verdict == "corrected" else ""


def _wrong(lines: Mapping[UUID, Line], finding: Finding) -> Refusal | None:
    line, place = lines.get(finding.statement), f"verdict_{finding.statement}"
    if line is None or not line.said:
        return Refusal("evaluation.statement_gone", place=place)
    if finding.verdict not in VERDICTS:
        return Refusal("evaluation.verdict_unknown", {"verdict": finding.verdict}, place=place)
    if finding.verdict != "confirmed" and not finding.reason.strip():
        return Refusal("evaluation.check_needs_reason", {"line": line.title}, place=f"reason_{finding.statement}")
    value = finding.value.strip()
    if finding.verdict == "corrected" and (len(value) > LONGEST_VALUE or not is_number(value)):
        return Refusal("evaluation.value_wrong", {"value": value[:LONGEST_VALUE]}, place=f"value_{finding.statement}")
    return None


def recall(scene: Scene[Loaded], request: Recall) -> Answer:
    """Take a check back, for a stated reason."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    line = seen.lines.get(request.statement)
    if line is None or not line.checked:
        return Refusal("evaluation.statement_gone")
    if not request.reason.strip():
        return Refusal("evaluation.no_reason", place="text")
    fact = said(
        case,
        seen,
        facts.CheckRecalled,
        lines=(f"{line.code} {line.title}",),
        statements=(str(request.statement),),
        reason=request.reason.strip(),
    )
    return Decision(
        facts=(fact,),
        states={case.id: case.state},
        rows=Put(evaluation=case.id, unchecks=(request.statement,)),
    )


def finish(scene: Scene[Loaded], request: Step) -> Answer:
    """Hand the check in: no statement is open."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    if seen.open_lines:
        return Refusal("evaluation.statements_open", {"count": len(seen.open_lines), "first": seen.open_lines[0].title})
    checked = sum(1 for line in seen.lines.values() if line.checked)
    fact = said(case, seen, facts.CheckFinished, count=checked, text=request.text.strip())
    return Decision(
        facts=(fact,),
        states={case.id: "CHECKED"},
        changes={case.id: {"due_on": seen.comment_by}},
        rows=Put(evaluation=case.id, values={"checked_on": scene.on, "check_note": request.text.strip()}),
    )
