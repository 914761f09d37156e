"""The only place that draws identifiers, salts and chances.

A seeded source makes the demonstration's ledger root the same on every machine and database. The seeded source is a
hash counter: it is for demonstration and tests and never for a node with real data.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from kechuang.web import clock


class _Seeded:
    """A deterministic byte source: SHA-256 over seed and counter."""

    def __init__(self, seed: str) -> None:
        self.seed, self.count = seed.encode(), 0

    def draw(self, size: int) -> bytes:
        block = b""
        while len(block) < size:
            self.count += 1
            block += hashlib.sha256(self.seed + self.count.to_bytes(8, "big")).digest()
        return block[:size]


_source: ContextVar[_Seeded | None] = ContextVar("seeded_source", default=None)


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Draw everything inside the block from a deterministic source."""
    token = _source.set(_Seeded(seed))
    try:
        yield
    finally:
        _source.reset(token)


def draw(size: int) -> bytes:
    """Give ``size`` random bytes."""
    source = _source.get()
    return source.draw(size) if source else secrets.token_bytes(size)


def uuid7() -> UUID:
    """Give a time-ordered UUID (RFC 9562, version 7): the node's moment in milliseconds, then chance.

    Under a seeded source the counter stands in the first 12 chance bits, so that ids drawn within one millisecond keep
    their order and lists page in the order of creation.
    """
    milliseconds = int(clock.now().timestamp() * 1000) & (1 << 48) - 1
    source = _source.get()
    chance = int.from_bytes(draw(10), "big")
    high = (source.count & 0xFFF) if source else chance >> 68 & 0xFFF
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | chance & (1 << 62) - 1)


def random_id() -> str:
    """Give 16 random bytes as 32 hexadecimal digits: the id of a ledger entry."""
    return draw(16).hex()


def salt() -> bytes:
    """Give the 32-byte salt of one disclosure group."""
    return draw(32)
