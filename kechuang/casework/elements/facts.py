"""What one-off collections leave behind."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@fact_type("casework.collection_sent")
@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSent(Fact):
    """An office asked several bodies for elements of the dictionary: on which basis, what for, until when.

    ``known`` of the ``recipients`` × elements values stood filled in already; ``seconds`` is the estimate of the time
    asked of all recipients together, as the office saw it before sending.
    """

    title: str = public()
    basis: str = public()
    purpose: str = public()
    elements: tuple[str, ...] = public()
    year: int = public()
    recipients: int = public()
    known: int = public()
    seconds: int = public()
    reply_by: date = public()
    expires_on: date = public()


@fact_type("casework.collection_asked")
@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionAsked(Fact):
    """One body was asked; ``collection`` is the reference of what was sent."""

    collection: str = public()
    body: str = parties()
    reply_by: date = public()


@fact_type("casework.collection_answered")
@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionAnswered(Fact):
    """A body answered. ``values`` lists {element, value}; ``confirmed`` names those that the platform had filled in."""

    collection: str = public()
    fields: int = public()
    confirmed: int = public()
    body: str = parties()
    values: tuple[dict[str, str], ...] = parties()


@fact_type("casework.collection_closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionClosed(Fact):
    """A collection, or one body's part of it, ended: by the office, or because its time was over."""

    collection: str = public()
    expired: bool = public()
    reason: str = authority()
