"""The audit's random sample: anybody can draw it again. Pure.

Before a round the SHA-256 of a secret seed is published. After the claims are in, the seed is published too, and with
it the population as hashes of the orders' ids. Each is ranked by SHA-256(seed ‖ hash); the first of them, as many as
the share of the population rounded up, are drawn. Nobody could choose the sample: not the office, because the seed was
fixed before, and not the firms, because it was secret.
"""

import hashlib
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

SEED_BYTES = 32


def commitment(seed: str) -> str:
    """The hash of a seed (64 hexadecimal digits), published before the draw. Raises ValueError for another seed."""
    data = bytes.fromhex(seed)
    if len(data) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(data)}")
    return hashlib.sha256(data).hexdigest()


def mark(order: UUID) -> str:
    """How an order stands in the published population."""
    return hashlib.sha256(order.bytes).hexdigest()


def size(population: int, share: Decimal) -> int:
    """How many are drawn: the share of the population, rounded up."""
    return int((share * population).to_integral_value(rounding=ROUND_CEILING))


def draw(seed: str, population: Iterable[str], share: Decimal) -> tuple[str, ...]:
    """The marks that are drawn, in the order of their rank. The order of ``population`` does not matter."""
    key = bytes.fromhex(seed)
    ranked = sorted(set(population), key=lambda found: hashlib.sha256(key + bytes.fromhex(found)).digest())
    return tuple(ranked[: size(len(ranked), share)])
