"""A body's file, and what is known of its posts and people when an act on them is decided."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.act import Outcome, act
from kechuang.casework.models import Case
from kechuang.casework.posts import rules
from kechuang.casework.posts.items import OpenItem, open_items
from kechuang.casework.posts.models import Invitation
from kechuang.casework.posts.requests import MOVES, HandOver, OpenFile
from kechuang.casework.posts.rules import Known
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.kernel.refusal import Refusal
from kechuang.ledger.models import Log
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Delegation, Filling, Grant, Person, Post
from kechuang.web.permissions import NODE, ROLES
from kechuang.web.permissions import SYSTEM as THE_NODE


def in_force(on: date, at: str = "") -> Q:
    """Give the filter for rows whose days hold on a day."""
    return Q(**{f"{at}valid_from__lte": on}) & (Q(**{f"{at}valid_to__isnull": True}) | Q(**{f"{at}valid_to__gt": on}))


def coming(on: date, at: str = "") -> Q:
    """Give the filter for rows that hold on a day or later."""
    return Q(**{f"{at}valid_to__isnull": True}) | Q(**{f"{at}valid_to__gt": on})


def log_of(body: Body) -> str:
    """Give the log in which a body's file stands: its authority's, else that of the nearest place above, or none."""
    logs = list(Log.objects.order_by("code").values_list("code", flat=True))
    if body.authority in logs:
        return body.authority
    for code in _places(body.place):
        nearest = next((log for log in logs if log[:6] == code), "")
        if nearest:
            return nearest
    return logs[0] if logs else ""


def _places(code: str) -> list[str]:
    try:
        return list(places.chain(code, clock.today()))
    except PlaceError:
        return [code]


def allowed_roles(body: Body) -> frozenset[str]:
    """Give the roles that a body may give: those of its kind that reach no further than the body's own place."""
    return frozenset(
        role.code for role in ROLES.values() if role.reach != NODE and (not role.kinds or body.kind in role.kinds)
    )


def ready(body: UUID) -> Refusal | None:
    """Open the body's file where it has none yet; refuse where the node has no log to write into."""
    if Case.objects.filter(pk=body).exists():
        return None
    row = Body.objects.get(pk=body)
    log = log_of(row)
    if not log:
        return Refusal("posts.no_log", {"body": row.name})
    request = OpenFile(body=row.pk, authority=log, place=row.place, kind=row.kind, name=row.name)
    return act(TAKE_UP, request, by=THE_NODE, key=f"body:{row.pk}").refusal


def carried_out(kind: ActKind[Any, Any], request: Any, **how: Any) -> Outcome:  # noqa: ANN401 - any request of a body
    """Carry out an act on a body whose file is opened first if need be."""
    refusal = ready(request.body)
    return Outcome(how["key"], refusal=refusal) if refusal else act(kind, request, **how)


def nothing(_requests: Sequence[object]) -> None:
    """Load nothing."""


def no_tables(_done: Sequence[Done[object]]) -> None:
    """Project nothing."""


def touch(request: Any) -> Touched:  # noqa: ANN401 - any request of a body
    """Lock the body's file."""
    return Touched(cases=(request.body,))


def known_of(requests: Sequence[Any]) -> Known:
    """Read what is known of the body of these requests, on the deciding day (today where none is given)."""
    body, on = Body.objects.get(pk=requests[0].body), clock.today()
    fillings = list(
        Filling.objects.filter(coming(on), post__body=body).values_list("post", "person", "valid_from", "valid_to")
    )
    grants = list(Grant.objects.filter(coming(on), body=body).values_list("pk", "role", "person"))
    known = Known(
        roles=allowed_roles(body),
        posts=dict(Post.objects.filter(coming(on), body=body).values_list("pk", "roles")),
        filled={post: person for post, person, since, _until in fillings if since <= on},
        vacating={post: until or date.max for post, _person, _since, until in fillings},
        members=frozenset([row[2] for row in grants] + [row[1] for row in fillings]),
        grants={pk: (role, person) for pk, role, person in grants},
        held=frozenset((role, person) for _pk, role, person in grants),
        invitations={
            pk: (post, role, expires)
            for pk, post, role, expires in Invitation.objects.filter(
                body=body, used_on=None, withdrawn_on=None
            ).values_list("pk", "post", "role", "expires_on")
        },
        delegations=dict(Delegation.objects.filter(post__body=body, valid_to__gt=on).values_list("pk", "post_id")),
    )
    for request in requests:
        if isinstance(request, HandOver):
            _load_items(known, request, on)
    return known


def leaving_items(request: HandOver, on: date) -> list[OpenItem]:
    """Give what must be handed over: what is bound to the posts left, and what is bound to the person.

    The latter stays with somebody who goes on doing another duty for the body.
    """
    return open_items(None if _stays(request, on) else request.person, request.left)


def _stays(request: HandOver, on: date) -> bool:
    if request.access or request.person is None:
        return False
    seats = Filling.objects.filter(in_force(on), person=request.person, post__body=request.body)
    grants = Grant.objects.filter(in_force(on), person=request.person, body=request.body)
    return seats.exclude(post__in=request.left).exists() or grants.exists()


def _load_items(known: Known, request: HandOver, on: date) -> None:
    """Read what is open with the person and the posts that they leave, under the lock of the body's file."""
    known.items = tuple(item.item for item in leaving_items(request, on))
    ending = Delegation.objects.filter(valid_to__gt=on, giver=request.person, post__in=request.left)
    known.delegated = tuple(ending.values_list("pk", flat=True))
    if request.person:
        known.person_name = Person.objects.values_list("name", flat=True).get(pk=request.person)


TAKE_UP = register_act(
    ActKind(
        MOVES, "take_up", lambda _request: Touched(), rules.decide_open, nothing, no_tables, place=lambda it: it.place
    )
)
