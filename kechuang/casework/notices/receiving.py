"""For whom a person receives and sends: the bodies in which they hold a duty that carries the permission."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kechuang.casework.notices.models import Notice
from kechuang.web.permissions import ROLES, Actor, Held, scope

RECEIVE, SEND, READ = "notice:receive", "notice:send", "notice:read"


def duties(actor: Actor, permission: str, on: date) -> list[Held]:
    """Give the duties of an actor that carry a permission, whatever else they reach."""
    if actor.only is not None and permission not in actor.only:
        return []
    return [
        held
        for held in actor.grants
        if held.in_force(on) and held.role in ROLES and permission in ROLES[held.role].permissions
    ]


def bodies_of(actor: Actor, permission: str, on: date) -> frozenset[UUID]:
    """Give the bodies in which an actor holds a duty with a permission.

    An office's duty reaches a place; what comes to the office itself it receives as any body does.
    """
    return frozenset(held.body for held in duties(actor, permission, on))


def duties_for(actor: Actor, body: UUID | None, on: date) -> list[Held]:
    """Give the duties by which an actor receives for a body."""
    return [held for held in duties(actor, RECEIVE, on) if held.body == body]


def mine(actor: Actor, on: date) -> QuerySet[Notice]:
    """Give the notices to the person and to the bodies for which the person receives."""
    wanted = Q(body__in=bodies_of(actor, RECEIVE, on))
    if actor.person is not None:
        wanted |= Q(person=actor.person)
    return Notice.objects.filter(wanted)


def is_mine(notice: Notice, actor: Actor, on: date) -> bool:
    """Say whether a notice is addressed to the actor or to a body for which the actor receives."""
    if notice.person_id is not None:
        return notice.person_id == actor.person
    return notice.body_id in bodies_of(actor, RECEIVE, on)


def is_senders(notice: Notice, actor: Actor, on: date) -> bool:
    """Say whether the actor stands on the sender's side: holds its duty, or oversees its place."""
    return bool(notice.place) and notice.sender_id is not None and scope(actor, SEND, on).covers(place=notice.place)


def waiting() -> Q:
    """Give the condition of notices that still wait: unread ones, and formal ones not yet done."""
    return Q(read_at__isnull=True, formal=False) | Q(formal=True, state__in=("SENT", "RECEIVED"))
