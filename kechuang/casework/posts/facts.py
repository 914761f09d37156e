"""What acts about bodies, posts and people leave. Names stand in the personal group alone, and mostly nowhere."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, authority, fact_type, parties, personal, public


@fact_type("casework.body_taken_up")
@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTakenUp(Fact):
    """A body that was there before began to be administered on its own: its file was opened."""

    body: str = public()
    kind: str = public()
    place: str = public()


@fact_type("casework.body_made")
@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMade(Fact):
    """The keeper of the node entered a body; its first administrator is invited by a link."""

    body: str = public()
    kind: str = public()
    place: str = public()
    name: str = parties()


@fact_type("casework.post_set")
@dataclass(frozen=True, slots=True, kw_only=True)
class PostSet(Fact):
    """A post was made, or its title, duties or days were changed. ``until`` is the first day without it."""

    post: str = public()
    roles: tuple[str, ...] = public()
    since: date = public()
    until: date | None = public()
    title: str = authority()


@fact_type("casework.post_filled")
@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilled(Fact):
    """A person began to fill a post."""

    post: str = public()
    since: date = public()
    person: str = authority()


@fact_type("casework.role_given")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGiven(Fact):
    """A person was given a role inside a body."""

    role: str = public()
    since: date = public()
    until: date | None = public()
    person: str = authority()


@fact_type("casework.role_ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(Fact):
    """A role of a person inside a body ended."""

    role: str = public()
    until: date = public()
    person: str = authority()


@fact_type("casework.person_invited")
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(Fact):
    """Somebody was invited into a body by a link that works once and expires. No name, no address."""

    invitation: str = authority()
    post: str | None = authority()
    role: str = authority()
    expires: date = authority()


@fact_type("casework.invitation_withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An invitation was taken back before it was used."""

    invitation: str = authority()


@fact_type("casework.person_joined")
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonJoined(Fact):
    """An invited person took up the invitation."""

    invitation: str = authority()
    person: str = authority()
    post: str | None = authority()
    role: str = authority()


@fact_type("casework.delegated")
@dataclass(frozen=True, slots=True, kw_only=True)
class Delegated(Fact):
    """The person who fills a post let another do its duties from one day until before another."""

    delegation: str = authority()
    post: str = public()
    since: date = public()
    until: date = public()
    giver: str = authority()
    taker: str = authority()
    reason: str = personal()


@fact_type("casework.delegation_ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationEnded(Fact):
    """A delegation was ended by hand before its last day."""

    delegation: str = authority()
    post: str = public()
    until: date = public()


@fact_type("casework.handed_over")
@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Fact):
    """Every open item of a person or a post went to other posts of the body, in one act.

    ``counts`` says how many items of each kind; ``items`` names each with the post that took it. ``left`` are the posts
    that the person left, ``successions`` the posts with the person who fills them from now on.
    """

    handover: str = public()
    counts: dict[str, int] = public()
    access_ended: bool = public()
    left: tuple[str, ...] = authority()
    person: str | None = authority()
    successions: dict[str, str] = authority()
    items: dict[str, str] = authority()
    ended: tuple[str, ...] = authority()
    person_name: str = personal()


@fact_type("casework.case_assigned")
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(Fact):
    """A case became the work of a post."""

    post: str = authority()
    office: str = parties()


@fact_type("casework.succession_planned")
@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionPlanned(Fact):
    """A body is to be renamed, merged into another or split on a day, by a document."""

    succession: str = public()
    kind: str = public()
    day: date = public()
    successors: tuple[str, ...] = public()
    document: str = public()


@fact_type("casework.body_renamed")
@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRenamed(Fact):
    """A body bears another name from this day; the earlier name stands on what was written before."""

    succession: str = public()
    body: str = public()
    name: str = public()
    name_en: str = public()
    before: str = public()


@fact_type("casework.body_succeeded")
@dataclass(frozen=True, slots=True, kw_only=True)
class BodySucceeded(Fact):
    """A body ended, and everything that it held or owed went to its successors in one act.

    ``counts`` says how many things of each kind; ``items`` names each with the successor that took it.
    """

    succession: str = public()
    body: str = public()
    kind: str = public()
    successors: tuple[str, ...] = public()
    counts: dict[str, int] = public()
    items: dict[str, str] = authority()
