"""The report at draft and at publication: it is made and kept first, then the act names what was kept."""

from kechuang.casework import standing
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import actions, projecting
from kechuang.mechanisms.delivery.evaluation.report import issue
from kechuang.mechanisms.delivery.evaluation.rules.ending import unready
from kechuang.mechanisms.delivery.evaluation.rules.moves import EVALUATION
from kechuang.mechanisms.delivery.evaluation.rules.requests import Issue
from kechuang.web import clock
from kechuang.web.permissions import Actor


def take(case: Case, move: str, *, by: Actor, key: str) -> Outcome:
    """Make the draft, or publish. Nothing is made where the step would be refused anyway."""
    refusal = _refused(case, move, by)
    if refusal is not None:
        return Outcome(key, refusal=refusal)
    made = issue.issue(case.evaluation, by, key)
    if isinstance(made, Refusal):
        return Outcome(key, refusal=made)
    if isinstance(made, Refusal):
        return Outcome(key, refusal=made)
    wanted = Issue(evaluation=case.pk, inputs=made.inputs, word=made.word, pdf=made.pdf)
    return actions.take(move, wanted, by=by, key=key)


def _refused(case: Case, move: str, by: Actor) -> Refusal | None:
    wrong = EVALUATION.check(move, case.state)
    if wrong is not None:
        return wrong
    if not by.system and move not in {entry.move.code for entry in standing.open_moves(case, by, clock.today())}:
        return Refusal("case.not_yours", {"move": f"{EVALUATION.kind}.{move}"})
    return unready(projecting.seen([case.pk])[case.pk]) if move == "publish" else None
