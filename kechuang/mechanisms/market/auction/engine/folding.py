"""From rules and an ordered log to a state: the same result for ever, one constant step an event.

Every step judges its event under the rules again. So a log that was changed, or written by another program, is either a
sale that the rules allow or an error that names the event.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.auction.engine import bidding, closing, deposits, entering, events, opening
from kechuang.mechanisms.market.auction.engine.events import Event
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.state import Result, State, begin

# The type of an event selects a function that takes that type; the pairing stands in this one table.
_STEPS: Mapping[type, Callable[[State, Any], Result]] = {
    events.Announced: entering.announced,
    events.Admitted: entering.admitted,
    events.DepositFrozen: deposits.deposit_frozen,
    events.DepositReleased: deposits.deposit_released,
    events.DepositForfeited: closing.deposit_forfeited,
    events.Scored: entering.scored,
    events.Excluded: entering.excluded,
    events.Started: entering.started,
    events.Bid: bidding.bid,
    events.Matched: bidding.matched,
    events.Committed: opening.committed,
    events.Called: bidding.called,
    events.Taken: bidding.taken,
    events.Suspended: entering.suspended,
    events.Resumed: entering.resumed,
    events.Ended: closing.ended,
    events.Revealed: opening.revealed,
    events.RevealsClosed: opening.reveals_closed,
    events.ReserveRevealed: opening.reserve_revealed,
    events.PriorityOpened: closing.priority_opened,
    events.PriorityAnswered: closing.priority_answered,
    events.Sold: closing.sold,
    events.Unsold: closing.unsold,
    events.Confirmed: deposits.confirmed,
    events.Settled: deposits.settled,
    events.Defaulted: deposits.defaulted,
    events.DefaultSettled: deposits.default_settled,
    events.Withdrawn: entering.withdrawn,
    events.Aborted: entering.aborted,
}


class LogError(Exception):
    """An event that cannot stand where it stands. ``line`` counts from 1 in the file, 0 where there is no file."""

    def __init__(self, refusal: Refusal, line: int = 0) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.line = line


def judge(state: State, event: Event) -> Result:
    """Give the state after ``event``, or why the rules do not allow it."""
    if event.seq != state.seq + 1:
        return Refusal("auction.log_gap", {"lot": state.rules.lot, "seq": event.seq, "expected": state.seq + 1})
    if event.at < state.at:
        values: dict[str, Value] = {"seq": event.seq, "at": event.at.isoformat(), "before": state.at.isoformat()}
        return Refusal("auction.log_backwards", values)
    return _STEPS[type(event)](state, event)


def step(state: State, event: Event) -> State:
    """Give the state after an event of a log; raises :class:`LogError` where the rules do not allow it."""
    after = judge(state, event)
    if isinstance(after, Refusal):
        raise LogError(after)
    return after


def fold(rules: Rules, log: Iterable[Event]) -> State:
    """Give the state of a lot after a log, or any prefix of one; raises :class:`LogError`."""
    state = begin(rules)
    for event in log:
        state = step(state, event)
    return state
