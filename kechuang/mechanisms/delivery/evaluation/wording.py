"""Words of the codes that evaluations keep: kinds, claims, verdicts, answers, states of adjustments."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.delivery.evaluation.models import Check, Evaluation, Statement
from kechuang.web.parts import DONE, GOING, IDLE, RISK, State

KINDS = {
    "annual": _("evaluation.kind.annual"),
    "midterm": _("evaluation.kind.midterm"),
    "final": _("evaluation.kind.final"),
}
CLAIMS = {
    "met": _("evaluation.claim.met"),
    "on_track": _("evaluation.claim.on_track"),
    "behind": _("evaluation.claim.behind"),
    "cannot_say": _("evaluation.claim.cannot_say"),
}
VERDICTS = {
    "confirmed": _("evaluation.verdict.confirmed"),
    "not_confirmed": _("evaluation.verdict.not_confirmed"),
    "corrected": _("evaluation.verdict.corrected"),
}
ANSWERS = {
    "taken": _("evaluation.answer.taken"),
    "partly": _("evaluation.answer.partly"),
    "not_taken": _("evaluation.answer.not_taken"),
}
ADJUSTED = {
    "proposed": _("evaluation.adjustment.proposed"),
    "agreed": _("evaluation.adjustment.agreed"),
    "declined": _("evaluation.adjustment.declined"),
    "applied": _("evaluation.adjustment.applied"),
}
SUBJECTS = {"target": _("evaluation.subject.target"), "task": _("evaluation.subject.task")}
TONES = {"confirmed": DONE, "corrected": GOING, "not_confirmed": RISK, "taken": DONE, "partly": GOING}
TONES |= {"not_taken": IDLE, "agreed": GOING, "applied": DONE, "proposed": IDLE, "declined": IDLE}


def kind(code: str) -> str:
    """Name a kind of evaluation."""
    return str(KINDS.get(code, code))


def years(row: Evaluation) -> str:
    """Name the evaluated year or years."""
    if row.first_year == row.last_year:
        return str(row.last_year)
    return f"{row.first_year}–{row.last_year}"


def late_data(row: Evaluation) -> str:
    """Say that the data are of an earlier year than the last one evaluated; empty where they are not."""
    if row.data_year >= row.last_year:
        return ""
    values = {"data": row.data_year, "last": row.last_year}
    return gettext("The data are those of %(data)d; data of %(last)d were not known on the day that counts.") % values


def known_state(row: Statement) -> str:
    """Name the state that the platform itself knows."""
    code = row.known.get("state", "")
    return gettext(code) if code else ""


def found(row: Check | None) -> State:
    """Give the third party's finding as a mark; a statement without one is open."""
    if row is None:
        return State(word=gettext("not checked yet"), tone=IDLE)
    return State(word=str(VERDICTS[row.verdict]), tone=TONES[row.verdict])


def adjusted(code: str) -> State:
    """Give the state of an adjustment as a mark."""
    return State(word=str(ADJUSTED[code]), tone=TONES[code])


def answered(code: str) -> State:
    """Give the answer to a comment as a mark."""
    if not code:
        return State(word=gettext("not answered yet"), tone=RISK)
    return State(word=str(ANSWERS[code]), tone=TONES[code])


def standing(row: Statement) -> Check | None:
    """Give the check that stands for a statement of a list."""
    return next(iter(getattr(row, "standing_checks", ())), None)
