"""Multilateral netting: many debts between regions become the fewest transfers that settle them. Pure.

Every region ends with exactly the position that the debts gave it, to the fen. Only regions that owe pay, only regions
that are owed receive, so the money moved is the least possible; and up to ``EXACT`` regions the number of transfers is
the least possible too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kechuang.kernel.money import from_fen, to_fen

EXACT = 12


@dataclass(frozen=True, slots=True, order=True)
class Transfer:
    """A region owes or pays another an amount in yuan."""

    payer: str
    payee: str
    amount: Decimal


def positions(debts: Iterable[Transfer]) -> dict[str, Decimal]:
    """Give what each region is owed (+) or owes (−) in all; the positions add up to zero."""
    found: dict[str, int] = {}
    for debt in debts:
        fen = to_fen(debt.amount)
        found[debt.payer] = found.get(debt.payer, 0) - fen
        found[debt.payee] = found.get(debt.payee, 0) + fen
    return {region: from_fen(fen) for region, fen in sorted(found.items())}


def net(debts: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """Give the transfers that settle all debts, ordered by payer and payee.

    The result depends on the positions alone, so neither the order of debts matters nor how they are split, and the
    net of the net is the same again. A negative debt counts the other way round.
    """
    left = {region: to_fen(amount) for region, amount in positions(debts).items() if amount}
    transfers: list[Transfer] = []
    for group in _groups(left):
        transfers += _chain({region: left[region] for region in group})
    return tuple(sorted(transfers))


def _chain(position: Mapping[str, int]) -> list[Transfer]:
    """Settle a group whose positions add up to zero with at most one transfer less than it has regions."""
    owing = sorted((amount, region) for region, amount in position.items() if amount < 0)
    owed = sorted(((-amount, region) for region, amount in position.items() if amount > 0))
    made: list[Transfer] = []
    while owing:
        (debt, payer), (claim, payee) = owing.pop(0), owed.pop(0)
        fen = min(-debt, -claim)
        made.append(Transfer(payer, payee, from_fen(fen)))
        if debt + fen:
            owing = sorted([(debt + fen, payer), *owing])
        if claim + fen:
            owed = sorted([(claim + fen, payee), *owed])
    return made


def _groups(position: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Split the regions into as many groups as possible whose positions add up to zero."""
    regions = sorted(position)
    if len(regions) > EXACT:
        return _pairs_first(regions, position)
    return _most_groups(regions, [position[region] for region in regions])


def _most_groups(regions: list[str], amounts: list[int]) -> list[tuple[str, ...]]:
    """Find the most zero groups over all subsets: ``best[s]`` counts the groups that can be closed inside subset s."""
    size = 1 << len(regions)
    sums, best, last = [0] * size, [0] * size, [0] * size
    for subset in range(1, size):
        low = (subset & -subset).bit_length() - 1
        sums[subset] = sums[subset & (subset - 1)] + amounts[low]
        choice = max((best[subset & ~(1 << at)], -at) for at in range(len(regions)) if subset >> at & 1)
        last[subset] = -choice[1]
        best[subset] = choice[0] + (sums[subset] == 0)
    return _read_groups(regions, sums, last, size - 1)


def _read_groups(regions: list[str], sums: list[int], last: list[int], subset: int) -> list[tuple[str, ...]]:
    """Walk back along the best choices; wherever a subset adds up to zero a group ends."""
    groups: list[tuple[str, ...]] = []
    members: list[str] = []
    while subset:
        if sums[subset] == 0 and members:
            groups.append(tuple(sorted(members)))
            members = []
        members.append(regions[last[subset]])
        subset &= ~(1 << last[subset])
    if members:
        groups.append(tuple(sorted(members)))
    return groups


def _pairs_first(regions: list[str], position: Mapping[str, int]) -> list[tuple[str, ...]]:
    """With many regions, close pairs that match exactly and leave the rest as one group."""
    groups: list[tuple[str, ...]] = []
    rest = list(regions)
    for region in regions:
        match = next((other for other in rest if region in rest and position[other] == -position[region]), None)
        if match and region in rest and match != region:
            groups.append((region, match))
            rest = [other for other in rest if other not in {region, match}]
    return [*groups, tuple(rest)] if rest else groups
