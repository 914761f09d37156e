"""Signs of risk that acts raise on an order; how many points each weighs stands in the rulebook. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

NEAR_CAP = "near_cap"
SPLIT = "split"
CIRCULAR = "circular"
RELATED = "related"
REPORT_ALIKE = "report_copied"
NEW_PROVIDER = "new_provider"
FAST_DELIVERY = "fast_delivery"
UNIT = "unit_suspect"
NO_PROFILE = "no_profile"
NO_TEXT = "report_without_text"
INVOICE_BEFORE_DELIVERY = "invoice_before_delivery"
NO_TAX_NUMBER = "buyer_without_tax_number"

ALL = frozenset(
    {
        NEAR_CAP,
        SPLIT,
        CIRCULAR,
        RELATED,
        REPORT_ALIKE,
        NEW_PROVIDER,
        FAST_DELIVERY,
        UNIT,
        NO_PROFILE,
        NO_TEXT,
        INVOICE_BEFORE_DELIVERY,
        NO_TAX_NUMBER,
    }
)


def together(*found: Iterable[str]) -> tuple[str, ...]:
    """All signs in the order in which they were raised, each once."""
    return tuple(dict.fromkeys(sign for signs in found for sign in signs))


def score(found: Iterable[str], points: Mapping[str, int]) -> int:
    """The points of all signs; a sign that the place does not weigh counts nothing."""
    return sum(points.get(sign, 0) for sign in set(found))


def near_cap(amount_yuan: Decimal, cap_yuan: Decimal | None, share: Decimal | None) -> bool:
    """Whether an amount lies just under the cap: at or above the share of it, but not at the cap itself."""
    if cap_yuan is None or share is None:
        return False
    return share * cap_yuan <= amount_yuan < cap_yuan
