"""A completed path of a listing, as attestation needs it: the shape of an agreed price, and what a listing adds. Pure.

``start`` and ``end`` are the days of the notice of the result; ``listed_from`` and ``listed_until`` those of the period
in which buyers could register. ``way`` says how the price was found: agreement with the only qualified party, or a
competitive round in the ``lot``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LISTED = "listing"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The page of a notice as it stood: when it was taken, and the SHA-256 of its bytes. A listing takes none yet."""

    taken_at: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePath:
    """How a price was found by listing. Amounts in yuan."""

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
    listed_from: date
    listed_until: date
    way: str
    base_yuan: Decimal
    lot: str
    paid_yuan: Decimal
    settled_on: date | None
    edition: str = ""

    @property
    def in_order(self) -> bool:
        """Whether the contract was signed after the notice had ended: the order that the rules ask."""
        return self.listed_until < self.start <= self.end < self.signed_on and self.passed_on <= self.signed_on
