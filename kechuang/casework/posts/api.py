"""Posts, people, delegations, handovers, successions for programs: the same rows, masked alike, and the same acts."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.casework.act import Outcome
from kechuang.casework.lists import CASES
from kechuang.casework.posts import assigning, delegating, queries
from kechuang.casework.posts.lists import BODIES, DELEGATIONS, HANDOVERS, INVITATIONS, PEOPLE, POSTS, SUCCESSIONS
from kechuang.casework.posts.requests import ASSIGN, KEEP, READ, USE, Delegate
from kechuang.casework.posts.requests import BODIES as KEEPS_BODIES
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Post
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import Actor, actor_of

router = Router()

for _path, _list, _rows, _permission in (
    ("/people", PEOPLE, queries.people, READ),
    ("/posts", POSTS, queries.posts, READ),
    ("/delegations", DELEGATIONS, queries.delegations, USE),
    ("/handovers", HANDOVERS, queries.handovers, USE),
    ("/invitations", INVITATIONS, queries.invitations, KEEP),
    ("/successions", SUCCESSIONS, queries.successions, READ),
    ("/bodies", BODIES, lambda actor, on: queries.bodies_in_reach(actor, KEEPS_BODIES, on), KEEPS_BODIES),
):
    list_endpoint(
        router,
        _path,
        _list,
        lambda request, rows=_rows: rows(actor_of(request), clock.today()),
        permission=_permission,
        operation_id=f"list_office_{_path.strip('/')}",
    )
list_endpoint(
    router,
    "/mine",
    CASES,
    lambda request: queries.my_posts_cases(actor_of(request), clock.today()),
    permission=USE,
    operation_id="list_office_mine",
)


class DelegateIn(Schema):
    """Who acts in a post of the caller's, from and until before which day, and why."""

    post: UUID
    taker: UUID
    since: date
    until: date
    reason: str


class PostDoneOut(Schema):
    """What was done: the act, and the ids of the facts that it left."""

    act: str
    facts: list[str]


def _done(outcome: Outcome) -> PostDoneOut:
    if outcome.refusal is not None:
        raise RefusedError(outcome.refusal)
    return PostDoneOut(act=str(outcome.act), facts=list(outcome.facts))


@router.post("/delegations", auth=Needs(USE), response=PostDoneOut, summary="Delegate a post", operation_id="delegate")
def delegate(request: HttpRequest, wanted: DelegateIn) -> PostDoneOut:
    """Let somebody else do the duties of one's post; the caller fills it."""
    key, actor = idempotency_key(request), _caller(request)
    post = Post.objects.filter(pk=wanted.post, pk__in=queries.my_posts(actor, clock.today())).first()
    if post is None or actor.person is None:
        raise Http404
    request_made = Delegate(
        body=post.body_id,
        delegation=chance.uuid7(),
        post=post.pk,
        giver=actor.person,
        taker=wanted.taker,
        since=wanted.since,
        until=wanted.until,
        reason=wanted.reason[:200],
    )
    return _done(delegating.delegate(request_made, by=actor, key=f"{actor.person.hex}:delegate:{key}"))


@router.delete(
    "/delegations/{identifier}",
    auth=Needs(USE),
    response=PostDoneOut,
    summary="End a delegation",
    operation_id="end_delegation",
)
def end_delegation(request: HttpRequest, identifier: UUID) -> PostDoneOut:
    """End a delegation by hand."""
    key, actor = idempotency_key(request), _caller(request)
    found = queries.delegations(actor, clock.today()).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return _done(delegating.end_delegation(found, by=actor, key=f"{actor.person}:end-delegation:{key}"))


class AssignIn(Schema):
    """The case, and the post whose work it becomes."""

    case: UUID
    post: UUID


@router.post(
    "/assignments", auth=Needs(ASSIGN), response=PostDoneOut, summary="Assign a case", operation_id="assign_case"
)
def assign(request: HttpRequest, wanted: AssignIn) -> PostDoneOut:
    """Make a case the work of a post."""
    key, actor = idempotency_key(request), _caller(request)
    outcome = assigning.assign(wanted.case, wanted.post, by=actor, key=f"{actor.person}:assign:{key}")
    if outcome.refusal is not None and outcome.refusal.code in {"case.missing", "posts.no_post"}:
        raise Http404
    return _done(outcome)


def _caller(request: HttpRequest) -> Actor:
    return actor_of(request)
