"""The reads of tasks, each with a fixed number of queries, scoped to the reader."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.task.models import DeliveryTask, Dispatch, Support, TaskHelp, TaskReport
from kechuang.mechanisms.delivery.task.rules.moves import DISPATCH, SETTLED, TASK
from kechuang.mechanisms.delivery.task.rules.requests import Take
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, within

SOON = timedelta(days=10)


def tasks(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the tasks that an actor may read, with what lists show."""
    return casework.cases(actor, on, [TASK.kind]).select_related("delivery_task", "holder", "office")


def late(on: date) -> Q:
    """Give the condition for tasks whose day has passed and that are not done."""
    return Q(due_on__lt=on, finished=False)


def soon(on: date) -> Q:
    """Give the condition for tasks whose day comes within ten days."""
    return Q(due_on__gte=on, due_on__lte=on + SOON, finished=False)


def owed(on: date) -> Q:
    """Give the condition for tasks whose report is overdue or was missed and not given since."""
    return Q(delivery_task__report_by__lt=on) | Q(delivery_task__missed__gt=0, delivery_task__reported_on__isnull=True)


def waiting_help() -> Q:
    """Give the condition for tasks with a question that nobody has answered."""
    return Q(pk__in=TaskHelp.objects.filter(answered_on__isnull=True).values("task_id"))


def proved() -> Q:
    """Give the condition for tasks that the platform's own facts proved."""
    return Q(delivery_task__proved_on__isnull=False)


FLAGS = ("late", "soon", "blocked", "help", "report", "disputed", "open", "done", "proved")


def flagged(flag: str, on: date) -> Q:
    """Give the condition of a flag of the list. Raises KeyError for none of ``FLAGS``."""
    return {
        "late": late(on),
        "soon": soon(on),
        "blocked": Q(state="BLOCKED"),
        "help": waiting_help(),
        "report": owed(on),
        "disputed": Q(state="DISPUTED"),
        "open": ~Q(state__in=SETTLED),
        "done": Q(state__in=SETTLED - {"DROPPED"}),
        "proved": proved(),
    }[flag]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks there are by what matters, and their money in yuan."""

    every: int = 0
    by_flag: dict[str, int] = field(default_factory=dict)
    money: Decimal = Decimal(0)

    def __getitem__(self, flag: str) -> int:
        return self.by_flag.get(flag, 0)


def _sums(on: date) -> dict[str, Any]:
    return {f"n_{flag}": Count("pk", filter=flagged(flag, on)) for flag in FLAGS}


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(row["every"], {flag: row[f"n_{flag}"] for flag in FLAGS}, Decimal(row["money"] or 0))


def counts(rows: QuerySet[Case], on: date) -> Counts:
    """Count tasks by flag (one query)."""
    return _counts(rows.order_by().aggregate(every=Count("pk"), money=Sum("amount"), **_sums(on)))


def by(rows: QuerySet[Case], column: str, on: date) -> dict[Any, Counts]:
    """Count tasks by flag for each value of a column of the case (one query)."""
    found = rows.order_by().values(column).annotate(every=Count("pk"), money=Sum("amount"), **_sums(on))
    return {row[column]: _counts(row) for row in found}


def of_body(rows: QuerySet[Case], body: UUID) -> QuerySet[Case]:
    """Keep the tasks that a body leads or supports."""
    return rows.filter(body_condition(body))


def body_condition(body: UUID) -> Q:
    """Give the condition for tasks that a body leads or supports."""
    return Q(holder=body) | Q(pk__in=Support.objects.filter(body=body).values("task_id"))


def of_place(rows: QuerySet[Case], place: str) -> QuerySet[Case]:
    """Keep the tasks of a place and of what lies below it."""
    return rows.filter(within(place, "place", "city"))


def bodies_of(rows: QuerySet[Case]) -> dict[UUID, Body]:
    """Give the bodies that lead some of the tasks (one query)."""
    return {
        body.pk: body
        for body in Body.objects.filter(pk__in=rows.order_by().values("holder_id")).order_by("place", "name")
    }


def snapshot(rows: Iterable[Case], on: date) -> dict[str, dict[str, object]]:
    """Give how tasks stand, as a meeting keeps it."""
    return {
        str(row.pk): {
            "number": row.number,
            "title": row.title,
            "state": row.state,
            "percent": row.delivery_task.percent,
            "late": bool(row.due_on and row.due_on < on and not row.finished),
        }
        for row in rows
    }


def last_dispatch(place: str, before: UUID | None = None) -> Dispatch | None:
    """Give the last dispatch of a place, or the one before another."""
    rows = Dispatch.objects.select_related("case").filter(case__kind=DISPATCH.kind, case__place=place)
    if before is not None:
        rows = rows.filter(case__pk__lt=before)
    return rows.order_by("-case__pk").first()


def last_reports(cases: Sequence[Case]) -> dict[UUID, TaskReport]:
    """Give the last report of each of some tasks (one query)."""
    found: dict[UUID, TaskReport] = {}
    for row in TaskReport.objects.filter(task__in=[case.pk for case in cases]).order_by("id"):
        found[row.task_id] = row
    return found


def open_helps(rows: QuerySet[Case]) -> list[TaskHelp]:
    """Give the open questions on tasks, the oldest first."""
    asked = TaskHelp.objects.filter(answered_on__isnull=True, task__in=rows.order_by().values("pk"))
    return list(asked.select_related("task__case__holder", "body").order_by("asked_on", "pk"))


def parts(task: DeliveryTask) -> list[Case]:
    """Give the parts that were given away, in order."""
    rows = Case.objects.filter(kind=TASK.kind, delivery_task__parent=task)
    return list(rows.select_related("delivery_task", "holder").order_by("pk"))


def task_url(case: UUID) -> str:
    """Give the address of a task's page."""
    return reverse("casework:case", args=[case])


def years_of(rows: QuerySet[Case]) -> list[int]:
    """Give the years of tasks, the last first (one query)."""
    found = rows.order_by().values_list("delivery_task__year", flat=True).distinct()
    return sorted({year for year in found if year}, reverse=True)


def taken(rows: QuerySet[Case], office: Body, title: str, note: str) -> Take:
    """Give the request that takes a meeting down: every task of the rows as it stands today."""
    shots = snapshot(rows.order_by("pk"), clock.today())
    canonical = json.dumps(shots, sort_keys=True, ensure_ascii=False).encode()
    return Take(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=office.place,
        title=title,
        note=note,
        snapshot=shots,
        late=sum(1 for each in shots.values() if each["late"]),
        digest=hashlib.sha256(canonical).hexdigest(),
    )
