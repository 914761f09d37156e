"""Lots that stand open to some bodies only: whoever hands a lot over says here whom it had admitted before.

The hammer then decides among those who qualified in time (dossier A4: two or more qualified parties, then bidding).
"""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

type Circle = Callable[[Collection[UUID]], Mapping[UUID, Collection[UUID]]]
_CIRCLES: dict[str, Circle] = {}


def register(code: str, circle: Circle) -> None:
    """Make known who says whom lots admit: by lot the bodies; a lot that it does not name stands open to all."""
    _CIRCLES[code] = circle


def of(lots: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Give by lot who alone may bid."""
    return {lot: frozenset(bodies) for circle in _CIRCLES.values() for lot, bodies in circle(lots).items()}
