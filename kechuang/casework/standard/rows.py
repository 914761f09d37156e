"""What the standard moves know of a case when they decide. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.casework.moves import Moves
from kechuang.casework.standard.declare import Standard
from kechuang.kernel.days import Calendars


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Where a case stands in a round: the levels it passes, the one that has to act, the quota of that one."""

    round: UUID
    code: str
    levels: tuple[str, ...]
    at: int
    whose: str
    quota: int | None
    closes_on: date | None = None
    waits: bool = True

    @property
    def arrived(self) -> bool:
        """Whether every level has recommended."""
        return self.at >= len(self.levels)

    @property
    def level(self) -> str:
        """The level that has to act, '' when the case has arrived."""
        return "" if self.arrived else self.levels[self.at]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A round of recommendation that a case may enter."""

    id: UUID
    code: str
    kind: str
    authority: str
    levels: tuple[str, ...]
    opens_on: date
    closes_on: date | None


@dataclass(slots=True, kw_only=True)
class Known:
    """The rows that belong to one case."""

    returned: int = 0
    correction: int | None = None
    correction_due: date | None = None
    pause: int | None = None
    asked: dict[UUID, int] = field(default_factory=dict)
    objection: int | None = None
    last_step: int = 0
    last_on: date | None = None
    state_since: date | None = None
    reminded: bool = False
    finishers: frozenset[UUID] = frozenset()
    chain: Chain | None = None


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Everything for one chunk. ``used`` counts recommendations by (round, level, whose)."""

    own: Moves
    standard: Standard
    calendars: Calendars
    cases: dict[UUID, Known]
    bodies: dict[UUID, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    covering: dict[UUID, str] = field(default_factory=dict)
    rounds: dict[UUID, RoundRow] = field(default_factory=dict)
    used: dict[tuple[UUID, str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One row to be made (``pk`` None) or changed, in one of the package's tables."""

    table: str
    values: Mapping[str, object]
    pk: int | None = None
