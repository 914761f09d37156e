"""Before the first bid and around the bidding: announcement, paddles, scores, start, pause, breaking off."""

from datetime import timedelta
from decimal import Decimal

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine.events import (
    Aborted,
    Admitted,
    Announced,
    Excluded,
    Resumed,
    Scored,
    Started,
    Suspended,
    Withdrawn,
)
from kechuang.mechanisms.market.auction.engine.prices import falling_span
from kechuang.mechanisms.market.auction.engine.rules_check import check
from kechuang.mechanisms.market.auction.engine.state import (
    EXACT,
    FINAL,
    NOTHING,
    Clock,
    Paddle,
    Result,
    State,
    wrong_phase,
)

_MOST_POINTS = 100
_FINEST = Decimal("0.0001")
_BEFORE_START = frozenset({"announced"})
_BEFORE_END = frozenset({"announced", "running", "suspended"})


def announced(state: State, event: Announced) -> Result:
    """Fix the rules; they must be those that the lot is folded under."""
    if state.phase != "unannounced":
        return Refusal("auction.announced_already", {"lot": state.rules.lot})
    if event.rules != state.rules:
        return Refusal("auction.other_rules", {"lot": state.rules.lot, "announced_lot": event.rules.lot})
    return check(event.rules) or state._replace(seq=event.seq, at=event.at, phase="announced")


def admitted(state: State, event: Admitted) -> Result:
    """Give a bidder a paddle: one for each holder, none for who is barred."""
    if state.phase not in (_BEFORE_END if state.rules.late_admission else _BEFORE_START):
        late = state.phase in _BEFORE_END
        return Refusal("auction.admission_over", {"paddle": event.paddle}) if late else wrong_phase(state)
    if not event.paddle or not event.holder:
        return Refusal("auction.admission_incomplete", {"paddle": event.paddle})
    if event.holder in state.rules.barred:
        return Refusal("auction.barred", {"paddle": event.paddle})
    if event.paddle in state.paddles:
        return Refusal("auction.paddle_given", {"paddle": event.paddle})
    if event.rank is not None and event.rank < 1:
        return Refusal("auction.bad_rank", {"rank": event.rank})
    twin = next((code for code, paddle in state.paddles.items() if paddle.holder == event.holder), None)
    if twin is not None:
        return Refusal("auction.second_paddle", {"paddle": event.paddle, "other_paddle": twin})
    paddle = Paddle(event.holder, event.rank, NOTHING, None, has_bid=False, excluded=False)
    return state._replace(seq=event.seq, at=event.at, paddles=state.paddles.put(event.paddle, paddle))


def scored(state: State, event: Scored) -> Result:
    """Note the panel's points for quality, once, before a price can be known."""
    rules = state.rules
    if rules.criterion is None:
        return Refusal("auction.no_criterion", {"lot": rules.lot})
    if state.phase not in (_BEFORE_END if rules.sealed else _BEFORE_START):
        return Refusal("auction.score_too_late", {"paddle": event.paddle})
    paddle = state.paddles.get(event.paddle)
    if paddle is None:
        return Refusal("auction.not_admitted", {"paddle": event.paddle})
    if paddle.points is not None:
        return Refusal("auction.scored_already", {"paddle": event.paddle, "points": paddle.points})
    if not _are_points(event.points):
        return Refusal("auction.bad_points", {"points": event.points}, place="points")
    after = paddle._replace(points=event.points)
    return state._replace(seq=event.seq, at=event.at, paddles=state.paddles.put(event.paddle, after))


def _are_points(points: Decimal) -> bool:
    """Whether the log can write them: 0 to 100 with at most four decimals."""
    return points.is_finite() and 0 <= points <= _MOST_POINTS and points == points.quantize(_FINEST, context=EXACT)


def excluded(state: State, event: Excluded) -> Result:
    """Take a paddle out of the bidding; a beaten bid does not revive, so the leader cannot be taken out."""
    if state.phase not in _BEFORE_END:
        return wrong_phase(state)
    paddle = state.paddles.get(event.paddle)
    if paddle is None:
        return Refusal("auction.not_admitted", {"paddle": event.paddle})
    if state.leader is not None and state.leader.paddle == event.paddle:
        return Refusal("auction.excluded_leads", {"paddle": event.paddle})
    if not event.reason:
        return Refusal("auction.reason_missing", {"event": "excluded"})
    after = state.paddles.put(event.paddle, paddle._replace(excluded=True))
    return state._replace(seq=event.seq, at=event.at, paddles=after)


