"""What handover lists of this package: prepared requests of a person, and opinions that the person's bodies owe."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.posts import items
from kechuang.casework.posts.items import OpenItem, OpenItems, Target
from kechuang.casework.standard import alongside, preparing
from kechuang.casework.standard.models import Opinion, Prepared
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import Actor, read_actor

PREPARED, OPINIONS = "prepared", "opinions"


def list_prepared(person: UUID, post: UUID | None) -> list[OpenItem]:
    """Give the open requests that a person prepared; none is bound to a post."""
    if post is not None:
        return []
    rows = Prepared.objects.filter(by=person, state__in=preparing.OPEN).order_by("pk")
    return [
        OpenItem(kind=PREPARED, id=str(row.pk), title=row.title, url=reverse("standard:prepared-one", args=[row.pk]))
        for row in rows
    ]


def move_prepared(moved: Sequence[OpenItem], target: Target) -> None:
    """Make the requests, with the files kept for them, those of the person who fills the post from now on."""
    for row in Prepared.objects.filter(pk__in=[UUID(item.id) for item in moved]):
        giver, taker = Actor(person=row.by_id), Actor(person=target.person)
        row.values, row.by_id = preparing.PREPARABLE[row.code].carry(row.values, giver, taker), target.person
        row.save(update_fields=["values", "by"])


def list_opinions(person: UUID, post: UUID | None) -> list[OpenItem]:
    """Give the opinions that the bodies of a person still owe; none is bound to a post."""
    found = Person.objects.filter(pk=person).first() if post is None else None
    bodies = alongside.asked_bodies(read_actor(found), clock.today()) if found else set()
    rows = Opinion.objects.filter(body__in=bodies, answered_on__isnull=True).select_related("case")
    return [
        OpenItem(
            kind=OPINIONS,
            id=str(row.pk),
            title=f"{row.case.number} {row.case.title}".strip(),
            due_on=row.due_on,
            url=reverse("casework:case", args=[row.case_id]),
        )
        for row in rows.order_by("due_on", "pk")
    ]


def move_opinions(_moved: Sequence[OpenItem], _target: Target) -> None:
    """Nothing to write: the body owes them, and whoever gives its opinions finds them in the inbox."""


def register() -> None:
    """Make both known to handover."""
    items.register(OpenItems(PREPARED, _("Prepared requests"), list_prepared, move_prepared))
    items.register(OpenItems(OPINIONS, _("Opinions owed by the body"), list_opinions, move_opinions))
