"""The draw of the paddles: all slips of a lot at once, in random order, so that nothing tells whose a paddle is."""

from typing import Any
from uuid import UUID

from kechuang.mechanisms.market.auction.models import Lot, PaddleCard, Slip
from kechuang.web import chance

FIRST, SPAN = 101, 899


def shuffled(items: list[Any]) -> list[Any]:
    """Give items in random order."""
    return sorted(items, key=lambda _each: chance.draw(16))


def numbers(count: int, taken: frozenset[str] = frozenset()) -> list[str]:
    """Draw paddle numbers of three digits (more digits where a lot has more bidders), none of them given already."""
    span = max(SPAN, 10 * (count + len(taken)))
    found: list[str] = []
    while len(found) < count:
        number = str(FIRST + int.from_bytes(chance.draw(8), "big") % span)
        if number not in taken and number not in found:
            found.append(number)
    return found


def draw(lot: UUID) -> list[tuple[str, Slip]]:
    """Turn the slips of a lot into paddles, inside the caller's transaction; give number and slip of each."""
    slips = shuffled(list(Slip.objects.filter(lot=lot)))
    taken = frozenset(PaddleCard.objects.filter(lot=lot).values_list("number", flat=True))
    drawn = list(zip(numbers(len(slips), taken), slips, strict=True))
    Slip.objects.filter(pk__in=[slip.pk for slip in slips]).delete()
    PaddleCard.objects.bulk_create(
        [PaddleCard(lot_id=lot, number=number, token=slip.token, sealed=slip.sealed) for number, slip in drawn]
    )
    Lot.objects.filter(pk=lot).update(drawn=True)
    return drawn
