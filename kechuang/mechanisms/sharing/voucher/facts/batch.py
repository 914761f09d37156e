"""Facts of payment: payable, batched, paid, recovered. The result of a batch is public (firm, provider, amount).

A body is named by ``body/<uuid>``; no fact names a person.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, Posting, authority, fact_type, parties, public


@fact_type("sharing.voucher.order_payable")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPayable(Fact):
    """The public notice ended without objection."""

    place: str = public()
    amount_yuan: Decimal = parties()


@fact_type("sharing.voucher.order_batched")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBatched(Fact):
    """A payable order was put into a payment batch."""

    place: str = public()
    batch: str = parties()
    amount_yuan: Decimal = parties()


@fact_type("sharing.voucher.order_unbatched")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderUnbatched(Fact):
    """An order left its batch unpaid: the batch was voided, or the bank returned the line."""

    place: str = public()
    batch: str = parties()
    reason: str = parties()


@fact_type("sharing.voucher.order_paid")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaid(Fact):
    """A voucher was paid out: to which firm, for whose service, how much, and how long after the claim."""

    holder_name: str = public()
    provider_name: str = public()
    amount_yuan: Decimal = public()
    category: str = public()
    place: str = public()
    provider_place: str = public()
    provider_region: str = public()
    cross_region: bool = public()
    industry: str = public()
    claimed_on: date = public()
    paid_on: date = public()
    days_to_payment: int = public()
    holder: str = parties()
    provider: str = parties()
    batch: str = parties()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.order_clawed_back")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClawedBack(Fact):
    """Money that had been paid was recovered after fraud, and went back to the budget."""

    place: str = public()
    amount_yuan: Decimal = parties()
    reason: str = parties()
    receipt_ref: str = authority()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.batch_prepared")
@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPrepared(Fact):
    """A payment batch was put together from payable orders of one authority."""

    payer: str = public()
    lines: int = public()
    total_yuan: Decimal = public()


@fact_type("sharing.voucher.batch_checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChecked(Fact):
    """Another person than the one who prepared it checked a payment batch."""

    payer: str = public()


@fact_type("sharing.voucher.batch_exported")
@dataclass(frozen=True, slots=True, kw_only=True)
class BatchExported(Fact):
    """A payment batch was written to a file for the paying bank; the node itself pays nobody."""

    payer: str = public()
    file_sha256: str = parties()


@fact_type("sharing.voucher.batch_paid")
@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPaid(Fact):
    """The bank's result of a batch was recorded: how many lines were paid and how much."""

    payer: str = public()
    paid_on: date = public()
    lines_paid: int = public()
    lines_failed: int = public()
    paid_yuan: Decimal = public()
    bank_ref: str = authority()


@fact_type("sharing.voucher.batch_voided")
@dataclass(frozen=True, slots=True, kw_only=True)
class BatchVoided(Fact):
    """A batch was given up before payment; its orders can go into another."""

    payer: str = public()
    reason: str = authority()
