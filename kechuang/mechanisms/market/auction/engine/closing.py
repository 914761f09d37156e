"""The end of a lot: what must follow by rule, who wins, at which price, and the completers' right of first refusal."""

from datetime import datetime, timedelta
from decimal import Decimal

from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.auction.engine.bidding import entitled
from kechuang.mechanisms.market.auction.engine.events import (
    DepositForfeited,
    Ended,
    Event,
    PriorityAnswered,
    PriorityOpened,
    RevealsClosed,
    Sold,
    Started,
    Unsold,
)
from kechuang.mechanisms.market.auction.engine.prices import meets
from kechuang.mechanisms.market.auction.engine.state import (
    Outcome,
    Paddle,
    Phase,
    Reason,
    Result,
    Standing,
    State,
    move,
    wrong_phase,
)


def follow(state: State, at: datetime) -> Event | None:
    """Give the event that the rules demand next at a moment, or None where it is somebody's turn or nothing is due."""
    seq = state.seq + 1
    match state.phase:
        case "announced":
            planned = state.rules.starts_at
            return Started(seq, at, start_from(state, at)) if planned is not None and at >= planned else None
        case "running":
            ends_at = state.clock.ends_at if state.clock else None
            return Ended(seq, at, ends_at, "clock") if ends_at is not None and at >= ends_at else None
        case "revealing":
            waiting = any(envelope.amount is None for envelope in state.envelopes.values())
            over = state.until is not None and at >= state.until
            return RevealsClosed(seq, at) if over or not waiting else None
        case "ended":
            return _conclude(state, at)
        case "matching":
            return _after_priority(state, at)
        case _:
            return None


def start_from(state: State, at: datetime) -> datetime:
    """Give the moment from which the clock of a start recorded at ``at`` counts."""
    planned = state.rules.starts_at
    late = timedelta(seconds=state.rules.late_start_seconds)
    return planned if planned is not None and timedelta(0) <= at - planned <= late else at


def _conclude(state: State, at: datetime) -> Event | None:
    seq, rules, leader = state.seq + 1, state.rules, state.leader
    if rules.unrevealed_forfeits:
        for code, envelope in state.envelopes.items():
            deposit = state.paddles[code].deposit
            if envelope.amount is None and deposit:
                return DepositForfeited(seq, at, code, deposit)
    if leader is None:
        return Unsold(seq, at, "no_bids")
    if state.bidders < rules.min_bidders:
        return Unsold(seq, at, "too_few_bidders")
    if rules.reserve.kind == "secret" and state.reserve is None:
        return None
    if not meets(rules, leader.amount, state.reserve):
        return Unsold(seq, at, "reserve_not_met")
    price = _price(state, leader)
    if rules.priority == "after" and _asked(state, leader):
        return PriorityOpened(seq, at, price, at + timedelta(seconds=rules.priority_seconds))
    return Sold(seq, at, leader.paddle, price)


def _price(state: State, leader: Standing) -> Decimal:
    """Give what the winner pays: his bid, or after Vickrey the best that he beat, at least start and reserve."""
    if state.rules.form != "vickrey":
        return leader.amount
    floors = [state.rules.start]
    if state.runner_up is not None:
        floors.append(state.runner_up.amount)
    if state.reserve is not None:
        floors.append(state.reserve)
    return max(floors)


def _asked(state: State, leader: Standing) -> dict[str, int]:
    """Give the paddles with a right that goes before the leader's, and their ranks."""
    own = state.paddles[leader.paddle].rank
    return {
        code: paddle.rank
        for code, paddle in state.paddles.items()
        if paddle.rank is not None
        and code != leader.paddle
        and (own is None or paddle.rank < own)
        and isinstance(entitled(state, code), Paddle)
    }


def _after_priority(state: State, at: datetime) -> Sold | None:
    leader = state.leader
    if leader is None:
        return None
    asked = _asked(state, leader)
    # Answers stand in the order in which they came, and min keeps the first of equals: the earlier wins.
    best = min(
        (code for code, exercised in state.answers.items() if exercised), key=lambda code: asked[code], default=None
    )
    before = [code for code in asked if code not in state.answers and (best is None or asked[code] < asked[best])]
    if before and state.until is not None and at < state.until:
        return None
    return Sold(state.seq + 1, at, best or leader.paddle, _price(state, leader))


