"""Shapes of the interface of agreed prices."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class NoticeBuyerOut(Schema):
    """Who buys; ``relation`` is empty where the buyer is not related to the seller."""

    name: str
    code: str
    relation: str


class NoticeSnapshotOut(Schema):
    """The page as it stood: the moment, and the SHA-256 of its bytes."""

    round: int
    day: date
    taken_at: datetime
    sha256: str


class PublishedNoticeOut(Schema):
    """A notice as everybody reads it. Amounts in yuan; ``price`` is the formula that two readers compare."""

    case: str
    number: str
    title: str
    summary: str
    state: str
    state_word: str
    place: str
    seller: str
    mode: str
    price: str
    price_words: str
    known_yuan: Decimal
    achievements: list[str]
    buyers: list[NoticeBuyerOut]
    places: list[str]
    unit_place: str
    round: int
    start: date | None
    end: date | None
    signed_on: date | None
    registration_number: str
    snapshots: list[NoticeSnapshotOut]


class PricePathOut(Schema):
    """The completed path of a price, for attestation."""

    kind: str
    case: str
    number: str
    seller: str
    buyers: list[str]
    related: list[str]
    achievements: list[str]
    mode: str
    price: str
    known_yuan: Decimal
    places: list[str]
    start: date
    end: date
    days: int
    rounds: int
    objections: int
    passed_on: date
    signed_on: date
    contract_number: str
    in_order: bool
    snapshots: list[str]
    unproved_days: list[date]
    facts: list[str]
