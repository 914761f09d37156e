"""Who answers for which line of a plan, and what the platform knows of it already, so that nobody types it.

Tasks of the ledger say who leads what; targets belong to who leads the tasks of their clause. What targets come to is
told by the sources of the report, as known on the vintage day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.evaluation.models import TARGET, TASK
from kechuang.mechanisms.delivery.evaluation.report import sources
from kechuang.mechanisms.delivery.evaluation.report.inputs import Target as Goal
from kechuang.mechanisms.delivery.evaluation.rules.requests import LineSpec
from kechuang.mechanisms.delivery.task import bodies, queries
from kechuang.mechanisms.delivery.task.models import TaskReport
from kechuang.mechanisms.delivery.task.rules.moves import TASK as TASK_MOVES
from kechuang.policy import queries as policy
from kechuang.policy.models import Target
from kechuang.web import chance, slots
from kechuang.web.accounts.models import Body

type Known = Mapping[str, str]
DROPPED = "DROPPED"


def known_of(document: UUID, vintage: date) -> dict[str, dict[str, str]]:
    """Give what is known of a plan's targets on the vintage day, as texts, by code."""
    return {code: _known(row) for code, row in sources.targets(document, vintage).items()}


def _known(row: Goal) -> dict[str, str]:
    words = {
        "value": "" if row.value is None else format(row.value, "f"),
        "unit": row.unit,
        "period": row.period,
        "state": row.state,
        "source": row.source,
        "promised": "" if row.goal is None else format(row.goal, "f"),
        "url": slots.link("measured", row.promise) or "" if row.promise else "",
    }
    return {name: value for name, value in words.items() if value}


@dataclass(slots=True)
class Duties:
    """The lines of each body that owes something under a plan, and the lines for which nobody answers."""

    of: dict[UUID, list[LineSpec]] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    nobody: list[LineSpec] = field(default_factory=list)

    def add(self, body: UUID, name: str, line: LineSpec) -> None:
        """Add a line of a body."""
        self.of.setdefault(body, []).append(line)
        self.names[body] = name


def duties(document: UUID, vintage: date) -> Duties:
    """Give who owes what under a plan (eight queries, whatever its length)."""
    found = Duties()
    tasks = list(
        Case.objects.filter(
            kind=TASK_MOVES.kind, delivery_task__document=str(document), delivery_task__parent__isnull=True
        )
        .exclude(state=DROPPED)
        .select_related("delivery_task", "holder")
        .order_by("pk")
    )
    owners: dict[str, Body] = {}
    reports = _reports(tasks, vintage)
    for case in tasks:
        if case.holder is not None:
            owners.setdefault(case.delivery_task.clause, case.holder)
            found.add(case.holder.pk, case.holder.name, _task_line(case, reports.get(case.pk)))
    worded = _worded(document)
    targets = list(policy.targets().filter(document=document).order_by("start", "code"))
    known = known_of(document, vintage)
    for row in targets:
        path = row.clause.path if row.clause else ""
        line, owner = _target_line(row, path, known.get(row.code, {})), owners.get(path) or worded.get(path)
        if owner is None:
            found.nobody.append(line)
        else:
            found.add(owner.pk, owner.name, line)
    return found


def _reports(tasks: Sequence[Case], vintage: date) -> dict[UUID, TaskReport]:
    """Give the last report of each task that was known on the vintage day (one query)."""
    rows = TaskReport.objects.filter(task__in=[case.pk for case in tasks], on__lte=vintage).order_by("id")
    return {row.task_id: row for row in rows}


def _worded(document: UUID) -> dict[str, Body]:
    """Give the bodies that the document itself names as leading, by clause, where a body of this node fits."""
    rows = list(policy.tasks().filter(document=document))
    proposals = bodies.Proposals(bodies.candidates()) if rows else None
    found: dict[str, Body] = {}
    for row in rows:
        words = next(iter(row.lead or row.units), "")
        body = proposals.propose(words) if proposals and words else None
        if body is not None and row.clause:
            found.setdefault(row.clause.path, body)
    return found


def _task_line(case: Case, report: TaskReport | None) -> LineSpec:
    task = case.delivery_task
    known = {"state": f"{case.kind}.{case.state}", "url": queries.task_url(case.pk), "unit": "%"}
    if report is not None:
        known |= {"value": str(report.percent), "period": report.on.isoformat(), "text": report.text}
    return LineSpec(
        id=chance.uuid7(),
        subject=TASK,
        code=str(case.pk),
        title=case.title,
        clause=task.clause,
        quote=task.text,
        known=known,
    )


def _target_line(row: Target, path: str, known: Known) -> LineSpec:
    unit = known.get("unit") or row.unit
    return LineSpec(
        id=chance.uuid7(),
        subject=TARGET,
        code=row.code,
        title=" ".join(filter(None, (row.subject, row.indicator)))[:300] or row.quote[:300],
        clause=path,
        quote=row.quote,
        known={"unit": unit, "promised": row.value, **known},
    )
