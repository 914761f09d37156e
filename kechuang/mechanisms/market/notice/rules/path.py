"""A completed path of an agreed price, as attestation needs it. Pure.

Attestation certifies a deal only after its price was found in one of the lawful ways. This value says what a notice
proves: which terms stood in it, from when to when, what was objected, when the contract was signed, and what a reader
can check again (facts of the ledger, digests of the pages).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

AGREED = "agreed_notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The page of a notice as it stood: when it was taken, and the SHA-256 of its bytes."""

    taken_at: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePath:
    """How a price was found by agreement with public notice.

    ``start`` and ``end`` are the days of the round that passed; ``days`` how many it ran; ``unproved_days`` those
    without a snapshot of the page; ``facts`` the ledger's entries of the path; ``edition`` the rules it stands on.
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
        """Whether the contract was signed after the notice had ended: the order that the statute asks."""
        return self.end < self.signed_on and self.passed_on <= self.signed_on
