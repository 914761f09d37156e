"""A folded state as JSON and back, so that a new leader of a lot reads only the tail of its log. Pure."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.state import (
    Clock,
    Envelope,
    Loss,
    Outcome,
    Paddle,
    Standing,
    State,
)
from kechuang.mechanisms.market.auction.engine.versions import Versions

FORMAT = 1
_TUPLES: dict[str, type] = {each.__name__: each for each in (Clock, Envelope, Loss, Outcome, Paddle, Standing)}
_MICROSECOND = timedelta(microseconds=1)


def freeze(state: State) -> str:
    """Write a state; its rules are left out, because the lot holds them."""
    plain = [_plain(value) for name, value in zip(State._fields, state, strict=True) if name != "rules"]
    return json.dumps({"format": FORMAT, "state": plain}, ensure_ascii=False, separators=(",", ":"))


def thaw(rules: Rules, text: str) -> State | None:
    """Read a state back, None where it is of another format: then the log is read from its beginning."""
    raw = json.loads(text)
    if raw.get("format") != FORMAT:
        return None
    return State(rules, *(_read(value) for value in raw["state"]))


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"d": f"{value:f}"}
        case Fraction():
            return {"f": [value.numerator, value.denominator]}
        case datetime():
            return {"t": value.isoformat()}
        case timedelta():
            return {"s": value // _MICROSECOND}
        case Versions():
            return {"v": [[key, _plain(each)] for key, each in value.items()]}
        case _ if type(value).__name__ in _TUPLES:
            return {"n": type(value).__name__, "of": [_plain(each) for each in value]}
        case tuple():
            return {"l": [_plain(each) for each in value]}
        case _:
            raise TypeError(f"a state cannot hold {type(value).__name__}")


def _read(raw: Any) -> Any:  # noqa: ANN401 - JSON
    match raw:
        case {"d": text}:
            return Decimal(text)
        case {"f": [above, below]}:
            return Fraction(above, below)
        case {"t": text}:
            return datetime.fromisoformat(text)
        case {"s": count}:
            return count * _MICROSECOND
        case {"v": pairs}:
            return Versions({key: _read(each) for key, each in pairs})
        case {"n": name, "of": values}:
            return _TUPLES[name](*(_read(each) for each in values))
        case {"l": values}:
            return tuple(_read(each) for each in values)
        case _:
            return raw
