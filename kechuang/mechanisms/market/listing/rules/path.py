"""A completed path of a listing: what it adds to how a price is found. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.mechanisms.market.path import PricePath


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPath(PricePath):
    """How a price was found by listing. Amounts in yuan.

    ``start`` and ``end`` are the days of the notice of the result; ``listed_from`` and ``listed_until`` those of the
    period in which buyers could register. ``way`` says how the price was found: agreement with the only qualified
    party, or a competitive round in the ``lot``. A listing takes no snapshots yet.
    """

    listed_from: date
    listed_until: date
    way: str
    base_yuan: Decimal
    lot: str
    paid_yuan: Decimal
    settled_on: date | None

    def allows(self, signed_on: date) -> bool:
        """Say whether a contract signed on a day comes after the period, the notice of the result and its passing."""
        return self.listed_until < self.start <= self.end < signed_on and self.passed_on <= signed_on
