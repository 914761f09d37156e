"""What agreed prices leave behind. Name, price, mode, buyer and relation are public by statute once a notice runs."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kechuang.kernel.fact import Fact, fact_type, parties, public


@fact_type("market.notice.agreed")
@dataclass(frozen=True, slots=True, kw_only=True)
class PriceAgreed(Fact):
    """A unit laid down a price that it agreed on; nothing of it is public yet."""

    place: str = public()
    mode: str = public()
    seller: str = parties()
    title: str = parties()
    achievements: tuple[str, ...] = parties()
    buyers: tuple[str, ...] = parties()
    price: str = parties()
    amount_yuan: Decimal = parties()


@fact_type("market.notice.begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBegun(Fact):
    """A notice of an agreed price went out: what is in it, where it can be read, from when to when."""

    place: str = public()
    round: int = public()
    title: str = public()
    summary: str = public()
    mode: str = public()
    seller: str = public()
    achievements: tuple[str, ...] = public()
    buyers: tuple[str, ...] = public()
    related: tuple[str, ...] = public()
    price: str = public()
    places: tuple[str, ...] = public()
    unit_place: str = public()
    start: date = public()
    end: date = public()
    days: int = public()
    files: tuple[str, ...] = parties()


@fact_type("market.notice.changed")
@dataclass(frozen=True, slots=True, kw_only=True)
class TermsChanged(Fact):
    """Price or parties changed before the contract; a notice that ran counts no longer and begins anew."""

    place: str = public()
    restarts: bool = public()
    price_changed: bool = public()
    buyers_changed: bool = public()
    reason: str = public()
    buyers: tuple[str, ...] = parties()
    price: str = parties()


@fact_type("market.notice.interrupted")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInterrupted(Fact):
    """A notice could not be read for some days: it begins anew where the rules say so."""

    place: str = public()
    where: str = public()
    first: date = public()
    last: date = public()
    restarts: bool = public()
    reason: str = public()


@fact_type("market.notice.snapped")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSnapped(Fact):
    """The page of a notice was taken as everybody could read it: the moment, and the SHA-256 of its bytes."""

    place: str = public()
    round: int = public()
    day: date = public()
    taken_at: datetime = public()
    sha256: str = public()
    size: int = public()


@fact_type("market.notice.passed")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePassed(Fact):
    """A notice ran its whole time and no objection was upheld."""

    place: str = public()
    round: int = public()
    start: date = public()
    end: date = public()
    unproved: tuple[date, ...] = public()


@fact_type("market.notice.signed")
@dataclass(frozen=True, slots=True, kw_only=True)
class DealSigned(Fact):
    """The contract was signed at the price and with the buyers of the notice."""

    place: str = public()
    mode: str = public()
    signed_on: date = public()
    days: int = public()
    seller: str = public()
    buyers: tuple[str, ...] = public()
    price: str = public()
    known_yuan: Decimal = public()
    number: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.notice.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class DealRegistered(Fact):
    """The contract was registered as a technology contract."""

    place: str = public()
    number: str = public()
    registered_on: date = public()
