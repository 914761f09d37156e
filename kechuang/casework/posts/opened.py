"""The open items that this package knows: cases assigned to a post, and delegations that a person has taken."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.posts import items
from kechuang.casework.posts.items import OpenItem, OpenItems, Target
from kechuang.casework.posts.models import Assignment
from kechuang.web import clock, slots
from kechuang.web.accounts.models import Delegation


def list_cases(_person: UUID, post: UUID | None) -> list[OpenItem]:
    """Give the unfinished cases that are the work of a post."""
    if post is None:
        return []
    rows = Case.objects.filter(assignment__post=post, finished=False).order_by("due_on", "pk")
    return [
        OpenItem(
            kind="cases",
            id=str(row.pk),
            title=f"{row.number} {row.title}".strip(),
            post=post,
            due_on=row.due_on,
            url=slots.link("case", row.pk),
        )
        for row in rows
    ]


def move_cases(moved: Sequence[OpenItem], target: Target) -> None:
    """Make the cases the work of another post; nothing changes where the post stays and its filler is new."""
    ids = [UUID(item.id) for item in moved]
    Assignment.objects.filter(case__in=ids).exclude(post=target.post).update(post=target.post, on=target.on)


def list_delegations(person: UUID, post: UUID | None) -> list[OpenItem]:
    """Give the delegations that a person has taken and that are not over."""
    if post is not None:
        return []
    rows = Delegation.objects.filter(taker=person, valid_to__gt=clock.today()).select_related("post", "giver")
    return [
        OpenItem(
            kind="delegations",
            id=str(row.pk),
            title=f"{row.post.title} ({row.giver.name})",
            due_on=row.valid_to,
            url=slots.link("delegations"),
        )
        for row in rows.order_by("valid_to", "pk")
    ]


def move_delegations(moved: Sequence[OpenItem], target: Target) -> None:
    """Let the new person act for the givers; a giver who would act for herself ends it."""
    rows = Delegation.objects.filter(pk__in=[UUID(item.id) for item in moved])
    for row in rows:
        if row.giver_id == target.person:
            row.valid_to = max(target.on, row.valid_from)
        else:
            row.taker_id = target.person
        row.save(update_fields=["taker", "valid_to"])


def register() -> None:
    """Make both known to handover."""
    items.register(OpenItems("cases", _("Cases assigned to the post"), list_cases, move_cases))
    items.register(OpenItems("delegations", _("Acting for others"), list_delegations, move_delegations))
