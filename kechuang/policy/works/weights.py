"""The weights of matching levels, as the rules of a place state them."""

from datetime import date
from functools import lru_cache

from kechuang.policy.works.align import REASONS, Weights
from kechuang.rulebook import load
from kechuang.rulebook.resolve import Rulebook

LEAST, LIKE, YEARS = "policy.align.least_points", "policy.align.like_share", "policy.align.within_years"


def key_of(reason: str) -> str:
    """Give the rule key that holds the points for a reason."""
    return f"policy.align.{reason}_points"


def weights(place: str, on: date) -> Weights:
    """Give the weights in force in a place on a day."""
    return _weights(load.current(), place, on)


@lru_cache(maxsize=512)
def _weights(book: Rulebook, place: str, on: date) -> Weights:
    def said(key: str) -> str:
        return str(book.ask(key, place=place, on=on).value)

    points = {reason: int(said(key_of(reason))) for reason in REASONS}
    return Weights(points, int(said(LEAST)), float(said(LIKE)), int(said(YEARS)))
