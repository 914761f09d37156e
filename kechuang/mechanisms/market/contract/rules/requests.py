"""What is asked of the registration of contracts, and the rows that decisions see. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.kernel.days import Calendars
from kechuang.mechanisms.market.contract.rules.content import Contract
from kechuang.resources.organisations.relation import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Bring:
    """A party submits a contract, or the office takes one in (``taken_in``), for ``holder`` where it is on the node."""

    case: UUID
    content: Contract
    place: str
    authority: str
    office: UUID
    office_place: str
    holder: UUID | None = None
    counterpart: UUID | None = None
    taken_in: bool = False
    print: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """New contents: the applicant corrects (``amend``), or the office classifies and fixes amounts (``classify``)."""

    case: UUID
    content: Contract
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The clerk has looked into a doubt of the check list and lets it pass; ``note`` says why."""

    case: UUID
    line: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Accept, register, refer, reject, decline: with words where they are needed. ``ground`` is a code."""

    case: UUID
    move: str
    ground: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """One who looked at a large or disputed contract. Name and unit stay out of every fact."""

    name: str
    unit: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude:
    """The outcome of an expert review: how many looked, how many agree, what they hold the contract to be.

    ``panel`` names them; where it is given, both numbers must be those of the panel.
    """

    case: UUID
    experts: int
    agree: int
    opinion: str
    type: str
    subtype: str
    technology_yuan: Decimal
    panel: tuple[Expert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enjoyed:
    """A policy that was enjoyed on the strength of a registration."""

    policy: str
    yuan: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A party of a registered contract asks to change it, to report royalties received, or to end its registration."""

    case: UUID
    wish: str
    text: str
    content: Contract | None = None
    received_yuan: Decimal | None = None
    period_end: date | None = None
    enjoyed: tuple[Enjoyed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The office registers a change: the contents as they are now."""

    case: UUID
    content: Contract
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueUp:
    """The office adds royalties that were really received up to a day."""

    case: UUID
    received_yuan: Decimal
    period_end: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Deregister or revoke: why, which policies were enjoyed; of a revocation the fine and since when it was false."""

    case: UUID
    ground: str
    text: str
    enjoyed: tuple[Enjoyed, ...] = ()
    none_enjoyed: bool = False
    fine_yuan: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another contract of the same seller: what duplicates and usual amounts are told by."""

    case: UUID
    number: str
    title: str
    subject: str
    contract_no: str
    signed_on: date
    buyer: str
    total_yuan: Decimal
    fingerprint: str
    live: bool
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A contract as decisions see it."""

    case: UUID
    content: Contract
    office_place: str
    number: str = ""
    accepted_on: date | None = None
    reviewed: bool = False
    confirmed: Mapping[str, str] = field(default_factory=dict)
    registered_technology: Decimal = Decimal(0)
    registered_total: Decimal = Decimal(0)
    received_yuan: Decimal = Decimal(0)
    received_until: date | None = None
    version: int = 1


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Everything that decisions look at: few queries, however many contracts a batch holds.

    ``siblings`` by seller's key; ``sales`` by credit code; ``books`` gives the year and last number of each registering
    place.
    """

    calendars: Calendars
    contracts: dict[UUID, Known] = field(default_factory=dict)
    siblings: dict[str, list[Sibling]] = field(default_factory=dict)
    sales: Mapping[str, Decimal] = field(default_factory=dict)
    profiles: Mapping[UUID, Profile] = field(default_factory=dict)
    books: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One line of the statistics, the same as the public part of its fact: signed amounts and a signed count."""

    kind: str
    on: date
    place: str
    seller_place: str
    buyer_place: str
    type: str
    field: str
    industry: str
    trade: str
    count: int
    total_yuan: Decimal
    technology_yuan: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What a decision writes: the row's values, lines of the statistics, a doubt confirmed, a version, a wish."""

    case: UUID
    new: bool = False
    values: dict[str, object] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    adds: tuple[tuple[str, dict[str, object]], ...] = ()
    book: tuple[str, int, int] | None = None
