"""What is asked of the gateway by the moves that any case can use. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to be corrected: where it stands (field or paper), what is wrong, how to mend it."""

    where: str
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A kept file: its id in the register of files, and the salted digest that a fact may hold."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Send a case back with all its faults. ``new_facts`` says why it is sent back once more."""

    case: UUID
    faults: tuple[Fault, ...]
    new_facts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmit:
    """Hand a corrected case in again; ``files`` are kept evidence."""

    case: UUID
    note: str = ""
    files: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """The time for the correction has passed."""

    case: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take a case back."""

    case: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Hand a case to another office, or to a post."""

    case: UUID
    office: UUID
    post: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask several bodies for their opinions at once. Without a day, the rule of the place sets it."""

    case: UUID
    bodies: tuple[UUID, ...]
    question: str
    due_on: date | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Opine:
    """Answer for a body that was asked: agree, disagree, changes."""

    case: UUID
    body: UUID
    answer: str
    text: str = ""
    files: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Remind of the step that is waited for."""

    case: UUID
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """Object with a reason. ``body`` is the party for whom the person objects, None for a member of the public.

    ``name`` and ``contact`` are personal and optional: what somebody from the public gives to be answered.
    """

    case: UUID
    reason: str
    body: UUID | None = None
    files: tuple[Evidence, ...] = ()
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideObjection:
    """Uphold or reject the open objection."""

    case: UUID
    upheld: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """Suspend a case with reason and basis, until a day or until somebody resumes it."""

    case: UUID
    reason: str
    basis: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Let a suspended case go on."""

    case: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """Open a finished case again."""

    case: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominate:
    """Put a case into a round of recommendation."""

    case: UUID
    round: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommend:
    """Recommend a case to the next level, with an opinion and, where the level ranks, a rank (1 is first)."""

    case: UUID
    opinion: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDown:
    """Give a case back to the level below, with what is wrong."""

    case: UUID
    faults: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """Do not recommend a case."""

    case: UUID
    reason: str
