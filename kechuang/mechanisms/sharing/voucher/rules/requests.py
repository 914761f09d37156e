"""Typed requests of the voucher's acts. Amounts in yuan. The ``case`` of a request that opens one may be left out.

Keys name what must be locked; ``queries`` gives them, and a decision refuses one that does not fit its case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.mechanisms.sharing.voucher.rules.report import Sketch

NEW = UUID(int=0)


@dataclass(frozen=True, slots=True)
class BudgetKey:
    """A budget and the authority in whose log it stands."""

    case: UUID
    authority: str


@dataclass(frozen=True, slots=True)
class RightKey:
    """A claim right with what its accounts and its holder are called by."""

    case: UUID
    authority: str
    budget: UUID
    holder: UUID
    place: str


@dataclass(frozen=True, slots=True)
class OrderKey:
    """An order with the right and the budget that its money came from."""

    case: UUID
    authority: str
    right: UUID
    budget: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBudget:
    """Plan a year's budget for the firms of ``place``; ``office`` keeps it."""

    authority: str
    place: str
    office: UUID | None
    year: int
    amount_yuan: Decimal
    title: str = ""
    case: UUID = NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveBudget:
    """Approve a planned budget with an amount, by default the planned one, under a document."""

    budget: BudgetKey
    document: str
    amount_yuan: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBudget:
    """Open or close a budget."""

    budget: BudgetKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyProvider:
    """A body asks its own region to list it for services, and says in which regions it serves."""

    authority: str
    body: UUID
    place: str
    services: tuple[str, ...]
    regions: tuple[str, ...]
    case: UUID = NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProvider:
    """The office has checked qualification, staff and instruments; ``note`` is the finding."""

    provider: UUID
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProvider:
    """List or renew: services, regions, first and last day."""

    provider: UUID
    services: tuple[str, ...]
    regions: tuple[str, ...]
    listed_from: date
    listed_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProvider:
    """Suspend, reinstate, refuse or remove; a removal may bar a new application until a day."""

    provider: UUID
    reason: str = ""
    blacklisted_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyRight:
    """A firm or team asks for a claim right of a year from a budget; ``asked_yuan`` None asks for the whole quota."""

    budget: BudgetKey
    holder: UUID
    place: str
    year: int
    asked_yuan: Decimal | None = None
    case: UUID = NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRight:
    """The county has checked an application and hands it to the city."""

    right: RightKey
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRight:
    """The city grants; ``quota_yuan`` None grants what was asked, at most what the rules and the budget allow."""

    right: RightKey
    quota_yuan: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRight:
    """County or city refuses, with a reason of the list ``right.REASONS`` and words for the applicant."""

    right: RightKey
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseRight:
    """The day after the last day of validity has come: what is unused goes back to the budget."""

    right: RightKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveRequest:
    """A holder freezes a part of the quota for a signed contract with a listed provider.

    ``asked_yuan`` None asks for as much as the rules and the quota allow. ``uses`` are the excluded uses that apply to
    this service as the holder declares it; none for an ordinary one.
    """

    right: RightKey
    provider: UUID
    category: str
    contract_no: str
    contract_on: date
    contract_yuan: Decimal
    eligible_yuan: Decimal
    contract_sha256: str = ""
    asked_yuan: Decimal | None = None
    uses: tuple[str, ...] = ()
    case: UUID = NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOrder:
    """Cancel (holder), release (office) or expire (time): what was frozen goes back."""

    order: OrderKey
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverRequest:
    """The provider has done the service and hands over a report; without readable text there is no sketch."""

    order: OrderKey
    delivered_on: date
    report_sha256: str
    sketch: Sketch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRequest:
    """The holder claims with invoice and proof of payment. ``invoice_code`` is empty for an all-digital invoice."""

    order: OrderKey
    invoice_no: str
    invoice_on: date
    invoice_yuan: Decimal
    invoice_tax_no: str
    payment_ref: str
    payment_sha256: str
    invoice_code: str = ""
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerClaim:
    """The provider confirms the claim, or declines it with a reason."""

    order: OrderKey
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckClaim:
    """The office's formal check: passed, or sent back with a reason."""

    order: OrderKey
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassAudit:
    """The audit found nothing against payment; ``finding`` is needed for orders that were drawn."""

    order: OrderKey
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectOrder:
    """The audit rejects for one of ``audit.REASONS``; ``fraud`` refers the matter to the integrity office."""

    order: OrderKey
    reason: str
    fraud: bool
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToOrder:
    """An objection came in during the public notice; the office records its reason, not who objected."""

    order: OrderKey
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNotice:
    """The public notice has run its days without objection."""

    order: OrderKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ClawBack:
    """Paid money was recovered after fraud: the reason and the bank's reference of the repayment."""

    order: OrderKey
    reason: str
    receipt_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitAudit:
    """Open a round: the hash of a secret seed is published before anybody knows what will be drawn."""

    authority: str
    place: str
    office: UUID | None
    seed: str = ""
    case: UUID = NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawAudit:
    """Publish the seed and draw the sample from all claims that wait for it."""

    audit: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareBatch:
    """Put payable orders of one authority into a payment batch."""

    authority: str
    place: str
    office: UUID | None
    orders: tuple[UUID, ...]
    case: UUID = NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBatch:
    """Check or void a batch; ``orders`` are its lines (needed to void)."""

    batch: UUID
    orders: tuple[UUID, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportBatch:
    """The payment file was made; ``sha256`` is the digest of its bytes."""

    batch: UUID
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment:
    """The bank's result: paid on a day under a reference, except the lines that failed with a reason."""

    batch: UUID
    authority: str
    paid_on: date
    bank_ref: str
    orders: tuple[UUID, ...] = ()
    failed: Mapping[UUID, str] = field(default_factory=dict)
