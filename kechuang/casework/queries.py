"""What pages read of cases: a fixed number of queries each, scoped to the reader."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from kechuang.casework.models import Case, DueMove, Step, Tally
from kechuang.casework.moves import COUNTERPART, HOLDER, OFFICE, SYSTEM, Move
from kechuang.casework.registry import ALONGSIDE, CASE_KINDS, CaseKind
from kechuang.casework.separation import taken_by
from kechuang.ledger import read as ledger
from kechuang.ledger.models import Entry
from kechuang.web.permissions import Actor, Scope, scope, sides

BODIES = ("holder", "counterpart", "office")


def cases(actor: Actor, on: date, kinds: Iterable[str] = ()) -> QuerySet[Case]:
    """Give the cases that an actor may read, of some kinds or of all, with the bodies that lists show."""
    wanted = [CASE_KINDS[kind] for kind in kinds] if kinds else list(CASE_KINDS.values())
    alike: dict[Scope, list[str]] = {}
    reach = Q(pk__in=[])
    for kind in wanted:
        if kind.reach is not None:
            where = scope(actor, kind.read, on)
            reach |= Q(kind=kind.moves.kind) & kind.reach(where) if where else Q(pk__in=[])
            continue
        alike.setdefault(scope(actor, kind.read, on), []).append(kind.moves.kind)
    for where, codes in alike.items():
        if where:
            reach |= (Q(kind=codes[0]) if len(codes) == 1 else Q(kind__in=codes)) & _within(where)
    return Case.objects.filter(reach).select_related("holder", "counterpart", "office")


def _within(reach: Scope, bodies: Collection[str] = BODIES) -> Q:
    return reach.condition(Case, bodies=bodies, city="city")


def waiting_for(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the cases on which the actor could take a step now: the inbox "mine".

    A move that excludes an earlier step of the same person is left out for the cases where the person took it.
    """
    wanted = Q(pk__in=[])
    for kind in CASE_KINDS.values():
        for entry in kind.moves.table:
            if entry.code in kind.forms and entry.main and entry.side != SYSTEM:
                wanted |= _takes(kind, entry, actor, on)
    wanted &= Q(hold="")
    for alongside in ALONGSIDE.values():
        wanted |= alongside.waiting(actor, on)
    return Case.objects.filter(wanted).select_related("holder", "counterpart", "office")


def answers_of(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the cases that wait for an answer of a body for which the actor acts: opinions, corrections."""
    wanted = Q(pk__in=[])
    for alongside in ALONGSIDE.values():
        wanted |= alongside.answers(actor, on)
    return Case.objects.filter(wanted).select_related("holder", "counterpart", "office")


def _takes(kind: CaseKind, entry: Move, actor: Actor, on: date) -> Q:
    """Give the filter for the cases on which a move is open, by own duties and by those held for each other person."""
    found = Q(pk__in=[])
    parts = sides(actor) if entry.excludes else [(actor, frozenset())]
    for part, persons in parts if entry.sources else ():
        reach = scope(part, entry.permission, on)
        if not reach:
            continue
        column = {HOLDER: "holder", COUNTERPART: "counterpart", OFFICE: "office"}[entry.side]
        where = _within(reach if entry.side == OFFICE else Scope(bodies=reach.bodies), (column,))
        condition = Q(kind=kind.moves.kind, state__in=entry.sources) & where
        found |= condition & ~taken_by(persons, entry.excludes) if entry.excludes else condition
    return found


def late(rows: QuerySet[Case], on: date) -> QuerySet[Case]:
    """Keep the cases whose day has passed and that are not finished."""
    return unfinished(rows.filter(due_on__lt=on))


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases, and their amounts in yuan."""

    cases: int = 0
    amount: Decimal = Decimal(0)


def tallies(kind: str, reach: Scope) -> dict[str, Count]:
    """Give counts and amounts by state from the maintained tallies (one query).

    Only places are tallied: a reach over bodies alone is answered by counting its own cases, which are few.
    """
    if reach.bodies and not (reach.everything or reach.places):
        return _counted(Case.objects.filter(Q(kind=kind) & _within(reach)))
    rows = Tally.objects.filter(Q(kind=kind) & Scope(reach.everything, reach.places).condition(Tally))
    sums = rows.values_list("state").annotate(total=Sum("count"), yuan=Sum("amount"))
    return {state: Count(total, _yuan(yuan)) for state, total, yuan in sums if total}


def _counted(rows: QuerySet[Case]) -> dict[str, Count]:
    found: dict[str, Count] = {}
    for state, amount in rows.values_list("state", "amount"):
        known = found.get(state, Count())
        found[state] = Count(known.cases + 1, known.amount + (amount or Decimal(0)))
    return found


def _yuan(value: Any) -> Decimal:  # noqa: ANN401 - the sum of a money column, in yuan or nothing
    return Decimal(value or 0)


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case with its history and what time will do to it."""

    case: Case
    steps: list[Step]
    due: list[DueMove]
    facts: dict[str, Entry]


def detail(identifier: UUID) -> CaseDetail | None:
    """Give a case with steps, open due moves and facts (four queries), or None."""
    case = Case.objects.select_related("holder", "counterpart", "office").filter(pk=identifier).first()
    if case is None:
        return None
    steps = list(case.steps.select_related("person", "body", "on_behalf_of").order_by("-id"))
    due = list(case.due_moves.filter(done_at__isnull=True).order_by("on", "id"))
    facts = {entry.id: entry for entry in ledger.of_case(f"{case.authority}/case/{case.pk}")}
    return CaseDetail(case, steps, due, facts)


def unfinished(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Keep the cases that wait for somebody or for a day."""
    return rows.filter(finished=False)
