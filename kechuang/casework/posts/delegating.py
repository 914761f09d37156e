"""Letting another do the duties of one's post, by dates, and ending it."""

from collections.abc import Sequence

from kechuang.casework.act import Outcome
from kechuang.casework.posts import rules
from kechuang.casework.posts.desk import carried_out, known_of, touch
from kechuang.casework.posts.requests import KEEP, MOVES, Delegate, EndDelegation
from kechuang.casework.registry import ActKind, Done, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts.models import Delegation
from kechuang.web.permissions import Actor, may


def delegate(request: Delegate, *, by: Actor, key: str) -> Outcome:
    """Delegate a post: its filler does so, or the body's administrator for somebody who is away."""
    if request.giver != by.person and not keeps(by, request.body):
        return Outcome(key, refusal=Refusal("posts.not_your_post", {}, "post"))
    return carried_out(DELEGATE, request, by=by, key=key)


def end_delegation(delegation: Delegation, *, by: Actor, key: str) -> Outcome:
    """End a delegation by hand: giver, taker or the body's administrator."""
    if by.person not in {delegation.giver_id, delegation.taker_id} and not keeps(by, delegation.post.body_id):
        return Outcome(key, refusal=Refusal("posts.not_your_post", {}))
    request = EndDelegation(body=delegation.post.body_id, delegation=delegation.pk)
    return carried_out(END_DELEGATION, request, by=by, key=key)


def keeps(actor: Actor, body: object) -> bool:
    """Say whether an actor administers a body."""
    return may(actor, KEEP, on=clock.today(), bodies=(body,))  # type: ignore[arg-type]  # an id of a body


def _project(done: Sequence[Done[Delegate]]) -> None:
    Delegation.objects.bulk_create(
        [
            Delegation(
                pk=one.delegation,
                post_id=one.post,
                giver_id=one.giver,
                taker_id=one.taker,
                reason=one.reason,
                valid_from=one.since,
                valid_to=one.until,
            )
            for one in (entry.request for entry in done)
        ]
    )


def end_rows(rows: Sequence[Delegation]) -> None:
    """End delegations from today on; one that has not begun never holds."""
    for row in rows:
        row.valid_to = max(clock.today(), row.valid_from)
        row.save(update_fields=["valid_to"])


def _project_end(done: Sequence[Done[EndDelegation]]) -> None:
    end_rows(list(Delegation.objects.filter(pk__in=[entry.request.delegation for entry in done])))


DELEGATE = register_act(ActKind(MOVES, "delegate", touch, rules.decide_delegate, known_of, _project))
END_DELEGATION = register_act(
    ActKind(MOVES, "end_delegation", touch, rules.decide_end_delegation, known_of, _project_end)
)
