"""What the decisions of a settlement know besides the locked cases: both sides of statements, public words of others.

Pure. Loaders fill these values in a fixed number of queries; a batch's accepted decisions bring them up to date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.mechanisms.sharing.settlement.rules.corrections import Corrected
from kechuang.mechanisms.sharing.settlement.rules.lines import Before, Line, Movement
from kechuang.mechanisms.sharing.settlement.rules.message import Message
from kechuang.mechanisms.sharing.settlement.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Participant:
    """A region that takes part: the code of its authority, the office that settles for it, and the region's name."""

    code: str
    office: UUID
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One statement: what we say (the version being worked on), what the other side last said.

    ``version`` is that of our lines, ``sent`` the version last sent; ``their_version`` is 0 before anything came.
    """

    case: UUID
    period_case: UUID
    authority: str
    counterpart: str
    period: Period
    version: int = 0
    sent: int = 0
    edition: str = ""
    log_size: int = 0
    ours: tuple[Line, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    their_version: int = 0
    their_edition: str = ""
    their_digest: str = ""
    theirs: tuple[Line, ...] = ()

    def message(self) -> Message:
        """Our version as it is sent."""
        return Message(
            sender=self.authority,
            receiver=self.counterpart,
            period=self.period,
            version=self.version,
            edition=self.edition,
            log_size=self.log_size,
            lines=self.ours,
        )

    @property
    def same_edition(self) -> bool:
        """Whether both sides worked with one edition of the rules."""
        return self.edition == self.their_edition


@dataclass(slots=True)
class Rows:
    """What acts on statements need.

    ``states`` holds the states of all statements of a period case; ``movements``, ``before`` and ``log_sizes`` what
    lines are built from; ``netted`` the regions that have netted a period already, by the period's code.
    """

    sheets: dict[UUID, Sheet]
    states: dict[UUID, dict[UUID, str]]
    movements: Mapping[UUID, tuple[Movement, ...]] = field(default_factory=dict)
    before: Mapping[UUID, Before] = field(default_factory=dict)
    log_sizes: Mapping[str, int] = field(default_factory=dict)
    netted: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def keep(self, sheet: Sheet, state: str) -> None:
        """Remember what an accepted decision made of a statement."""
        self.sheets[sheet.case] = sheet
        self.states[sheet.period_case][sheet.case] = state


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A period of one region as decisions see it."""

    case: UUID
    authority: str
    period: Period
    participants: tuple[Participant, ...]
    exchange_by: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """The last public word of ``region`` on its pair with ``counterpart``: the totals, and whether they stand."""

    region: str
    counterpart: str
    owed: Decimal
    due: Decimal
    stands: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A transfer of the netting as one region keeps it, with its payment once that is recorded."""

    payer: str
    payee: str
    amount: Decimal
    paid_on: date | None = None
    bank_ref: str = ""


@dataclass(slots=True)
class PeriodRows:
    """What acts on periods need.

    ``periods`` by case; ``last`` the latest period of an authority; ``outlays`` amounts recorded, by authority, order
    and kind; ``agreed`` the public words of all regions on a period, by its code; ``netted`` the digests under which
    regions netted a period, by its code and region; ``transfers`` by period case; ``references`` the bank references
    recorded, by authority; ``sheets`` the statements of a period case with their states.
    """

    periods: dict[UUID, PeriodView] = field(default_factory=dict)
    last: dict[str, PeriodView] = field(default_factory=dict)
    outlays: dict[tuple[str, str, str], Decimal] = field(default_factory=dict)
    agreed: Mapping[str, tuple[Agreed, ...]] = field(default_factory=dict)
    transfers: dict[UUID, tuple[Planned, ...]] = field(default_factory=dict)
    netted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    references: set[tuple[str, str]] = field(default_factory=set)
    sheets: Mapping[UUID, tuple[tuple[Sheet, str], ...]] = field(default_factory=dict)

    def record(self, case: UUID, paid: Planned) -> None:
        """Remember a payment that was just recorded."""
        self.transfers[case] = tuple(
            paid if (entry.payer, entry.payee) == (paid.payer, paid.payee) else entry for entry in self.transfers[case]
        )
