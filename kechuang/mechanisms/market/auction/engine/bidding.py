"""Open bidding: bids, matches of priority bidders, calls, the Dutch taker. A function judges and applies one event."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.auction.engine.events import CHANNELS, Bid, Called, Matched, Taken
from kechuang.mechanisms.market.auction.engine.prices import (
    band,
    beats,
    falling_price,
    next_bid,
    on_grid,
    points,
    within_start,
)
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.state import (
    EXACT,
    Clock,
    Outcome,
    Paddle,
    Result,
    Standing,
    State,
    wrong_phase,
)

OPEN_FORMS = frozenset({"ascending", "reverse"})


def bid(state: State, event: Bid) -> Result:
    """Take a bid, or say why not. Constant cost: nothing here grows with the number of bids."""
    rules = state.rules
    if rules.form not in OPEN_FORMS:
        return Refusal("auction.wrong_form", {"lot": rules.lot, "form": rules.form, "event": "bid"})
    paddle = may_act(state, event.paddle, event.at)
    if isinstance(paddle, Refusal):
        return paddle
    if event.channel not in CHANNELS:
        return Refusal("auction.unknown_channel", {"channel": event.channel})
    amount, leader = event.amount, state.leader
    if not within_start(rules, amount):
        return outside_start(rules, amount)
    if leader is not None and leader.paddle == event.paddle and not rules.own_raise:
        return Refusal("auction.own_bid_leading", {"paddle": event.paddle, "leading_yuan": leader.amount})
    if rules.raises == "grid" and not on_grid(rules, amount):
        return off_grid(rules, amount)
    reached: Fraction | None = None
    if rules.criterion is not None:
        if paddle.points is None:
            return Refusal("auction.no_score", {"paddle": event.paddle})
        reached = points(rules, amount, paddle.points, amount)
        if leader is not None and leader.points is not None and reached <= leader.points:
            return Refusal(
                "auction.score_not_above",
                {"paddle": event.paddle, "points": _shown(reached), "leading": _shown(leader.points)},
            )
    elif leader is not None and not beats(rules, amount, leader.amount):
        return _not_above(rules, amount, leader.amount)
    return _lead(state, event, paddle, Standing(event.paddle, amount, event.seq, event.at, reached, None))


def matched(state: State, event: Matched) -> Result:
    """Let a priority bidder lead at the leader's price: a better rank wins, the same rank goes to the earlier."""
    paddle = may_act(state, event.paddle, event.at)
    if isinstance(paddle, Refusal):
        return paddle
    leader = state.leader
    if state.rules.priority != "during" or paddle.rank is None:
        return Refusal("auction.no_priority", {"paddle": event.paddle})
    if event.channel not in CHANNELS:
        return Refusal("auction.unknown_channel", {"channel": event.channel})
    if leader is None:
        return Refusal("auction.nothing_to_match", {"paddle": event.paddle})
    if leader.paddle == event.paddle:
        return Refusal("auction.own_bid_leading", {"paddle": event.paddle, "leading_yuan": leader.amount})
    if event.amount != leader.amount:
        return Refusal("auction.match_differs", {"amount_yuan": event.amount, "leading_yuan": leader.amount})
    holder = state.paddles[leader.paddle]
    if holder.rank is not None and holder.rank <= paddle.rank:
        return Refusal(
            "auction.priority_outranked", {"paddle": event.paddle, "rank": paddle.rank, "leading_rank": holder.rank}
        )
    return _lead(state, event, paddle, Standing(event.paddle, event.amount, event.seq, event.at, None, paddle.rank))


def called(state: State, event: Called) -> Result:
    """Count a call of the auctioneer; a new bid sets the count back to none."""
    rules = state.rules
    if state.phase != "running":
        return wrong_phase(state)
    if rules.closing != "calls":
        return Refusal("auction.no_calls", {"lot": rules.lot})
    if event.call != state.calls + 1 or event.call > rules.calls:
        return Refusal("auction.call_out_of_order", {"call": event.call, "made": state.calls, "calls": rules.calls})
    return state._replace(seq=event.seq, at=event.at, calls=event.call)


