"""What is asked of an evaluation: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.kernel.days import Calendars

VALUES = ("scientific", "technological", "economic", "social", "cultural")
GRADES = ("strong", "fair", "slight", "none", "not_applicable")
NOT_APPLICABLE = "not_applicable"
# What a member of the team declares towards the holder and the completers.
INDEPENDENT = "none"
TIES = (INDEPENDENT, "kinship", "interest", "employment", "tutor", "rival")
# What the holder may agree to have published.
LEVEL, GRADED, TEXTS, EXPERTS = "level", "grades", "texts", "experts"
PARTS = (LEVEL, GRADED, TEXTS, EXPERTS)


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """A holder commissions a third party to evaluate an achievement on the register."""

    case: UUID
    authority: str
    office: UUID
    place: str
    holder: UUID
    result: UUID
    institution: UUID
    purpose: str
    claimed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the team. Name and account stay out of every fact; ``id`` stands for them.

    ``tie`` is what the member declared ('' : nothing yet); ``named`` whether the member agrees to be named in public.
    """

    id: UUID
    name: str
    unit: str
    title: str = ""
    person: UUID | None = None
    lead: bool = False
    tie: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTeam:
    """The institution names its team, or another one in its stead."""

    appraisal: UUID
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One of the five values: a grade in words (never a number), why, and what shows it."""

    value: str
    grade: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShown:
    """What shows that a level was reached, and since when."""

    level: int
    on: date | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assess:
    """The team's findings."""

    appraisal: UUID
    judged: tuple[Judged, ...]
    level: int
    levels: tuple[LevelShown, ...]
    summary: str
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The report is signed by members of the team; who does not sign may say why."""

    appraisal: UUID
    number: str
    signed_on: date
    signers: tuple[UUID, ...]
    dissent: str = ""
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """The holder agrees to publication of the parts that it names."""

    appraisal: UUID
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that needs at most words."""

    appraisal: UUID
    move: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """What time does to an evaluation."""

    appraisal: UUID


@dataclass(frozen=True, slots=True)
class Completer:
    """A completer of the achievement, as the check for conflicts sees one."""

    name: str
    unit: str
    person: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSeen:
    """The achievement as a decision sees it."""

    name: str
    state: str
    unit: UUID
    unit_name: str
    trl: int
    product: bool
    secret: bool
    completers: tuple[Completer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An evaluation as a decision sees it."""

    result: UUID
    round: int = 0
    members: tuple[Member, ...] = ()
    grades: Mapping[str, str] = field(default_factory=dict)
    level: int | None = None
    published: bool = False


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Calendars, achievements, evaluations, institutions by name, how they are related, what is under way already."""

    calendars: Calendars
    results: Mapping[UUID, ResultSeen] = field(default_factory=dict)
    appraisals: Mapping[UUID, Seen] = field(default_factory=dict)
    institutions: Mapping[UUID, str] = field(default_factory=dict)
    relations: Mapping[tuple[UUID, UUID], str] = field(default_factory=dict)
    running: Mapping[tuple[UUID, UUID], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written of an evaluation: its own row, rows that are added, tables emptied before, members signing."""

    case: UUID
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    adds: tuple[tuple[str, Mapping[str, object]], ...] = ()
    empties: tuple[str, ...] = ()
    signers: tuple[UUID, ...] = ()
