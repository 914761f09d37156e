"""Posts and people of a body: the decisions. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.posts import facts
from kechuang.casework.posts.placing import Item, Leaving, place
from kechuang.casework.posts.requests import (
    MOVES,
    OPEN,
    Assign,
    Delegate,
    EndDelegation,
    EndRole,
    FillPost,
    GiveRole,
    HandOver,
    Invite,
    Join,
    OpenFile,
    SetPost,
    Withdraw,
)
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal


@dataclass(slots=True)
class Known:
    """What is known of the body when deciding; ids of things that are in force on the day."""

    roles: frozenset[str] = frozenset()
    posts: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    filled: dict[UUID, UUID] = field(default_factory=dict)
    vacating: dict[UUID, date] = field(default_factory=dict)
    members: frozenset[UUID] = frozenset()
    grants: dict[int, tuple[str, UUID]] = field(default_factory=dict)
    held: frozenset[tuple[str, UUID]] = frozenset()
    invitations: dict[UUID, tuple[UUID | None, str, date]] = field(default_factory=dict)
    delegations: dict[UUID, UUID] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    person_name: str = ""
    delegated: tuple[UUID, ...] = ()


def said(body: UUID, fact: Fact, *, state: str = OPEN, rows: object = None, subject: str = "") -> Decision:
    """Give a decision that leaves one fact in the body's file."""
    return Decision(facts=((body, fact),), states={body: state}, rows=rows, subject=subject)


def person_ref(person: UUID) -> str:
    """Give the pseudonymous reference under which facts speak of a person."""
    return f"person/{person}"


def decide_open(_scene: Scene[object], request: OpenFile) -> Decision | Refusal:
    """Open a body's file."""
    common = {"body": str(request.body), "kind": request.kind, "place": request.place}
    fact = facts.BodyMade(**common, name=request.name) if request.made else facts.BodyTakenUp(**common)
    case = NewCase(
        id=request.body,
        kind=MOVES.kind,
        authority=request.authority,
        state=OPEN,
        place=request.place,
        title=request.name,
        office=request.body,
    )
    return Decision(facts=((request.body, fact),), opens=(case,))


def decide_set_post(scene: Scene[Known], request: SetPost) -> Decision | Refusal:
    """Make or change a post: at least one duty, each of which the body may have; a filled one is handed over first."""
    if not request.roles:
        return Refusal("posts.no_duty", {}, "roles")
    if refusal := _roles_allowed(scene.rows, request.roles, "roles"):
        return refusal
    if request.until is not None and request.until <= max(request.since, scene.on):
        if request.until <= request.since:
            return Refusal("posts.ends_before", {}, "until")
        if request.post in scene.rows.filled:
            return Refusal("posts.still_filled", {"post": request.title}, "until")
    fact = facts.PostSet(
        post=str(request.post), roles=request.roles, since=request.since, until=request.until, title=request.title
    )
    return said(request.body, fact)


def _roles_allowed(rows: Known, roles: Sequence[str], where: str) -> Refusal | None:
    wrong = [role for role in roles if role not in rows.roles]
    return Refusal("posts.role_not_for_body", {"role": wrong[0]}, where) if wrong else None


def decide_fill(scene: Scene[Known], request: FillPost) -> Decision | Refusal:
    """Fill a post that is vacant on the day."""
    if request.post not in scene.rows.posts:
        return Refusal("posts.no_post", {}, "post")
    if request.post in scene.rows.filled or scene.rows.vacating.get(request.post, request.since) > request.since:
        return Refusal("posts.still_filled", {"post": ""}, "person")
    if request.person not in scene.rows.members and not request.newly:
        return Refusal("posts.not_of_body", {}, "person")
    fact = facts.PostFilled(post=str(request.post), since=request.since, person=person_ref(request.person))
    return said(request.body, fact)


def decide_give(scene: Scene[Known], request: GiveRole) -> Decision | Refusal:
    """Give a role: one that the body may have, to one of its people who does not hold it."""
    if refusal := _roles_allowed(scene.rows, [request.role], "role"):
        return refusal
    if request.person not in scene.rows.members:
        return Refusal("posts.not_of_body", {}, "person")
    if (request.role, request.person) in scene.rows.held:
        return Refusal("posts.has_role", {"role": request.role}, "role")
    if request.until is not None and request.until <= request.since:
        return Refusal("posts.ends_before", {}, "until")
    fact = facts.RoleGiven(
        role=request.role, since=request.since, until=request.until, person=person_ref(request.person)
    )
    return said(request.body, fact)


def decide_end_role(scene: Scene[Known], request: EndRole) -> Decision | Refusal:
    """End a grant. The last administrator's own is not ended: somebody must be able to let others in."""
    if request.grant not in scene.rows.grants:
        return Refusal("posts.no_grant", {})
    role, person = scene.rows.grants[request.grant]
    keepers = {each for each, (held, _who) in scene.rows.grants.items() if held == "body_keeper"}
    posts_keep = any("body_keeper" in scene.rows.posts.get(post, ()) for post in scene.rows.filled)
    if role == "body_keeper" and keepers == {request.grant} and not posts_keep:
        return Refusal("posts.last_keeper", {})
    return said(request.body, facts.RoleEnded(role=role, until=scene.on, person=person_ref(person)))


def decide_invite(scene: Scene[Known], request: Invite) -> Decision | Refusal:
    """Invite somebody to a vacant post or to a role that the body may have."""
    if request.post is not None:
        if request.post not in scene.rows.posts:
            return Refusal("posts.no_post", {}, "post")
        if request.post in scene.rows.filled:
            return Refusal("posts.still_filled", {"post": ""}, "post")
    elif refusal := _roles_allowed(scene.rows, [request.role], "role"):
        return refusal
    fact = facts.PersonInvited(
        invitation=str(request.invitation),
        post=str(request.post) if request.post else None,
        role=request.role,
        expires=request.expires,
    )
    return said(request.body, fact)


