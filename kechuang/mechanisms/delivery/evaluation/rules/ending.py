"""Draft, comment round, adjustments, approval, publication. Pure."""

from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import facts
from kechuang.mechanisms.delivery.evaluation.rules.calling import Answer, named, said
from kechuang.mechanisms.delivery.evaluation.rules.reporting import LONGEST_VALUE, is_number
from kechuang.mechanisms.delivery.evaluation.rules.requests import (
    ANSWERS,
    AnswerRemark,
    Apply,
    DecideAdjustment,
    Invite,
    Issue,
    Loaded,
    Propose,
    Put,
    Remark,
    Seen,
    Step,
)

LONGEST = 4000


def unready(seen: Seen) -> Refusal | None:
    """Say what stands between a report and its approval: open statements, unanswered comments."""
    if seen.open_lines:
        return Refusal("evaluation.statements_open", {"count": len(seen.open_lines), "first": seen.open_lines[0].title})
    if seen.unanswered:
        return Refusal("evaluation.comments_open", {"count": seen.unanswered})
    return None


def _issued(scene: Scene[Loaded], seen: Seen, request: Issue, *, final: bool) -> tuple[str, dict[str, object]]:
    return (
        "issued",
        {
            "edition": seen.editions + 1,
            "final": final,
            "on": scene.on,
            "inputs": request.inputs,
            "word": request.word,
            "pdf": request.pdf,
        },
    )


def draft(scene: Scene[Loaded], request: Issue) -> Answer:
    """A draft was made; checks may still be outstanding, and the draft says so."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    fact = said(
        case, seen, facts.Drafted, inputs_digest=request.inputs, word_digest=request.word, pdf_digest=request.pdf
    )
    put = Put(evaluation=case.id, values={"drafted_on": scene.on}, adds=(_issued(scene, seen, request, final=False),))
    return Decision(
        facts=(fact,), states={case.id: "DRAFTED"}, changes={case.id: {"due_on": seen.comment_by}}, rows=put
    )


def invite(scene: Scene[Loaded], request: Invite) -> Answer:
    """Open the comment round."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    if not request.bodies and not request.public:
        return Refusal("evaluation.nobody_invited", place="bodies")
    if request.until < scene.on:
        return Refusal("evaluation.day_past", {"day": request.until}, place="until")
    fresh = tuple(body for body in dict.fromkeys(request.bodies) if body not in seen.invited)
    fact = said(
        case,
        seen,
        facts.CommentsInvited,
        count=len(fresh),
        due_on=request.until,
        to_everybody=request.public,
        bodies=tuple(map(named, fresh)),
    )
    values = {"commenting_since": scene.on, "comment_by": request.until, "public_comments": request.public}
    put = Put(evaluation=case.id, values=values, adds=tuple(("invited", {"body_id": body}) for body in fresh))
    return Decision(
        facts=(fact,), states={case.id: "COMMENTING"}, changes={case.id: {"due_on": request.until}}, rows=put
    )


def comment(scene: Scene[Loaded], request: Remark) -> Answer:
    """Comment on the draft while the round is open."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    text = request.text.strip()
    if not text or len(text) > LONGEST:
        return Refusal("evaluation.comment_empty", {"limit": LONGEST}, place="text")
    if scene.on > seen.comment_by:
        return Refusal("evaluation.round_over", {"day": seen.comment_by})
    if request.body is None and not seen.public_comments:
        return Refusal("evaluation.not_public")
    part, words = request.part.strip()[:200], {"comment": str(request.id), "text": text}
    fact: tuple[object, Fact] = (
        said(case, seen, facts.PubliclyCommented, section=part, **words)
        if request.body is None
        else said(case, seen, facts.Commented, body=named(request.body), section=part, **words)
    )
    added = {"id": request.id, "body_id": request.body, "on": scene.on, "part": part, "text": text}
    return Decision(
        facts=(fact,),  # type: ignore[arg-type]  # both branches give the case's id with a fact
        states={case.id: case.state},
        rows=Put(evaluation=case.id, adds=(("comment", added),)),
    )


def answer(scene: Scene[Loaded], request: AnswerRemark) -> Answer:
    """Answer a comment, with a reason."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    if request.comment not in seen.comments:
        return Refusal("evaluation.comment_gone")
    if request.answer not in ANSWERS:
        return Refusal("evaluation.answer_unknown", {"answer": request.answer}, place="answer")
    if not request.reason.strip():
        return Refusal("evaluation.no_reason", place="reason")
    reason, comment_id = request.reason.strip(), str(request.comment)
    fact = said(case, seen, facts.CommentAnswered, outcome=request.answer, comment=comment_id, reason=reason)
    values = {"answer": request.answer, "reason": reason, "answered_on": scene.on}
    return Decision(
        facts=(fact,),
        states={case.id: case.state},
        rows=Put(evaluation=case.id, edits=(("comment", request.comment, values),)),
    )


