"""How far a promised number is: states and the linear path (domain G2). Pure, exact, without rounding.

A path runs straight from the baseline on its day to the target on its day. The ratio is what was gained over what the
path asks by now: ``(actual - base) / (path - base)``. At 1 or more it is on track, from 0.9 below 1 to be watched,
below 0.9 behind, below 0 it moves away. These limits are our design (D); no document sets them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

MET, ALREADY_MET, ON_TRACK, WATCH, BEHIND, MOVING_AWAY = (
    "progress.met",
    "progress.already_met",
    "progress.on_track",
    "progress.watch",
    "progress.behind",
    "progress.moving_away",
)
MISSED, CANNOT_SAY, NO_NUMBER = "progress.missed", "progress.cannot_say", "progress.no_number"
STATES = (MET, ALREADY_MET, ON_TRACK, WATCH, BEHIND, MOVING_AWAY, MISSED, CANNOT_SAY, NO_NUMBER)

NO_VALUE = "progress.why.no_value"
NO_BASE = "progress.why.no_base"
BEFORE_BASE = "progress.why.before_base"
NO_PATH = "progress.why.no_path"
NO_GOAL = "progress.why.no_goal"
WHYS = (NO_VALUE, NO_BASE, BEFORE_BASE, NO_PATH, NO_GOAL)

WATCH_FROM = Fraction(9, 10)
AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN = "at_least", "more_than", "at_most", "less_than"
SENSES = (AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A promised number: from ``base`` on ``base_on`` to ``target`` on ``due_on``; the base may be unknown."""

    target: Decimal
    due_on: date
    base: Decimal | None = None
    base_on: date | None = None
    sense: str = AT_LEAST

    def __post_init__(self) -> None:
        if self.sense not in SENSES:
            raise ValueError(f"a goal's sense is one of {', '.join(SENSES)}, not {self.sense!r}")
        if self.base_on is not None and self.base_on >= self.due_on:
            raise ValueError("a goal falls due after the day of its baseline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What can be said: the state, why nothing can be said, the path's value today, and the ratio (None: no path)."""

    state: str
    why: str = ""
    path: Fraction | None = None
    ratio: Fraction | None = None


def reached(goal: Goal, actual: Decimal) -> bool:
    """Say whether a value keeps the promise; ``more_than`` and ``less_than`` are not kept by the very number."""
    return {
        AT_LEAST: actual >= goal.target,
        MORE_THAN: actual > goal.target,
        AT_MOST: actual <= goal.target,
        LESS_THAN: actual < goal.target,
    }[goal.sense]


def judge(goal: Goal | None, actual: Decimal | None, *, on: date) -> Progress:
    """Judge the value measured on a day. Without a goal the document set no number, and nothing is judged."""
    if goal is None:
        return Progress(state=NO_NUMBER)
    if actual is None:
        return Progress(state=CANNOT_SAY, why=NO_VALUE)
    if reached(goal, actual):
        return Progress(state=MET if on >= goal.due_on else ALREADY_MET)
    if on >= goal.due_on:
        return Progress(state=MISSED)
    if goal.base is None or goal.base_on is None:
        return Progress(state=CANNOT_SAY, why=NO_BASE)
    if on <= goal.base_on:
        return Progress(state=CANNOT_SAY, why=BEFORE_BASE)
    return _on_path(goal, goal.base, goal.base_on, actual, on)


def _on_path(goal: Goal, base: Decimal, base_on: date, actual: Decimal, on: date) -> Progress:
    whole = Fraction(goal.target) - Fraction(base)
    if whole == 0 or (whole > 0) != (goal.sense in {AT_LEAST, MORE_THAN}):
        return Progress(state=CANNOT_SAY, why=NO_PATH)
    asked = whole * Fraction((on - base_on).days, (goal.due_on - base_on).days)
    ratio = (Fraction(actual) - Fraction(base)) / asked
    return Progress(state=_state(ratio), path=Fraction(base) + asked, ratio=ratio)


def _state(ratio: Fraction) -> str:
    if ratio >= 1:
        return ON_TRACK
    if ratio >= WATCH_FROM:
        return WATCH
    return BEHIND if ratio >= 0 else MOVING_AWAY
