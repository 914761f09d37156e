"""Who has a seat and who waits: in the order of coming, never more persons than seats. Pure."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.mechanisms.market.roadshow.rules.requests import Signup


def taken(signups: Sequence[Signup]) -> int:
    """Count the persons who have a seat."""
    return sum(each.persons for each in signups if not each.waiting)


def fits(signups: Sequence[Signup], persons: int, capacity: int | None) -> bool:
    """Say whether so many more persons find a seat; nobody overtakes those who wait."""
    if capacity is None:
        return True
    return not any(each.waiting for each in signups) and taken(signups) + persons <= capacity


def promoted(signups: Sequence[Signup], capacity: int | None) -> tuple[UUID, ...]:
    """Give those who wait and now have a seat: the first who waits first; who does not fit lets smaller ones pass."""
    free = None if capacity is None else capacity - taken(signups)
    found = []
    for each in signups:
        if not each.waiting:
            continue
        if free is None:
            found.append(each.id)
        elif each.persons <= free:
            free -= each.persons
            found.append(each.id)
    return tuple(found)
