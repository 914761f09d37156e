"""What evaluations look like to programs."""

from datetime import date
from uuid import UUID

from ninja import Field, Schema


class EvaluationIn(Schema):
    """The call of an evaluation. ``kind`` is annual, midterm or final; ``vintage`` the day whose knowledge counts."""

    office: UUID
    document: UUID
    kind: str
    first_year: int
    last_year: int
    data_year: int
    vintage: date
    report_by: date
    check_by: date
    comment_by: date
    publish_by: date
    public_comments: bool = False
    call: str = ""


class StatementIn(Schema):
    """What a body says of one of its lines: met, on_track, behind, cannot_say."""

    statement: UUID
    claim: str
    value: str = ""
    text: str = ""


class FindingIn(Schema):
    """What the third party found: confirmed, not_confirmed, corrected."""

    statement: UUID
    verdict: str
    value: str = ""
    reason: str = ""


class EvaluationStepIn(Schema):
    """What a move on an evaluation needs; each move reads its own fields and refuses what is missing.

    ``rest`` answers for lines that nobody leads; without ``bodies`` all bodies that owe something are asked.
    """

    text: str = ""
    body: UUID | None = None
    bodies: list[UUID] = Field(default_factory=list)
    rest: UUID | None = None
    until: date | None = None
    public: bool = False
    findings: list[FindingIn] = Field(default_factory=list)
    statement: UUID | None = None
    part: str = ""
    comment: UUID | None = None
    answer: str = ""
    target: str = ""
    value: str = ""
    adjustment: UUID | None = None
    agree: bool = False


class SelfReportStepIn(Schema):
    """What a move on a self-report needs: ``submit`` reads all of it, the others their words."""

    text: str = ""
    problems: str = ""
    suggestions: str = ""
    stands_on: list[str] = Field(default_factory=list)
    statements: list[StatementIn] = Field(default_factory=list)


class EvaluationDoneOut(Schema):
    """The case and the state in which it stands now."""

    case: str
    state: str


class EvaluationStatementOut(Schema):
    """A statement with what the platform knows and what the third party found."""

    id: str
    subject: str
    code: str
    clause: str
    title: str
    known: dict[str, str]
    claim: str
    value: str
    unit: str
    text: str
    verdict: str
    corrected: str
    reason: str


class SelfReportOut(Schema):
    """A self-report whole."""

    case: str
    number: str
    evaluation: str
    body: str
    state: str
    done: str
    problems: str
    suggestions: str
    returned: str
    submitted_on: date | None
    taken_on: date | None
    facts: list[str]
    statements: list[EvaluationStatementOut]


class EvaluationCommentOut(Schema):
    """A comment and its answer; ``body`` is empty for the public."""

    id: str
    body: str
    on: date
    part: str
    text: str
    answer: str
    reason: str


class AdjustmentOut(Schema):
    """A proposed adjustment of a target."""

    id: str
    target: str
    title: str
    before: str
    value: str
    unit: str
    reason: str
    state: str
    applied_as: str


class IssuedReportOut(Schema):
    """A report as made; the digests are SHA-256, and the files open under ``/evaluations/ID/report/EDITION/``."""

    edition: int
    final: bool
    on: date
    inputs: str
    word: str
    pdf: str


class PublishedEvaluationOut(Schema):
    """What everybody may read of a published evaluation."""

    case: str
    number: str
    document: str
    title: str
    kind: str
    first_year: int
    last_year: int
    data_year: int
    vintage: date
    published_on: date | None
    host: str
    third_party: str
    statements: list[EvaluationStatementOut]
    comments: list[EvaluationCommentOut]
    adjustments: list[AdjustmentOut]
    issued: list[IssuedReportOut]
    facts: list[str]


class EvaluationOut(PublishedEvaluationOut):
    """An evaluation as who takes part in it reads it: also its state, days and self-reports."""

    state: str
    report_by: date
    check_by: date
    comment_by: date
    publish_by: date
    public_comments: bool
    self_reports: list[str]
    invited: list[str]
