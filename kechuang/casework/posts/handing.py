"""Handover: everything open of a person or a post moves in one act, or nothing does."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from kechuang.casework.act import Outcome
from kechuang.casework.posts import rules
from kechuang.casework.posts.delegating import end_rows, keeps
from kechuang.casework.posts.desk import carried_out, in_force, known_of, leaving_items, touch
from kechuang.casework.posts.items import KINDS, OpenItem, Target
from kechuang.casework.posts.models import Handover, HandoverItem
from kechuang.casework.posts.requests import MOVES, HandOver
from kechuang.casework.posts.staffing import end_grants
from kechuang.casework.registry import ActKind, Done, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts.models import Delegation, Filling, Grant, Person
from kechuang.web.permissions import Actor


def hand_over(request: HandOver, *, by: Actor, key: str) -> Outcome:
    """Hand over: the person who leaves does so, or the body's administrator; ending access is the administrator's."""
    if not keeps(by, request.body) and (request.access or request.person != by.person or by.person is None):
        return Outcome(key, refusal=Refusal("posts.not_your_post", {}))
    return carried_out(HAND_OVER, request, by=by, key=key)


def posts_of(person: UUID, body: UUID) -> list[UUID]:
    """Give the posts of a body that a person fills now or is to fill."""
    today = clock.today()
    rows = Filling.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), person=person, post__body=body)
    return list(rows.order_by("pk").values_list("post", flat=True))


def _project(done: Sequence[Done[HandOver]]) -> None:
    for entry in done:
        targets, filled = entry.decision.rows  # type: ignore[misc]  # what decide_hand_over laid there
        _carry_out(entry.request, targets, filled)


def _carry_out(request: HandOver, targets: dict[str, UUID], filled: dict[UUID, UUID]) -> None:
    today = clock.today()
    items = leaving_items(request, today)
    _write(request, items, targets, filled)
    for (kind, post), members in _grouped(items, targets).items():
        KINDS[kind].move(members, Target(post, filled[post], request.person, today))
    ending = Delegation.objects.filter(valid_to__gt=today, giver=request.person, post__in=request.left)
    end_rows(list(ending))
    leaving = Filling.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), post__in=request.left)
    for row in leaving:
        row.valid_to = max(today, row.valid_from)
        row.save(update_fields=["valid_to"])
    Filling.objects.bulk_create(
        [Filling(post_id=post, person_id=who, valid_from=today) for post, who in request.successions.items()]
    )
    if request.access and request.person:
        _end_access(request.person, request.body)


def _grouped(items: Sequence[OpenItem], targets: dict[str, UUID]) -> dict[tuple[str, UUID], list[OpenItem]]:
    found: dict[tuple[str, UUID], list[OpenItem]] = {}
    for item in items:
        found.setdefault((item.kind, targets[item.key]), []).append(item)
    return found


def _write(request: HandOver, items: Sequence[OpenItem], targets: dict[str, UUID], filled: dict[UUID, UUID]) -> None:
    row = Handover.objects.create(
        pk=request.handover,
        body_id=request.body,
        person_id=request.person,
        by_id=request.by,
        on=clock.today(),
        access=request.access,
    )
    HandoverItem.objects.bulk_create(
        [
            HandoverItem(
                handover=row,
                kind=item.kind,
                ref=item.id,
                title=item.title[:240],
                url=item.url[:200],
                due_on=item.due_on,
                left_id=item.post,
                post_id=targets[item.key],
                person_id=filled[targets[item.key]],
            )
            for item in items
        ]
    )


def _end_access(person: UUID, body: UUID) -> None:
    """End every duty of a person in a body; somebody without any duty elsewhere signs in no more."""
    today = clock.today()
    end_grants(list(Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), person=person, body=body)), today)
    elsewhere = Grant.objects.filter(in_force(today), person=person).exists()
    if not elsewhere and not Filling.objects.filter(in_force(today), person=person).exists():
        Person.objects.filter(pk=person).update(is_active=False)


HAND_OVER = register_act(ActKind(MOVES, "hand_over", touch, rules.decide_hand_over, known_of, _project))
