"""The only writers of posts, fillings, roles and invitations: each act passes the gateway and leaves a fact."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue
from kechuang.casework.act import Outcome, act
from kechuang.casework.posts import rules
from kechuang.casework.posts.desk import carried_out, known_of, nothing, touch
from kechuang.casework.posts.models import Invitation
from kechuang.casework.posts.requests import (
    MOVES,
    EndRole,
    FillPost,
    GiveRole,
    Invite,
    Join,
    OpenFile,
    SetPost,
    Withdraw,
)
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.ledger.logs import open_log
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Filling, Grant, Person, Post
from kechuang.web.permissions import SYSTEM as THE_NODE
from kechuang.web.permissions import Actor

INVITATION_DAYS = 7


def make_body(request: OpenFile, *, by: Actor, key: str) -> Outcome:
    """Enter a body; its file is opened by the same act, and a new authority's log with it. ``made`` must be set."""
    with queue.writer(), transaction.atomic():
        if request.own_authority:
            open_log(request.own_authority, request.name)
        outcome = act(MAKE, request, by=by, key=key)
        if outcome.refusal:
            transaction.set_rollback(True)
    return outcome


def set_post(request: SetPost, *, by: Actor, key: str) -> Outcome:
    """Make a post or change its title, duties and days."""
    return carried_out(SET_POST, request, by=by, key=key)


def fill_post(request: FillPost, *, by: Actor, key: str) -> Outcome:
    """Let one of the body's people fill a vacant post."""
    return carried_out(FILL_POST, request, by=by, key=key)


def give_role(request: GiveRole, *, by: Actor, key: str) -> Outcome:
    """Give one of the body's people a role inside it."""
    return carried_out(GIVE_ROLE, request, by=by, key=key)


def end_role(request: EndRole, *, by: Actor, key: str) -> Outcome:
    """End a grant from today on."""
    return carried_out(END_ROLE, request, by=by, key=key)


def digest_of(secret: str) -> str:
    """Give the digest under which an invitation's secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    body: UUID,
    *,
    name: str,
    email: str = "",
    post: UUID | None = None,
    role: str = "",
    by: Actor,
    key: str,
    days: int = INVITATION_DAYS,
) -> tuple[Outcome, str]:
    """Invite somebody; give the outcome and the link's secret, which is nowhere kept and cannot be shown again."""
    secret = chance.random_id()
    request = Invite(
        body=body,
        invitation=chance.uuid7(),
        digest=digest_of(secret),
        name=name,
        email=email,
        post=post,
        role=role,
        expires=clock.today() + timedelta(days=days),
        by=by.person,
    )
    outcome = carried_out(INVITE, request, by=by, key=key)
    return outcome, "" if outcome.refusal or outcome.repeated else secret


def withdraw_invitation(request: Withdraw, *, by: Actor, key: str) -> Outcome:
    """Take an invitation back."""
    return carried_out(WITHDRAW, request, by=by, key=key)


def join(invitation: Invitation, person: Person, *, on: date | None = None) -> Outcome:
    """Let a person take up an invitation; the holder of the link is whom the node trusts here."""
    request = Join(body=invitation.body_id, invitation=invitation.pk, person=person.pk)
    return carried_out(JOIN, request, by=THE_NODE, key=f"join:{invitation.pk}", on=on)


def join_newly(invitation: Invitation, username: str, name: str, password: str) -> Outcome:
    """Make the invited person's account and take up the invitation, both or neither."""
    with queue.writer(), transaction.atomic():
        person = Person.objects.create_user(username, password, name=name, email=invitation.email)
        outcome = join(invitation, person)
        if outcome.refusal:
            transaction.set_rollback(True)
    return outcome


# --- tables


def _project_body(done: Sequence[Done[OpenFile]]) -> None:
    Body.objects.bulk_create(
        [
            Body(
                pk=entry.request.body,
                code=entry.request.code,
                name=entry.request.name,
                name_en=entry.request.name_en,
                kind=entry.request.kind,
                place=entry.request.place,
                authority=entry.request.own_authority,
                parent_id=entry.request.parent,
                valid_from=entry.request.since or clock.today(),
            )
            for entry in done
        ]
    )


