"""Writes what decisions say into the tables of tasks: a few statements for a batch."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.registry import Done
from kechuang.mechanisms.delivery.task.models import (
    DeliveryTask,
    Dispatch,
    Source,
    Support,
    TaskHelp,
    TaskLine,
    TaskMoney,
    TaskProof,
    TaskReport,
)
from kechuang.mechanisms.delivery.task.rules.moves import FINISHED
from kechuang.mechanisms.delivery.task.rules.requests import Loaded, Put, TaskView

LINES = frozenset({"measure", "milestone"})


def load(requests: Sequence[Any]) -> Loaded:
    """Give the tasks of a batch as decisions see them (four queries)."""
    cases = [request.task for request in requests]
    rows = DeliveryTask.objects.filter(pk__in=cases)
    open_parts = Count("parts", filter=~Q(parts__case__state__in=FINISHED))
    helps: dict[UUID, dict[UUID, UUID]] = {}
    for pk, task, body in TaskHelp.objects.filter(task__in=cases, answered_on__isnull=True).values_list(
        "pk", "task_id", "body_id"
    ):
        helps.setdefault(task, {})[pk] = body
    money: dict[UUID, dict[tuple[str, int, str], Decimal]] = {}
    for row in TaskMoney.objects.filter(task__in=cases):
        money.setdefault(row.task_id, {})[row.kind, row.year, row.source] = row.amount
    return Loaded(
        tasks={
            row.pk: TaskView(
                year=row.year,
                due_on=row.due_on,
                report_by=row.report_by,
                percent=row.percent,
                measures=row.measures_count,
                open_parts=row.open_parts,
                proved=row.proved_on is not None,
                helps=helps.get(row.pk, {}),
                money=money.get(row.pk, {}),
            )
            for row in rows.annotate(open_parts=open_parts)
        }
    )


def project(done: Sequence[Done[Any]]) -> None:
    """Write tasks and what hangs on them."""
    puts: list[Put] = [entry.decision.rows for entry in done]  # type: ignore[misc]  # every decision of a task carries a Put
    DeliveryTask.objects.bulk_create([DeliveryTask(case_id=put.case, **put.values) for put in puts if put.new])
    _note_sources(puts)
    for put in puts:
        if not put.new and put.values:
            _change(put.case, put.values)
        _empty(put)
    _add([(put.case, table, values) for put in puts for table, values in put.adds])
    for entry in done:
        papers = getattr(entry.request, "files", ())
        for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
            keeping.attach(file, entry.request.task)


def _note_sources(puts: Sequence[Put]) -> None:
    named = {str(put.values["document"]): str(put.values["document_title"]) for put in puts if put.new}
    rows = [Source(document=document, title=title) for document, title in named.items() if document]
    if rows:
        Source.objects.bulk_create(rows, ignore_conflicts=True)


def _change(case: UUID, values: Mapping[str, Any]) -> None:
    wanted: dict[str, Any] = dict(values)
    if "missed" in wanted:
        wanted["missed"] = F("missed") + 1
    DeliveryTask.objects.filter(pk=case).update(**wanted)
    if "proof" in wanted:
        TaskProof.objects.filter(task=case).delete()


def _empty(put: Put) -> None:
    for table in put.empties:
        if table in LINES:
            TaskLine.objects.filter(task=put.case, kind=table).delete()
        else:
            Support.objects.filter(task=put.case).delete()


def _add(rows: Sequence[tuple[UUID, str, Mapping[str, Any]]]) -> None:
    Support.objects.bulk_create([Support(task_id=task, **each) for task, table, each in rows if table == "support"])
    lines = [TaskLine(task_id=task, kind=table, **each) for task, table, each in rows if table in LINES]
    TaskLine.objects.bulk_create(lines)
    TaskReport.objects.bulk_create(
        [TaskReport(task_id=task, **each) for task, table, each in rows if table == "report"]
    )
    TaskHelp.objects.bulk_create([TaskHelp(task_id=task, **each) for task, table, each in rows if table == "help"])
    money = [TaskMoney(task_id=task, **each) for task, table, each in rows if table == "money"]
    if money:
        TaskMoney.objects.bulk_create(
            money,
            update_conflicts=True,
            update_fields=["amount", "on"],
            unique_fields=["task", "kind", "year", "source"],
        )
    for task, table, each in rows:
        if table == "answered":
            answered = {name: value for name, value in each.items() if name != "pk"}
            TaskHelp.objects.filter(pk=each["pk"], task=task).update(**answered)


def project_dispatch(done: Sequence[Done[Any]]) -> None:
    """Write what a meeting saw."""
    puts: list[Put] = [entry.decision.rows for entry in done]  # type: ignore[misc]  # every decision of a dispatch carries a Put
    Dispatch.objects.bulk_create([Dispatch(case_id=put.case, **put.values) for put in puts])


def reopened(cases: Sequence[UUID]) -> None:
    """Say that tasks are done no longer, when a closed one is opened again; its day is the case's new one.

    Lateness is counted against that day from now on; that it was late before stands in the facts of its steps.
    """
    for case, due_on in Case.objects.filter(pk__in=cases, finished=False).values_list("pk", "due_on"):
        DeliveryTask.objects.filter(pk=case).update(
            done_on=None, verified_on=None, closed_on=None, proved_on=None, late_since=None, due_on=due_on
        )


def child_view(case: Case) -> dict[str, Any]:
    """Give what a part takes over from its whole."""
    row = case.delivery_task
    kept = ("year", "source", "reference", "document", "document_title", "clause", "finding")
    return {name: getattr(row, name) for name in kept}
