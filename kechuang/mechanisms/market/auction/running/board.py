"""What everybody sees of a lot at a moment: a plain picture of the state, without anything that names a body. Pure."""

import json
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.log import TYPE_OF
from kechuang.mechanisms.market.auction.engine.prices import band, next_bid
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.state import State

KEPT = 12
SHOWN = frozenset(
    {"started", "bid", "matched", "committed", "called", "taken", "suspended", "resumed", "ended", "revealed"}
) | {"priority_opened", "sold", "unsold", "withdrawn", "aborted", "reserve_revealed", "defaulted", "settled"}


class Recent:
    """The last events that people want to see, newest first."""

    def __init__(self) -> None:
        self.rows: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def take(self, event: events.Event) -> None:
        """Note an event."""
        kind = TYPE_OF[type(event)]
        if kind not in SHOWN:
            return
        row: dict[str, Any] = {"seq": event.seq, "at": _moment(event.at), "kind": kind}
        for name in ("paddle", "amount", "price", "call", "reason", "channel"):
            value = getattr(event, name, None)
            if value is not None and value != "":
                row[name] = f"{value:f}" if isinstance(value, Decimal) else value
        self.rows.appendleft(row)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def picture(
    state: State, recent: Iterable[dict[str, Any]], *, resumes_at: datetime | None, shift: int, head: str
) -> str:
    """Give a lot as JSON for its live page. Amounts are text, moments ISO 8601 in UTC."""
    rules, leader, clock, outcome = state.rules, state.leader, state.clock, state.outcome
    hidden = rules.sealed and state.phase in {"announced", "running", "suspended", "revealing"}
    open_yet = not rules.sealed and state.phase in {"announced", "running", "suspended"}
    following = next_bid(rules, leader.amount if leader else None) if open_yet else None
    plain: dict[str, Any] = {
        "lot": rules.lot,
        "v": state.seq,
        "head": head,
        "phase": state.phase,
        "form": rules.form,
        "start": f"{rules.start:f}",
        "price": f"{leader.amount:f}" if leader and not hidden else None,
        "paddle": leader.paddle if leader and not hidden else None,
        "matched": bool(leader and leader.rank is not None),
        "next": f"{following:f}" if following is not None else None,
        "step": _step(rules, leader.amount if leader else rules.start),
        "bids": state.bids,
        "bidders": state.bidders if not rules.sealed else len(state.envelopes),
        "admitted": len(state.paddles),
        "starts_at": _moment(rules.starts_at),
        "ends_at": _moment(state.ends_at),
        "paused_since": _moment(clock.paused_since) if clock else None,
        "resumes_at": _moment(resumes_at),
        "extensions": clock.extensions if clock else 0,
        "until": _moment(state.until),
        "calls": state.calls,
        "calls_wanted": rules.calls,
        "opened": sum(1 for each in state.envelopes.values() if each.amount is not None),
        "reserve_waits": rules.reserve.kind == "secret" and state.phase == "ended" and state.reserve is None,
        "sold_to": outcome.paddle if outcome and outcome.paddle else None,
        "sold_for": f"{outcome.price:f}" if outcome and outcome.price is not None else None,
        "unsold": outcome.reason if outcome and state.phase == "unsold" else None,
        "falling": _falling(state),
        "recent": list(recent),
        "shift": shift,
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _step(rules: Rules, amount: Decimal) -> str | None:
    increment, _anchor = band(rules, amount)
    return f"{increment:f}" if increment else None


def _falling(state: State) -> dict[str, Any] | None:
    falling, clock = state.rules.falling, state.clock
    if falling is None:
        return None
    return {
        "floor": f"{falling.floor:f}",
        "decrement": f"{falling.decrement:f}",
        "seconds": falling.interval_seconds,
        "from": _moment(clock.started_at + clock.paused) if clock else None,
    }
