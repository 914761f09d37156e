"""The result of measuring: state, reason, and every number that the arithmetic went through. Pure."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kechuang.indicators import progress

MET, ALREADY_MET, ON_TRACK, WATCH, BEHIND, MOVING_AWAY = (
    progress.MET,
    progress.ALREADY_MET,
    progress.ON_TRACK,
    progress.WATCH,
    progress.BEHIND,
    progress.MOVING_AWAY,
)
MISSED, CANNOT_SAY, NO_NUMBER = progress.MISSED, progress.CANNOT_SAY, progress.NO_NUMBER
STATES = (MET, ALREADY_MET, ON_TRACK, WATCH, BEHIND, MOVING_AWAY, MISSED, CANNOT_SAY)
JUDGED = (MET, ALREADY_MET, ON_TRACK, WATCH, BEHIND, MOVING_AWAY, MISSED)

NO_VALUE, NO_BASE, BEFORE_BASE = progress.NO_VALUE, progress.NO_BASE, progress.BEFORE_BASE
NO_TARGET = progress.NO_GOAL
NO_INDICATOR = "progress.why.no_indicator"
ZERO_BASE = "progress.why.zero_base"
SIGN_CHANGE = "progress.why.sign_change"
LATE_DATA = "progress.why.late_data"
GAP = "progress.why.gap"
NO_OTHER = "progress.why.no_other"
NO_MEMBERS = "progress.why.no_members"
SOME_UNKNOWN = "progress.why.some_unknown"
PART_TOO_LARGE = "progress.why.part_too_large"
NOT_YET_DUE = "progress.why.not_yet_due"
JUDGEMENT_ONLY = "progress.why.judgement_only"
SLOGAN_ONLY = "progress.why.slogan"
UNBOUND = "progress.why.unbound"
REJECTED = "progress.why.rejected"
WHYS = (
    *(NO_VALUE, NO_BASE, BEFORE_BASE, NO_TARGET, NO_INDICATOR, ZERO_BASE, SIGN_CHANGE, LATE_DATA, GAP, NO_OTHER),
    *(NO_MEMBERS, SOME_UNKNOWN, PART_TOO_LARGE, NOT_YET_DUE, JUDGEMENT_ONLY, SLOGAN_ONLY, UNBOUND, REJECTED),
)

AT_BASELINE = "progress.note.at_baseline"
FELL_BACK = "progress.note.fell_back"
ABOVE_RANGE = "progress.note.above_range"
NOT_FINAL = "progress.note.not_final"
MISSED_YEARS = "progress.note.missed_years"
PART_OF_YEAR = "progress.note.part_of_year"
NOTES = (AT_BASELINE, FELL_BACK, ABOVE_RANGE, NOT_FINAL, MISSED_YEARS, PART_OF_YEAR)

SIGNIFICANT_TOWARDS, MODERATE_TOWARDS, MODERATE_AWAY, SIGNIFICANT_AWAY = (
    "progress.movement.significant_towards",
    "progress.movement.moderate_towards",
    "progress.movement.moderate_away",
    "progress.movement.significant_away",
)
MOVEMENTS = (SIGNIFICANT_TOWARDS, MODERATE_TOWARDS, MODERATE_AWAY, SIGNIFICANT_AWAY)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of two ways to read a growth rate, with the value (percent) that it compares and what it comes to.

    ``yearly`` is the compound growth a year in percent, to two places: a root, and the only rounded number here.
    """

    name: str
    state: str
    value: Fraction | None = None
    asked: Fraction | None = None
    why: str = ""
    yearly: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One year of the table: what was measured, what the path asked, and whether it was kept (None: not said)."""

    period: str
    at: int
    value: Fraction | None
    path: Fraction | None = None
    kept: bool | None = None
    status: str = ""
    source: str = ""
    fact: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What can be said of a promise, and by which numbers.

    ``value`` of ``period`` is what the state rests on; ``path`` is what was asked then; ``ratio`` is attainment over
    the share of the term that is over. ``needed_yearly`` is the change a year that is needed from then on,
    ``had_yearly`` the one so far. ``late`` (data year, year asked) says that figures lag behind. ``kept`` of ``of``
    are years, or places covered; ``missing`` names places that are not.
    """

    state: str
    why: str = ""
    value: Fraction | None = None
    period: str = ""
    at: int = 0
    path: Fraction | None = None
    ratio: Fraction | None = None
    attained: Fraction | None = None
    elapsed: Fraction | None = None
    needed_yearly: Fraction | None = None
    had_yearly: Fraction | None = None
    late: tuple[int, int] | None = None
    readings: tuple[Reading, ...] = ()
    kept: int | None = None
    of: int | None = None
    missing: tuple[str, ...] = ()
    movement: str = ""
    notes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def noting(self, *notes: str) -> "Measured":
        """Give the same with further notes."""
        return replace(self, notes=(*self.notes, *(note for note in notes if note not in self.notes)))


def unsaid(why: str) -> Measured:
    """Say that nothing can be said, and why."""
    return Measured(state=CANNOT_SAY, why=why)
