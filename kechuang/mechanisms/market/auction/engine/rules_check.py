"""Whether the rules of a lot can be sold under at all: what contradicts itself is refused before the announcement."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine.rules import CLAIMS, FORMS, Rules
from kechuang.mechanisms.market.auction.engine.sealing import is_digest
from kechuang.mechanisms.market.auction.engine.texts import BadText, read_amount, read_share, write_amount

_SPANS = (
    "late_start_seconds",
    "duration_seconds",
    "calls",
    "resume_least_seconds",
    "reveal_seconds",
    "priority_seconds",
)


def check(rules: Rules) -> Refusal | None:
    """Give the first contradiction in ``rules``, as ``auction.bad_rules`` with the field at fault, or None."""
    for name, holds in _conditions(rules):
        if not holds:
            return Refusal("auction.bad_rules", {"lot": rules.lot, "field": name}, place=name)
    return None


def _conditions(rules: Rules) -> Iterator[tuple[str, bool]]:
    yield "form", rules.form in FORMS
    yield "lot", bool(rules.lot)
    yield from _written(rules)
    yield "start", rules.start > 0 if rules.purchase or rules.form == "dutch" else rules.start >= 0
    yield "deposit", rules.deposit >= 0
    yield "min_bidders", rules.min_bidders >= 1
    for name in _SPANS:
        yield name, getattr(rules, name) >= 0
    yield from _steps(rules)
    yield from _closing(rules)
    yield from _reserve(rules)
    yield "reveal_seconds", rules.reveal_seconds > 0 if rules.sealed else not rules.unrevealed_forfeits
    yield "priority", rules.priority != "during" or (rules.form == "ascending")
    yield "priority_seconds", rules.priority != "after" or rules.priority_seconds > 0
    yield "forfeit_order", len(set(rules.forfeit_order)) == len(rules.forfeit_order) <= len(CLAIMS)
    yield from _criterion(rules)


def _written(rules: Rules) -> Iterator[tuple[str, bool]]:
    """Whether the log can write every amount and weight: yuan with two decimals, shares with six."""
    reserve, falling, criterion = rules.reserve, rules.falling, rules.criterion
    yield "start", _is_amount(rules.start)
    yield "deposit", _is_amount(rules.deposit)
    yield "steps", all(_is_amount(step.from_amount) and _is_amount(step.increment) for step in rules.steps)
    yield "reserve", reserve.amount is None or _is_amount(reserve.amount)
    yield "falling", falling is None or (_is_amount(falling.floor) and _is_amount(falling.decrement))
    if criterion is not None:
        yield "criterion", _is_share(criterion.price_weight) and _is_share(criterion.quality_weight)


def _is_amount(amount: Decimal) -> bool:
    try:
        read_amount(write_amount(amount))
    except (ValueError, BadText):
        return False
    return True


def _is_share(share: Decimal) -> bool:
    try:
        read_share(f"{share:f}")
    except BadText:
        return False
    return True


def _steps(rules: Rules) -> Iterator[tuple[str, bool]]:
    bounds = [step.from_amount for step in rules.steps]
    yield "steps", not bounds or bounds[0] == 0
    yield "steps", all(low < high for low, high in pairwise(bounds))
    yield "steps", all(step.increment > 0 for step in rules.steps)
    yield "steps", bool(rules.steps) or rules.raises == "free" or rules.form == "dutch"


def _closing(rules: Rules) -> Iterator[tuple[str, bool]]:
    if rules.closing == "calls":
        yield "calls", rules.calls > 0 and rules.form in {"ascending", "reverse"}
        yield "soft_close", rules.soft_close is None
        return
    yield "duration_seconds", rules.duration_seconds > 0 or rules.form == "dutch"
    soft = rules.soft_close
    if soft is not None:
        yield "soft_close", rules.form in {"ascending", "reverse"}
        yield "soft_close", soft.window_seconds > 0 and soft.added_seconds > 0 and (soft.most is None or soft.most >= 0)


def _reserve(rules: Rules) -> Iterator[tuple[str, bool]]:
    reserve, falling = rules.reserve, rules.falling
    amount = reserve.amount
    yield "reserve", (amount is not None) == (reserve.kind == "open")
    yield "reserve", is_digest(reserve.commitment) if reserve.kind == "secret" else not reserve.commitment
    yield "reserve", amount is None or (amount <= rules.start if rules.purchase else amount >= rules.start)
    yield "falling", (falling is not None) == (rules.form == "dutch")
    if falling is not None:
        yield "reserve", reserve.kind == "none"  # the floor is the reserve
        yield "falling", 0 <= falling.floor <= rules.start and falling.decrement > 0 and falling.interval_seconds > 0


def _criterion(rules: Rules) -> Iterator[tuple[str, bool]]:
    criterion = rules.criterion
    if criterion is None:
        return
    weights = (criterion.price_weight, criterion.quality_weight)
    yield "criterion", rules.purchase
    yield "criterion", min(weights) >= 0 and sum(weights, Decimal(0)) == 1
    yield "criterion", criterion.formula == "start_linear" or rules.sealed
