"""What a body holds and owes, and how it goes to a successor. Packages register; a succession moves all of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model, OneToOneField, Q

from kechuang.casework import words
from kechuang.casework.models import Account, Case
from kechuang.casework.posts.items import OpenItem
from kechuang.casework.posts.models import Invitation
from kechuang.casework.posts.requests import MOVES
from kechuang.casework.posts.staffing import begin_grant, end_grants
from kechuang.casework.registry import CASE_KINDS
from kechuang.web import slots
from kechuang.web.accounts.models import Body, Grant, Post
from kechuang.web.slots import Words

CHUNK = 500
SIDES = ("holder", "counterpart", "office")


@dataclass(frozen=True, slots=True)
class Estate:
    """One kind of things that a body holds: ``listing(body, day)``, and ``move(items, body, successor, day)``."""

    code: str
    label: Words
    listing: Callable[[UUID, date], Sequence[OpenItem]]
    move: Callable[[Sequence[OpenItem], UUID, UUID, date], None]


ESTATES: dict[str, Estate] = {}


def register(estate: Estate) -> None:
    """Make a kind of things known; the same code again replaces it."""
    ESTATES[estate.code] = estate


def held_by(body: UUID, on: date) -> list[OpenItem]:
    """Give everything that a body holds, kind by kind."""
    return [item for estate in ESTATES.values() for item in estate.listing(body, on)]


# --- cases that are not over, with the tables that hang on them


def list_cases(body: UUID, _on: date) -> list[OpenItem]:
    """Give the cases that a body holds, stands against or decides, and that some move still leaves.

    By kind and number: the keeper of a node places the cases of bodies without reading them.
    """
    where = Q(holder=body) | Q(counterpart=body) | Q(office=body)
    rows = Case.objects.filter(where).exclude(_over()).order_by("pk").only("pk", "number", "due_on", "kind")
    return [
        OpenItem(
            kind="cases",
            id=str(row.pk),
            title=f"{words.kind_word(row.kind)} {row.number or str(row.pk)[-8:]}",
            due_on=row.due_on,
            url=slots.link("case", row.pk),
        )
        for row in rows
    ]


def _over() -> Q:
    ended = Q(kind=MOVES.kind)
    for kind in CASE_KINDS.values():
        if kind.moves.final:
            ended |= Q(kind=kind.moves.kind, state__in=kind.moves.final)
    return ended


def move_cases(items: Sequence[OpenItem], body: UUID, successor: UUID, _on: date) -> None:
    """Put the successor in the body's place on the cases, and in the tables of mechanisms that hang on them."""
    for start in range(0, len(items), CHUNK):
        ids = [UUID(item.id) for item in items[start : start + CHUNK]]
        for side in SIDES:
            Case.objects.filter(pk__in=ids, **{side: body}).update(**{side: successor})
        for model, column in _hanging():
            model._default_manager.filter(pk__in=ids, **{column: body}).update(**{column: successor})  # noqa: SLF001 - Django's documented model API


def _hanging() -> list[tuple[type[Model], str]]:
    """Give the tables whose key is a case, with their columns that name a body."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if isinstance(model._meta.pk, OneToOneField) and model._meta.pk.related_model is Case  # noqa: SLF001 - Django's documented model API
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented model API
        if isinstance(field, ForeignKey) and field.related_model is Body
    ]


# --- accounts, grants, posts, parts, invitations


def list_accounts(body: UUID, _on: date) -> list[OpenItem]:
    """Give the accounts in a body's name; the balance stays in them."""
    rows = Account.objects.filter(holder=body).order_by("pk")
    return [OpenItem(kind="accounts", id=row.pk[-64:], title=row.pk) for row in rows]


def move_accounts(items: Sequence[OpenItem], body: UUID, successor: UUID, _on: date) -> None:
    """Put the accounts in the successor's name."""
    Account.objects.filter(pk__in=[item.title for item in items], holder=body).update(holder=successor)


def list_grants(body: UUID, on: date) -> list[OpenItem]:
    """Give the plain grants of a body that are not over."""
    rows = Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), body=body).select_related("person")
    return [
        OpenItem(kind="grants", id=str(row.pk), title=f"{row.person.name} {row.role}") for row in rows.order_by("pk")
    ]


def move_grants(items: Sequence[OpenItem], _body: UUID, successor: UUID, on: date) -> None:
    """End the grants and give the same roles at the successor from the day on."""
    rows = list(Grant.objects.filter(pk__in=[int(item.id) for item in items]))
    for row in rows:
        begin_grant(row.person_id, row.role, successor, max(on, row.valid_from), row.valid_to)
    end_grants(rows, on)


def list_posts(body: UUID, on: date) -> list[OpenItem]:
    """Give the posts of a body; who fills them, delegations and assigned cases of the same successor go along."""
    rows = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), body=body).order_by("title", "pk")
    return [OpenItem(kind="posts", id=str(row.pk), title=row.title) for row in rows]


def move_posts(items: Sequence[OpenItem], _body: UUID, successor: UUID, _on: date) -> None:
    """Move the posts under the successor."""
    Post.objects.filter(pk__in=[UUID(item.id) for item in items]).update(body=successor)


def list_parts(body: UUID, _on: date) -> list[OpenItem]:
    """Give the bodies that belong to a body."""
    rows = Body.objects.filter(parent=body, valid_to=None).order_by("name", "pk")
    return [OpenItem(kind="parts", id=str(row.pk), title=row.name) for row in rows]


def move_parts(items: Sequence[OpenItem], _body: UUID, successor: UUID, _on: date) -> None:
    """Put the bodies under the successor."""
    Body.objects.filter(pk__in=[UUID(item.id) for item in items]).exclude(pk=successor).update(parent=successor)


def list_invitations(body: UUID, _on: date) -> list[OpenItem]:
    """Give the invitations that are still open."""
    rows = Invitation.objects.filter(body=body, used_on=None, withdrawn_on=None).order_by("pk")
    return [OpenItem(kind="invitations", id=str(row.pk), title=row.name) for row in rows]


def move_invitations(items: Sequence[OpenItem], _body: UUID, successor: UUID, _on: date) -> None:
    """Let the invitations lead into the successor."""
    Invitation.objects.filter(pk__in=[UUID(item.id) for item in items]).update(body=successor)


# --- rows of other packages


def rows(code: str, label: Words, model: type[Model], column: str, where: Q, title: Callable[[Model], str]) -> Estate:
    """Give the estate of a table with a column that names a body: the rows that fit go to the successor.

    A row that the successor has of its own already (the same opinion was asked of both) is not wanted twice and goes.
    """

    def listing(body: UUID, _on: date) -> list[OpenItem]:
        found = model._default_manager.filter(where, **{column: body}).order_by("pk")  # noqa: SLF001 - Django's documented model API
        return [OpenItem(kind=code, id=str(row.pk), title=title(row)) for row in found]

    def move(items: Sequence[OpenItem], _body: UUID, successor: UUID, _on: date) -> None:
        for item in items:
            row = model._default_manager.filter(pk=item.id)  # noqa: SLF001 - Django's documented model API
            try:
                with transaction.atomic():
                    row.update(**{column: successor})
            except IntegrityError:
                row.delete()

    return Estate(code, label, listing, move)
