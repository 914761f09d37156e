"""Deposits: frozen, released, laid against the price or against what a default cost. Each movement has two sides."""

from decimal import Decimal

from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.auction.engine.events import (
    Confirmed,
    Defaulted,
    DefaultSettled,
    DepositFrozen,
    DepositReleased,
    Settled,
)
from kechuang.mechanisms.market.auction.engine.rules import Claim, Rules
from kechuang.mechanisms.market.auction.engine.state import (
    EXACT,
    FINAL,
    NOTHING,
    Loss,
    Result,
    State,
    move,
    wrong_phase,
)

_SOLD = frozenset({"sold", "confirmed", "defaulted"})
_EARLY = frozenset({"announced", "running", "suspended"})


def deposit_frozen(state: State, event: DepositFrozen) -> Result:
    """Freeze a deposit, or more of one: only from the bidder's own account, only while paddles are given out."""
    paddle = state.paddles.get(event.paddle)
    if paddle is None:
        return Refusal("auction.not_admitted", {"paddle": event.paddle})
    if state.phase != "announced" and not (state.rules.late_admission and state.phase in _EARLY):
        late = state.phase in _EARLY
        return Refusal("auction.admission_over", {"paddle": event.paddle}) if late else wrong_phase(state)
    if event.amount <= 0:
        return Refusal("auction.bad_deposit", {"paddle": event.paddle, "amount_yuan": event.amount}, place="amount")
    if event.payer != paddle.holder:
        return Refusal("auction.deposit_of_another", {"paddle": event.paddle, "amount_yuan": event.amount})
    after = paddle._replace(deposit=EXACT.add(paddle.deposit, event.amount))
    return state._replace(
        seq=event.seq,
        at=event.at,
        paddles=state.paddles.put(event.paddle, after),
        accounts=move(state.accounts, f"bidder/{event.paddle}", "held", event.amount),
    )


def bound(state: State, code: str) -> bool:
    """Whether a deposit must stay: of whoever bid or has a priority until the end, of the winner until he performed."""
    paddle = state.paddles[code]
    if state.phase in FINAL:
        return False
    if state.phase in _SOLD:
        return state.outcome is not None and state.outcome.paddle == code
    return paddle.has_bid or (state.phase not in _EARLY and paddle.rank is not None)


def deposit_released(state: State, event: DepositReleased) -> Result:
    """Give a deposit back, the whole of it."""
    paddle = state.paddles.get(event.paddle)
    if paddle is None:
        return Refusal("auction.not_admitted", {"paddle": event.paddle})
    if not paddle.deposit:
        return Refusal("auction.no_deposit_held", {"paddle": event.paddle})
    if bound(state, event.paddle):
        return Refusal("auction.deposit_bound", {"paddle": event.paddle, "deposit_yuan": paddle.deposit})
    if event.amount != paddle.deposit:
        values: dict[str, Value] = {
            "paddle": event.paddle,
            "amount_yuan": event.amount,
            "deposit_yuan": paddle.deposit,
        }
        return Refusal("auction.release_differs", values, place="amount")
    return state._replace(
        seq=event.seq,
        at=event.at,
        paddles=state.paddles.put(event.paddle, paddle._replace(deposit=NOTHING)),
        accounts=move(state.accounts, "held", f"bidder/{event.paddle}", event.amount),
    )


def confirmed(state: State, event: Confirmed) -> Result:
    """Note that the winner signed the confirmation letter."""
    if state.phase != "sold":
        return _not_sold(state)
    return state._replace(seq=event.seq, at=event.at, phase="confirmed")


def settlement(state: State) -> tuple[Decimal, Decimal]:
    """Give what of the winner's deposit counts towards the price, and what goes back; in a purchase all goes back."""
    outcome = state.outcome
    if outcome is None or outcome.price is None:
        return NOTHING, NOTHING
    deposit = state.paddles[outcome.paddle].deposit
    applied = NOTHING if state.rules.purchase else min(deposit, outcome.price)
    return applied, EXACT.subtract(deposit, applied)


