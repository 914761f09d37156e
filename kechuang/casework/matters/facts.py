"""What plain matters leave behind. Titles and texts are for the parties and the authority; persons are never named."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, parties, public


@fact_type("matters.submitted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Fact):
    """A body submitted a matter to an office."""

    place: str = public()
    sort: str = public()
    holder: str = parties()
    title: str = parties()
    text: str = parties()
    files: tuple[str, ...] = parties()
    due_on: date | None = parties()


@fact_type("matters.taken_in")
@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn(Fact):
    """An office took in a matter that reached it on paper, by telephone or in person."""

    place: str = public()
    sort: str = public()
    holder: str = parties()
    title: str = parties()
    text: str = parties()
    due_on: date | None = parties()


@fact_type("matters.accepted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Fact):
    """An office accepted a matter; the time to decide begins."""

    place: str = public()
    sort: str = public()
    due_on: date | None = parties()
    note: str = parties()


@fact_type("matters.decided")
@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Fact):
    """An office decided a matter: granted, refused, answered, or not accepted."""

    place: str = public()
    sort: str = public()
    outcome: str = public()
    text: str = parties()


@fact_type("matters.closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Fact):
    """An office closed a finished matter: it is complete and goes into the archive."""

    place: str = public()
    sort: str = public()
    note: str = parties()
