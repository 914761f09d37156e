"""The log of a sale as JSON Lines: one event a line, canonical JSON (sorted keys, no blanks), UTF-8.

``type`` names the event, ``lot`` the lot, ``seq`` counts within the lot; the other fields stand in docs/auction-log.md.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, cast

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.events import Event
from kechuang.mechanisms.market.auction.engine.folding import LogError
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules, write_rules
from kechuang.mechanisms.market.auction.engine.texts import (
    BadText,
    Json,
    read_amount,
    read_flag,
    read_moment,
    read_points,
    read_text,
    read_whole,
    write_amount,
    write_moment,
)

type Reader = Callable[[Json], object]


def _maybe(read: Reader) -> Reader:
    return lambda raw: None if raw is None else read(raw)


_PADDLE = ("paddle", read_text)
_AMOUNT = ("amount", read_amount)
_REASON = ("reason", read_text)
# Of each event: its type, and its fields after seq and at, in the order of the tuple.
SHAPES: Mapping[str, tuple[type, tuple[tuple[str, Reader], ...]]] = {
    "announced": (events.Announced, (("rules", read_rules),)),
    "admitted": (events.Admitted, (_PADDLE, ("holder", read_text), ("rank", _maybe(read_whole)))),
    "deposit_frozen": (events.DepositFrozen, (_PADDLE, _AMOUNT, ("payer", read_text))),
    "deposit_released": (events.DepositReleased, (_PADDLE, _AMOUNT)),
    "deposit_forfeited": (events.DepositForfeited, (_PADDLE, _AMOUNT)),
    "scored": (events.Scored, (_PADDLE, ("points", read_points))),
    "excluded": (events.Excluded, (_PADDLE, _REASON)),
    "started": (events.Started, (("clock_from", read_moment),)),
    "bid": (events.Bid, (_PADDLE, _AMOUNT, ("channel", read_text))),
    "matched": (events.Matched, (_PADDLE, _AMOUNT, ("channel", read_text))),
    "committed": (events.Committed, (_PADDLE, ("commitment", read_text))),
    "called": (events.Called, (("call", read_whole),)),
    "taken": (events.Taken, (_PADDLE, _AMOUNT)),
    "suspended": (events.Suspended, (("since", read_moment), _REASON)),
    "resumed": (events.Resumed, ()),
    "ended": (events.Ended, (("ended_at", read_moment), ("cause", read_text))),
    "revealed": (events.Revealed, (_PADDLE, _AMOUNT, ("nonce", read_text))),
    "reveals_closed": (events.RevealsClosed, ()),
    "reserve_revealed": (events.ReserveRevealed, (_AMOUNT, ("nonce", read_text))),
    "priority_opened": (events.PriorityOpened, (("price", read_amount), ("until", read_moment))),
    "priority_answered": (events.PriorityAnswered, (_PADDLE, ("exercised", read_flag))),
    "sold": (events.Sold, (_PADDLE, ("price", read_amount))),
    "unsold": (events.Unsold, (_REASON,)),
    "confirmed": (events.Confirmed, ()),
    "settled": (events.Settled, (("applied", read_amount), ("returned", read_amount))),
    "defaulted": (events.Defaulted, (_REASON,)),
    "default_settled": (
        events.DefaultSettled,
        (("resale_price", _maybe(read_amount)), ("costs", read_amount), ("commission", read_amount)),
    ),
    "withdrawn": (events.Withdrawn, (_REASON,)),
    "aborted": (events.Aborted, (_REASON,)),
}
TYPE_OF: Mapping[type, str] = {kind: name for name, (kind, _fields) in SHAPES.items()}
LONGEST_LINE = 65_536
# Nearly every line of a long log is a canonical bid: it is read at once, to what the reader of all lines would give.
_CANONICAL_BID = re.compile(
    r'\{"amount":"((?:0|[1-9][0-9]{0,15})\.[0-9]{2})",'
    r'"at":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)","channel":"([a-z]+)",'
    r'"lot":"([ !#-\[\]-~]+)","paddle":"([ !#-\[\]-~]+)","seq":([1-9][0-9]{0,14}),"type":"bid"\}\n?'
).fullmatch


class Entry(NamedTuple):
    """One line of a log: the lot, and what happened to it."""

    lot: str
    event: Event


def write_line(lot: str, event: Event) -> str:
    """Give the line of an event, without the line feed."""
    name = TYPE_OF[type(event)]
    plain: dict[str, Json] = {"type": name, "lot": lot, "seq": event.seq, "at": write_moment(event.at)}
    for (field, _read), value in zip(SHAPES[name][1], event[2:], strict=True):
        plain[field] = _plain(field, value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_line(line: bytes, number: int = 0) -> Entry:
    """Give the entry of a line; raises :class:`LogError` with ``number``, the field at fault and why.

    Blanks and the order of keys are free; amounts, moments and the set of fields are not.
    """
    try:
        text = _text(line)
        found = _CANONICAL_BID(text)
        if found is not None:
            amount, at, channel, lot, paddle, seq = found.groups()
            return Entry(lot, events.Bid(int(seq), _moment_of(at), paddle, Decimal(amount), channel))
        return _entry(_object(text))
    except BadText as bad:
        raise LogError(bad.refusal(), number) from None


def _text(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        raise BadText("auction.log_line_too_long", bytes=str(len(line)), most=str(LONGEST_LINE))
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise BadText("auction.log_not_utf8") from None


def _moment_of(text: str) -> datetime:
    """Give the moment of a text that has the form already; only its numbers may be none, such as month 13."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadText("auction.log_moment", value=repr(text)).inside("at") from None


def _object(text: str) -> dict[str, Any]:
    if not text.strip():
        raise BadText("auction.log_empty_line")
    try:
        raw = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadText("auction.log_not_json", reason=str(error)) from None
    if type(raw) is not dict:
        raise BadText("auction.log_not_json", reason="no object")
    return cast("dict[str, Any]", raw)


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Refuse a key that stands twice: two readers might take two values."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadText("auction.log_key_twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)


def _entry(raw: dict[str, Any]) -> Entry:
    name = raw.get("type")
    shape = SHAPES.get(name) if type(name) is str else None
    if shape is None:
        raise BadText("auction.log_unknown_type", value=repr(name)).inside("type")
    kind, fields = shape
    at_fault = ""
    try:
        at_fault = "lot"
        lot = read_text(raw["lot"])
        at_fault = "seq"
        values: list[object] = [read_whole(raw["seq"])]
        at_fault = "at"
        values.append(read_moment(raw["at"]))
        for at_fault, read in fields:
            values.append(read(raw[at_fault]))
    except KeyError:
        raise BadText("auction.log_field_missing").inside(at_fault) from None
    except BadText as bad:
        raise bad.inside(at_fault) from None
    if len(raw) != len(fields) + 4:
        extra = sorted(raw.keys() - {"type", "lot", "seq", "at", *(field for field, _read in fields)})
        raise BadText("auction.log_fields", fields=", ".join(extra))
    return Entry(lot, cast("Event", kind(*values)))


def _plain(field: str, value: object) -> Json:
    match value:
        case Decimal():
            return f"{value:f}" if field == "points" else write_amount(value)
        case datetime():
            return write_moment(value)
        case Rules():
            return write_rules(value)
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(f"{field} cannot be written: {value!r}")