def decide_withdraw(scene: Scene[Known], request: Withdraw) -> Decision | Refusal:
    """Take back an invitation that is still open."""
    if request.invitation not in scene.rows.invitations:
        return Refusal("posts.invitation_gone", {})
    return said(request.body, facts.InvitationWithdrawn(invitation=str(request.invitation)))


def decide_join(scene: Scene[Known], request: Join) -> Decision | Refusal:
    """Take up an invitation that is open and not expired, to a post that nobody else has filled meanwhile."""
    known = scene.rows.invitations.get(request.invitation)
    if known is None:
        return Refusal("posts.invitation_gone", {})
    post, role, expires = known
    if expires <= scene.on:
        return Refusal("posts.invitation_expired", {"since": expires})
    if post is not None and (post in scene.rows.filled or post not in scene.rows.posts):
        return Refusal("posts.still_filled", {"post": ""})
    fact = facts.PersonJoined(
        invitation=str(request.invitation),
        person=person_ref(request.person),
        post=str(post) if post else None,
        role=role,
    )
    return said(request.body, fact, rows=known)


def decide_delegate(scene: Scene[Known], request: Delegate) -> Decision | Refusal:
    """Delegate a post that the giver fills: never one that is only delegated to them, never to themselves."""
    if scene.rows.filled.get(request.post) != request.giver:
        return Refusal("posts.not_your_post", {}, "post")
    if request.taker == request.giver:
        return Refusal("posts.to_yourself", {}, "taker")
    if request.taker not in scene.rows.members:
        return Refusal("posts.not_of_body", {}, "taker")
    if request.since < scene.on:
        return Refusal("posts.in_the_past", {"since": request.since}, "since")
    if request.until <= request.since:
        return Refusal("posts.ends_before", {}, "until")
    if request.until > request.since + timedelta(days=366):
        return Refusal("posts.too_long", {"days": 366}, "until")
    fact = facts.Delegated(
        delegation=str(request.delegation),
        post=str(request.post),
        since=request.since,
        until=request.until,
        giver=person_ref(request.giver),
        taker=person_ref(request.taker),
        reason=request.reason,
    )
    return said(request.body, fact, subject=person_ref(request.giver))


def decide_end_delegation(scene: Scene[Known], request: EndDelegation) -> Decision | Refusal:
    """End a delegation that is not over."""
    post = scene.rows.delegations.get(request.delegation)
    if post is None:
        return Refusal("posts.delegation_over", {})
    return said(
        request.body,
        facts.DelegationEnded(delegation=str(request.delegation), post=str(post), until=scene.on),
    )


def decide_hand_over(scene: Scene[Known], request: HandOver) -> Decision | Refusal:
    """Hand everything over, or refuse: every open item has a filled post afterwards."""
    rows = scene.rows
    wrong = [person for person in request.successions.values() if person not in rows.members]
    if wrong:
        return Refusal("posts.not_of_body", {}, "successor")
    if request.person is not None and request.person in request.successions.values():
        return Refusal("posts.to_yourself", {}, "successor")
    filled = {post: who for post, who in rows.filled.items() if post not in request.left}
    if request.access:
        filled = {post: who for post, who in filled.items() if who != request.person}
    filled |= request.successions
    leaving = Leaving(left=request.left, filled=filled, placed=request.placed, rest=request.rest)
    targets = place(rows.items, leaving)
    if isinstance(targets, Refusal):
        return targets
    if request.access and (refusal := _somebody_keeps(rows, request, filled)):
        return refusal
    counts: dict[str, int] = {}
    for item in rows.items:
        kind = item.key.partition(":")[0]
        counts[kind] = counts.get(kind, 0) + 1
    fact = facts.HandedOver(
        handover=str(request.handover),
        counts=counts,
        access_ended=request.access,
        left=tuple(map(str, request.left)),
        person=person_ref(request.person) if request.person else None,
        successions={str(post): person_ref(who) for post, who in request.successions.items()},
        items={key: str(post) for key, post in targets.items()},
        ended=tuple(map(str, rows.delegated)),
        person_name=rows.person_name,
    )
    subject = person_ref(request.person) if request.person else ""
    return said(request.body, fact, rows=(targets, filled), subject=subject)


def _somebody_keeps(rows: Known, request: HandOver, filled: Mapping[UUID, UUID]) -> Refusal | None:
    """Refuse to end the access of the last administrator."""
    keeps = any(role == "body_keeper" and who != request.person for role, who in rows.grants.values())
    keeps |= any("body_keeper" in rows.posts.get(post, ()) for post in filled)
    had = any(role == "body_keeper" and who == request.person for role, who in rows.grants.values())
    had |= any("body_keeper" in rows.posts.get(post, ()) for post in request.left)
    return Refusal("posts.last_keeper", {}) if had and not keeps else None


def decide_assign(scene: Scene[Known], request: Assign) -> Decision | Refusal:
    """Assign a case to a post that can move it and that somebody fills."""
    if request.post not in scene.rows.posts:
        return Refusal("posts.no_post", {}, "post")
    if request.post not in scene.rows.filled:
        return Refusal("posts.target_vacant", {"item": scene.cases[request.case].state}, "post")
    if not request.able:
        return Refusal("posts.cannot_work", {}, "post")
    fact = facts.CaseAssigned(post=str(request.post), office=str(request.body))
    return Decision(
        facts=((request.case, fact),),
        states={request.body: OPEN, request.case: scene.cases[request.case].state},
    )
