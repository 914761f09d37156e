"""Erasing a person: the name goes from every table, file and index; the log stays whole without it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from kechuang.ledger import erase as ledger
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Grant, Person

ERASERS: dict[str, Callable[[Person], int]] = {}


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased: personal groups of facts, sessions, and what each package removed."""

    groups: int
    sessions: int
    others: dict[str, int] = field(default_factory=dict)


def register_eraser(name: str, eraser: Callable[[Person], int]) -> None:
    """Have a package remove what it keeps about a person; it gives the number of places that it emptied."""
    ERASERS[name] = eraser


def subject_of(person: UUID) -> str:
    """Give the pseudonymous reference under which facts speak of a person."""
    return f"person/{person}"


def erase_person(person: Person) -> Erased:
    """Erase one person. Steps keep the pseudonymous id, so that separation of duties still holds; the id leads nowhere.

    Grants end today. Call it outside a transaction: what the database's own files still keep is scrubbed afterwards.
    """
    with transaction.atomic():
        others = {name: eraser(person) for name, eraser in sorted(ERASERS.items())}
        groups = ledger.erase(subject=subject_of(person.pk), erased_at=clock.now())
        sessions = _end_sessions(person)
        Grant.objects.filter(person=person, valid_from__gte=clock.today()).delete()
        Grant.objects.filter(person=person, valid_to__isnull=True).update(valid_to=clock.today())
        _forget(person)
    ledger.scrub()
    return Erased(groups, sessions, others)


def _forget(person: Person) -> None:
    person.username = f"erased-{chance.random_id()}"
    person.name, person.email, person.is_active = "—", "", False
    person.set_unusable_password()
    person.save()


def _end_sessions(person: Person) -> int:
    mine = [
        session.pk
        for session in Session.objects.filter(expire_date__gte=clock.real_now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    return Session.objects.filter(pk__in=mine).delete()[0]
