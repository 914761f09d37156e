"""Who may do and see what: roles, the one scoping function, and the mark that every route carries.

A *permission* is ``noun:verb``. A *role* is a named bundle of permissions with a reach: the grant's own body, the
grant's place with everything below it, or the whole node. Roles are registered by ``config``; packages only name the
permissions that they check.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from kechuang.web import clock

OWN_BODY, PLACE, NODE = "own_body", "place", "node"
SYSTEM_ROLE = "system"


@dataclass(frozen=True, slots=True)
class Role:
    """A named bundle of permissions and how far they reach; ``kinds`` are the kinds of bodies that may have it.

    No kinds: any body may have it.
    """

    code: str
    permissions: frozenset[str]
    reach: str
    kinds: frozenset[str] = frozenset()


ROLES: dict[str, Role] = {}


def register_role(code: str, reach: str, permissions: Iterable[str], kinds: Iterable[str] = ()) -> None:
    """Make a role known; registering the same code again replaces it."""
    ROLES[code] = Role(code, frozenset(permissions), reach, frozenset(kinds))


@dataclass(frozen=True, slots=True)
class Held:
    """One duty as the permission checks need it: a plain grant, a role of a filled post, or one of a delegated post.

    ``post`` is the post that carries the role, ``on_behalf_of`` the person who delegated it.
    """

    role: str
    body: UUID
    body_kind: str
    place: str
    authority: str
    valid_from: date
    valid_to: date | None
    post: UUID | None = None
    on_behalf_of: UUID | None = None

    def in_force(self, on: date) -> bool:
        """Say whether the grant holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with grants, the system office, or an anonymous reader (no person, no grants).

    ``only`` narrows a person to the scopes of the token with which a program acts for them; None: no token.
    """

    person: UUID | None = None
    name: str = ""
    grants: tuple[Held, ...] = ()
    system: bool = False
    only: frozenset[str] | None = None


ANONYMOUS = Actor()
SYSTEM = Actor(name="system", system=True)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows an actor may see under one permission."""

    everything: bool = False
    places: frozenset[str] = frozenset()
    bodies: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.places) or bool(self.bodies)

    def restrict(
        self, rows: QuerySet[Any], *, place: str = "place", bodies: Iterable[str] = (), city: str = ""
    ) -> QuerySet[Any]:
        """Keep the rows in reach: by the column that holds the place, or by columns that hold a body's id."""
        return rows.filter(self.condition(rows.model, place=place, bodies=bodies, city=city))

    def condition(self, model: type[Model], *, place: str = "place", bodies: Iterable[str] = (), city: str = "") -> Q:
        """Give the filter that keeps a model's rows in reach.

        Several columns of bodies become a union of keys, one walk along each column's index: an "or" over columns would
        read every row.
        """
        if self.everything:
            return Q()
        reach = Q(pk__in=[])
        for code in self.places:
            reach |= within(code, place, city)
        columns = list(bodies) if self.bodies else []
        if len(columns) == 1:
            reach |= Q(**{f"{columns[0]}__in": self.bodies})
        elif columns:
            parts = [model._default_manager.filter(**{f"{each}__in": self.bodies}).values("pk") for each in columns]  # noqa: SLF001 - Django's documented model API
            reach |= Q(pk__in=parts[0].union(*parts[1:]))
        return reach

    def covers(self, *, place: str = "", bodies: Iterable[UUID | None] = ()) -> bool:
        """Say whether one record is in reach."""
        if self.everything:
            return True
        if place and any(below(place, code) for code in self.places):
            return True
        return any(body in self.bodies for body in bodies if body)


def prefix(code: str) -> str:
    """Give the digits that every division below (and the division itself) begins with."""
    if code == "000000":
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def below(place: str, above: str) -> bool:
    """Say whether a division lies in (or is) another: 330106 in 330100, in 330000 and in 000000."""
    return place.startswith(prefix(above))


def within(code: str, column: str, city: str = "") -> Q:
    """Give the filter for a division and everything below it.

    ``city`` names a column with the first four digits, where a table has one: a city is then an equality, which an
    index serves in any order. A province is matched by its first digits, which an index on other columns can pass by.
    """
    if code == "000000":
        return Q()
    if code.endswith("0000"):
        return Q(**{f"{column}__startswith": code[:2]})
    if code.endswith("00"):
        if city:
            return Q(**{city: code[:4]})
        return Q(**{f"{column}__gte": code, f"{column}__lt": f"{int(code[:4]) + 1:04d}00"})
    return Q(**{column: code})


