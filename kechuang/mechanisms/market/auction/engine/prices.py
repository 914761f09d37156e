"""Prices of a lot: increments, the grid of valid bids, the falling price, points. Exact; a float is never made."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from kechuang.mechanisms.market.auction.engine.rules import PURCHASE, Falling, Rules
from kechuang.mechanisms.market.auction.engine.state import EXACT, NOTHING, Clock

_FULL = 100
_subtract, _remainder = EXACT.subtract, EXACT.remainder


def band(rules: Rules, amount: Decimal) -> tuple[Decimal, Decimal]:
    """Give the increment at ``amount`` and the price from which its band counts: the start, or where the band begins.

    In a sale a band holds its lower bound and is counted upwards, in a purchase its upper bound and downwards. The
    increment is zero where the rules have no table.
    """
    steps, start = rules.steps, rules.start
    increment, anchor = NOTHING, start
    if rules.form in PURCHASE:
        for at in range(len(steps) - 1, -1, -1):
            if amount > steps[at].from_amount or not at:
                upper = steps[at + 1].from_amount if at + 1 < len(steps) else start
                return steps[at].increment, min(start, upper)
        return increment, anchor
    if len(steps) == 1:
        return steps[0].increment, start
    for step in steps:
        if step.from_amount > amount:
            break
        increment = step.increment
        anchor = max(start, step.from_amount)
    return increment, anchor


def on_grid(rules: Rules, amount: Decimal) -> bool:
    """Whether ``amount`` is the anchor of its band plus (in a purchase minus) a whole number of increments."""
    increment, anchor = band(rules, amount)
    return not increment or not _remainder(_subtract(amount, anchor), increment)


def next_bid(rules: Rules, leader: Decimal | None) -> Decimal | None:
    """Give the least bid that beats a leading price (in a purchase the greatest), None where there is none left.

    Where the order is by points this is the next price only: whether it leads depends on the quality.
    """
    if leader is None:
        return rules.start
    increment, _anchor = band(rules, leader)
    increment = increment or Decimal("0.01")
    bounds = [step.from_amount for step in rules.steps] if rules.raises == "grid" else []
    if rules.purchase:
        below = EXACT.subtract(leader, increment)
        below = max([below, *(bound for bound in bounds if below < bound < leader)])
        return below if below > 0 else None
    above = EXACT.add(leader, increment)
    return min([above, *(bound for bound in bounds if leader < bound < above)])


def beats(rules: Rules, amount: Decimal, leader: Decimal) -> bool:
    """Whether ``amount`` beats a leading price: by the increment at the leader where raises are free."""
    if rules.raises == "grid":
        return amount < leader if rules.form in PURCHASE else amount > leader
    least = next_bid(rules, leader)
    if least is None:
        return False
    return amount <= least if rules.purchase else amount >= least


def within_start(rules: Rules, amount: Decimal) -> bool:
    """Whether ``amount`` is at least the start price; in a purchase above zero and at most the ceiling."""
    return 0 < amount <= rules.start if rules.form in PURCHASE else amount >= rules.start


def meets(rules: Rules, amount: Decimal, reserve: Decimal | None) -> bool:
    """Whether ``amount`` meets the reserve, if there is one."""
    if reserve is None:
        return True
    return amount <= reserve if rules.purchase else amount >= reserve


def falling_price(start: Decimal, falling: Falling, clock: Clock, at: datetime) -> Decimal:
    """Give the price of a Dutch clock at a moment; time in which it was stopped does not count."""
    stop = clock.paused_since or at
    gone = (stop - clock.started_at - clock.paused) // timedelta(seconds=falling.interval_seconds)
    fallen = EXACT.multiply(falling.decrement, Decimal(max(gone, 0)))
    return max(falling.floor, EXACT.subtract(start, fallen))


def falling_span(start: Decimal, falling: Falling) -> timedelta:
    """Give how long a Dutch clock runs: until the floor has stood for one interval."""
    steps = -(-Fraction(EXACT.subtract(start, falling.floor)) // Fraction(falling.decrement))
    return timedelta(seconds=falling.interval_seconds * (steps + 1))


def points(rules: Rules, amount: Decimal, quality: Decimal, lowest: Decimal) -> Fraction:
    """Give the points of an offer under the weighted criterion, exact; ``lowest`` is the lowest valid price of all."""
    criterion = rules.criterion
    if criterion is None:
        raise ValueError("the lot has no weighted criterion")
    price = price_points(rules, amount, lowest)
    return price * Fraction(criterion.price_weight) + Fraction(quality) * Fraction(criterion.quality_weight)


def price_points(rules: Rules, amount: Decimal, lowest: Decimal) -> Fraction:
    """Give what the price alone of an offer is worth under the criterion, 0 to 100, exact."""
    if rules.criterion is not None and rules.criterion.formula == "start_linear":
        return _FULL * (Fraction(rules.start) - Fraction(amount)) / Fraction(rules.start)
    return _FULL * Fraction(lowest) / Fraction(amount)