def _project_post(done: Sequence[Done[SetPost]]) -> None:
    for entry in done:
        one = entry.request
        Post.objects.update_or_create(
            pk=one.post,
            defaults={
                "body_id": one.body,
                "title": one.title,
                "roles": list(one.roles),
                "valid_from": one.since,
                "valid_to": one.until,
            },
        )


def _project_filling(done: Sequence[Done[FillPost]]) -> None:
    Filling.objects.bulk_create(
        [Filling(post_id=each.post, person_id=each.person, valid_from=each.since) for each in _requests(done)]
    )


def _requests[Q](done: Sequence[Done[Q]]) -> list[Q]:
    return [entry.request for entry in done]


def _project_grant(done: Sequence[Done[GiveRole]]) -> None:
    for one in _requests(done):
        begin_grant(one.person, one.role, one.body, one.since, one.until)


def begin_grant(person: UUID, role: str, body: UUID, since: date, until: date | None = None) -> None:
    """Write a grant; one that ended on the very day it began goes on."""
    Grant.objects.update_or_create(
        person_id=person, role=role, body_id=body, valid_from=since, defaults={"valid_to": until}
    )


def end_grants(rows: Sequence[Grant], on: date) -> None:
    """End grants; one that began today was never used and goes."""
    for row in rows:
        if row.valid_from >= on:
            row.delete()
        else:
            row.valid_to = on
            row.save(update_fields=["valid_to"])


def _project_end_role(done: Sequence[Done[EndRole]]) -> None:
    end_grants(list(Grant.objects.filter(pk__in=[one.grant for one in _requests(done)])), clock.today())


def _project_invitation(done: Sequence[Done[Invite]]) -> None:
    Invitation.objects.bulk_create(
        [
            Invitation(
                pk=one.invitation,
                body_id=one.body,
                digest=one.digest,
                name=one.name,
                email=one.email,
                post_id=one.post,
                role=one.role,
                valid_from=clock.today(),
                expires_on=one.expires,
                by_id=one.by,
            )
            for one in _requests(done)
        ]
    )


def _project_withdrawn(done: Sequence[Done[Withdraw]]) -> None:
    gone = [one.invitation for one in _requests(done)]
    Invitation.objects.filter(pk__in=gone).update(withdrawn_on=clock.today())


def _project_join(done: Sequence[Done[Join]]) -> None:
    for entry in done:
        one, (post, role, _expires) = entry.request, entry.decision.rows  # type: ignore[misc]  # what decide_join laid there
        today = clock.today()
        Invitation.objects.filter(pk=one.invitation).update(used_on=today, person=one.person, name="", email="")
        if post is not None:
            Filling.objects.create(post_id=post, person_id=one.person, valid_from=today)
        else:
            begin_grant(one.person, role, one.body, today)


MAKE = register_act(
    ActKind(
        MOVES,
        "make",
        lambda _request: Touched(),
        rules.decide_open,
        nothing,
        _project_body,
        place=lambda request: request.place,
    )
)
SET_POST = register_act(ActKind(MOVES, "set_post", touch, rules.decide_set_post, known_of, _project_post))
FILL_POST = register_act(ActKind(MOVES, "fill_post", touch, rules.decide_fill, known_of, _project_filling))
GIVE_ROLE = register_act(ActKind(MOVES, "give_role", touch, rules.decide_give, known_of, _project_grant))
END_ROLE = register_act(ActKind(MOVES, "end_role", touch, rules.decide_end_role, known_of, _project_end_role))
INVITE = register_act(ActKind(MOVES, "invite", touch, rules.decide_invite, known_of, _project_invitation))
WITHDRAW = register_act(
    ActKind(MOVES, "withdraw_invitation", touch, rules.decide_withdraw, known_of, _project_withdrawn)
)
JOIN = register_act(ActKind(MOVES, "join", touch, rules.decide_join, known_of, _project_join))
