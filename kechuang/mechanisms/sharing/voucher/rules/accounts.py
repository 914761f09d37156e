"""Codes of the accounts that voucher money passes through, all of the payer's authority; and postings between them."""

from decimal import Decimal
from uuid import UUID

from kechuang.kernel.fact import Posting
from kechuang.kernel.money import to_fen


def appropriation(authority: str, budget: UUID) -> str:
    """The source of a budget: it goes negative by what was opened and never has a floor."""
    return f"{authority}/voucher/budget/{budget}/appropriation"


def budget_available(authority: str, budget: UUID) -> str:
    """What a budget can still grant."""
    return f"{authority}/voucher/budget/{budget}/available"


def right_available(authority: str, right: UUID) -> str:
    """What the holder of a right can still reserve."""
    return f"{authority}/voucher/right/{right}/available"


def order_reserved(authority: str, order: UUID) -> str:
    """What is frozen for an order."""
    return f"{authority}/voucher/order/{order}/reserved"


def order_paid(authority: str, order: UUID) -> str:
    """What was paid for an order."""
    return f"{authority}/voucher/order/{order}/paid"


def transfer(source: str, target: str, amount_yuan: Decimal) -> tuple[Posting, ...]:
    """Postings that move an amount from one account to another; none for nothing."""
    fen = to_fen(amount_yuan)
    return (Posting(source, -fen), Posting(target, fen)) if fen else ()
