"""What evaluations leave behind. How far one is and what it came to is public; words before publication are not."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, parties, personal, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfPlan(Fact):
    place: str = public()
    document: str = public()
    kind: str = public()
    year: int = public()


@fact_type("evaluation.opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(_OfPlan):
    """An evaluation of a plan was called: its years, the year of the data, and the day whose knowledge counts."""

    title: str = public()
    first: int = public()
    data_year: int = public()
    vintage: date = public()
    report_by: date = public()
    check_by: date = public()
    comment_by: date = public()
    due_on: date = public()
    to_everybody: bool = public()
    text: str = parties()


@fact_type("evaluation.self_reports_asked")
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportsAsked(_OfPlan):
    """Bodies were asked to report on their own duties by a day."""

    count: int = public()
    due_on: date = public()


@fact_type("evaluation.self_report_asked")
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportAsked(Fact):
    """One body was asked to report: on which lines, by which day. ``digest`` is that of all the lines."""

    place: str = public()
    evaluation: str = public()
    body: str = public()
    due_on: date = public()
    digest: str = public()
    lines: tuple[str, ...] = parties()
    statements: tuple[str, ...] = parties()


@fact_type("evaluation.self_reported")
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReported(Fact):
    """A body reported on itself: what was done, problems, suggestions, a statement for each line."""

    place: str = public()
    evaluation: str = public()
    body: str = public()
    count: int = public()
    text: str = parties()
    problems: str = parties()
    suggestions: str = parties()
    lines: tuple[str, ...] = parties()
    statements: tuple[str, ...] = parties()
    files: tuple[str, ...] = parties()
    stands_on: tuple[str, ...] = parties()


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfReport(Fact):
    place: str = public()
    evaluation: str = public()
    body: str = public()
    reason: str = parties()


@fact_type("evaluation.self_report_taken")
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportTaken(_OfReport):
    """The office took a self-report."""


@fact_type("evaluation.self_report_returned")
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportReturned(_OfReport):
    """The office returned a self-report for correction."""


@fact_type("evaluation.self_report_urged")
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportUrged(_OfReport):
    """The office asked a body once more for its self-report."""


@fact_type("evaluation.self_report_waived")
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportWaived(_OfReport):
    """The office goes on without a self-report, for a stated reason."""


@fact_type("evaluation.checker_named")
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckerNamed(_OfPlan):
    """An organisation that is no party of the plan was named to check the statements."""

    body: str = public()


@fact_type("evaluation.check_begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckBegun(_OfPlan):
    """The self-reports are in; the third party begins."""

    count: int = public()
    due_on: date = public()


@fact_type("evaluation.checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(_OfPlan):
    """The third party checked statements: how many it confirmed, did not confirm, corrected."""

    confirmed: int = public()
    not_confirmed: int = public()
    corrected: int = public()
    lines: tuple[str, ...] = parties()
    statements: tuple[str, ...] = parties()


@fact_type("evaluation.check_recalled")
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecalled(_OfPlan):
    """The third party took a check back; the statement is open again."""

    lines: tuple[str, ...] = parties()
    statements: tuple[str, ...] = parties()
    reason: str = parties()


@fact_type("evaluation.check_finished")
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinished(_OfPlan):
    """The third party has checked every statement."""

    count: int = public()
    text: str = parties()


@fact_type("evaluation.drafted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted(_OfPlan):
    """A draft of the report was made; the digests (SHA-256) name its inputs and files."""

    inputs_digest: str = public()
    word_digest: str = public()
    pdf_digest: str = public()


@fact_type("evaluation.comments_invited")
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsInvited(_OfPlan):
    """Bodies, and where the host wills everybody, were asked to comment on the draft by a day."""

    count: int = public()
    due_on: date = public()
    to_everybody: bool = public()
    bodies: tuple[str, ...] = parties()


@fact_type("evaluation.commented")
@dataclass(frozen=True, slots=True, kw_only=True)
class Commented(_OfPlan):
    """A body commented on the draft."""

    body: str = parties()
    comment: str = parties()
    section: str = parties()
    text: str = parties()


@fact_type("evaluation.publicly_commented")
@dataclass(frozen=True, slots=True, kw_only=True)
class PubliclyCommented(_OfPlan):
    """A member of the public commented on the draft. What people write may speak of them, so it can be erased."""

    comment: str = parties()
    section: str = personal()
    text: str = personal()


@fact_type("evaluation.comment_answered")
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnswered(_OfPlan):
    """The host answered a comment: taken, partly, not taken."""

    outcome: str = public()
    comment: str = parties()
    reason: str = parties()


@fact_type("evaluation.adjustment_proposed")
@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentProposed(_OfPlan):
    """Another value for a target was proposed."""

    target: str = public()
    adjustment: str = parties()
    body: str = parties()
    before: str = parties()
    value: str = parties()
    unit: str = parties()
    reason: str = parties()


@fact_type("evaluation.adjustment_decided")
@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentDecided(_OfPlan):
    """A proposed adjustment was agreed to, or declined."""

    target: str = public()
    outcome: str = public()
    adjustment: str = parties()
    reason: str = parties()


@fact_type("evaluation.adjustment_applied")
@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentApplied(_OfPlan):
    """An agreed adjustment is in force as a new version of the target."""

    target: str = public()
    value: str = public()
    applied_as: str = public()
    adjustment: str = parties()


@fact_type("evaluation.submitted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(_OfPlan):
    """The report was handed in for approval: how many statements were checked, how many comments answered."""

    count: int = public()
    comments: int = public()


@fact_type("evaluation.sent_back")
@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack(_OfPlan):
    """The report was not approved and went back to the host."""

    reason: str = parties()


@fact_type("evaluation.approved")
@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(_OfPlan):
    """The report was approved."""

    text: str = parties()


@fact_type("evaluation.published")
@dataclass(frozen=True, slots=True, kw_only=True)
class Published(_OfPlan):
    """The report was published; the digests (SHA-256) name what it was made from and the files that were issued."""

    title: str = public()
    data_year: int = public()
    vintage: date = public()
    edition: int = public()
    count: int = public()
    comments: int = public()
    inputs_digest: str = public()
    word_digest: str = public()
    pdf_digest: str = public()


@fact_type("evaluation.withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(_OfPlan):
    """The evaluation was ended before publication, for a stated reason."""

    reason: str = public()
