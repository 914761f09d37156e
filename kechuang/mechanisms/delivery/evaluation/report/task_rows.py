"""The tasks of a plan as they stood at the end of a day, from the steps, reports and facts up to it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from kechuang.casework.models import Case, Step
from kechuang.ledger import read as ledger
from kechuang.ledger.models import Entry
from kechuang.mechanisms.delivery.evaluation.report.inputs import Task
from kechuang.mechanisms.delivery.task.models import TaskProof, TaskReport
from kechuang.mechanisms.delivery.task.rules.moves import SETTLED
from kechuang.mechanisms.delivery.task.rules.moves import TASK as KIND

DONE = SETTLED - {"DROPPED"}
MOVED_DAY = ("delivery.task.adjusted", "delivery.task.carried_over")


def tasks(document: UUID, known: date) -> Iterator[Task]:
    """Give the tasks of a document as they stood (six queries); those that were dropped are left out."""
    cases = _cases(document, known)
    keys = [case.pk for case in cases]
    steps, reports, proofs = _steps(keys, known), _reports(keys, known), _proofs(keys, known)
    days = _days(cases, known)
    for case in cases:
        moved = steps.get(case.pk)
        state = moved.target if moved else case.state
        if state == "DROPPED":
            continue
        due = days.get(case.pk, case.delivery_task.due_on)
        yield _task(case, state, due, moved, reports.get(case.pk, ()), proofs.get(case.pk, ()), known)


def _task(
    case: Case,
    state: str,
    due: date | None,
    moved: Step | None,
    reports: Sequence[TaskReport],
    proofs: Sequence[str],
    known: date,
) -> Task:
    row, last = case.delivery_task, reports[-1] if reports else None
    return Task(
        number=case.number,
        title=case.title,
        case=str(case.pk),
        clause=row.clause,
        lead=case.holder.name if case.holder else row.lead_words,
        supports=tuple(each.body.name for each in row.supports.all()),
        due=due,
        state=state,
        late=bool(due and due < known and state not in DONE),
        percent=100 if state in DONE else last.percent if last else 0,
        reported_on=last.on if last else None,
        evidence=sum(len(each.files) for each in reports),
        proved=tuple(proofs),
        facts=tuple(map(str, moved.facts)) if moved else (),
    )


def _cases(document: UUID, known: date) -> list[Case]:
    rows = Case.objects.filter(
        kind=KIND.kind,
        delivery_task__document=str(document),
        delivery_task__parent__isnull=True,
        opened_on__lte=known,
    )
    return list(
        rows.select_related("delivery_task", "holder")
        .prefetch_related("delivery_task__supports__body")
        .order_by("number", "pk")
    )


def _steps(keys: Collection[UUID], known: date) -> dict[UUID, Step]:
    """Give the last step of each case by a day; it says the state in which the case then was."""
    rows = Step.objects.filter(case__in=keys, on__lte=known).exclude(target="").order_by("id")
    return {row.case_id: row for row in rows}


def _reports(keys: Collection[UUID], known: date) -> dict[UUID, list[TaskReport]]:
    found: dict[UUID, list[TaskReport]] = {}
    for row in TaskReport.objects.filter(task__in=keys, on__lte=known).order_by("id"):
        found.setdefault(row.task_id, []).append(row)
    return found


def _proofs(keys: Collection[UUID], known: date) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in TaskProof.objects.filter(task__in=keys, on__lte=known).order_by("on", "pk"):
        found.setdefault(row.task_id, []).append(row.entry)
    return found


def _days(cases: Sequence[Case], known: date) -> Mapping[UUID, date | None]:
    """Give the days of tasks whose day was moved after the day that is asked for: what the first such fact found."""
    named = {f"{case.authority}/case/{case.pk}": case.pk for case in cases}
    found: dict[UUID, date | None] = {}
    for entry in Entry.objects.filter(case__in=list(named), type__in=MOVED_DAY, on__gt=known).order_by("log", "seq"):
        before = ledger.readable(entry, {"public"}).get("before")
        found.setdefault(named[entry.case], date.fromisoformat(before) if before else None)
    return found
