"""What is asked of a task: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

PLANNED, ARRANGED, SPENT = "planned", "arranged", "spent"
MONIES = (PLANNED, ARRANGED, SPENT)
SOURCES = ("plan", "instruction", "minutes", "proposal", "letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How the platform's own facts prove a task: ``count`` facts of a type at a place from a day on.

    With ``indicator`` the fact type is ``statistic.observed`` and one final value of at least ``count`` is asked.
    """

    type: str
    place: str
    count: Decimal
    since: date
    indicator: str = ""

    def words(self) -> str:
        """Give the proof as one line for the fact: type, indicator, place, least count, first day."""
        return f"{self.type} {self.indicator or '-'} {self.place} >= {self.count} {self.since.isoformat()}"

    def plain(self) -> dict[str, str]:
        """Give the proof as JSON."""
        return {
            "type": self.type,
            "place": self.place,
            "count": str(self.count),
            "since": self.since.isoformat(),
            "indicator": self.indicator,
        }


def proof_of(plain: Mapping[str, str]) -> Proof | None:
    """Read a proof from JSON; None where there is none."""
    if not plain:
        return None
    return Proof(
        type=plain["type"],
        place=plain["place"],
        count=Decimal(plain["count"]),
        since=date.fromisoformat(plain["since"]),
        indicator=plain.get("indicator", ""),
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True)
class Line:
    """One measure or milestone: what, by whom, by when."""

    text: str
    owner: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """A task enters the ledger. With a lead it is assigned at once. Amounts in yuan.

    ``money`` is planned; ``arranged`` and ``spent`` are what an office's own ledger says so far. ``fund`` says where
    the money comes from.
    """

    case: UUID
    authority: str
    office: UUID
    place: str
    title: str
    text: str
    year: int
    source: str = "plan"
    reference: str = ""
    document: str = ""
    document_title: str = ""
    clause: str = ""
    finding: str = ""
    lead_words: str = ""
    lead: UUID | None = None
    supports: tuple[UUID, ...] = ()
    due_on: date | None = None
    money: Decimal | None = None
    fund: str = ""
    arranged: Decimal | None = None
    spent: Decimal | None = None
    parent: UUID | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Give a task to a leading body, with supporting ones and a day."""

    task: UUID
    lead: UUID
    due_on: date
    supports: tuple[UUID, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The list of measures, or the milestones of the year; it replaces the one before."""

    task: UUID
    rows: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How far the task is."""

    task: UUID
    percent: int
    text: str
    milestone: str = ""
    figures: str = ""
    files: tuple[Paper, ...] = ()
    stands_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """The task is done, says the leading body."""

    task: UUID
    text: str
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHelp:
    """Ask a body for a decision."""

    task: UUID
    body: UUID
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHelp:
    """Decide what was asked."""

    task: UUID
    help: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step whose words are its reason or note."""

    task: UUID
    move: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjust:
    """Change day or proof, with the reason."""

    task: UUID
    reason: str
    due_on: date | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMoney:
    """Say what is planned, arranged or spent in a year from one source, in yuan; it replaces the figure before.

    ``move`` is ``fund`` (the office: planned, arranged) or ``spend`` (the leading body: spent).
    """

    task: UUID
    move: str
    kind: str
    year: int
    source: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """Carry a task over to a later year."""

    task: UUID
    year: int
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What time itself does to a task."""

    task: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Prove:
    """The facts that prove a task."""

    task: UUID
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A dispatch: which tasks stood how on the day; ``digest`` is the SHA-256 of ``snapshot`` as canonical JSON."""

    case: UUID
    authority: str
    office: UUID
    place: str
    title: str
    note: str
    snapshot: Mapping[str, Mapping[str, object]]
    late: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task as a decision sees it. ``open_parts`` counts parts that are not closed; ``helps`` open questions.

    ``money`` holds the figures stated last, in yuan, by kind, year and source.
    """

    year: int
    due_on: date | None
    report_by: date | None
    percent: int
    measures: int
    open_parts: int = 0
    proved: bool = False
    helps: Mapping[UUID, UUID] = field(default_factory=dict)
    money: Mapping[tuple[str, int, str], Decimal] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Loaded:
    """The tasks of a batch."""

    tasks: Mapping[UUID, TaskView] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What a decision writes: values of the task's row, rows added by table, tables emptied before."""

    case: UUID
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    adds: tuple[tuple[str, Mapping[str, object]], ...] = ()
    empties: tuple[str, ...] = ()
