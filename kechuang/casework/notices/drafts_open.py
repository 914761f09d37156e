"""What is open with a person here: notices that they wrote and have not sent."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices.models import Circular
from kechuang.casework.posts.items import OpenItem, OpenItems, Target

CODE = "circular"


def listing(person: UUID, post: UUID | None) -> Sequence[OpenItem]:
    """Give the drafts of a person; none is bound to a post."""
    if post is not None:
        return []
    rows = Circular.objects.filter(written_by=person, sent_on__isnull=True).order_by("pk")
    return [
        OpenItem(
            kind=CODE,
            id=str(row.pk),
            title=row.title,
            due_on=row.reply_by,
            url=reverse("notices:circular", args=[row.pk]),
        )
        for row in rows
    ]


def move(items: Sequence[OpenItem], target: Target) -> None:
    """Give the drafts to the person who fills the post from now on."""
    Circular.objects.filter(pk__in=[item.id for item in items]).update(written_by=target.person)


KIND = OpenItems(CODE, _("Notices not yet sent"), listing, move)
