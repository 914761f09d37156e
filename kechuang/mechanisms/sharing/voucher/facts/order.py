"""Facts of voucher orders, from the frozen quota to the confirmed claim.

A body is named by ``body/<uuid>``; no fact names a person.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, Posting, authority, fact_type, parties, public


@fact_type("sharing.voucher.order_reserved")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReserved(Fact):
    """A holder froze a part of the quota for a contract with a listed provider."""

    place: str = public()
    provider_place: str = public()
    provider_region: str = public()
    cross_region: bool = public()
    category: str = public()
    industry: str = public()
    holder: str = parties()
    provider: str = parties()
    right: str = parties()
    contract_no: str = parties()
    contract_on: date = parties()
    contract_yuan: Decimal = parties()
    contract_sha256: str = parties()
    eligible_yuan: Decimal = parties()
    share: Decimal = parties()
    amount_yuan: Decimal = parties()
    signs: tuple[str, ...] = authority()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.order_released")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReleased(Fact):
    """An order was cancelled, released by the office or ran out of time; the frozen amount went back to the right."""

    place: str = public()
    amount_yuan: Decimal = parties()
    reason: str = parties()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.order_delivered")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDelivered(Fact):
    """The provider delivered the service with a report."""

    place: str = public()
    category: str = public()
    delivered_on: date = parties()
    report_sha256: str = parties()
    claim_by: date | None = parties()
    signs: tuple[str, ...] = authority()


@fact_type("sharing.voucher.order_claimed")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClaimed(Fact):
    """The holder claimed with an invoice and a proof of payment; what the invoice does not cover was released."""

    place: str = public()
    category: str = public()
    claimed_on: date = public()
    invoice_code: str = parties()
    invoice_no: str = parties()
    invoice_on: date = parties()
    invoice_yuan: Decimal = parties()
    invoice_tax_no: str = parties()
    payment_ref: str = parties()
    payment_sha256: str = parties()
    amount_yuan: Decimal = parties()
    released_yuan: Decimal = parties()
    rating: int | None = parties()
    signs: tuple[str, ...] = authority()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.claim_confirmed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimConfirmed(Fact):
    """The provider confirmed the holder's claim."""

    place: str = public()


@fact_type("sharing.voucher.claim_returned")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReturned(Fact):
    """A claim went back to the holder: declined by the provider, or sent back by the office's formal check."""

    place: str = public()
    by_provider: bool = parties()
    reason: str = parties()
    claim_by: date | None = parties()
