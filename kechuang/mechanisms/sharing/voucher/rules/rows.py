"""What decisions see of the voucher's own tables: frozen rows, read by the gateway's ``load`` under its locks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.kernel.days import Calendars
from kechuang.kernel.identify.text import compact


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A firm, team, provider or office. ``code`` is its credit code, or its own code where it has none."""

    id: UUID
    name: str
    code: str
    kind: str
    place: str
    industry: str = ""
    sales_yuan: Decimal | None = None
    registered: bool = False

    @property
    def section(self) -> str:
        """The letter of GB/T 4754, '' if the register does not know it."""
        return self.industry[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """One year's budget of one authority. ``place`` is the division whose firms it serves."""

    case: UUID
    number: str
    authority: str
    state: str
    place: str
    year: int
    amount_yuan: Decimal
    office: UUID | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """A provider was suspended from a day until before another, or still is."""

    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRow:
    """A provider's listing by its own region; ``regions`` are the payers' divisions or unions that it serves."""

    case: UUID
    number: str
    authority: str
    state: str
    body: BodyRow
    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    listed_from: date | None = None
    listed_until: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    removed_on: date | None = None
    blacklisted_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """A firm's claim right of one year. ``orders`` is how many orders were ever made under it."""

    case: UUID
    number: str
    authority: str
    state: str
    place: str
    office: UUID | None
    holder: BodyRow
    budget: UUID
    budget_state: str
    year: int
    asked_yuan: Decimal | None = None
    quota_yuan: Decimal = Decimal(0)
    valid_from: date | None = None
    valid_to: date | None = None
    orders: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """What is compared of another order: the pair, the contract, the amount, and whether it still counts."""

    order: UUID
    number: str
    right: UUID
    holder: UUID
    provider: UUID
    contract_no: str
    contract_on: date
    amount_yuan: Decimal
    state: str

    @property
    def counts(self) -> bool:
        """Whether the order still stands: neither released nor rejected nor clawed back."""
        return self.state not in {"RELEASED", "REJECTED", "CLAWED_BACK"}


class Deals:
    """Other orders, found by their pair of parties and by their contract."""

    def __init__(self, found: Iterable[Deal] = ()) -> None:
        self._pairs: dict[tuple[UUID, UUID], list[Deal]] = {}
        self._contracts: dict[tuple[UUID, str], list[Deal]] = {}
        for deal in found:
            self.add(deal)

    def add(self, deal: Deal) -> None:
        """Take in another order."""
        self._pairs.setdefault((deal.holder, deal.provider), []).append(deal)
        self._contracts.setdefault((deal.provider, compact(deal.contract_no)), []).append(deal)

    def between(self, holder: UUID, provider: UUID) -> list[Deal]:
        """What one bought from the other."""
        return self._pairs.get((holder, provider), [])

    def on_contract(self, provider: UUID, contract: str) -> list[Deal]:
        """What stands on a provider's contract, given as ``deals.contract_key`` writes it."""
        return self._contracts.get((provider, contract), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order with what its right and its parties say of it."""

    case: UUID
    number: str
    authority: str
    state: str
    place: str
    office: UUID | None
    right: UUID
    right_state: str
    budget: UUID
    valid_from: date
    valid_to: date
    holder: BodyRow
    provider: BodyRow
    listing: ProviderRow | None = None
    provider_region: str
    cross_region: bool
    category: str
    contract_no: str
    contract_on: date
    contract_yuan: Decimal
    eligible_yuan: Decimal
    share: Decimal
    amount_yuan: Decimal
    cap_yuan: Decimal | None = None
    signs: tuple[str, ...] = ()
    delivered_on: date | None = None
    claimed_on: date | None = None
    invoice_on: date | None = None
    invoice_yuan: Decimal | None = None
    invoice_key: str = ""
    selected_by: str = ""
    audit: UUID | None = None
    batch: UUID | None = None
    payable_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReport:
    """An earlier service report as near-duplicate search knows it."""

    order: UUID
    number: str
    sha256: str
    sketch: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """A round of the audit by sample. ``seed`` is kept secret until it is drawn."""

    case: UUID
    number: str
    authority: str
    state: str
    place: str
    commitment: str
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A payment batch."""

    case: UUID
    number: str
    authority: str
    state: str
    place: str
    total_yuan: Decimal
    orders: frozenset[UUID] = frozenset()
    exported_on: date | None = None


@dataclass(slots=True, kw_only=True)
class Loaded:
    """The rows that one kind of act needs; an act fills only what it reads. ``remember`` may add to it."""

    calendars: Calendars
    bodies: dict[UUID, BodyRow] = field(default_factory=dict)
    budgets: dict[UUID, BudgetRow] = field(default_factory=dict)
    providers: dict[UUID, ProviderRow] = field(default_factory=dict)
    rights: dict[UUID, RightRow] = field(default_factory=dict)
    orders: dict[UUID, OrderRow] = field(default_factory=dict)
    audits: dict[UUID, AuditRow] = field(default_factory=dict)
    batches: dict[UUID, BatchRow] = field(default_factory=dict)
    deals: Deals = field(default_factory=Deals)
    relations: Mapping[frozenset[UUID], str] = field(default_factory=dict)
    invoices: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    reports: list[KnownReport] = field(default_factory=list)
    offices: Mapping[tuple[str, str], UUID] = field(default_factory=dict)
    population: dict[str, list[UUID]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
