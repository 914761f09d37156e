"""A completed path of an auctioned price, as attestation needs it; field by field the shape of an agreed price. Pure.

``snapshots`` hold the digest of the lot's log (what ``kechuang auction replay`` takes) at the moment of its end.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

AUCTION = "auction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """When the lot ended, and the SHA-256 of its log as it is downloaded."""

    taken_at: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePath:
    """How a price was found by auction.

    ``start`` and ``end`` are the first and last day on which the sale stood announced before it began; ``passed_on`` is
    the day of the hammer, ``signed_on`` that of the confirmation letter, whose number is ``contract_number``.
    ``rounds`` counts the offers for sale (2: a resale). ``related`` is empty: related parties may not bid.
    """

    kind: str
    case: str
    number: str
    seller: str
    buyers: tuple[str, ...]
    related: tuple[str, ...]
    achievements: tuple[str, ...]
    mode: str
    price: str
    known_yuan: Decimal
    places: tuple[str, ...]
    start: date
    end: date
    days: int
    rounds: int
    objections: int
    passed_on: date
    signed_on: date
    contract_number: str
    snapshots: tuple[Snapshot, ...]
    unproved_days: tuple[date, ...]
    facts: tuple[str, ...]
    edition: str = ""

    @property
    def in_order(self) -> bool:
        """Whether it was announced before it began, hammered, then signed."""
        return self.end < self.passed_on <= self.signed_on
