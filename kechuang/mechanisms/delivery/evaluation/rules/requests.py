"""What is asked of an evaluation: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

KINDS = ("annual", "midterm", "final")
CLAIMS = ("met", "on_track", "behind", "cannot_say")
VERDICTS = ("confirmed", "not_confirmed", "corrected")
ANSWERS = ("taken", "partly", "not_taken")


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The document that is evaluated: its id as text, its title, how many targets stand in it."""

    document: str
    title: str
    targets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """By when self-reports, checks and comments are in and the report is published."""

    report_by: date
    check_by: date
    comment_by: date
    publish_by: date

    def ordered(self) -> bool:
        """Say whether the days follow one another."""
        return self.report_by <= self.check_by <= self.comment_by <= self.publish_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Call an evaluation of a plan. ``vintage`` is the day whose knowledge counts."""

    case: UUID
    authority: str
    office: UUID
    place: str
    plan: Plan
    kind: str
    first_year: int
    last_year: int
    data_year: int
    vintage: date
    days: Days
    call: str = ""
    public_comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSpec:
    """One line of a self-report: a target or task, with what the platform itself knows of it."""

    id: UUID
    subject: str
    code: str
    title: str
    clause: str = ""
    quote: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBody:
    """A body that is asked for a self-report, which becomes a case of its own."""

    case: UUID
    body: UUID
    name: str
    lines: tuple[LineSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask bodies for self-reports."""

    evaluation: UUID
    asked: tuple[AskedBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChecker:
    """Name the third party."""

    evaluation: UUID
    body: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A move that needs words only. ``reports`` are the open self-reports that end with a withdrawal."""

    evaluation: UUID
    move: str
    text: str = ""
    reports: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the third party found of one statement."""

    statement: UUID
    verdict: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLines:
    """Check statements, line by line."""

    evaluation: UUID
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Take a check back: the statement is open again."""

    evaluation: UUID
    statement: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Ask bodies, and with ``public`` everybody, to comment on the draft until a day."""

    evaluation: UUID
    bodies: tuple[UUID, ...]
    until: date
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment. ``body`` is None for a member of the public."""

    evaluation: UUID
    id: UUID
    body: UUID | None
    part: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRemark:
    """Answer a comment: taken, partly, not taken, each with its reason."""

    evaluation: UUID
    comment: UUID
    answer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Propose another value for a target."""

    evaluation: UUID
    id: UUID
    body: UUID
    target: str
    title: str
    before: str
    value: str
    unit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAdjustment:
    """Agree to a proposed adjustment, or decline it."""

    evaluation: UUID
    adjustment: UUID
    agree: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply:
    """Note that an agreed adjustment is in force, and as which version."""

    evaluation: UUID
    adjustment: UUID
    applied_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A report as made, by the SHA-256 of its inputs and files (hex)."""

    evaluation: UUID
    inputs: str
    word: str
    pdf: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a body says of one of its lines."""

    statement: UUID
    claim: str
    value: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """A body hands in its self-report."""

    report: UUID
    evaluation: UUID
    done: str
    problems: str
    suggestions: str
    lines: tuple[Said, ...]
    files: tuple[Paper, ...] = ()
    stands_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStep:
    """Take, return, urge or waive a self-report."""

    report: UUID
    evaluation: UUID
    move: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A statement as a decision sees it."""

    report: UUID
    code: str
    title: str
    version: int
    said: bool
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An evaluation as a decision sees it. ``reports`` gives body and state of each self-report by its case."""

    document: str
    title: str
    kind: str
    last_year: int
    data_year: int
    vintage: date
    report_by: date
    check_by: date
    comment_by: date
    publish_by: date
    public_comments: bool
    reports: Mapping[UUID, tuple[UUID, str]] = field(default_factory=dict)
    lines: Mapping[UUID, Line] = field(default_factory=dict)
    comments: Mapping[UUID, bool] = field(default_factory=dict)
    invited: frozenset[UUID] = frozenset()
    adjustments: Mapping[UUID, tuple[str, str, str]] = field(default_factory=dict)
    editions: int = 0

    @property
    def bodies(self) -> frozenset[UUID]:
        """The bodies that report."""
        return frozenset(body for body, _state in self.reports.values())

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """The statements of reports in force that no check stands for."""
        waived = {case for case, (_body, state) in self.reports.items() if state == "WAIVED"}
        return tuple(line for line in self.lines.values() if line.report not in waived and not line.checked)

    @property
    def unanswered(self) -> int:
        """How many comments have no answer."""
        return sum(1 for answered in self.comments.values() if not answered)


@dataclass(slots=True, kw_only=True)
class Loaded:
    """The evaluations of a batch; ``known`` names those that stand, by document, kind and year."""

    evaluations: Mapping[UUID, Seen] = field(default_factory=dict)
    known: frozenset[tuple[str, str, int]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What a decision writes: values of the evaluation's row, and what is done to the tables that hang on it."""

    evaluation: UUID
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    report: UUID | None = None
    told: Mapping[str, object] = field(default_factory=dict)
    adds: tuple[tuple[str, Mapping[str, object]], ...] = ()
    edits: tuple[tuple[str, UUID, Mapping[str, object]], ...] = ()
    unchecks: tuple[UUID, ...] = ()
