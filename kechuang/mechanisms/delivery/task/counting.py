"""Counts of tasks by what matters, whole or by place and leading body: a fixed number of queries, no task is loaded."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from kechuang.casework.models import Case, Tally
from kechuang.mechanisms.delivery.task.models import TaskMoney
from kechuang.mechanisms.delivery.task.queries import BY_STATE, SOON, flagged
from kechuang.mechanisms.delivery.task.rules.money import ARRANGED, PLANNED, SPENT
from kechuang.mechanisms.delivery.task.rules.moves import READ, TASK
from kechuang.web.permissions import Actor, Scope, scope

COUNTED = ("help", "report", "proved")
"""The flags that each need a query of their own; the others follow from states and days."""
PLACE, LEAD = "place", "holder_id"


@dataclass(slots=True)
class Counts:
    """How many tasks there are by what matters; ``monies`` are yuan planned, arranged and spent, where asked."""

    every: int = 0
    by_flag: dict[str, int] = field(default_factory=dict)
    monies: dict[str, Decimal] = field(default_factory=dict)

    def __getitem__(self, flag: str) -> int:
        return self.by_flag.get(flag, 0)

    def put(self, state: str, count: int) -> None:
        """Add tasks of a state."""
        self.every += count
        for flag, states in BY_STATE.items():
            if state in states:
                self.by_flag[flag] = self[flag] + count

    def add(self, other: "Counts") -> None:
        """Add other tasks."""
        self.every += other.every
        for flag, count in other.by_flag.items():
            self.by_flag[flag] = self[flag] + count
        for kind, yuan in other.monies.items():
            self.monies[kind] = self.monies.get(kind, Decimal(0)) + yuan


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts by place and leading body; the tables of a page are sums of these."""

    parts: dict[tuple[str, UUID | None], Counts]

    def whole(self) -> Counts:
        """Count all."""
        return self._by(lambda _key: "").get("", Counts())

    def by_place(self) -> dict[Any, Counts]:
        """Count by the task's own place."""
        return self._by(lambda key: key[0])

    def by_lead(self) -> dict[Any, Counts]:
        """Count by leading body; tasks without one stand under None."""
        return self._by(lambda key: key[1])

    def _by(self, name: Callable[[tuple[str, UUID | None]], Any]) -> dict[Any, Counts]:
        found: dict[Any, Counts] = {}
        for key, counts in self.parts.items():
            found.setdefault(name(key), Counts()).add(counts)
        return found


def tallied(actor: Actor, on: date, place: str = "") -> QuerySet[Tally] | None:
    """Give the maintained tallies of what an actor may read at a place; None where bodies give the reach."""
    reach = scope(actor, READ, on)
    if reach.bodies or not reach:
        return None
    if place and not (reach.everything or reach.covers(place=place)):
        return None
    wanted = Scope(places=frozenset({place})) if place else Scope(reach.everything, reach.places)
    return Tally.objects.filter(wanted.condition(Tally), kind=TASK.kind)


def counts(
    rows: QuerySet[Case], on: date, tallies: QuerySet[Tally] | None = None, flags: Collection[str] = COUNTED
) -> Counts:
    """Count tasks by flag: two queries (the whole from tallies where they are given), and one for each of ``flags``."""
    return _gather(rows, (), on, tallies, flags).get((), Counts())


def summed(rows: QuerySet[Case], on: date, *, money: bool = False) -> Sums:
    """Count tasks by place and leading body (three queries, five with money): flags but for reports and proofs.

    What is planned stands as the amount on the case; what is arranged and spent is read where it was stated.
    """
    found = _gather(rows, (PLACE, LEAD), on, None, ("help",))
    if money:
        plain = rows.order_by().select_related(None)
        for *key, yuan in plain.filter(amount__isnull=False).values_list(PLACE, LEAD).annotate(yuan=Sum("amount")):
            found[tuple(key)].monies[PLANNED] = Decimal(yuan)
        others = TaskMoney.objects.filter(kind__in=(ARRANGED, SPENT))
        stated = plain.filter(pk__in=others.values("task"), delivery_task__monies__kind__in=(ARRANGED, SPENT))
        for *key, kind, yuan in stated.values_list(PLACE, LEAD, "delivery_task__monies__kind").annotate(
            yuan=Sum("delivery_task__monies__amount")
        ):
            found[tuple(key)].monies[kind] = Decimal(yuan)
    return Sums(found)


def money(rows: QuerySet[Case]) -> dict[str, Decimal]:
    """Give what is planned, arranged and spent for tasks, in yuan (one query)."""
    mine = TaskMoney.objects.filter(task__in=rows.order_by().select_related(None).values("pk"))
    return {kind: Decimal(yuan) for kind, yuan in mine.order_by().values_list("kind").annotate(yuan=Sum("amount"))}


def _gather(
    rows: QuerySet[Case],
    columns: tuple[str, ...],
    on: date,
    tallies: QuerySet[Tally] | None,
    flags: Collection[str],
) -> dict[tuple[Any, ...], Counts]:
    found: dict[tuple[Any, ...], Counts] = {}
    plain = rows.order_by().select_related(None)
    if tallies is None:
        sums = plain.values_list(*columns, "state").annotate(n=Count("*"))
    else:
        sums = tallies.order_by().values_list(*columns, "state").annotate(n=Sum("count"))
    for *key, state, count in sums:
        found.setdefault(tuple(key), Counts()).put(state, count)
    days = plain.filter(due_on__lte=on + SOON, finished=False)
    past = Count("pk", filter=Q(due_on__lt=on))
    for *key, every, overdue in _grouped(days, columns, n=Count("*"), past=past):
        known = found.setdefault(tuple(key), Counts()).by_flag
        known["late"], known["soon"] = overdue, every - overdue
    for flag in flags:
        for *key, count in _grouped(plain.filter(flagged(flag, on)), columns, n=Count("*")):
            found.setdefault(tuple(key), Counts()).by_flag[flag] = count
    return {key: each for key, each in found.items() if each.every}


def _grouped(rows: QuerySet[Case], columns: tuple[str, ...], **sums: Any) -> Iterable[tuple[Any, ...]]:  # noqa: ANN401 - sums of a query
    """Group few rows. The keys are wrapped so that no index in the keys' order is walked from end to end for them."""
    if not columns:
        return [tuple(rows.aggregate(**sums).values())]
    keys = {f"grouped_{column}": _wrapped(column) for column in columns}
    return rows.annotate(**keys).values_list(*keys).annotate(**sums)


def _wrapped(column: str) -> Coalesce:
    named: Any = Case._meta.get_field(column.removesuffix("_id"))  # noqa: SLF001 - Django's documented model API
    output = named.target_field.__class__() if named.is_relation else named.__class__()
    return Coalesce(F(column), Value(None), output_field=output)
