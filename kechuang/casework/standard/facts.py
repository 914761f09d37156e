"""What the moves that any case can use leave behind. Bodies are named by reference, persons never."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, authority, fact_type, parties, personal, public


@fact_type("casework.returned")
@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(Fact):
    """An office sent a case back for correction, with all faults at once; the clock stands still from this day."""

    place: str = public()
    state: str = public()
    due_on: date | None = parties()
    due_provisional: bool = parties()
    time: int = parties()
    faults: tuple[dict[str, str], ...] = parties()
    new_facts: str = parties()


@fact_type("casework.resubmitted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmitted(Fact):
    """The holder handed a corrected case in again; the clock goes on by the rule of the place."""

    place: str = public()
    stopped_days: int = parties()
    shifted_days: int = parties()
    note: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("casework.correction_lapsed")
@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLapsed(Fact):
    """The time for a correction passed without one."""

    place: str = public()
    due_on: date | None = parties()


@fact_type("casework.withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Fact):
    """The holder took a case back."""

    place: str = public()
    reason: str = parties()


@fact_type("casework.transferred")
@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(Fact):
    """An office handed a case to another office, or to a post of its own."""

    place: str = public()
    giver: str = parties()
    taker: str = parties()
    post: str = authority()
    reason: str = authority()


@fact_type("casework.opinion_asked")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionAsked(Fact):
    """An office asked other bodies for their opinions on a case, all at the same time, until a day."""

    place: str = public()
    bodies: tuple[str, ...] = authority()
    question: str = authority()
    due_on: date | None = authority()
    waits: bool = authority()


@fact_type("casework.opinion_given")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven(Fact):
    """A body that was asked answered: it agrees, disagrees, or agrees with changes."""

    place: str = public()
    body: str = authority()
    answer: str = authority()
    text: str = authority()
    files: tuple[str, ...] = authority()


@fact_type("casework.reminded")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(Fact):
    """A party reminded the office of the step that a case waits for."""

    place: str = public()
    side: str = parties()
    note: str = parties()


@fact_type("casework.objected")
@dataclass(frozen=True, slots=True, kw_only=True)
class Objected(Fact):
    """An objection was raised; the case is held until it is decided."""

    place: str = public()
    state: str = public()
    side: str = authority()
    body: str = authority()
    reason: str = authority()
    due_on: date | None = parties()
    files: tuple[str, ...] = authority()


@fact_type("casework.objector")
@dataclass(frozen=True, slots=True, kw_only=True)
class Objector(Fact):
    """Who objected from the public and how to reach them, as far as they said: personal, and erasable."""

    place: str = public()
    name: str = personal()
    contact: str = personal()


@fact_type("casework.objection_decided")
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecided(Fact):
    """An office upheld or rejected an objection, with its reason."""

    place: str = public()
    upheld: bool = public()
    stopped_days: int = parties()
    shifted_days: int = parties()
    reason: str = parties()


@fact_type("casework.suspended")
@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(Fact):
    """An office suspended a case, with reason and basis."""

    place: str = public()
    state: str = public()
    reason: str = parties()
    legal_basis: str = parties()
    until: date | None = parties()


@fact_type("casework.resumed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Fact):
    """A suspended case goes on: its days are moved by the days that it stood still."""

    place: str = public()
    stopped_days: int = parties()
    shifted_days: int = parties()
    reason: str = parties()


@fact_type("casework.reopened")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Fact):
    """A finished case was opened again by a person who had not finished it."""

    place: str = public()
    before: str = public()
    reason: str = parties()


@fact_type("casework.nominated")
@dataclass(frozen=True, slots=True, kw_only=True)
class Nominated(Fact):
    """A case entered a round in which each level recommends upwards."""

    place: str = public()
    round: str = public()
    level: str = public()


@fact_type("casework.recommended")
@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended(Fact):
    """A level recommended a case to the next one, within its quota of the round."""

    place: str = public()
    round: str = public()
    level: str = public()
    body: str = parties()
    rank: int | None = authority()
    opinion: str = parties()
    used: int = authority()
    quota: int | None = authority()


@fact_type("casework.recommendation_returned")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationReturned(Fact):
    """A level gave a case back to the level below, with what is wrong."""

    place: str = public()
    round: str = public()
    level: str = public()
    body: str = parties()
    faults: str = parties()


@fact_type("casework.recommendation_refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRefused(Fact):
    """A level did not recommend a case; it ends there."""

    place: str = public()
    round: str = public()
    level: str = public()
    body: str = parties()
    reason: str = parties()
