"""The reads of tasks, each with a fixed number of queries, scoped to the reader."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext

from kechuang.casework import queries as casework
from kechuang.casework.models import Case, Tally
from kechuang.mechanisms.delivery.task.models import (
    DeliveryTask,
    Dispatch,
    Source,
    Support,
    TaskHelp,
    TaskMoney,
    TaskReport,
)
from kechuang.mechanisms.delivery.task.rules.moves import DISPATCH, READ, SETTLED, TASK
from kechuang.mechanisms.delivery.task.rules.requests import Take
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, Scope, scope, within

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
    return Q(pk__in=overdue.union(never))


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


@dataclass(slots=True)
class Counts:
    """How many tasks there are by what matters, and their money in yuan."""

    every: int = 0
    by_flag: dict[str, int] = field(default_factory=dict)
    money: Decimal = Decimal(0)

    def __getitem__(self, flag: str) -> int:
        return self.by_flag.get(flag, 0)

    def put(self, state: str, count: int, money: Decimal) -> None:
        """Add tasks of a state."""
        self.every += count
        self.money += money
        for flag, states in BY_STATE.items():
            if state in states:
                self.by_flag[flag] = self[flag] + count


def tallied(actor: Actor, on: date, place: str = "") -> QuerySet[Tally] | None:
    """Give the maintained tallies of what an actor may read at a place; None where bodies give the reach."""
    reach = scope(actor, READ, on)
    if reach.bodies or not reach:
        return None
    if place and not (reach.everything or reach.covers(place=place)):
        return None
    wanted = Scope(places=frozenset({place})) if place else Scope(reach.everything, reach.places)
    return Tally.objects.filter(wanted.condition(Tally), kind=TASK.kind)


def counts(rows: QuerySet[Case], on: date, tallies: QuerySet[Tally] | None = None) -> Counts:
    """Count tasks by flag (five queries over what matters; the whole from tallies where they are given)."""
    return _gather(rows, (), on, tallies).get((), Counts())


def by(rows: QuerySet[Case], column: str, on: date, tallies: QuerySet[Tally] | None = None) -> dict[Any, Counts]:
    """Count tasks by flag for each value of a column of the case (five queries); ``tallies`` only for the place."""
    return {key[0]: found for key, found in _gather(rows, (column,), on, tallies).items()}


def _gather(
    rows: QuerySet[Case], columns: tuple[str, ...], on: date, tallies: QuerySet[Tally] | None
) -> dict[tuple[Any, ...], Counts]:
    found: dict[tuple[Any, ...], Counts] = {}
    plain = rows.order_by().select_related(None)
    if tallies is None:
        sums = plain.values_list(*columns, "state").annotate(n=Count("*"), money=Sum("amount"))
    else:
        sums = tallies.order_by().values_list(*columns, "state").annotate(n=Sum("count"), money=Sum("amount"))
    for *key, state, count, money in sums:
        found.setdefault(tuple(key), Counts()).put(state, count, Decimal(money or 0))
    days = plain.filter(due_on__lte=on + SOON, finished=False)
    past = Count("pk", filter=Q(due_on__lt=on))
    for *key, every, overdue in _grouped(days, columns, n=Count("*"), past=past):
        flags = found.setdefault(tuple(key), Counts()).by_flag
        flags["late"], flags["soon"] = overdue, every - overdue
    for flag in ("help", "report", "proved"):
        for *key, count in _grouped(plain.filter(flagged(flag, on)), columns, n=Count("*")):
            found.setdefault(tuple(key), Counts()).by_flag[flag] = count
    return {key: each for key, each in found.items() if each.every}


def _grouped(rows: QuerySet[Case], columns: tuple[str, ...], **sums: Any) -> Iterable[tuple[Any, ...]]:  # noqa: ANN401 - sums of a query
    """Group few rows. The key is wrapped so that no index in the key's order is walked from end to end for them."""
    if columns:
        field: Any = Case._meta.get_field(columns[0].removesuffix("_id"))  # noqa: SLF001 - Django's documented model API
        output = field.target_field.__class__() if field.is_relation else field.__class__()
        key = Coalesce(F(columns[0]), Value(None), output_field=output)
        return rows.annotate(grouped=key).values_list("grouped").annotate(**sums)
    return [tuple(rows.aggregate(**sums).values())]


def money_by(rows: QuerySet[Case], column: str) -> dict[Any, dict[str, Decimal]]:
    """Give what is planned, arranged and spent in yuan, for each value of a column of the case (one query)."""
    mine = TaskMoney.objects.filter(task__in=rows.order_by().select_related(None).values("pk"))
    found: dict[Any, dict[str, Decimal]] = {}
    sums = mine.order_by().values_list(f"task__case__{column}", "kind").annotate(yuan=Sum("amount"))
    for key, kind, yuan in sums:
        found.setdefault(key, {})[kind] = Decimal(yuan)
    return found


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


def why(row: Case, report: TaskReport | None) -> str:
    """Give the nearest words that say why a task stands where it stands: block, dispute, last report."""
    task = row.delivery_task
    return task.block_reason or task.dispute or (report.text if report else "") or gettext("no report yet")


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


def years_of() -> list[int]:
    """Give the years of the ledger, the last first (one query, two looks at an index)."""
    found = DeliveryTask.objects.aggregate(first=Min("year"), last=Max("year"))
    return list(range(found["last"], found["first"] - 1, -1)) if found["last"] else []


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
