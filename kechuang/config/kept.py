"""What the page kit keeps for persons, tied to the rest: forgotten in time, handed over with the post, erased."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kechuang.casework import erasure, rounds
from kechuang.casework.posts import items
from kechuang.web import clock, drafts, progress, undo
from kechuang.web.accounts.models import Person
from kechuang.web.models import Draft, ListView, LongWork, Undoable
from kechuang.web.slots import Words

CODE = "web.draft"


def register(label: Words) -> None:
    """Register drafts as open items under a label, the eraser, and the chore that forgets."""
    items.register(items.OpenItems(code=CODE, label=label, listing=listing, move=move))
    erasure.register_eraser("web.kept", forget_person)
    rounds.register(rounds.Chore("what is kept for persons", forget_old, order=820))


def listing(person: UUID, post: UUID | None) -> Sequence[items.OpenItem]:
    """Give a person's drafts; they are bound to the person and to no post."""
    if post is not None:
        return []
    rows = Draft.objects.filter(person=person).order_by("saved_at", "pk")
    return [items.OpenItem(kind=CODE, id=str(row.pk), title=row.title or row.form, url=row.path) for row in rows]


def move(moved: Sequence[items.OpenItem], target: items.Target) -> None:
    """Hand drafts over. Where both began the same form, the later draft stands."""
    for row in Draft.objects.filter(pk__in=[each.id for each in moved]).order_by("saved_at"):
        known = Draft.objects.filter(person=target.person, form=row.form, path=row.path).exclude(pk=row.pk).first()
        if known is not None and known.saved_at >= row.saved_at:
            row.delete()
            continue
        if known is not None:
            known.delete()
        row.person_id = target.person
        row.save(update_fields=["person"])


def forget_person(person: Person) -> int:
    """Drop everything that is kept for a person; views that the person shared go too."""
    kept = (Draft.objects.filter(person=person), ListView.objects.filter(keeper=person))
    others = (Undoable.objects.filter(person=person), LongWork.objects.filter(by=person))
    return sum(rows.delete()[0] for rows in (*kept, *others))


def forget_old(_moment: datetime) -> int:
    """Forget drafts, offers and finished work whose time is over, by the machine's clock."""
    now = clock.real_now()
    return drafts.purge(now) + undo.purge(now) + progress.purge(now)
