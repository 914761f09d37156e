"""What is asked of listings and of registrations, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.kernel.days import Calendars
from kechuang.mechanisms.market.listing.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A seller applies for a listing; nothing is public yet. ``seller_kind`` is the kind of its body."""

    case: UUID
    authority: str
    office: UUID
    place: str
    seller: UUID
    seller_kind: str
    terms: Terms
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """Other terms before the materials are checked."""

    listing: UUID
    terms: Terms
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A move that needs at most words. ``parties`` are the registrations that it ends."""

    listing: UUID
    move: str
    text: str = ""
    parties: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """The listing goes out on a day; the newspaper, where there is one, not before the website.

    ``checked``: the operator looked whether the conditions point to one party.
    """

    listing: UUID
    start: date
    checked: bool
    newspaper: str = ""
    newspaper_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """A permitted change of what is published: the period begins anew on a day."""

    listing: UUID
    terms: Terms
    start: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relist:
    """The seller offers it again, at a lower price; the rest stays as it was."""

    listing: UUID
    base: Decimal
    consent: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """The seller opens the secret reserve price."""

    listing: UUID
    amount: Decimal
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Two or more are admitted: the competitive round takes place in this lot."""

    listing: UUID
    lot: UUID
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The deal: the price, in agreement with the one party, or as the competitive round found it."""

    listing: UUID
    price: Decimal | None
    parties: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The contract is signed: number, day, price; how it is paid follows from the listing."""

    listing: UUID
    number: str
    signed_on: date
    price: Decimal
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Money came in: how much, from an account under which name, on which day."""

    listing: UUID
    amount: Decimal
    payer: str
    paid_on: date
    parties: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """The buyer does not stand by the deal."""

    listing: UUID
    parties: tuple[UUID, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The deal is attested under a number."""

    listing: UUID
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What time does to a listing; ``parties`` are its registrations."""

    listing: UUID
    parties: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A body registers its interest, in confidence. ``relation``: how it is related to the seller, as it says."""

    case: UUID
    listing: UUID
    body: UUID
    body_name: str
    authority: str
    office: UUID
    place: str
    agent: str = ""
    relation: str = ""
    ground: str = ""
    undertaken: bool = False
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Qualify a registration, refuse it, or take it back. ``met`` are the conditions that were found fulfilled."""

    case: UUID
    move: str
    text: str = ""
    met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDeposit:
    """A deposit came in, with its voucher."""

    case: UUID
    amount: Decimal
    payer: str
    paid_on: date
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """A deposit went back to the account from which it came."""

    case: UUID
    move: str = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A registration as decisions see it."""

    case: UUID
    listing: UUID
    state: str
    body: UUID
    name: str
    relation: str
    deposit: Decimal
    priority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What became of a competitive round: ``running``, ``sold`` with price and winner, or ``unsold``."""

    state: str
    code: str = ""
    price: Decimal | None = None
    winner: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A listing as a decision sees it. ``paid`` is what came in of the price after the contract."""

    terms: Terms
    seller_kind: str
    number: str = ""
    round: int = 0
    extended: int = 0
    start: date | None = None
    end: date | None = None
    lot: UUID | None = None
    revealed: Decimal | None = None
    price: Decimal | None = None
    way: str = ""
    notice_start: date | None = None
    notice_end: date | None = None
    signed_on: date | None = None
    paid: Decimal = Decimal(0)


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Calendars, listings and their registrations by case, relations, what the register states, competitive rounds.

    ``busy`` names the listing that holds a number already; ``usual`` the price that an achievement states.
    """

    calendars: Calendars
    listings: Mapping[UUID, Seen] = field(default_factory=dict)
    parties: Mapping[UUID, Party] = field(default_factory=dict)
    registered: set[tuple[UUID, UUID]] = field(default_factory=set)
    relations: Mapping[tuple[UUID, UUID], str] = field(default_factory=dict)
    busy: Mapping[str, tuple[UUID, str]] = field(default_factory=dict)
    usual: Mapping[str, Decimal] = field(default_factory=dict)
    rounds: Mapping[UUID, Round] = field(default_factory=dict)

    def of(self, listing: UUID, *states: str) -> list[Party]:
        """Give the registrations of a listing in some states."""
        return [each for each in self.parties.values() if each.listing == listing and each.state in states]


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written: columns of the listing or of a registration, rows beside it, tables emptied before."""

    case: UUID
    table: str = "listing"
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    adds: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    empties: tuple[str, ...] = ()
