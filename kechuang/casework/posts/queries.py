"""What the pages of posts and people read: scoped to the reader, names masked where the reader may not see them."""

import json
import re
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Choose
from django.db.models.functions import Concat, Substr

from kechuang.casework.models import Case
from kechuang.casework.posts.desk import coming, in_force
from kechuang.casework.posts.models import Handover, Invitation
from kechuang.casework.posts.requests import KEEP, READ
from kechuang.casework.queries import unfinished
from kechuang.ledger.models import Entry
from kechuang.web.accounts.models import Body, Delegation, Filling, Grant, Person, Post, Succession
from kechuang.web.permissions import Actor, Scope, scope

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def bodies_in_reach(actor: Actor, permission: str, on: date) -> QuerySet[Body]:
    """Give the bodies that an actor's permission reaches."""
    return Body.objects.filter(_within(scope(actor, permission, on)))


def _within(reach: Scope) -> Q:
    return reach.condition(Body, place="place", bodies=("pk",))


def own_bodies(actor: Actor, on: date) -> list[UUID]:
    """Give the bodies in which an actor has a duty of their own today."""
    mine = [held.body for held in actor.grants if held.in_force(on) and held.on_behalf_of is None]
    return list(dict.fromkeys(mine))


def named_in(actor: Actor, on: date) -> QuerySet[Body]:
    """Give the bodies whose people an actor sees by name: those administered, one's own, those under personal data."""
    named = (
        _within(scope(actor, KEEP, on)) | _within(scope(actor, "personal:read", on)) | Q(pk__in=own_bodies(actor, on))
    )
    return Body.objects.filter(named)


def people_of(bodies: QuerySet[Body], on: date) -> Q:
    """Give the filter for the people who have a duty in bodies, now or later."""
    granted = Grant.objects.filter(coming(on), body__in=bodies).values("person")
    filling = Filling.objects.filter(coming(on), post__body__in=bodies).values("person")
    return Q(pk__in=granted) | Q(pk__in=filling)


def shown_name(at: str, visible: Q) -> Choose:
    """Give the expression for a name: whole where it may be seen, else its first sign and two stars."""
    return Choose(
        When(visible, then=F(f"{at}name")),
        default=Concat(Substr(f"{at}name", 1, 1), Value("**")),
        output_field=CharField(),
    )