def taken(state: State, event: Taken) -> Result:
    """Give a Dutch lot to the first who takes it, at the price of the server's moment."""
    rules, falling, clock = state.rules, state.rules.falling, state.clock
    paddle = may_act(state, event.paddle, event.at)
    if isinstance(paddle, Refusal):
        return paddle
    if falling is None or clock is None:
        return Refusal("auction.wrong_form", {"lot": rules.lot, "form": rules.form, "event": "taken"})
    price = falling_price(rules.start, falling, clock, event.at)
    if event.amount != price:
        code = "auction.below_asking" if event.amount < price else "auction.not_the_asking_price"
        return Refusal(code, {"amount_yuan": event.amount, "asking_yuan": price}, place="amount")
    leader = Standing(event.paddle, price, event.seq, event.at, None, None)
    after = _lead(state, event, paddle, leader)
    return after._replace(phase="ended", outcome=Outcome(event.at, "taken", "", None, ""))


def may_act(state: State, code: str, at: datetime) -> Paddle | Refusal:
    """Give the paddle that may bid at this moment, or say why it may not."""
    if state.phase != "running":
        return wrong_phase(state)
    clock = state.clock
    if clock is not None and clock.ends_at is not None and at >= clock.ends_at:
        return Refusal("auction.after_the_clock", {"ended_at": _moment(clock.ends_at), "received_at": _moment(at)})
    return entitled(state, code)


def entitled(state: State, code: str) -> Paddle | Refusal:
    """Give an admitted paddle that is not excluded and whose deposit suffices, or say what is wanting."""
    paddle = state.paddles.find(code)
    if paddle is None:
        return Refusal("auction.not_admitted", {"paddle": code})
    if paddle.excluded:
        return Refusal("auction.excluded", {"paddle": code})
    if paddle.deposit < state.rules.deposit:
        values: dict[str, Value] = {"paddle": code, "deposit_yuan": state.rules.deposit, "frozen_yuan": paddle.deposit}
        return Refusal("auction.no_deposit", values)
    return paddle


def outside_start(rules: Rules, amount: Decimal) -> Refusal:
    """Say that an amount lies below the start price, or in a purchase above the ceiling."""
    if rules.purchase and amount <= 0:
        return Refusal("auction.not_positive", {"amount_yuan": amount}, place="amount")
    code = "auction.above_ceiling" if rules.purchase else "auction.below_start"
    return Refusal(code, {"amount_yuan": amount, "start_yuan": rules.start}, place="amount")


def off_grid(rules: Rules, amount: Decimal) -> Refusal:
    """Say that an amount is not on the grid, and by which increment it counts from where."""
    increment, anchor = band(rules, amount)
    values = {"amount_yuan": amount, "increment_yuan": increment, "from_yuan": anchor}
    return Refusal("auction.off_the_grid", values, place="amount")


def _not_above(rules: Rules, amount: Decimal, leading: Decimal) -> Refusal:
    code = "auction.not_below_leader" if rules.purchase else "auction.not_above_leader"
    values = {"amount_yuan": amount, "leading_yuan": leading, "next_yuan": next_bid(rules, leading)}
    return Refusal(code, values, place="amount")


def _lead(state: State, event: Bid | Matched | Taken, paddle: Paddle, standing: Standing) -> State:
    """Give the state in which ``standing`` leads: the clock may move, and calls begin anew."""
    (
        rules, _seq, _at, phase, clock, leader, runner_up, bids, bidders, _calls, paddles, envelopes, answers,
        reserve, outcome, until, accounts, loss,
    ) = state  # fmt: skip
    if not paddle.has_bid:
        paddles = paddles.put(event.paddle, paddle._replace(has_bid=True))
        bidders += 1
    if leader is not None and leader.paddle != event.paddle:
        runner_up = leader
    if clock is not None and rules.soft_close is not None:
        clock = _extended(rules, clock, event.at)
    return State(
        rules, event.seq, event.at, phase, clock, standing, runner_up, bids + 1, bidders, 0, paddles, envelopes,
        answers, reserve, outcome, until, accounts, loss,
    )  # fmt: skip


def _extended(rules: Rules, clock: Clock, at: datetime) -> Clock:
    """Give the clock after a bid: in the last minutes the end moves, and never backwards."""
    soft, ends_at = rules.soft_close, clock.ends_at
    if soft is None or ends_at is None or (soft.most is not None and clock.extensions >= soft.most):
        return clock
    if ends_at - at > _span(soft.window_seconds):
        return clock
    later = at + _span(soft.added_seconds)
    return clock._replace(ends_at=later, extensions=clock.extensions + 1) if later > ends_at else clock


@cache
def _span(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _shown(reached: Fraction) -> Decimal:
    exact = EXACT.divide(Decimal(reached.numerator), Decimal(reached.denominator))
    return exact.quantize(Decimal("0.0001"), context=EXACT)
