"""What events leave behind. Time, place, kind and numbers are public; who signed up, who met whom is theirs."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _Announced(Fact):
    place: str = public()
    kind: str = public()
    event_on: date = public()
    title: str = authority()
    venue: str = authority()
    host: str = authority()
    origin: str = authority()


@fact_type("market.event.planned")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlanned(_Announced):
    """An office planned a roadshow, a matching, a preview or a training."""


@fact_type("market.event.amended")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventAmended(_Announced):
    """What a planned event says was changed before it was published."""


@fact_type("market.event.published")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventPublished(Fact):
    """An event was published; bodies may sign up."""

    place: str = public()
    kind: str = public()
    event_on: date = public()
    title: str = public()
    seats: int | None = public()


@fact_type("market.event.shown")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventShown(Fact):
    """A published achievement, demand, lot or listing is shown on an event."""

    place: str = public()
    item: str = public()


@fact_type("market.event.unshown")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventUnshown(Fact):
    """Something is shown on an event no longer."""

    place: str = public()
    item: str = public()


@fact_type("market.event.moved")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventMoved(Fact):
    """Time, place or seats of a published event changed; those signed up were told."""

    place: str = public()
    event_on: date = public()
    reason: str = public()
    venue: str = parties()
    bodies: tuple[str, ...] = authority()
    promoted: tuple[str, ...] = authority()


@fact_type("market.event.cancelled")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventCancelled(Fact):
    """An event does not take place; those signed up were told."""

    place: str = public()
    reason: str = public()
    bodies: tuple[str, ...] = authority()


@fact_type("market.event.joined")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventJoined(Fact):
    """A body signed up; ``waiting`` where no seat was left."""

    place: str = public()
    waiting: bool = public()
    persons: int = public()
    body: str = authority()
    wish: str = authority()


@fact_type("market.event.left")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventLeft(Fact):
    """A body took its sign-up back; who waited may have a seat now."""

    place: str = public()
    body: str = authority()
    promoted: tuple[str, ...] = authority()


@fact_type("market.event.held")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventHeld(Fact):
    """An event took place; who of those signed up came, and how many others."""

    place: str = public()
    kind: str = public()
    came_bodies: int = public()
    came_persons: int = public()
    bodies: tuple[str, ...] = authority()


@fact_type("market.event.met")
@dataclass(frozen=True, slots=True, kw_only=True)
class SidesMet(Fact):
    """Two sides met on an event about something."""

    place: str = public()
    item: str = public()
    sides: tuple[str, ...] = authority()
    about: str = authority()


@fact_type("market.event.followed")
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFollowed(Fact):
    """What came of a meeting, with its number in a register."""

    place: str = public()
    outcome: str = public()
    link: str = authority()
    text: str = authority()


@fact_type("market.event.closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class EventClosed(Fact):
    """An event was summed up."""

    place: str = public()
    kind: str = public()
    summary: str = authority()
