"""What is asked of a notice: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.kernel.days import Calendars
from kechuang.mechanisms.market.notice.rules.price import Price

MODES = ("transfer", "licence_exclusive", "licence_sole", "licence_ordinary", "shares")
RELATIONS = ("completer", "completer_firm", "relative", "subsidiary", "common_control", "other")
UNIT, MARKET = "unit", "market"


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What is sold: its title, its patent or registration number if it has one, its record in the register."""

    title: str
    ip_number: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who buys: name and credit code, the body of this node where it is one, and how it is related to the seller."""

    name: str
    code: str = ""
    body: UUID | None = None
    relation: str = ""

    @property
    def related(self) -> bool:
        """Whether the buyer is marked as related."""
        return bool(self.relation)

    def words(self) -> str:
        """Give the buyer as one line that two readers compare."""
        return f"{self.name.strip()} {self.code}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed: achievements, mode, a summary for everybody, buyers, price."""

    title: str
    summary: str
    mode: str
    achievements: tuple[Achievement, ...]
    buyers: tuple[Buyer, ...]
    price: Price


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Lay down what was agreed; nothing is public yet."""

    case: UUID
    authority: str
    office: UUID
    place: str
    seller: UUID
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Publish: from a day to a day, at these places; where in the unit, and what shows it there.

    ``closed`` are days on which the unit's notice board is not open to its people.
    """

    notice: UUID
    start: date
    end: date
    places: tuple[str, ...]
    unit_place: str
    closed: tuple[tuple[date, date], ...] = ()
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Other terms: a notice that ran begins anew."""

    notice: UUID
    terms: Terms
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The notice could not be read for some days, where, and why."""

    notice: UUID
    move: str
    first: date
    last: date
    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The contract is signed: with which buyers, at which price, on which day."""

    notice: UUID
    number: str
    signed_on: date
    price: Price
    buyers: tuple[Buyer, ...]
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The contract was registered as a technology contract, under a number."""

    notice: UUID
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class Tick:
    """What time does to a notice."""

    notice: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """The notice page was taken as everybody could read it: when, and the SHA-256 of its bytes."""

    notice: UUID
    taken_at: datetime
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A notice as a decision sees it."""

    terms: Terms
    round: int
    start: date | None
    end: date | None
    places: tuple[str, ...]
    snapped: frozenset[date] = frozenset()


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Calendars, notices by case, relations that the register knows, and achievements already under another notice."""

    calendars: Calendars
    notices: Mapping[UUID, Seen] = field(default_factory=dict)
    relations: Mapping[tuple[UUID, UUID], str] = field(default_factory=dict)
    busy: Mapping[str, tuple[UUID, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written of a notice."""

    case: UUID
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    adds: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    empties: tuple[str, ...] = ()


ZERO = Decimal(0)
