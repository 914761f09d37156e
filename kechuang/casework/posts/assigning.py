"""Making a case of an office the work of one of its posts."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kechuang.casework import queries
from kechuang.casework.act import Outcome, act
from kechuang.casework.models import Case
from kechuang.casework.moves import COUNTERPART, HOLDER, OFFICE, SYSTEM
from kechuang.casework.posts import rules
from kechuang.casework.posts.desk import known_of, ready
from kechuang.casework.posts.models import Assignment
from kechuang.casework.posts.requests import MOVES, Assign
from kechuang.casework.registry import CASE_KINDS, ActKind, Done, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts.models import Post
from kechuang.web.permissions import Actor, Held, may


def assign(case: UUID, post: UUID, *, by: Actor, on: date | None = None, key: str) -> Outcome:
    """Make a case the work of a post. The actor may assign at the post's body and read the case.

    Refused where the post is vacant, has no duty that moves such a case, or the case is out of the actor's sight. Any
    assignment before it is replaced.
    """
    day = on or clock.today()
    row = Post.objects.select_related("body").filter(pk=post).first()
    if row is None:
        return Outcome(key, refusal=Refusal("posts.no_post", {}, "post"))
    found = (Case.objects if by.system else queries.cases(by, day)).filter(pk=case).first()
    if found is None:
        return Outcome(key, refusal=Refusal("case.missing", {"move": "posts.assign"}))
    refusal = ready(row.body_id)
    if refusal:
        return Outcome(key, refusal=refusal)
    request = Assign(body=row.body_id, post=post, case=case, able=able(row, found, day))
    return act(ASSIGN, request, by=by, key=key, on=day)


def able(post: Post, case: Case, on: date) -> bool:
    """Say whether one of a post's duties takes some step of such a case."""
    body = post.body
    held = tuple(
        Held(
            role=role,
            body=body.pk,
            body_kind=body.kind,
            place=body.place,
            authority=body.authority,
            valid_from=date.min,
            valid_to=None,
        )
        for role in post.roles
    )
    actor, sides = (
        Actor(grants=held),
        {HOLDER: case.holder_id, COUNTERPART: case.counterpart_id, OFFICE: case.office_id},
    )
    return any(
        may(
            actor,
            entry.permission,
            on=on,
            place=case.place if entry.side == OFFICE else "",
            bodies=(sides[entry.side] or UUID(int=0),),
        )
        for entry in CASE_KINDS[case.kind].moves.table
        if entry.side != SYSTEM and entry.sources
    )


def posts_for(case: Case, actor: Actor) -> list[Post]:
    """Give the filled posts to which an actor may assign a case (two queries)."""
    from kechuang.casework.posts.queries import posts_in_reach  # noqa: PLC0415 - queries read this file's table

    today = clock.today()
    return [post for post in posts_in_reach(actor, "case:assign", today) if able(post, case, today)]


def _project(done: Sequence[Done[Assign]]) -> None:
    Assignment.objects.bulk_create(
        [Assignment(case_id=each.request.case, post_id=each.request.post, on=clock.today()) for each in done],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["post", "on"],
    )


ASSIGN = register_act(
    ActKind(
        MOVES,
        "posts.assign",
        lambda request: Touched(cases=(request.body, request.case)),
        rules.decide_assign,
        known_of,
        _project,
    )
)
