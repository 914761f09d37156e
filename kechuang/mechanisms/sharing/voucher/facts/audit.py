"""Facts of the audit: risk, sample, public notice, objection, rejection, referral.

A body is named by ``body/<uuid>``; no fact names a person.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, Posting, authority, fact_type, parties, public


@fact_type("sharing.voucher.claim_checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChecked(Fact):
    """A claim passed the formal check and went to the audit; with its signs of risk, their points and the threshold."""

    place: str = public()
    signs: tuple[str, ...] = authority()
    score: int = authority()
    threshold: int | None = authority()
    by_risk: bool = authority()


@fact_type("sharing.voucher.audit_committed")
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCommitted(Fact):
    """A round of the audit by sample was opened: the hash of its seed, before anybody knows what will be drawn."""

    payer: str = public()
    commitment: str = public()


@fact_type("sharing.voucher.audit_drawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDrawn(Fact):
    """The seed was published and the sample drawn from the claims that waited.

    ``population`` and ``drawn`` hold the SHA-256 of the orders' ids, so anybody can draw again and each party can find
    its own order, while nobody else learns who was drawn.
    """

    payer: str = public()
    commitment: str = public()
    seed: str = public()
    share: Decimal = public()
    population: tuple[str, ...] = public()
    drawn: tuple[str, ...] = public()


@fact_type("sharing.voucher.notice_opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOpened(Fact):
    """The audit let a claim pass, and its payment was announced for objection until the last day of the notice."""

    holder_name: str = public()
    provider_name: str = public()
    amount_yuan: Decimal = public()
    category: str = public()
    place: str = public()
    industry: str = public()
    ends_on: date = public()
    selected_by: str = authority()
    finding: str = authority()


@fact_type("sharing.voucher.objection_recorded")
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRecorded(Fact):
    """An objection came in during the public notice; the claim went back to the audit."""

    place: str = public()
    reason: str = authority()


@fact_type("sharing.voucher.order_rejected")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRejected(Fact):
    """The audit rejected a claim; the frozen amount went back."""

    place: str = public()
    amount_yuan: Decimal = parties()
    reason: str = parties()
    fraud: bool = authority()
    finding: str = authority()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.order_referred")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReferred(Fact):
    """An order was referred to the integrity office (D1) for suspected fraud."""

    holder: str = authority()
    provider: str = authority()
    reason: str = authority()
