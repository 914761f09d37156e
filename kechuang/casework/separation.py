"""Preparing, checking and approving are different persons, also where one acts for another.

Somebody who acts on behalf of another counts as both: as herself and as the person for whom she acts.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Step
from kechuang.web.permissions import Actor, Held, sides


def duty(held: Iterable[Held], person: UUID | None, took_part: Collection[UUID]) -> Held | None:
    """Give the first duty by which a person may act, when these persons took the steps that exclude; None: by none."""
    if person in took_part:
        return None
    return next((each for each in held if each.on_behalf_of not in took_part), None)


def took_part(cases: Iterable[UUID], by: Actor, moves: Collection[str]) -> Mapping[UUID, frozenset[UUID]]:
    """Give those of an actor's persons (self, those acted for) who took one of the moves, by case: one query."""
    if not moves or by.system:
        return {}
    mine = frozenset(person for _part, persons in sides(by) for person in persons)
    steps = Step.objects.filter(_by(mine), case__in=list(cases), move__in=moves)
    found: dict[UUID, set[UUID]] = {}
    for case, *persons in steps.values_list("case_id", "person_id", "on_behalf_of_id"):
        found.setdefault(case, set()).update(mine.intersection(persons))
    return {case: frozenset(persons) for case, persons in found.items()}


def taken_by(persons: Collection[UUID], moves: Collection[str]) -> Q:
    """Give the filter for cases on which one of the persons took one of the moves."""
    return Q(pk__in=Step.objects.filter(_by(persons), move__in=moves).values("case"))


def _by(persons: Collection[UUID]) -> Q:
    return Q(person__in=persons) | Q(on_behalf_of__in=persons)