def scope(actor: Actor, permission: str, on: date) -> Scope:
    """Give the reach of an actor's permission on a day; an empty scope means: none."""
    if actor.system:
        return Scope(everything=True)
    if actor.only is not None and permission not in actor.only:
        return Scope()
    places, bodies = set(), set()
    for grant in actor.grants:
        role = ROLES.get(grant.role)
        if role is None or permission not in role.permissions or not grant.in_force(on):
            continue
        if role.reach == NODE:
            return Scope(everything=True)
        if role.reach == PLACE:
            places.add(grant.place)
        else:
            bodies.add(grant.body)
    return Scope(places=frozenset(places), bodies=frozenset(bodies))


def sides(actor: Actor) -> list[tuple[Actor, frozenset[UUID]]]:
    """Take an actor apart: with their own duties, then with those of each person for whom they may act.

    Each part comes with the persons who act in it: the actor, and the person on whose behalf.
    """
    givers = dict.fromkeys(held.on_behalf_of for held in actor.grants if held.on_behalf_of)
    if actor.person is None or not givers:
        return [(actor, frozenset({actor.person} if actor.person else ()))]
    found = []
    for giver in (None, *givers):
        grants = tuple(held for held in actor.grants if held.on_behalf_of == giver)
        part = replace(actor, grants=grants)
        found.append((part, frozenset({actor.person, giver} if giver else {actor.person})))
    return found


def holding(
    actor: Actor, permission: str, *, on: date, place: str = "", bodies: Iterable[UUID | None] = ()
) -> list[Held]:
    """Give the duties by which an actor may do something, own ones before those held for others."""
    wanted = tuple(bodies)
    return [
        held
        for held in sorted(actor.grants, key=lambda each: each.on_behalf_of is not None)
        if may(replace(actor, grants=(held,)), permission, on=on, place=place, bodies=wanted)
    ]


def may(actor: Actor, permission: str, *, on: date, place: str = "", bodies: Iterable[UUID | None] = ()) -> bool:
    """Say whether an actor may do something at a place, or for one of the bodies concerned."""
    reach = scope(actor, permission, on)
    return reach.covers(place=place, bodies=bodies) if (place or bodies) else bool(reach)


def actor_of(request: HttpRequest) -> Actor:
    """Give the actor behind a request: grants are read once per request."""
    known = getattr(request, "_kechuang_actor", None)
    if known is not None:
        return known
    user = getattr(request, "user", None)
    actor = read_actor(user) if user is not None and user.is_authenticated else ANONYMOUS
    request._kechuang_actor = actor  # type: ignore[attr-defined]  # noqa: SLF001 - our own cache on the request
    return actor


def read_actor(person: Any) -> Actor:  # noqa: ANN401 - the model lives above the type checker's strict files
    """Read a person's duties from the database (one query): plain grants, filled posts, posts delegated to them."""
    from kechuang.web.accounts.duties import rows_of  # noqa: PLC0415 - needs loaded apps

    held = tuple(held for row in rows_of(person.pk) for held in _held(row))
    return Actor(person=person.pk, name=person.name, grants=held)


def _held(row: Any) -> Iterable[Held]:  # noqa: ANN401 - a named row of the union
    """Give one duty for each role; a delegated one holds only as long as the giver fills the post."""
    for role in [row.role] if row.role else row.roles or ():
        yield Held(
            role=role,
            body=row.body,
            body_kind=row.body_kind,
            place=row.place,
            authority=row.authority,
            valid_from=max(row.starts),
            valid_to=min(row.ends, default=None),
            post=row.post,
            on_behalf_of=row.giver,
        )


type View = Callable[..., HttpResponse]


def requires(permission: str) -> Callable[[View], View]:
    """Mark a view with the permission that it needs somewhere; rows are scoped by the view's query."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - URL arguments
            actor = actor_of(request)
            if actor.person is None:
                from django.contrib.auth.views import redirect_to_login  # noqa: PLC0415 - needs loaded apps

                return redirect_to_login(request.get_full_path())
            if not may(actor, permission, on=clock.today()):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return mark


def signed_in(view: View) -> View:
    """Mark a view that needs a signed-in person and nothing else (the inbox, one's own account)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - URL arguments
        if actor_of(request).person is None:
            from django.contrib.auth.views import redirect_to_login  # noqa: PLC0415 - needs loaded apps

            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.permission = "signed_in"  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Mark a view that anybody may open."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view
