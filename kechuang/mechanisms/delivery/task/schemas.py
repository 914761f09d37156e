"""What tasks look like to programs."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Schema


class LineSchema(Schema):
    """A measure or milestone: what, who, by when."""

    text: str
    owner: str = ""
    by: date | None = None


class TaskIn(Schema):
    """A task; with ``lead`` it is assigned at once. ``office`` is the office that gives it."""

    office: UUID
    title: str
    text: str
    year: int
    place: str = ""
    source: str = "plan"
    reference: str = ""
    document: str = ""
    clause: str = ""
    finding: str = ""
    lead: UUID | None = None
    supports: list[UUID] = Field(default_factory=list)
    due_on: date | None = None
    amount_yuan: Decimal | None = None


class PartsIn(Schema):
    """Parts of a task, one for each body."""

    leads: list[UUID]
    title: str
    text: str
    due_on: date


class ProofSchema(Schema):
    """How the platform's own facts prove a task."""

    type: str
    place: str
    count: Decimal
    since: date
    indicator: str = ""


class TaskStepIn(Schema):
    """What a move needs; each move reads its own fields and refuses what is missing."""

    text: str = ""
    lead: UUID | None = None
    supports: list[UUID] = Field(default_factory=list)
    due_on: date | None = None
    year: int | None = None
    amount_yuan: Decimal | None = None
    proof: ProofSchema | None = None
    rows: list[LineSchema] = Field(default_factory=list)
    percent: int | None = None
    milestone: str = ""
    figures: str = ""
    stands_on: list[str] = Field(default_factory=list)
    body: UUID | None = None
    kind: str = ""
    source: str = ""


class TaskMoneyOut(Schema):
    """What is planned, arranged or spent in a year from one source, as stated last."""

    kind: str
    year: int
    source: str
    amount_yuan: str
    on: date


class TaskDoneOut(Schema):
    """The task and the state in which it stands now."""

    case: str
    state: str


class TaskReportOut(Schema):
    """One report."""

    on: date
    percent: int
    text: str
    milestone: str
    figures: str
    facts: list[str]


class TaskHelpOut(Schema):
    """Which decision is asked of whom, and what was decided."""

    id: str
    body: str
    question: str
    asked_on: date
    answer: str
    answered_on: date | None


class TaskOut(Schema):
    """A task whole."""

    case: str
    number: str
    title: str
    text: str
    state: str
    state_word: str
    place: str
    year: int
    source: str
    reference: str
    document: str
    clause: str
    lead: str
    lead_words: str
    supports: list[str]
    due_on: date | None
    first_due_on: date | None
    percent: int
    report_by: date | None
    missed: int
    block_reason: str
    amount_yuan: str
    monies: list[TaskMoneyOut]
    measures: list[LineSchema]
    milestones: list[LineSchema]
    reports: list[TaskReportOut]
    helps: list[TaskHelpOut]
    parts: list[str]
    proofs: list[str]
    proved_on: date | None


class DispatchIn(Schema):
    """A meeting that looked at the tasks of an office's place."""

    office: UUID
    title: str
    note: str = ""


class DispatchOut(Schema):
    """A meeting: how each task stood, and what had changed since the one before, by head."""

    case: str
    number: str
    title: str
    note: str
    late: int
    digest: str
    snapshot: dict[str, dict[str, Any]]
    changes: dict[str, int]
