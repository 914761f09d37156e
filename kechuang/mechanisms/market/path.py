"""How the price of a deal was found, as every way of finding one tells it and attestation reads it. Pure.

Attestation certifies a deal only after its price was found in one of the lawful ways. This value says what such a way
proves: which terms stood in public, from when to when, what was objected, when the contract was signed, and what a
reader can check again (facts of the ledger, digests of what was published). A mechanism adds what only it knows.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

AGREED, LISTED, AUCTION = "agreed_notice", "listing", "auction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was published as it stood: when it was taken, and the SHA-256 of its bytes."""

    taken_at: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePath:
    """How a price was found. ``known_yuan`` in yuan; ``price`` is the formula of the price as text.

    ``start`` and ``end`` are the first and last day of the notice that passed; ``days`` how many it ran;
    ``unproved_days`` those without a snapshot of the page; ``passed_on`` is the day on which the price stood;
    ``facts`` the ledger's entries of the path; ``edition`` the rules it stands on.
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
        """Whether the contract was signed after the price had been found: the order that the rules ask."""
        return self.allows(self.signed_on)

    def allows(self, signed_on: date) -> bool:
        """Say whether a contract signed on a day comes after its price was found: the notice had ended and passed."""
        return self.end < signed_on and self.passed_on <= signed_on
