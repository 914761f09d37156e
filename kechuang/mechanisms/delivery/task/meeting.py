"""What a meeting keeps of tasks, and what changed since: read from the steps taken since, not from all tasks."""

import hashlib
import json
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kechuang.casework.models import Case, Step
from kechuang.mechanisms.delivery.task.models import Dispatch
from kechuang.mechanisms.delivery.task.rules.compare import Changes, Shot, compare
from kechuang.mechanisms.delivery.task.rules.moves import DISPATCH
from kechuang.mechanisms.delivery.task.rules.requests import Take
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body

SHOT = ("state", "delivery_task__percent", "due_on", "finished")


def _shot(on: date, state: str, percent: int, due_on: date | None, finished: bool) -> dict[str, object]:
    return {"state": state, "percent": percent, "late": bool(due_on and due_on < on and not finished)}


def snapshot(rows: QuerySet[Case], on: date) -> dict[str, dict[str, object]]:
    """Give how tasks stand, as a meeting keeps it (one query)."""
    found = rows.select_related(None).values_list("pk", "number", "title", *SHOT)
    return {str(pk): {"number": number, "title": title, **_shot(on, *columns)} for pk, number, title, *columns in found}


def last(place: str, before: UUID | None = None) -> Dispatch | None:
    """Give the last dispatch of a place, or the one before another."""
    rows = Dispatch.objects.select_related("case").filter(case__kind=DISPATCH.kind, case__place=place)
    if before is not None:
        rows = rows.filter(case__pk__lt=before)
    return rows.order_by("-case__pk").first()


def _stepped(meeting: Dispatch) -> Q:
    """Give the condition for tasks on which a step was taken since a meeting."""
    first = Step.objects.filter(case=meeting.pk).order_by("pk").values_list("pk", flat=True).first() or 0
    return Q(pk__in=Step.objects.filter(pk__gt=first).values("case_id"))


def seen(rows: QuerySet[Case], before: Dispatch | None, on: date) -> QuerySet[Case]:
    """Keep the tasks that a meeting looks at: those not finished, and those finished since the one before.

    The first meeting looks at what was finished of the year's tasks.
    """
    ended = _stepped(before) if before else Q(delivery_task__year=on.year)
    return rows.filter(Q(finished=False) | Q(finished=True) & ended)


def taken(rows: QuerySet[Case], office: Body, title: str, note: str) -> Take:
    """Give the request that takes a meeting down: the tasks that it looks at as they stand today."""
    today = clock.today()
    shots = snapshot(seen(rows, last(office.place), today).order_by("pk"), today)
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


def since(rows: QuerySet[Case], before: Dispatch, on: date) -> Changes:
    """Compare tasks with a meeting (three queries): those with a step since, and those whose day has passed since."""
    plain = rows.order_by().select_related(None)
    passed = Q(due_on__gte=before.case.opened_on, due_on__lt=on, finished=False)
    now: dict[str, dict[str, object]] = {}
    for found in (plain.filter(_stepped(before)), plain.filter(passed)):
        for pk, *columns in found.values_list("pk", *SHOT):
            finished = columns[-1]
            if finished and pk < before.pk and str(pk) not in before.snapshot:
                continue  # it was finished before that meeting, which did not look at it
            now[str(pk)] = _shot(on, *columns)
    then: Shot = {task: before.snapshot[task] for task in now if task in before.snapshot}
    return compare(then, now)


def named(changes: Changes, most: int) -> list[str]:
    """Give the tasks that a page of changes names: the first ``most`` under each head, and those that moved most."""
    heads = (changes.new, changes.became_late, changes.no_longer_late, changes.done, changes.closed, changes.blocked)
    ids = [task for head in (*heads, changes.unblocked) for task in head[:most]]
    return list(dict.fromkeys([*ids, *(task for task, _then, _now in moved(changes, most))]))


def moved(changes: Changes, most: int) -> list[tuple[str, int, int]]:
    """Give the tasks whose progress changed most: id, percent then and now."""
    return sorted(changes.moved, key=lambda each: each[1] - each[2])[:most]
