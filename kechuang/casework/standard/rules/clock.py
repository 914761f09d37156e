"""The clock of a case: it stops when the case is held, and goes on by the rule of the place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kechuang.casework.decision import CaseView, Scene
from kechuang.casework.standard.declare import CORRECTION
from kechuang.casework.standard.rows import Known, Loaded, Write
from kechuang.casework.standard.rules.asking import CONTINUE, answer_of

PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Restart:
    """How long the clock stood still, and by how many days the open days of the case move (calendar days)."""

    stopped: int
    shifted: int


def stop(
    case: CaseView, on: date, cause: str, *, until: date | None = None, reason: str = "", basis: str = ""
) -> Write:
    """Give the span that begins."""
    values = {
        "case_id": case.id,
        "cause": cause,
        "began_on": on,
        "until": until,
        "reason": reason,
        "basis": basis,
    }
    return Write(table=PAUSE, values=values)


def held(on: date, cause: str) -> Mapping[str, object]:
    """Give what changes on the case's row when its clock stops."""
    return {"hold": cause, "held_on": on}


def restart(scene: Scene[Loaded], case: CaseView, known: Known) -> Restart:
    """How the clock goes on: what was left goes on, or the whole term of the state begins anew."""
    stopped = (scene.on - (case.held_on or scene.on)).days
    if not _afresh(scene, case):
        return Restart(stopped, stopped)
    return Restart(stopped, (scene.on - (known.state_since or case.opened_on)).days)


def _afresh(scene: Scene[Loaded], case: CaseView) -> bool:
    """Whether the whole term begins anew: of a correction by the mechanism's own rule, where it has one that speaks."""
    returns = scene.rows.standard.returns
    if case.hold == CORRECTION and returns is not None and returns.restarts:
        own = answer_of(scene, returns.restarts, case).value
        if isinstance(own, bool):
            return own
    return answer_of(scene, "casework.clock.restart", case).value not in (None, CONTINUE)


def free(case: CaseView, again: Restart | None = None) -> dict[str, object]:
    """Give what changes on the case's row when it is no longer held; without a restart its days are over."""
    changes: dict[str, object] = {"hold": "", "held_on": None}
    if again is not None:
        changes["stopped_days"] = case.stopped_days + again.stopped
        changes["due_on"] = case.due_on + timedelta(days=again.shifted) if case.due_on else None
    return changes


def end(known: Known, on: date, shifted: int = 0) -> tuple[Write, ...]:
    """Give the end of the open span."""
    if known.pause is None:
        return ()
    return (Write(table=PAUSE, values={"ended_on": on, "shifted_days": shifted}, pk=known.pause),)
