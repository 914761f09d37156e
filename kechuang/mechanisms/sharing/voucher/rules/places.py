"""Places of cases that outlive their codes: a county may be divided or renamed while an order is under way. Pure."""

from datetime import date
from functools import lru_cache

from kechuang.kernel import place
from kechuang.kernel.reading import PlaceError


@lru_cache(maxsize=4096)
def standing(code: str, on: date) -> str:
    """The code that stands for a place on a day: itself, its first successor, or else its city, province, the nation.

    The table of divisions covers counties of the delta only, so a provider from elsewhere is seen as of its province.
    """
    for candidate in (code, *_successors(code, on), code[:4] + "00", code[:2] + "0000"):
        if _exists(candidate, on):
            return candidate
    return place.NATION


@lru_cache(maxsize=65536)
def within(code: str, region: str, on: date) -> bool:
    """Whether a place lies in a division or union on a day; False for a region that the table does not hold."""
    try:
        return place.is_within(standing(code, on), region, on)
    except PlaceError:
        return False


@lru_cache(maxsize=4096)
def seat(code: str, ending: str, on: date) -> str:
    """The division above a place, or the place itself, whose code ends so: 00 is its city, 0000 its province."""
    return next(link for link in place.chain(standing(code, on), on) if link.endswith(ending))


def _exists(code: str, on: date) -> bool:
    try:
        place.division(code, on)
    except PlaceError:
        return False
    return True


def _successors(code: str, on: date) -> tuple[str, ...]:
    try:
        return place.successors(code, on)
    except PlaceError:
        return ()
