"""How the offers of a weighted purchase compare: the value of the price, that of the quality, both by their weights."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.folding import fold
from kechuang.mechanisms.market.auction.engine.log import read_line
from kechuang.mechanisms.market.auction.engine.opening import ranking
from kechuang.mechanisms.market.auction.engine.prices import points, price_points
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.state import State

HIDDEN = frozenset({"announced", "running", "suspended", "revealing"})
FINEST = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Weighed:
    """One offer: its paddle and price in yuan, the three values to four decimals, and whether it stands first."""

    paddle: str
    amount: Decimal
    price_value: Decimal
    quality_value: Decimal
    weighted: Decimal
    first: bool


def weigh(rules: Rules, lines: Iterable[str]) -> list[Weighed]:
    """Give the offers of a weighted lot, the best first; nothing of sealed ones before all are open."""
    told = [read_line(line.encode()).event for line in lines]
    state = fold(rules, told)
    if rules.criterion is None or (rules.sealed and state.phase in HIDDEN):
        return []
    offers = _sealed(state) if rules.sealed else _open(told)
    lowest = min((amount for _paddle, amount in offers), default=rules.start)
    rows = []
    for at, (paddle, amount) in enumerate(offers):
        quality = state.paddles[paddle].points
        if quality is not None:
            own = lowest if rules.sealed else amount
            values = (price_points(rules, amount, own), points(rules, amount, quality, own))
            rows.append(Weighed(paddle, amount, _four(values[0]), quality, _four(values[1]), at == 0))
    return rows


def _sealed(state: State) -> list[tuple[str, Decimal]]:
    return [(each.paddle, each.amount) for each in ranking(state)]


def _open(told: Iterable[events.Event]) -> list[tuple[str, Decimal]]:
    """Give the accepted offers of an open purchase, the last first: each led when it was made."""
    return [(each.paddle, each.amount) for each in told if isinstance(each, events.Bid | events.Matched)][::-1]


def _four(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(FINEST, rounding=ROUND_HALF_UP)