def started(state: State, event: Started) -> Result:
    """Begin the bidding: from the planned moment, or from now if that is too long ago."""
    rules, planned = state.rules, state.rules.starts_at
    if state.phase != "announced":
        started_before = state.phase != "unannounced"
        return Refusal("auction.started_already", {"lot": rules.lot}) if started_before else wrong_phase(state)
    if planned is not None and event.at < planned:
        return Refusal("auction.too_early", {"starts_at": planned.isoformat(), "at": event.at.isoformat()})
    late = timedelta(seconds=rules.late_start_seconds)
    expected = planned if planned is not None and event.at - planned <= late else event.at
    if event.clock_from != expected:
        return Refusal(
            "auction.wrong_clock", {"clock_from": event.clock_from.isoformat(), "by_rule": expected.isoformat()}
        )
    span = falling_span(rules.start, rules.falling) if rules.falling else timedelta(seconds=rules.duration_seconds)
    ends_at = expected + span if rules.closing == "clock" else None
    clock = Clock(expected, ends_at, None, timedelta(0), 0)
    return state._replace(seq=event.seq, at=event.at, phase="running", clock=clock)


def suspended(state: State, event: Suspended) -> Result:
    """Stop the clock, at the latest now and not before the last event; what had run out by then stays over."""
    clock = state.clock
    if state.phase != "running" or clock is None:
        return wrong_phase(state)
    if not event.reason:
        return Refusal("auction.reason_missing", {"event": "suspended"})
    earliest = max(state.at, clock.started_at)
    if not earliest <= event.since <= event.at:
        values = {"since": event.since.isoformat(), "earliest": earliest.isoformat(), "at": event.at.isoformat()}
        return Refusal("auction.bad_pause", values)
    if clock.ends_at is not None and event.since >= clock.ends_at:
        return Refusal(
            "auction.after_the_clock", {"ended_at": clock.ends_at.isoformat(), "received_at": event.since.isoformat()}
        )
    return state._replace(
        seq=event.seq, at=event.at, phase="suspended", clock=clock._replace(paused_since=event.since), calls=0
    )


def resumed(state: State, event: Resumed) -> Result:
    """Let the clock go on with what was left, and at least what the rules give."""
    clock = state.clock
    if state.phase != "suspended" or clock is None or clock.paused_since is None:
        return Refusal("auction.not_paused", {"lot": state.rules.lot, "phase": state.phase})
    ends_at = clock.ends_at
    if ends_at is not None:
        left = max(ends_at - clock.paused_since, timedelta(seconds=state.rules.resume_least_seconds))
        ends_at = event.at + left
    paused = clock.paused + (event.at - clock.paused_since)
    after = clock._replace(ends_at=ends_at, paused_since=None, paused=paused)
    return state._replace(seq=event.seq, at=event.at, phase="running", clock=after)


def withdrawn(state: State, event: Withdrawn) -> Result:
    """Let the seller withdraw the lot before it began; never while it runs."""
    if state.phase != "announced":
        running = state.phase in {"running", "suspended"}
        return Refusal("auction.withdrawn_too_late", {"lot": state.rules.lot}) if running else wrong_phase(state)
    if not event.reason:
        return Refusal("auction.reason_missing", {"event": "withdrawn"})
    return state._replace(seq=event.seq, at=event.at, phase="withdrawn")


def aborted(state: State, event: Aborted) -> Result:
    """Break a lot off for good, at any time before the price is settled; no bid stands any more."""
    if state.phase in FINAL or state.phase in {"unannounced", "defaulted"}:
        return wrong_phase(state)
    if not event.reason:
        return Refusal("auction.reason_missing", {"event": "aborted"})
    return state._replace(seq=event.seq, at=event.at, phase="aborted", leader=None, runner_up=None, outcome=None)
