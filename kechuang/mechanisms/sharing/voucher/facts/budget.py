"""Facts of voucher budgets: public, as B1 publishes them.

A body is named by ``body/<uuid>``; no fact names a person.
"""

from dataclasses import dataclass
from decimal import Decimal

from kechuang.kernel.fact import Fact, Posting, fact_type, parties, public


@fact_type("sharing.voucher.budget_planned")
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPlanned(Fact):
    """An authority planned a year's voucher budget."""

    payer: str = public()
    place: str = public()
    year: int = public()
    amount_yuan: Decimal = public()


@fact_type("sharing.voucher.budget_approved")
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetApproved(Fact):
    """A planned budget was approved under a document."""

    payer: str = public()
    place: str = public()
    year: int = public()
    amount_yuan: Decimal = public()
    document: str = public()


@fact_type("sharing.voucher.budget_opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetOpened(Fact):
    """A budget was opened: firms may be granted rights from it."""

    payer: str = public()
    place: str = public()
    year: int = public()
    amount_yuan: Decimal = public()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.voucher.budget_exhausted")
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetExhausted(Fact):
    """The last of a budget was granted."""

    payer: str = public()
    year: int = public()


@fact_type("sharing.voucher.budget_replenished")
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetReplenished(Fact):
    """Money came back to an exhausted budget, and it can grant again."""

    payer: str = public()
    year: int = public()
    amount_yuan: Decimal = public()


@fact_type("sharing.voucher.budget_closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetClosed(Fact):
    """A budget was closed; what it had not granted went back to the appropriation."""

    payer: str = public()
    year: int = public()
    returned_yuan: Decimal = public()
    postings: tuple[Posting, ...] = parties()
