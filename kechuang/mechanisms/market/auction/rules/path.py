"""A completed path of an auctioned price. Pure."""

from dataclasses import dataclass
from datetime import date

from kechuang.mechanisms.market.path import PricePath


@dataclass(frozen=True, slots=True, kw_only=True)
class AuctionPath(PricePath):
    """How a price was found by auction.

    ``start`` and ``end`` are the first and last day on which the sale stood announced before it began; ``passed_on`` is
    the day of the hammer, ``signed_on`` that of the confirmation, which bears no number of a contract. ``rounds``
    counts the offers for sale (2: a resale). ``related`` is empty: related parties may not bid. The one snapshot is the
    lot's log (what ``kechuang auction replay`` takes) at the moment of its end.
    """

    def allows(self, signed_on: date) -> bool:
        """Say whether a contract of a day follows the hammer; the same day will do (拍卖法 Art. 52)."""
        return self.end < self.passed_on <= signed_on
