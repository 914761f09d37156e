"""Bodies are renamed, merge and split: planned by the keeper of the node, carried out on the day in one act."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue
from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.casework.posts import facts
from kechuang.casework.posts.desk import carried_out, touch
from kechuang.casework.posts.estates import ESTATES, held_by
from kechuang.casework.posts.items import OpenItem
from kechuang.casework.posts.models import Assignment
from kechuang.casework.posts.placing import Item, spread
from kechuang.casework.posts.requests import MOVES, OPEN, SUCCEEDED, Succeed
from kechuang.casework.posts.rules import said
from kechuang.casework.registry import ActKind, Done, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts import names
from kechuang.web.accounts.models import Body, Succession
from kechuang.web.permissions import SYSTEM as THE_NODE
from kechuang.web.permissions import Actor

RENAME, MERGE, SPLIT = Succession.RENAME, Succession.MERGE, Succession.SPLIT


def succeed(request: Succeed, *, by: Actor, key: str) -> Outcome:
    """Plan a succession; one whose day is today is carried out at once, both or neither."""
    with queue.writer(), transaction.atomic():
        outcome = carried_out(PLAN, request, by=by, key=key)
        if outcome.refusal is None and not outcome.repeated and request.day <= clock.today():
            carried = carry_out(request.succession, on=request.day)
            if carried.refusal:
                transaction.set_rollback(True)
            return carried
        return outcome


def carry_out(succession: UUID, *, on: date) -> Outcome:
    """Carry out a planned succession on its day."""
    row = Succession.objects.get(pk=succession)
    kind = RENAMED if row.kind == RENAME else SUCCEED
    return act(kind, _request(row), by=THE_NODE, key=f"succession:{row.pk}", on=on)


def due(body: UUID, *, on: date, key: str) -> Outcome:
    """Carry out what is planned for a body on a day: called by the sweep of due moves."""
    row = Succession.objects.filter(body=body, on__lte=on, done=False).order_by("on", "pk").first()
    if row is None:
        return Outcome(key, refusal=Refusal("posts.succession_done", {}))
    return carry_out(row.pk, on=on)


def preview(request: Succeed) -> tuple[list[OpenItem], dict[str, UUID] | Refusal]:
    """Give what the body holds and where each thing would go, or why that cannot be."""
    items = held_by(request.body, request.day)
    if request.kind == RENAME:
        return items, {}
    return items, spread(_plain(items), request.successors, request.placed, request.rest)


def _plain(items: Sequence[OpenItem]) -> tuple[Item, ...]:
    return tuple(item.item for item in items)


def _request(row: Succession) -> Succeed:
    return Succeed(
        body=row.body_id,
        succession=row.pk,
        kind=row.kind,
        day=row.on,
        successors=tuple(UUID(each) for each in row.successors),
        placed={key: UUID(each) for key, each in row.placed.items()},
        rest=row.rest_id,
        name=row.name,
        name_en=row.name_en,
        document=row.document,
    )


# --- decisions


def _load(requests: Sequence[Succeed]) -> dict[str, Any]:
    [request] = requests
    bodies = Body.objects.filter(pk__in=[request.body, *request.successors])
    return {
        "items": tuple(held_by(request.body, request.day)) if request.kind != RENAME else (),
        "bodies": {body.pk: body for body in bodies},
    }


def decide_plan(scene: Scene[dict[str, Any]], request: Succeed) -> Decision | Refusal:
    """Plan: the successors are there and others than the body; a split names where everything goes."""
    bodies = scene.rows["bodies"]
    if request.day < scene.on:
        return Refusal("posts.in_the_past", {"since": request.day}, "day")
    wrong = [each for each in request.successors if each == request.body or each not in bodies or bodies[each].valid_to]
    if wrong or (request.kind != RENAME and not request.successors):
        return Refusal("posts.no_such_successor", {}, "successors")
    if request.kind == RENAME and not request.name:
        return Refusal("posts.no_name", {}, "name")
    if request.kind == SPLIT and len(set(request.successors)) < 2:
        return Refusal("posts.split_in_two", {}, "successors")
    if request.kind == SPLIT and request.day > scene.on and request.rest is None:
        return Refusal("posts.rest_needed", {}, "rest")
    if request.kind != RENAME:
        targets = spread(_plain(scene.rows["items"]), request.successors, request.placed, request.rest)
        if isinstance(targets, Refusal):
            return targets
    fact = facts.SuccessionPlanned(
        succession=str(request.succession),
        kind=request.kind,
        day=request.day,
        successors=tuple(map(str, request.successors)),
        document=request.document,
    )
    due_move = "rename" if request.kind == RENAME else "succeed"
    waits = (DueAt(request.body, due_move, request.day),) if request.day > scene.on else ()
    return Decision(facts=((request.body, fact),), states={request.body: OPEN}, due=waits)


def decide_rename(scene: Scene[dict[str, Any]], request: Succeed) -> Decision | Refusal:
    """The body bears its new name."""
    fact = facts.BodyRenamed(
        succession=str(request.succession),
        body=str(request.body),
        name=request.name,
        name_en=request.name_en,
        before=scene.rows["bodies"][request.body].name,
    )
    decision = said(request.body, fact)
    return Decision(facts=decision.facts, states=decision.states, changes={request.body: {"title": request.name}})


def decide_succeed(scene: Scene[dict[str, Any]], request: Succeed) -> Decision | Refusal:
    """Everything that the body holds goes to its successors; nothing is left without one."""
    targets = spread(_plain(scene.rows["items"]), request.successors, request.placed, request.rest)
    if isinstance(targets, Refusal):
        return targets
    counts: dict[str, int] = {}
    for item in scene.rows["items"]:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    fact = facts.BodySucceeded(
        succession=str(request.succession),
        body=str(request.body),
        kind=request.kind,
        successors=tuple(map(str, request.successors)),
        counts=counts,
        items={key: str(target) for key, target in targets.items()},
    )
    return said(request.body, fact, state=SUCCEEDED, rows=(scene.rows["items"], targets))


# --- tables


def _project_plan(done: Sequence[Done[Succeed]]) -> None:
    for one in (entry.request for entry in done):
        Succession.objects.create(
            pk=one.succession,
            body_id=one.body,
            kind=one.kind,
            on=one.day,
            name=one.name,
            name_en=one.name_en,
            successors=[str(each) for each in one.successors],
            placed={key: str(each) for key, each in one.placed.items()},
            rest_id=one.rest,
            document=one.document,
        )


def _project_rename(done: Sequence[Done[Succeed]]) -> None:
    for one in (entry.request for entry in done):
        names.rename(Body.objects.get(pk=one.body), one.name, one.name_en, one.day)
        Succession.objects.filter(pk=one.succession).update(done=True)


def _project_succeed(done: Sequence[Done[Succeed]]) -> None:
    for entry in done:
        one, (items, targets) = entry.request, entry.decision.rows  # type: ignore[misc]  # what decide_succeed laid there
        groups: dict[tuple[str, UUID], list[OpenItem]] = {}
        for item in items:
            groups.setdefault((item.kind, targets[item.key]), []).append(item)
        for code, estate in ESTATES.items():
            for (kind, successor), members in groups.items():
                if kind == code:
                    estate.move(members, one.body, successor, one.day)
        _part(targets)
        Body.objects.filter(pk=one.body).update(valid_to=one.day)
        Succession.objects.filter(pk=one.succession).update(done=True)


def _part(targets: Mapping[str, UUID]) -> None:
    """Give a case back to its office where it went to one successor and the post that had it to another."""
    split: dict[str, dict[UUID, UUID]] = {"cases": {}, "posts": {}}
    for key, successor in targets.items():
        kind, _colon, identifier = key.partition(":")
        if kind in split:
            split[kind][UUID(identifier)] = successor
    for row in Assignment.objects.filter(post__in=split["posts"]):
        if split["cases"].get(row.case_id, split["posts"][row.post_id]) != split["posts"][row.post_id]:
            row.delete()


PLAN = register_act(ActKind(MOVES, "plan_succession", touch, decide_plan, _load, _project_plan))
RENAMED = register_act(ActKind(MOVES, "rename", touch, decide_rename, _load, _project_rename))
SUCCEED = register_act(ActKind(MOVES, "succeed", touch, decide_succeed, _load, _project_succeed))
