"""What waits in the intake as the engine's wishes. Pure but for the moment, which the row brings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from kechuang.kernel.money import MoneyError, yuan
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine import deciding, events
from kechuang.mechanisms.market.auction.engine.rules import Rules

type Payload = Mapping[str, Any]
type Maker = Callable[[Rules, datetime, Payload], deciding.Wish]


def _amount(payload: Payload, name: str = "amount") -> Decimal:
    return yuan(str(payload[name]))


def _of(payload: Payload, name: str) -> str:
    return str(payload.get(name) or "")


MAKERS: Mapping[str, Maker] = {
    "announced": lambda rules, at, _p: events.Announced(0, at, rules),
    "admit": lambda _r, at, p: deciding.Admit(at, _of(p, "paddle"), _of(p, "holder"), p.get("rank"), affiliate=False),
    "freeze": lambda _r, at, p: events.DepositFrozen(0, at, _of(p, "paddle"), _amount(p), _of(p, "payer")),
    "assess": lambda _r, at, p: events.Scored(0, at, _of(p, "paddle"), Decimal(_of(p, "points"))),
    "bid": lambda _r, at, p: events.Bid(0, at, _of(p, "paddle"), _amount(p), _of(p, "channel") or "online"),
    "match": lambda _r, at, p: events.Matched(0, at, _of(p, "paddle"), _amount(p), _of(p, "channel") or "online"),
    "commit": lambda _r, at, p: events.Committed(0, at, _of(p, "paddle"), _of(p, "commitment")),
    "reveal": lambda _r, at, p: events.Revealed(0, at, _of(p, "paddle"), _amount(p), _of(p, "nonce")),
    "take": lambda _r, at, p: deciding.Take(at, _of(p, "paddle"), _amount(p)),
    "answer_priority": lambda _r, at, p: events.PriorityAnswered(0, at, _of(p, "paddle"), bool(p.get("exercised"))),
    "start": lambda _r, at, _p: deciding.Start(at),
    "call": lambda _r, at, _p: deciding.Call(at),
    "hammer": lambda _r, at, _p: deciding.Hammer(at),
    "suspend": lambda _r, at, p: events.Suspended(0, at, at, _of(p, "reason")),
    "resume": lambda _r, at, _p: events.Resumed(0, at),
    "exclude": lambda _r, at, p: events.Excluded(0, at, _of(p, "paddle"), _of(p, "reason")),
    "withdraw": lambda _r, at, p: events.Withdrawn(0, at, _of(p, "reason")),
    "abort": lambda _r, at, p: events.Aborted(0, at, _of(p, "reason")),
    "confirm": lambda _r, at, _p: events.Confirmed(0, at),
    "settle": lambda _r, at, _p: deciding.Pay(at),
    "default": lambda _r, at, p: events.Defaulted(0, at, _of(p, "reason")),
    "liquidate": lambda _r, at, p: events.DefaultSettled(
        0,
        at,
        _amount(p, "resale_price") if p.get("resale_price") else None,
        _amount(p, "costs"),
        _amount(p, "commission"),
    ),
    "release": lambda _r, at, _p: deciding.ReleaseAll(at),
}


def read(kind: str, rules: Rules, at: datetime, payload: Payload) -> deciding.Wish | Refusal:
    """Give the wish, or why it cannot be read: an unknown kind, an amount that is none."""
    maker = MAKERS.get(kind)
    if maker is None:
        return Refusal("auction.unknown_wish", {"kind": kind})
    try:
        return maker(rules, at, payload)
    except MoneyError as error:
        return Refusal("auction.amount_unreadable", dict(error.fault.values), place="amount")
    except (KeyError, ArithmeticError):
        return Refusal("auction.unknown_wish", {"kind": kind})
