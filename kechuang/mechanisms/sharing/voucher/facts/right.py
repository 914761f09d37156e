"""Facts of claim rights.

A body is named by ``body/<uuid>``; no fact names a person.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, Posting, authority, fact_type, parties, public


@fact_type("sharing.voucher.right_applied")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightApplied(Fact):
    """A firm or team asked for a claim right of a year."""

    place: str = public()
    subject: str = public()
    year: int = public()
    holder: str = parties()
    asked_yuan: Decimal | None = parties()
    due_on: date | None = parties()
    due_provisional: bool = parties()


@fact_type("sharing.voucher.right_checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightChecked(Fact):
    """The county checked an application and handed it to the city."""

    place: str = public()
    due_on: date | None = parties()
    due_provisional: bool = parties()
    note: str = authority()


@fact_type("sharing.voucher.right_granted")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightGranted(Fact):
    """A claim right was granted with a quota and a last day."""

    place: str = public()
    subject: str = public()
    year: int = public()
    industry: str = public()
    quota_yuan: Decimal = parties()
    holder: str = parties()
    valid_from: date = parties()
    valid_to: date = parties()
    note: str = authority()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.right_refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightRefused(Fact):
    """County or city refused an application for a claim right."""

    place: str = public()
    holder: str = parties()
    reason: str = parties()
    note: str = parties()


@fact_type("sharing.voucher.right_lapsed")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightLapsed(Fact):
    """A claim right's validity ended, or money came back to one that had ended; the unused rest went to the budget."""

    place: str = public()
    holder: str = parties()
    unused_yuan: Decimal = parties()
    postings: tuple[Posting, ...] = parties()