def _by_rule(state: State, event: Event) -> Refusal | None:
    """Say that an event is not what the rules demand at its moment."""
    expected = follow(state, event.at)
    if type(expected) is type(event) and expected == event:
        return None
    wanted = type(expected).__name__ if expected is not None else ""
    return Refusal("auction.not_by_rule", {"lot": state.rules.lot, "event": type(event).__name__, "by_rule": wanted})


def ended(state: State, event: Ended) -> Result:
    """End the bidding: by the clock at its own moment, or by the hammer after the last call."""
    rules = state.rules
    if state.phase != "running":
        return wrong_phase(state)
    if event.cause == "hammer":
        if rules.closing != "calls":
            return Refusal("auction.no_calls", {"lot": rules.lot})
        if state.calls < rules.calls:
            return Refusal("auction.calls_missing", {"made": state.calls, "calls": rules.calls})
        if event.ended_at != event.at:
            return Refusal("auction.not_by_rule", {"lot": rules.lot, "event": "Ended", "by_rule": "Ended"})
    else:
        refusal = _by_rule(state, event)
        if refusal:
            return refusal
    outcome = Outcome(event.ended_at, event.cause, "", None, "")
    if rules.sealed:
        until = event.at + timedelta(seconds=rules.reveal_seconds)
        return state._replace(seq=event.seq, at=event.at, phase="revealing", outcome=outcome, until=until)
    return state._replace(seq=event.seq, at=event.at, phase="ended", outcome=outcome)


def deposit_forfeited(state: State, event: DepositForfeited) -> Result:
    """Lose the deposit of a sealed bid that was not opened to the seller."""
    refusal = _by_rule(state, event)
    if refusal:
        return refusal
    emptied = state.paddles[event.paddle]._replace(deposit=Decimal("0.00"))
    return state._replace(
        seq=event.seq,
        at=event.at,
        paddles=state.paddles.put(event.paddle, emptied),
        accounts=move(state.accounts, "held", "seller", event.amount),
    )


def priority_opened(state: State, event: PriorityOpened) -> Result:
    """Ask the priority bidders."""
    return _by_rule(state, event) or state._replace(seq=event.seq, at=event.at, phase="matching", until=event.until)


def priority_answered(state: State, event: PriorityAnswered) -> Result:
    """Take the answer of a priority bidder; it cannot be taken back."""
    leader = state.leader
    if state.phase != "matching" or leader is None or state.until is None:
        return Refusal("auction.priority_not_open", {"paddle": event.paddle})
    if event.at >= state.until:
        values = {"ended_at": state.until.isoformat(), "received_at": event.at.isoformat()}
        return Refusal("auction.priority_over", values)
    paddle = entitled(state, event.paddle)
    if isinstance(paddle, Refusal):
        return paddle
    if paddle.rank is None or leader.paddle == event.paddle:
        return Refusal("auction.no_priority", {"paddle": event.paddle})
    if event.paddle not in _asked(state, leader):
        leading = state.paddles[leader.paddle].rank
        ranks: dict[str, Value] = {"paddle": event.paddle, "rank": paddle.rank, "leading_rank": leading}
        return Refusal("auction.priority_outranked", ranks)
    if event.paddle in state.answers:
        return Refusal("auction.answered_already", {"paddle": event.paddle})
    answers = state.answers.put(event.paddle, event.exercised)
    return state._replace(seq=event.seq, at=event.at, answers=answers)


def sold(state: State, event: Sold) -> Result:
    """Record the sale that the rules demand."""
    refusal = _by_rule(state, event)
    if refusal:
        return refusal
    return _over(state, event, event.paddle, event.price, "")


def unsold(state: State, event: Unsold) -> Result:
    """Record that the lot is unsold, for the reason that the rules demand."""
    refusal = _by_rule(state, event)
    if refusal:
        return refusal
    expected = follow(state, event.at)
    reason = expected.reason if isinstance(expected, Unsold) else ""
    return _over(state, event, "", None, reason)


def _over(state: State, event: Sold | Unsold, paddle: str, price: Decimal | None, reason: str) -> State:
    if state.outcome is None:
        raise ValueError("bidding has not ended")
    words: dict[str, Reason] = {
        "no_bids": "no_bids",
        "too_few_bidders": "too_few_bidders",
        "reserve_not_met": "reserve_not_met",
    }
    outcome = state.outcome._replace(paddle=paddle, price=price, reason=words.get(reason, ""))
    phase: Phase = "sold" if paddle else "unsold"
    return state._replace(seq=event.seq, at=event.at, phase=phase, outcome=outcome, until=None)
