"""Sealed bids and secret reserves: a commitment before, the amount and its nonce after.

A commitment is SHA-256 over the canonical JSON of what is sealed, a line feed, and the nonce: 32 random bytes as 64
hexadecimal digits, drawn by the bidder's program. The lot and the paddle are part of what is sealed, so a commitment
copied by another bidder opens to nothing. The nonce keeps a guessed amount from being tested against the commitment.
"""

import json
import re
from decimal import Decimal
from hashlib import sha256

_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Whether ``text`` is 64 lower-case hexadecimal digits: the form of a commitment and of a nonce."""
    return _DIGEST.fullmatch(text) is not None


def canonical_bid(lot: str, paddle: str, amount: Decimal) -> str:
    """Give the text that a sealed bid commits to: sorted keys, no blanks, the amount with two decimals."""
    return _canonical({"amount": f"{amount:.2f}", "lot": lot, "paddle": paddle})


def seal_bid(lot: str, paddle: str, amount: Decimal, nonce: str) -> str:
    """Give the commitment of a sealed bid as 64 hexadecimal digits."""
    return _sealed(canonical_bid(lot, paddle, amount), nonce)


def seal_reserve(lot: str, amount: Decimal, nonce: str) -> str:
    """Give the commitment of a secret reserve price as 64 hexadecimal digits."""
    return _sealed(_canonical({"lot": lot, "reserve": f"{amount:.2f}"}), nonce)


def _canonical(values: dict[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sealed(text: str, nonce: str) -> str:
    return sha256(f"{text}\n{nonce}".encode()).hexdigest()
