"""What is asked of an event: typed requests, and what a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, datetime
from uuid import UUID

KINDS = ("roadshow", "matching", "preview", "training")
OUTCOMES = ("nothing", "talks", "trial", "demand", "contract")
# An outcome that stands in a register names its number there.
LINKED = frozenset({"contract"})
ITEMS = ("market.result", "market.demand", "market.lot", "market.listing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the notice of an event says. ``origin`` names another market whose event is only passed on."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    venue: str
    host: str
    about: str = ""
    capacity: int | None = None
    signup_until: date | None = None
    online: str = ""
    origin: str = ""
    origin_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An office plans an event."""

    case: UUID
    authority: str
    office: UUID
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """What a draft says is changed."""

    event: UUID
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A published achievement, demand, lot or listing is shown on the event."""

    event: UUID
    ref: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Unshow:
    """Something is shown no longer."""

    event: UUID
    ref: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step whose words are its reason or summary."""

    event: UUID
    move: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Time, place or seats of a published event change."""

    event: UUID
    starts_at: datetime
    ends_at: datetime
    place: str
    venue: str
    capacity: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A body signs up with so many persons; their names are not asked."""

    event: UUID
    id: UUID
    body: UUID
    persons: int = 1
    wish: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A body takes its sign-up back."""

    event: UUID
    body: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The event took place: which of those signed up came, and how many others."""

    event: UUID
    came: frozenset[UUID]
    guests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meet:
    """Two sides met about something. A side is a body of the node, or a name."""

    event: UUID
    id: UUID
    about: str
    first: UUID | None = None
    first_name: str = ""
    second: UUID | None = None
    second_name: str = ""
    item: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a meeting, with the number under which it stands in a register."""

    event: UUID
    meeting: UUID
    outcome: str
    text: str = ""
    link: UUID | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signup:
    """A sign-up as decisions see it, in order of coming."""

    id: UUID
    body: UUID
    persons: int
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that may be shown: its kind, number and title; ``public`` says whether everybody may read it."""

    case: UUID
    kind: str
    number: str
    title: str
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An event as a decision sees it."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    capacity: int | None
    signup_until: date | None
    origin: str
    revision: int
    items: frozenset[UUID] = frozenset()
    signups: tuple[Signup, ...] = ()
    meetings: frozenset[UUID] = frozenset()


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What decisions see: events by case, things that may be shown, cases to which outcomes lead."""

    events: Mapping[UUID, Seen] = made(default_factory=dict)
    items: Mapping[UUID, Item] = made(default_factory=dict)
    links: Mapping[UUID, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written: the event's row, rows added by table, rows changed by key, rows removed."""

    case: UUID
    values: Mapping[str, object] = made(default_factory=dict)
    new: bool = False
    adds: tuple[tuple[str, Mapping[str, object]], ...] = ()
    sets: tuple[tuple[str, UUID, Mapping[str, object]], ...] = ()
    removes: tuple[tuple[str, UUID], ...] = ()