def propose(scene: Scene[Loaded], request: Propose) -> Answer:
    """Propose another value for a target."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    value = request.value.strip()
    if not is_number(value) or len(value) > LONGEST_VALUE:
        return Refusal("evaluation.value_wrong", {"value": value[:LONGEST_VALUE]}, place="value")
    if value == request.before:
        return Refusal("evaluation.adjustment_same", {"value": value}, place="value")
    if not request.reason.strip():
        return Refusal("evaluation.no_reason", place="reason")
    fact = said(
        case,
        seen,
        facts.AdjustmentProposed,
        target=request.target,
        adjustment=str(request.id),
        body=named(request.body),
        before=request.before,
        value=value,
        unit=request.unit,
        reason=request.reason.strip(),
    )
    added = {
        "id": request.id,
        "body_id": request.body,
        "target": request.target,
        "title": request.title[:300],
        "before": request.before,
        "value": value,
        "unit": request.unit[:40],
        "reason": request.reason.strip(),
        "proposed_on": scene.on,
    }
    return _stay(case, fact, Put(evaluation=case.id, adds=(("adjustment", added),)))


def _stay(case: CaseView, fact: object, put: Put) -> Decision:
    return Decision(facts=(fact,), states={case.id: case.state}, rows=put)  # type: ignore[arg-type]  # a case's id with a fact


def decide(scene: Scene[Loaded], request: DecideAdjustment) -> Answer:
    """Agree to an adjustment, or decline it."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    state, target, _value = seen.adjustments.get(request.adjustment, ("", "", ""))
    if state != "proposed":
        return Refusal("evaluation.adjustment_gone")
    if not request.reason.strip():
        return Refusal("evaluation.no_reason", place="reason")
    outcome = "agreed" if request.agree else "declined"
    reason, which = request.reason.strip(), str(request.adjustment)
    fact = said(case, seen, facts.AdjustmentDecided, target=target, outcome=outcome, adjustment=which, reason=reason)
    values = {"state": outcome, "decision": reason, "decided_on": scene.on}
    return _stay(case, fact, Put(evaluation=case.id, edits=(("adjustment", request.adjustment, values),)))


def apply(scene: Scene[Loaded], request: Apply) -> Answer:
    """Note that an agreed adjustment is in force."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    state, target, value = seen.adjustments.get(request.adjustment, ("", "", ""))
    if state != "agreed":
        return Refusal("evaluation.adjustment_gone")
    became, which = request.applied_as[:120], str(request.adjustment)
    fact = said(case, seen, facts.AdjustmentApplied, target=target, value=value, applied_as=became, adjustment=which)
    values = {"state": "applied", "applied_on": scene.on, "applied_as": became}
    return _stay(case, fact, Put(evaluation=case.id, edits=(("adjustment", request.adjustment, values),)))


def submit(scene: Scene[Loaded], request: Step) -> Answer:
    """Hand the report in for approval once the round is over. Comments may have come until then."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    if scene.on <= seen.comment_by:
        return Refusal("evaluation.round_open", {"day": seen.comment_by})
    wrong = unready(seen)
    if wrong:
        return wrong
    checked = sum(1 for line in seen.lines.values() if line.checked)
    fact = said(case, seen, facts.Submitted, count=checked, comments=len(seen.comments))
    return Decision(
        facts=(fact,),
        states={case.id: "SUBMITTED"},
        changes={case.id: {"due_on": seen.publish_by}},
        rows=Put(evaluation=case.id, values={"submitted_on": scene.on}),
    )


def send_back(scene: Scene[Loaded], request: Step) -> Answer:
    """Do not approve; the host works on."""
    case, seen, text = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation], request.text.strip()
    if not text:
        return Refusal("evaluation.no_reason", place="text")
    fact = said(case, seen, facts.SentBack, reason=text)
    return Decision(
        facts=(fact,), states={case.id: "COMMENTING"}, rows=Put(evaluation=case.id, values={"reason": text})
    )


def approve(scene: Scene[Loaded], request: Step) -> Answer:
    """Approve what was handed in: nothing may have come open since."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    wrong = unready(seen)
    if wrong:
        return wrong
    fact = said(case, seen, facts.Approved, text=request.text.strip())
    return Decision(
        facts=(fact,),
        states={case.id: "APPROVED"},
        rows=Put(evaluation=case.id, values={"approved_on": scene.on, "reason": ""}),
    )


def publish(scene: Scene[Loaded], request: Issue) -> Answer:
    """Publish: what the report was made from and the files that were issued are kept by their digests."""
    case, seen = scene.cases[request.evaluation], scene.rows.evaluations[request.evaluation]
    wrong = unready(seen)
    if wrong:
        return wrong
    fact = said(
        case,
        seen,
        facts.Published,
        title=seen.title,
        data_year=seen.data_year,
        vintage=seen.vintage,
        edition=seen.editions + 1,
        count=sum(1 for line in seen.lines.values() if line.checked),
        comments=len(seen.comments),
        inputs_digest=request.inputs,
        word_digest=request.word,
        pdf_digest=request.pdf,
    )
    put = Put(evaluation=case.id, values={"published_on": scene.on}, adds=(_issued(scene, seen, request, final=True),))
    return Decision(facts=(fact,), states={case.id: "PUBLISHED"}, changes={case.id: {"due_on": None}}, rows=put)