def people(actor: Actor, on: date) -> QuerySet[Person]:
    """Give the people of the bodies in reach, with duties of those bodies alone (three queries)."""
    bodies = bodies_in_reach(actor, READ, on)
    visible = people_of(named_in(actor, on), on)
    return (
        Person.objects.filter(people_of(bodies, on))
        .annotate(
            shown=shown_name("", visible),
            whole=Choose(When(visible, then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
        .prefetch_related(
            Prefetch("grants", Grant.objects.filter(coming(on), body__in=bodies).select_related("body"), "duties"),
            Prefetch(
                "fillings",
                Filling.objects.filter(coming(on), post__body__in=bodies).select_related("post__body"),
                "seats",
            ),
        )
    )


def posts(actor: Actor, on: date) -> QuerySet[Post]:
    """Give the posts in reach, each with the name of who fills it today, or none."""
    named = named_in(actor, on).values("pk")
    now = Filling.objects.filter(in_force(on), post=OuterRef("pk")).order_by("-valid_from", "-pk")
    visible = Q(post__body__in=named)
    return (
        Post.objects.filter(body__in=bodies_in_reach(actor, READ, on))
        .select_related("body")
        .annotate(
            filler=Subquery(now.annotate(shown=shown_name("person__", visible)).values("shown")[:1]),
            filler_id=Subquery(now.values("person")[:1]),
        )
    )


def posts_in_reach(actor: Actor, permission: str, on: date) -> list[Post]:
    """Give the posts, filled today, of the bodies that a permission reaches."""
    now = Filling.objects.filter(in_force(on), post=OuterRef("pk"))
    rows = Post.objects.filter(
        coming(on), Exists(now), valid_from__lte=on, body__in=bodies_in_reach(actor, permission, on)
    )
    return list(rows.select_related("body").order_by("body__name", "title", "pk"))


def delegations(actor: Actor, on: date) -> QuerySet[Delegation]:
    """Give the delegations that an actor gave or took, and those of the bodies that the actor administers."""
    kept = bodies_in_reach(actor, KEEP, on)
    mine = Q(giver=actor.person) | Q(taker=actor.person) | Q(post__body__in=kept)
    return Delegation.objects.filter(mine).select_related("post__body", "giver", "taker")


def invitations(actor: Actor, on: date) -> QuerySet[Invitation]:
    """Give the open invitations of the bodies that an actor administers."""
    kept = bodies_in_reach(actor, KEEP, on)
    rows = Invitation.objects.filter(body__in=kept, used_on=None, withdrawn_on=None)
    return rows.select_related("body", "post").order_by("-pk")


def handovers(actor: Actor, on: date) -> QuerySet[Handover]:
    """Give the handovers that an actor may open: those of administered bodies, and those one took part in."""
    kept = bodies_in_reach(actor, KEEP, on)
    mine = Q(person=actor.person) | Q(by=actor.person) | Q(items__person=actor.person) | Q(body__in=kept)
    rows = Handover.objects.filter(pk__in=Handover.objects.filter(mine).values("pk"))
    return rows.select_related("body", "person", "by")


def successions(actor: Actor, on: date) -> QuerySet[Succession]:
    """Give the successions of the bodies whose people an actor may read, and of those that took over from them."""
    return Succession.objects.filter(body__in=bodies_in_reach(actor, READ, on)).select_related("body", "rest")


def my_posts(actor: Actor, on: date) -> list[UUID]:
    """Give the posts by which an actor works today, own and delegated ones."""
    return list(dict.fromkeys(held.post for held in actor.grants if held.post and held.in_force(on)))


def my_posts_cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the unfinished cases assigned to the actor's posts."""
    rows = unfinished(Case.objects.filter(assignment__post__in=my_posts(actor, on)))
    return rows.select_related("holder", "counterpart", "office")


def members(body: UUID, on: date, *, but: UUID | None = None) -> list[Person]:
    """Give the active people of a body by name, one of them left out."""
    rows = Person.objects.filter(people_of(Body.objects.filter(pk=body), on), is_active=True)
    return list(rows.exclude(pk=but).order_by("name", "pk") if but else rows.order_by("name", "pk"))


def facts_about(body: UUID, about: UUID) -> list[Entry]:
    """Give the latest twenty facts in a body's file that speak of one post or person, newest first (two queries).

    What a person did to others stands in their history, not in the person's own.
    """
    file = Case.objects.filter(pk=body).first()
    if file is None:
        return []
    rows = Entry.objects.filter(case=f"{file.authority}/case/{body}", disclosed__contains=str(about)).order_by("-seq")
    return list(islice((each for each in rows.iterator(chunk_size=200) if str(about) in spoken_of(each)), 20))


def spoken_of(entry: Entry) -> list[str]:
    """Give the identifiers that stand in a fact's values, each once, without those of who acted."""
    values = [
        {name: value for name, value in group["values"].items() if name not in {"by", "on_behalf_of"}}
        for group in entry.groups.values()
    ]
    return list(dict.fromkeys(_UUID.findall(json.dumps(values))))


def names_in(found: Iterable[Entry], *, but: UUID) -> dict[str, str]:
    """Give what the posts and persons are called of whom facts speak, by identifier, one of them left out."""
    wanted = {each for entry in found for each in spoken_of(entry)} - {str(but)}
    posts = Post.objects.filter(pk__in=wanted).values_list("pk", "title")
    persons = Person.objects.filter(pk__in=wanted).values_list("pk", "name")
    return {str(pk): name for pk, name in [*posts, *persons]}


def file_events(body: UUID) -> Any:  # noqa: ANN401 - a queryset of steps
    """Give the latest steps in a body's file."""
    from kechuang.casework.models import Step  # noqa: PLC0415 - beside the name Case above

    return Step.objects.filter(case=body).select_related("person", "on_behalf_of").order_by("-id")[:20]
