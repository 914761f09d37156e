"""The reads of tasks, each with a fixed number of queries, scoped to the reader."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext

from kechuang.casework import queries as casework
from kechuang.casework.models import Case, Tally
from kechuang.mechanisms.delivery.task.models import DeliveryTask, Source, Support, TaskHelp, TaskReport
from kechuang.mechanisms.delivery.task.rules.moves import SETTLED, TASK
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
    overdue = DeliveryTask.objects.filter(report_by__lt=on).values("pk")
    never = DeliveryTask.objects.filter(missed__gt=0, reported_on=None, done_on=None).values("pk")
    return Q(pk__in=overdue.union(never, all=True))


def waiting_help() -> Q:
    """Give the condition for tasks with a question that nobody has answered."""
    return Q(pk__in=TaskHelp.objects.filter(answered_on__isnull=True).values("task_id"))


def proved() -> Q:
    """Give the condition for tasks that the platform's own facts proved."""
    return Q(pk__in=DeliveryTask.objects.filter(proved_on__isnull=False).values("pk"))


FLAGS = ("late", "soon", "blocked", "help", "report", "disputed", "open", "done", "proved")
BY_STATE: dict[str, frozenset[str]] = {
    "blocked": frozenset({"BLOCKED"}),
    "disputed": frozenset({"DISPUTED"}),
    "open": frozenset(TASK.states) - SETTLED,
    "done": SETTLED - {"DROPPED"},
}


def flagged(flag: str, on: date) -> Q:
    """Give the condition of a flag of the list. Raises KeyError for none of ``FLAGS``."""
    if flag in BY_STATE:
        return Q(state__in=sorted(BY_STATE[flag]))
    return {"late": late(on), "soon": soon(on), "help": waiting_help(), "report": owed(on), "proved": proved()}[flag]


def of_bodies(bodies: Iterable[UUID]) -> QuerySet[Any]:
    """Give the ids of the tasks that bodies give, lead or support, or about which they were asked.

    A union of keys, one walk along each index: an "or" over tables would read every task.
    """
    named = list(bodies)
    mine = Case.objects.filter(kind=TASK.kind)
    parts = [
        mine.filter(holder__in=named).values_list("pk"),
        mine.filter(office__in=named).values_list("pk"),
        Support.objects.filter(body__in=named).values_list("task_id"),
        TaskHelp.objects.filter(body__in=named).values_list("task_id"),
    ]
    return parts[0].union(*parts[1:])


def of_body(rows: QuerySet[Case], body: UUID) -> QuerySet[Case]:
    """Keep the tasks that a body leads or supports."""
    led = Case.objects.filter(kind=TASK.kind, holder=body).values_list("pk")
    supported = Support.objects.filter(body=body).values_list("task_id")
    return rows.filter(pk__in=led.union(supported))


def of_place(rows: QuerySet[Case], place: str) -> QuerySet[Case]:
    """Keep the tasks of a place and of what lies below it."""
    return rows.filter(within(place, "place", "city"))


def bodies_of(rows: QuerySet[Case], *, few: bool = False) -> dict[UUID, Body]:
    """Give the bodies that lead some of the tasks (one query); of ``few`` tasks they are read, else looked for."""
    plain = rows.order_by().select_related(None)
    leads = Q(pk__in=plain.values("holder_id")) if few else Q(Exists(plain.filter(holder=OuterRef("pk"))))
    return {body.pk: body for body in Body.objects.filter(leads).order_by("place", "name")}


def sources_of(rows: QuerySet[Case], *, few: bool = False) -> list[tuple[str, str]]:
    """Give the documents from which some of the tasks come, with their titles (one query); ``few`` as above."""
    plain = rows.order_by().select_related(None)
    read = Q(pk__in=plain.values("delivery_task__document"))
    named = read if few else Q(Exists(plain.filter(delivery_task__document=OuterRef("pk"))))
    return list(Source.objects.filter(named).order_by("title", "pk").values_list("pk", "title"))


def places_of(rows: QuerySet[Case], tallies: QuerySet[Tally] | None) -> list[str]:
    """Give the places of tasks (one query)."""
    found = rows.order_by().select_related(None) if tallies is None else tallies.filter(count__gt=0).order_by()
    return sorted(set(found.values_list("place", flat=True).distinct()))


def last_reports(cases: Sequence[Case]) -> dict[UUID, TaskReport]:
    """Give the last report of each of some tasks (one query)."""
    found: dict[UUID, TaskReport] = {}
    for row in TaskReport.objects.filter(task__in=[case.pk for case in cases]).order_by("id"):
        found[row.task_id] = row
    return found


def why(row: Case, report: TaskReport | None) -> str:
    """Give the nearest words that say why a task stands where it stands: block, dispute, last report."""
    task = row.delivery_task
    return task.block_reason or task.dispute or (report.text if report else "") or gettext("no report yet")


def open_helps(rows: QuerySet[Case]) -> QuerySet[TaskHelp]:
    """Give the open questions on tasks, the oldest first."""
    mine = rows.order_by().filter(waiting_help()).values("pk")
    asked = TaskHelp.objects.filter(answered_on__isnull=True, task__in=mine)
    return asked.select_related("task__case__holder", "body").order_by("asked_on", "pk")


def parts(task: DeliveryTask) -> list[Case]:
    """Give the parts that were given away, in order."""
    rows = Case.objects.filter(kind=TASK.kind, delivery_task__parent=task)
    return list(rows.select_related("delivery_task", "holder").order_by("pk"))


def task_url(case: UUID) -> str:
    """Give the address of a task's page."""
    return reverse("casework:case", args=[case])


def years_of() -> list[int]:
    """Give the years of the ledger, the last first (one query, two looks at an index)."""
    first = DeliveryTask.objects.order_by("year").values("year")[:1]
    ends = DeliveryTask.objects.order_by("-year").values_list("year", Subquery(first))[:1]
    return [year for last, begin in ends for year in range(last, begin - 1, -1)]
