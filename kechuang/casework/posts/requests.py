"""What may be asked about posts and people of a body, and the table of moves. Pure.

Each body has one file, a case of kind ``casework.body`` whose id is the body's own: every act on its posts and people
is a step of that file (docs/decisions/0009).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.casework.moves import SYSTEM, Moves, move

KEEP, USE, ASSIGN, BODIES, READ = "people:keep", "post:use", "case:assign", "body:keep", "people:read"
OPEN, SUCCEEDED = "OPEN", "SUCCEEDED"

MOVES = Moves(
    "casework.body",
    (OPEN, SUCCEEDED),
    (
        move("take_up", "", OPEN, BODIES, SYSTEM),
        move("make", "", OPEN, BODIES),
        move("set_post", OPEN, OPEN, KEEP),
        move("fill_post", OPEN, OPEN, KEEP),
        move("give_role", OPEN, OPEN, KEEP),
        move("end_role", OPEN, OPEN, KEEP),
        move("invite", OPEN, OPEN, KEEP),
        move("withdraw_invitation", OPEN, OPEN, KEEP),
        move("join", OPEN, OPEN, KEEP, SYSTEM),
        move("delegate", OPEN, OPEN, USE),
        move("end_delegation", OPEN, OPEN, USE),
        move("hand_over", OPEN, OPEN, USE),
        move("posts.assign", OPEN, OPEN, ASSIGN),
        move("plan_succession", OPEN, OPEN, BODIES),
        move("rename", OPEN, OPEN, BODIES, SYSTEM),
        move("succeed", OPEN, SUCCEEDED, BODIES, SYSTEM),
    ),
    rest=frozenset({OPEN}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """Open the file of a body; ``made`` where the body itself is made by this act."""

    body: UUID
    authority: str
    place: str
    kind: str
    name: str
    code: str = ""
    name_en: str = ""
    parent: UUID | None = None
    own_authority: str = ""
    since: date | None = None
    made: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPost:
    """Make a post or change one. ``until`` is the first day without it."""

    body: UUID
    post: UUID
    title: str
    roles: tuple[str, ...]
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FillPost:
    """Let a person fill a vacant post; ``newly`` for one who has no other duty in the body yet (the command line)."""

    body: UUID
    post: UUID
    person: UUID
    since: date
    newly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole:
    """Give a person a role inside a body."""

    body: UUID
    person: UUID
    role: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRole:
    """End a grant of a role."""

    body: UUID
    grant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Invite somebody by a link; ``digest`` is that of the link's secret."""

    body: UUID
    invitation: UUID
    digest: str
    name: str
    email: str
    post: UUID | None
    role: str
    expires: date
    by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take an invitation back."""

    body: UUID
    invitation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """An invited person takes up the invitation, newly or with the account that they have."""

    body: UUID
    invitation: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """Let another do the duties of one's post."""

    body: UUID
    delegation: UUID
    post: UUID
    giver: UUID
    taker: UUID
    since: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDelegation:
    """End a delegation by hand."""

    body: UUID
    delegation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Hand over everything open of a person or of posts.

    ``left`` are the posts that the person leaves; ``successions`` say who fills which of them from now on; ``placed``
    names the post for single items, ``rest`` the post for all that is not named. ``access`` ends every duty of the
    person in the body.
    """

    body: UUID
    handover: UUID
    person: UUID | None
    left: tuple[UUID, ...]
    successions: Mapping[UUID, UUID] = field(default_factory=dict)
    placed: Mapping[str, UUID] = field(default_factory=dict)
    rest: UUID | None = None
    access: bool = False
    by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Make a case the work of a post. ``able``: one of the post's duties moves such a case."""

    body: UUID
    post: UUID
    case: UUID
    able: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeed:
    """A body is renamed, merged into another or split, on a day.

    ``placed`` says for things by ``<kind>:<id>``, or for all of a kind by ``<kind>:*``, which successor takes them.
    """

    body: UUID
    succession: UUID
    kind: str
    day: date
    successors: tuple[UUID, ...] = ()
    placed: Mapping[str, UUID] = field(default_factory=dict)
    rest: UUID | None = None
    name: str = ""
    name_en: str = ""
    document: str = ""
