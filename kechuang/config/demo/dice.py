"""Chances of the story, drawn from the seeded source: the same on every machine."""

from collections.abc import Sequence

from kechuang.web import chance


def below(bound: int) -> int:
    """Give a whole number from 0 to below the bound."""
    return int.from_bytes(chance.draw(6), "big") % bound


def between(low: int, high: int) -> int:
    """Give a whole number from low to high, both included."""
    return low + below(high - low + 1)


def one_in(odds: int) -> bool:
    """Say yes once in so many times."""
    return below(odds) == 0


def pick[T](things: Sequence[T]) -> T:
    """Give one of some things."""
    return things[below(len(things))]