def settled(state: State, event: Settled) -> Result:
    """Note that the price is paid, the deposit being part of it."""
    outcome = state.outcome
    if state.phase not in {"sold", "confirmed"} or outcome is None:
        return _not_sold(state)
    applied, returned = settlement(state)
    if (event.applied, event.returned) != (applied, returned):
        values = {"applied_yuan": event.applied, "returned_yuan": event.returned, "applied_by_rule_yuan": applied}
        return Refusal("auction.settlement_differs", values)
    emptied = state.paddles[outcome.paddle]._replace(deposit=NOTHING)
    accounts = move(state.accounts, "held", "price", applied)
    return state._replace(
        seq=event.seq,
        at=event.at,
        phase="settled",
        paddles=state.paddles.put(outcome.paddle, emptied),
        accounts=move(accounts, "held", f"bidder/{outcome.paddle}", returned),
    )


def defaulted(state: State, event: Defaulted) -> Result:
    """Note the winner's default: his deposit is lost, and laid out once the resale is known."""
    outcome = state.outcome
    if state.phase not in {"sold", "confirmed"} or outcome is None:
        return _not_sold(state)
    if not event.reason:
        return Refusal("auction.reason_missing", {"event": "defaulted"})
    winner = state.paddles[outcome.paddle]
    return state._replace(
        seq=event.seq,
        at=event.at,
        phase="defaulted",
        paddles=state.paddles.put(outcome.paddle, winner._replace(deposit=NOTHING)),
        accounts=move(state.accounts, "held", "forfeited", winner.deposit),
    )


def loss_of(rules: Rules, price: Decimal, deposit: Decimal, event: DefaultSettled) -> Loss:
    """Give what a default cost and how the deposit covers it, in the order of the rules (Auction Law; A5).

    The shortfall is what the resale brought less than ``price``, or in a purchase cost more. Without a resale it is
    not known and counts as nothing. What the rules do not claim is not charged.
    """
    claims: dict[Claim, Decimal] = {
        "costs": event.costs,
        "commission": event.commission,
        "shortfall": _shortfall(rules, price, event.resale_price),
    }
    left, owed = deposit, NOTHING
    covered = []
    for claim in rules.forfeit_order:
        paid = min(left, claims[claim])
        left = EXACT.subtract(left, paid)
        owed = EXACT.add(owed, EXACT.subtract(claims[claim], paid))
        covered.append((claim, paid))
    return Loss(tuple((claim, claims[claim]) for claim in rules.forfeit_order), tuple(covered), owed, left)


def _shortfall(rules: Rules, price: Decimal, resale: Decimal | None) -> Decimal:
    if resale is None:
        return NOTHING
    difference = EXACT.subtract(resale, price) if rules.purchase else EXACT.subtract(price, resale)
    return max(NOTHING, difference)


def default_settled(state: State, event: DefaultSettled) -> Result:
    """Lay the lost deposit against costs, commissions and shortfall; say what is still owed."""
    outcome = state.outcome
    if state.phase != "defaulted" or outcome is None or outcome.price is None:
        return Refusal("auction.no_default", {"lot": state.rules.lot, "phase": state.phase})
    given = (event.costs, event.commission, event.resale_price or NOTHING)
    if min(given) < 0:
        return Refusal("auction.negative_amount", {"lot": state.rules.lot, "amount_yuan": min(given)})
    loss = loss_of(state.rules, outcome.price, state.accounts.get("forfeited", NOTHING), event)
    accounts = state.accounts
    for claim, paid in loss.covered:
        accounts = move(accounts, "forfeited", claim, paid)
    rest = "seller" if state.rules.forfeit_rest == "seller" else f"bidder/{outcome.paddle}"
    return state._replace(
        seq=event.seq,
        at=event.at,
        phase="default_settled",
        accounts=move(accounts, "forfeited", rest, loss.left),
        loss=loss,
    )


def _not_sold(state: State) -> Refusal:
    return Refusal("auction.not_sold", {"lot": state.rules.lot, "phase": state.phase})
