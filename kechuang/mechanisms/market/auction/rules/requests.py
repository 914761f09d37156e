"""What is asked of sales, lots and registrations, and what decisions see and write. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.rules.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a sale says of itself. ``mode``: online, floor, both. Moments are aware."""

    title: str
    mode: str = "online"
    venue: str = ""
    exhibited_from: date | None = None
    exhibited_until: date | None = None
    exhibited_at: str = ""
    register_until: datetime | None = None
    words: str = ""
    contact: str = ""
    seller_commission_share: Decimal = Decimal(0)
    buyer_commission_share: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare:
    """Prepare a sale."""

    case: UUID
    authority: str
    office: UUID
    place: str
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change what a sale says of itself while it is a draft."""

    sale: UUID
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is sold in a lot.

    ``result`` is the number of the registered result, ``grant`` what the buyer gets of it: ``transfer``, ``exclusive``,
    ``sole``, ``ordinary``.
    """

    title: str
    result: str = ""
    grant: str = "transfer"
    result_title: str = ""
    ip_number: str = ""
    about: str = ""
    delivery: str = ""
    defects: str = ""
    appraisal_yuan: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """Enter a lot into a sale that is a draft; ``resale_of`` names the lot whose winner defaulted."""

    sale: UUID
    lot: UUID
    authority: str
    office: UUID
    place: str
    seller: UUID
    offer: Offer
    terms: Terms
    resale_of: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """Change a lot while its sale is a draft."""

    lot: UUID
    sale: UUID
    seller: UUID
    offer: Offer
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What was drawn for a lot outside the decision: the key of its identities, the commitment of a secret reserve.

    ``barred`` are pseudonyms under the lot's own key.
    """

    public_key: str
    commitment: str = ""
    barred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Take a step on a sale with all its lots; ``prepared`` is there for the announcement."""

    sale: UUID
    move: str
    lots: tuple[UUID, ...] = ()
    text: str = ""
    prepared: Mapping[UUID, Prepared] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Order something of the worker of a lot. ``payload`` is what the wish says beside its kind."""

    lot: UUID
    move: str
    reason: str = ""
    payload: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A lot's log went on: the phase after ``seq`` events whose chain ends in ``head``."""

    lot: UUID
    phase: str
    seq: int
    head: str
    at: datetime
    price: Decimal | None = None
    paddle: str = ""
    reason: str = ""
    bids: int = 0
    bidders: int = 0
    log_digest: str = ""
    premium: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Every lot of a sale is over."""

    sale: UUID
    lots: int
    sold: int
    start: Decimal
    price: Decimal
    premium: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A body asks to bid on a lot; ``rank`` 1 claims the first priority of a completer, with the ground."""

    case: UUID
    lot: UUID
    body: UUID
    body_name: str
    authority: str
    office: UUID
    place: str
    agent: str = ""
    payer: str = ""
    rank: int | None = None
    ground: str = ""
    undertaken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Qualify a registration or refuse it."""

    case: UUID
    move: str
    text: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDeposit:
    """A deposit came in from an account under a name."""

    case: UUID
    amount: Decimal
    payer: str
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude:
    """What became of a registration after the lot ended."""

    case: UUID
    state: str
    paddle: str = ""


@dataclass(slots=True, kw_only=True)
class SeenLot:
    """A lot as decisions see it."""

    id: UUID
    sale: UUID
    code: str
    seller: UUID | None
    offer: Offer
    terms: Terms
    rules: Rules | None = None
    drawn: bool = False
    collect_until: datetime | None = None
    winner: UUID | None = None


@dataclass(slots=True, kw_only=True)
class SeenBidder:
    """A registration as decisions see it."""

    id: UUID
    lot: UUID
    body: UUID
    body_name: str
    payer: str
    rank: int | None
    deposit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenResult:
    """A registered result as decisions see it: where it stands, whose it is, how many completers it names."""

    state: str
    unit: UUID
    completers: int = 0


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Sales, their lots, registrations. ``now`` is the moment of the decision; ``related`` why a body may not bid."""

    now: datetime
    sales: Mapping[UUID, About] = field(default_factory=dict)
    lots: dict[UUID, SeenLot] = field(default_factory=dict)
    bidders: Mapping[UUID, SeenBidder] = field(default_factory=dict)
    registered: set[tuple[UUID, UUID]] = field(default_factory=set)
    related: Mapping[tuple[UUID, UUID], str] = field(default_factory=dict)
    numbers: dict[UUID, int] = field(default_factory=dict)
    results: Mapping[str, SeenResult] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A row of one of the tables: made with all its values, or changed."""

    table: str
    id: UUID
    values: Mapping[str, object]
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A wish for the intake of a lot."""

    lot: UUID
    kind: str
    payload: Mapping[str, object]
