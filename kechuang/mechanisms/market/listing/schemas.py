"""Shapes of the interface of listings. Amounts in yuan."""

from datetime import date
from decimal import Decimal

from ninja import Schema


class PublishedListingOut(Schema):
    """A listing as everybody reads it: no registration, no secret reserve; the buyer once it is closed."""

    case: str
    number: str
    title: str
    summary: str
    state: str
    state_word: str
    place: str
    seller: str
    mode: str
    achievements: list[str]
    base_yuan: Decimal
    appraisal_yuan: Decimal | None
    deposit_yuan: Decimal
    secret_reserve: bool
    commitment: str
    conditions: list[str]
    payment: str
    delivery: str
    start: date | None
    end: date | None
    round: int
    extended: int
    price_yuan: Decimal | None
    way: str
    notice_start: date | None
    notice_end: date | None
    buyer: str


class ListingPathOut(Schema):
    """The completed path of a listing, for attestation."""

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
    listed_from: date
    listed_until: date
    start: date
    end: date
    rounds: int
    objections: int
    way: str
    base_yuan: Decimal
    lot: str
    signed_on: date
    contract_number: str
    paid_yuan: Decimal
    settled_on: date | None
    in_order: bool
    facts: list[str]
