"""Steps of warning around a due day. Pure: the rows in force, the due day, the day and the progress give the step.

A place's ladder is the table ``office.ladder``. Its rows say from which day before or after the due day a step holds,
in which colour it is shown, whom it tells, and from which progress on it is not reached.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

COLOURS = ("blue", "yellow", "orange", "red")
HANDLER, OFFICE, UPPER = "handler", "office", "upper"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder. ``from_day`` counts calendar days from the due day (negative: before it)."""

    code: str
    zh: str
    en: str
    from_day: int
    colour: str
    tells: frozenset[str]
    unless_share: Decimal | None = None

    def begins(self, due: date) -> date:
        """Give the first day of the step for a due day."""
        return due + timedelta(days=self.from_day)


def steps(rows: Sequence[Mapping[str, object]]) -> tuple[Step, ...]:
    """Read the rows of a ladder, early to late. Raises ValueError for an unknown colour or receiver, or no order."""
    found = tuple(_step(row) for row in rows)
    days = [step.from_day for step in found]
    if days != sorted(set(days)):
        raise ValueError(f"the steps of a ladder must go from early to late, each on a day of its own: {days}")
    return found


def _step(row: Mapping[str, object]) -> Step:
    code, colour = str(row["code"]), str(row["colour"])
    if colour not in COLOURS:
        raise ValueError(f"step {code}: a colour is one of {', '.join(COLOURS)}, not {colour!r}")
    tells = frozenset(str(row["tells"]).split("+")) - {"none"}
    if unknown := tells - {HANDLER, OFFICE, UPPER}:
        raise ValueError(f"step {code} tells {', '.join(sorted(unknown))}, who is nobody: handler, office or upper")
    title, share = row["title"], row.get("unless_share")
    return Step(
        code=code,
        zh=str(getattr(title, "zh", code)),
        en=str(getattr(title, "en", code)),
        from_day=int(str(row["from_day"])),
        colour=colour,
        tells=tells,
        unless_share=share if isinstance(share, Decimal) else None,
    )


def step_on(
    ladder: Sequence[Step],
    due: date | None,
    day: date,
    *,
    progress: Decimal | None = None,
    stopped_on: date | None = None,
) -> Step | None:
    """Give the highest step reached on a day, or None.

    ``progress`` is a share; a step that it exempts from is passed over. ``stopped_on`` is the day on which the clock
    was stopped: while it stands, no further step is reached.
    """
    if due is None:
        return None
    counted = min(day, stopped_on) if stopped_on else day
    reached = [step for step in ladder if counted >= step.begins(due) and not _exempt(step, progress)]
    return reached[-1] if reached else None


def _exempt(step: Step, progress: Decimal | None) -> bool:
    return step.unless_share is not None and progress is not None and progress >= step.unless_share
