"""What tasks leave behind. Progress is public item by item; words between bodies are for the parties."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, parties, public


@fact_type("delivery.task.made")
@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Fact):
    """A task entered the ledger, from a clause or from what else an office was told."""

    place: str = public()
    year: int = public()
    title: str = public()
    source: str = public()
    document: str = public()
    clause: str = public()
    task_finding: str = public()
    parent_task: str = public()
    reference: str = parties()
    text: str = parties()
    amount_yuan: str = parties()


@fact_type("delivery.task.assigned")
@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Fact):
    """A task was given to a leading body and to supporting bodies, with a day."""

    place: str = public()
    lead: str = public()
    supports: tuple[str, ...] = public()
    due_on: date | None = public()
    note: str = parties()


@fact_type("delivery.task.accepted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Fact):
    """The leading body took the task on."""

    place: str = public()
    report_by: date | None = public()
    note: str = parties()


@fact_type("delivery.task.disputed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed(Fact):
    """The leading body says that the task is not its own; it goes back to who assigned it."""

    place: str = public()
    reason: str = parties()


@fact_type("delivery.task.measures_listed")
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresListed(Fact):
    """The leading body said by which measures, by whom and by when it will carry the task out."""

    place: str = public()
    count: int = public()
    steps: tuple[str, ...] = parties()


@fact_type("delivery.task.year_planned")
@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlanned(Fact):
    """The leading body laid out the milestones of a year."""

    place: str = public()
    count: int = public()
    steps: tuple[str, ...] = parties()


@fact_type("delivery.task.reported")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Fact):
    """The leading body reported: how far, in words, with figures, files and facts that prove it."""

    place: str = public()
    percent: int = public()
    report_by: date | None = public()
    milestone: str = parties()
    text: str = parties()
    figures: str = parties()
    files: tuple[str, ...] = parties()
    stands_on: tuple[str, ...] = parties()


@fact_type("delivery.task.report_missed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMissed(Fact):
    """No report came by its day."""

    place: str = public()
    due_on: date | None = public()


@fact_type("delivery.task.became_late")
@dataclass(frozen=True, slots=True, kw_only=True)
class BecameLate(Fact):
    """The day of the task passed before it was done."""

    place: str = public()
    due_on: date | None = public()
    percent: int = public()


@fact_type("delivery.task.blocked")
@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked(Fact):
    """The leading body cannot go on, and says why."""

    place: str = public()
    reason: str = parties()


@fact_type("delivery.task.unblocked")
@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked(Fact):
    """What stood in the way is gone."""

    place: str = public()
    note: str = parties()


@fact_type("delivery.task.help_asked")
@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(Fact):
    """The leading body asks another for a decision."""

    place: str = public()
    asked_body: str = parties()
    question: str = parties()


@fact_type("delivery.task.help_answered")
@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(Fact):
    """The body that was asked decided."""

    place: str = public()
    asked_body: str = parties()
    text: str = parties()


@fact_type("delivery.task.urged")
@dataclass(frozen=True, slots=True, kw_only=True)
class Urged(Fact):
    """The office that assigned the task urges the leading body."""

    place: str = public()
    text: str = parties()


@fact_type("delivery.task.finished")
@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Fact):
    """The leading body says that the task is done."""

    place: str = public()
    percent: int = public()
    text: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("delivery.task.proved")
@dataclass(frozen=True, slots=True, kw_only=True)
class Proved(Fact):
    """Facts that already stood in the ledger prove that the task is done; nobody typed it."""

    place: str = public()
    count: int = public()
    stands_on: tuple[str, ...] = public()


@fact_type("delivery.task.verified")
@dataclass(frozen=True, slots=True, kw_only=True)
class Verified(Fact):
    """A third party found the task done, or sent it back."""

    place: str = public()
    passed: bool = public()
    text: str = parties()


@fact_type("delivery.task.closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Fact):
    """The office that assigned the task closed it."""

    place: str = public()
    note: str = parties()


@fact_type("delivery.task.adjusted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted(Fact):
    """Day or proof of a task were changed, with the reason; what stood before stays in the fact."""

    place: str = public()
    before: date | None = public()
    due_on: date | None = public()
    proof: str = public()
    reason: str = parties()


@fact_type("delivery.task.money_stated")
@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyStated(Fact):
    """What is planned, arranged or spent for a task in a year, from one source; and the figure that it replaces."""

    place: str = public()
    year: int = public()
    money_kind: str = public()
    money_source: str = parties()
    amount_yuan: str = parties()
    before_yuan: str = parties()


@fact_type("delivery.task.carried_over")
@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver(Fact):
    """A task that was not done goes on in the next year."""

    place: str = public()
    year: int = public()
    before: date | None = public()
    due_on: date | None = public()
    reason: str = parties()


@fact_type("delivery.task.dropped")
@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Fact):
    """A task left the ledger before anybody took it on."""

    place: str = public()
    reason: str = parties()


@fact_type("delivery.dispatch.taken")
@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchTaken(Fact):
    """A meeting looked at the tasks of a place; the next one compares with this."""

    place: str = public()
    count: int = public()
    late_count: int = public()
    digest: str = public()
    note: str = parties()
