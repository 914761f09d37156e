"""What is asked of the register of brokers and of their deals: typed requests, and what a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.kernel.days import Calendars

PERSON, BODY = "person", "body"
LEVELS: Mapping[str, tuple[str, ...]] = {
    PERSON: ("elementary", "intermediate", "senior"),
    BODY: ("national", "provincial", "city", "none"),
}
TITLES = ("none", "assistant", "middle", "associate", "full")
FIELDS = ("1", "2", "3", "4", "5", "6", "7", "8")
SUSPENDED_FOR = ("complaint", "inquiry", "integrity", "own_wish", "other")
REVOKED_FOR = ("fraud", "false_papers", "secrecy", "certificate_withdrawn", "own_wish", "other")
CLEAN, ADVERSE = "clean", "adverse"
FINDINGS = (CLEAN, ADVERSE)
RATE, SUM = "rate", "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What certifies a broker: number, who issued it, from when to when, at which level."""

    number: str
    issuer: str
    valid_from: date
    valid_until: date
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An officer's integrity check: when, where it was looked up, what was found."""

    on: date
    source: str
    finding: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an entry says. ``account`` is the person's own account on the node, where the applicant says so."""

    kind: str
    name: str
    certificate: Certificate
    title: str = "none"
    specialities: tuple[str, ...] = ()
    services: str = ""
    open_name: bool = False
    declared: bool = False
    account: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An entry is applied for by the unit (``holder``), or taken in by the office with its check."""

    case: UUID
    authority: str
    office: UUID
    place: str
    holder: UUID
    title: str
    terms: Terms
    checked: Checked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """The unit corrects an application that is not decided yet."""

    entry: UUID
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """An officer records an integrity check."""

    entry: UUID
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The unit asks for renewal on a new certificate."""

    entry: UUID
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step with its ground (a code, where the move has a list) and its words."""

    entry: UUID
    move: str
    text: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What time does to an entry."""

    entry: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The written contract of commission, as its parties state it: a share of the amount of the deal, or a sum."""

    number: str
    signed_on: date
    form: str
    rate: Decimal | None = None
    sum_yuan: Decimal | None = None
    insisted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A broker says that a deal came about by its work for one of the deal's parties."""

    case: UUID
    entry: UUID
    deal: UUID
    client: UUID
    services: str
    agreement: Agreement
    declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DealStep:
    """The client's word on a claim."""

    brokered: UUID
    move: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """The broker has received commission."""

    brokered: UUID
    amount: Decimal
    on: date
    voucher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as a decision sees it."""

    case: UUID
    state: str
    place: str
    holder: UUID | None
    office: UUID | None
    authority: str
    kind: str
    level: str
    certificate: str
    issuer: str
    valid_from: date
    valid_until: date
    since: date
    spans: tuple[tuple[date, date | None], ...] = ()
    checked: Checked | None = None
    wish: Certificate | None = None
    forgotten: bool = False
    hold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """The deal behind a claim: its kind and number, its parties, its day and amount where they stand."""

    case: UUID
    kind: str
    number: str
    stands: bool
    parties: frozenset[UUID]
    on: date | None = None
    amount: Decimal | None = None
    field: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A claim as a decision sees it."""

    agreed_yuan: Decimal
    paid_yuan: Decimal
    agreement_on: date
    level: str
    place: str
    field: str
    deal_kind: str
    deal_amount: Decimal | None


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What decisions see: entries and claims by case, deals, living certificates, living claims by deal and client."""

    calendars: Calendars
    entries: Mapping[UUID, Seen] = made(default_factory=dict)
    claims: Mapping[UUID, Claimed] = made(default_factory=dict)
    deals: Mapping[UUID, Deal] = made(default_factory=dict)
    certificates: Mapping[str, UUID] = made(default_factory=dict)
    taken: frozenset[tuple[UUID, UUID]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written: the row's own values, a new row or not, a payment, whether personal values are emptied."""

    case: UUID
    table: str = "entry"
    values: Mapping[str, object] = made(default_factory=dict)
    new: bool = False
    payment: Mapping[str, object] | None = None
    forget: bool = False
