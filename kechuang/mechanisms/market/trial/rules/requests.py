"""What is asked of trials and open licences: typed requests, and the rows that decisions see. Pure."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.kernel.days import Calendars
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.mechanisms.market.result.rules.requests import Seen as Result

# For whom a result is offered: everybody; the pool, where counties come first; the counties of the pool alone.
ALL, POOL, COUNTIES = "all", "pool", "counties"
AUDIENCES = (POOL, COUNTIES, ALL)
SUSPENDED, IN_FORCE = "suspended", "in_force"


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A holder commits the terms of a registered result before any trial.

    ``price`` is the formula of the later contract and ``cap`` the most that it may come to, in yuan. ``counties`` are
    divisions for which it fits best (none: all of them).
    """

    case: UUID
    authority: str
    office: UUID
    place: str
    unit: UUID
    result: UUID
    price: Price
    cap: Decimal | None
    months: int
    exclusive: bool
    audience: str
    delivers: str
    insurance: str = ""
    counties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """A holder changes the terms of its offer, for a reason, for firms that ask from now on. Fields as in ``Offer``."""

    case: UUID
    price: Price
    cap: Decimal | None
    months: int
    exclusive: bool
    audience: str
    delivers: str
    text: str
    insurance: str = ""
    counties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A firm asks for a trial: what for, when it will be satisfied, where. ``declares_small``: it says it is an SME."""

    case: UUID
    offer: UUID
    firm: UUID
    county: str
    purpose: str
    criteria: str
    site: str = ""
    declares_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """The holder agrees: the price is the offer's; from which day, how long, under which number."""

    case: UUID
    start: date
    months: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A move that needs only words."""

    case: UUID
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The firm signs the free licence; ``result``, whose case is locked too, holds it under the drawn id ``deal``."""

    case: UUID
    result: UUID
    deal: UUID
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A line of the trial's log: what was done on a day, what was measured."""

    case: UUID
    day: date
    text: str
    measured: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The firm's report and its verdict."""

    case: UUID
    result: UUID
    satisfied: bool
    text: str
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """The holder lets the trial run longer."""

    case: UUID
    end: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Convert:
    """The trial became a registered technology contract, named by its registration number."""

    case: UUID
    result: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """The firm declares that it returned or destroyed the know-how."""

    case: UUID
    way: str
    text: str
    declared: bool
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """What time does."""

    case: UUID
    result: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declare:
    """A patentee is ready to license a patent to anybody, at a fee, for a term.

    ``legal`` is the state in the extract of the patent register; ``consent`` the document of a creditor.
    """

    case: UUID
    authority: str
    office: UUID
    place: str
    unit: UUID
    result: UUID
    number: str
    fee: Price
    payment: str
    until: date
    legal: str
    text: str = ""
    consent: str = ""
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Publish (under the drawn id of a ``deal``), refuse or withdraw a declaration; ``result`` is locked with it."""

    case: UUID
    result: UUID
    deal: UUID | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """A licensee takes an open licence by a notice; ``county`` is its seat."""

    case: UUID
    licence: UUID
    firm: UUID
    county: str
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The patentee confirms that the fee was paid as declared: day, reference, amount in yuan."""

    case: UUID
    result: UUID
    deal: UUID
    paid_on: date
    amount: Decimal
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The deal was filed with the patent office."""

    case: UUID
    number: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A body as decisions see it: kind, seat, staff and yearly sales where the register knows them."""

    name: str = ""
    code: str = ""
    kind: str = ""
    place: str = ""
    staff: int | None = None
    sales: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSeen:
    """An offer as decisions see it. ``waiting`` counts requests of counties of the pool that are not answered yet."""

    state: str
    result: UUID
    unit: UUID | None
    title: str
    field: str
    price: Price
    cap: Decimal | None
    months: int
    exclusive: bool
    audience: str
    authority: str
    place: str
    office: UUID | None
    official: str = ""
    delivers: str = ""
    insurance: str = ""
    counties: tuple[str, ...] = ()
    waiting: frozenset[UUID] = frozenset()
    open: Mapping[UUID, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSeen:
    """A trial as decisions see it."""

    offer: UUID
    result: UUID
    county: str
    mountain: bool
    field: str
    exclusive: bool
    price: Price
    cap: Decimal | None
    months: int
    start: date | None
    end: date | None
    number: str
    deal: UUID | None
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A registered technology contract as far as a conversion asks."""

    case: UUID
    number: str
    type: str
    licence: str
    seller: str
    buyer: str
    signed_on: date
    ends_on: date | None
    total: Decimal | None
    royalty_base: str
    royalty_rate: str
    estimate: Decimal | None
    registered: bool
    used_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSeen:
    """A declaration as decisions see it; ``takers`` are bodies with a use that is open or in force, by number."""

    state: str
    result: UUID
    unit: UUID | None
    title: str
    number: str
    fee: Price
    payment: str
    until: date
    legal: str
    consent: str
    text: str
    authority: str
    place: str
    office: UUID | None
    deal: UUID | None
    official: str = ""
    takers: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseSeen:
    """A use of an open licence as decisions see it."""

    licence: UUID
    county: str
    mountain: bool
    fee: Price
    until: date


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What a batch of decisions sees."""

    calendars: Calendars = field(default_factory=Calendars)
    results: Mapping[UUID, Result] = field(default_factory=dict)
    states: Mapping[UUID, str] = field(default_factory=dict)
    units: Mapping[UUID, UUID] = field(default_factory=dict)
    fields: Mapping[UUID, str] = field(default_factory=dict)
    disputed: frozenset[UUID] = frozenset()
    offered: Mapping[UUID, str] = field(default_factory=dict)
    declared: Mapping[str, str] = field(default_factory=dict)
    firms: Mapping[UUID, Firm] = field(default_factory=dict)
    offers: Mapping[UUID, OfferSeen] = field(default_factory=dict)
    trials: Mapping[UUID, TrialSeen] = field(default_factory=dict)
    running: Mapping[UUID, Sequence[tuple[UUID, str, bool]]] = field(default_factory=dict)
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    licences: Mapping[UUID, OpenSeen] = field(default_factory=dict)
    uses: Mapping[UUID, UseSeen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written: columns of the row beside the case, rows that hang on it; ``clears`` takes those there away."""

    case: UUID
    table: str
    values: Mapping[str, Any] = field(default_factory=dict)
    new: bool = False
    clears: tuple[str, ...] = ()
    adds: tuple[tuple[str, Mapping[str, Any]], ...] = ()
