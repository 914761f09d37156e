"""Rules as JSON and back: every field is written, amounts and weights as text, moments in UTC."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from kechuang.mechanisms.market.auction.engine.rules import (
    CLAIMS,
    FORMS,
    Criterion,
    Falling,
    Reserve,
    Rules,
    SoftClose,
    Step,
)
from kechuang.mechanisms.market.auction.engine.texts import (
    BadText,
    Json,
    read_amount,
    read_flag,
    read_moment,
    read_share,
    read_text,
    read_whole,
    write_amount,
    write_moment,
)

type Reader = Callable[[Json], object]


def _one_of(*known: str) -> Reader:
    def read(raw: Json) -> str:
        text = read_text(raw)
        if text not in known:
            raise BadText("auction.log_unknown_word", word=text, known=", ".join(known))
        return text

    return read


def _maybe(read: Reader) -> Reader:
    return lambda raw: None if raw is None else read(raw)


def _list_of(read: Reader) -> Reader:
    def read_all(raw: Json) -> tuple[object, ...]:
        if not isinstance(raw, list):
            raise BadText("auction.log_wrong_kind", value=repr(raw), kind="list")
        return tuple(read(each) for each in raw)

    return read_all


# The readers below give each field the type that the dataclass declares; the table pairs them by name.
def _object(kind: Callable[..., object], readers: Mapping[str, Reader]) -> Reader:
    def read(raw: Json) -> object:
        if not isinstance(raw, dict):
            raise BadText("auction.log_wrong_kind", value=repr(raw), kind="object")
        if raw.keys() != readers.keys():
            odd = sorted(raw.keys() ^ readers.keys())
            raise BadText("auction.log_fields", fields=", ".join(odd))
        values: dict[str, Any] = {}
        for name, reader in readers.items():
            try:
                values[name] = reader(raw[name])
            except BadText as bad:
                raise bad.inside(name) from None
        return kind(**values)

    return read


_STEP = _object(Step, {"from_amount": read_amount, "increment": read_amount})
_RESERVE = _object(
    Reserve,
    {"kind": _one_of("none", "start", "open", "secret"), "amount": _maybe(read_amount), "commitment": read_text},
)
_SOFT_CLOSE = _object(
    SoftClose, {"window_seconds": read_whole, "added_seconds": read_whole, "most": _maybe(read_whole)}
)
_CRITERION = _object(
    Criterion,
    {
        "price_weight": read_share,
        "quality_weight": read_share,
        "formula": _one_of("lowest_over_own", "start_linear"),
    },
)
_FALLING = _object(Falling, {"floor": read_amount, "decrement": read_amount, "interval_seconds": read_whole})
_READERS: dict[str, Reader] = {
    "lot": read_text,
    "form": _one_of(*FORMS),
    "start": read_amount,
    "steps": _list_of(_STEP),
    "raises": _one_of("grid", "free"),
    "reserve": _RESERVE,
    "deposit": read_amount,
    "min_bidders": read_whole,
    "own_raise": read_flag,
    "late_admission": read_flag,
    "starts_at": _maybe(read_moment),
    "late_start_seconds": read_whole,
    "closing": _one_of("clock", "calls"),
    "duration_seconds": read_whole,
    "calls": read_whole,
    "soft_close": _maybe(_SOFT_CLOSE),
    "resume_least_seconds": read_whole,
    "reveal_seconds": read_whole,
    "replace_commitment": read_flag,
    "unrevealed_forfeits": read_flag,
    "priority": _one_of("none", "during", "after"),
    "priority_seconds": read_whole,
    "criterion": _maybe(_CRITERION),
    "falling": _maybe(_FALLING),
    "barred": _list_of(read_text),
    "forfeit_order": _list_of(_one_of(*CLAIMS)),
    "forfeit_rest": _one_of("seller", "bidder"),
}
_READ = _object(Rules, _READERS)
_WEIGHTS = frozenset({"price_weight", "quality_weight"})


def read_rules(raw: Json) -> Rules:
    """Give the rules that JSON writes; raises :class:`BadText` with the field at fault. No field may be missing."""
    rules = _READ(raw)
    if not isinstance(rules, Rules):
        raise TypeError("no rules were read")
    return rules


def write_rules(rules: Rules) -> dict[str, Json]:
    """Give rules as JSON, every field written."""
    return _plain_fields(rules)


def _plain_fields(value: Rules | Step | Reserve | SoftClose | Criterion | Falling) -> dict[str, Json]:
    return {field.name: _plain(field.name, getattr(value, field.name)) for field in fields(value)}


def _plain(name: str, value: object) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return f"{value:f}" if name in _WEIGHTS else write_amount(value)
        case datetime():
            return write_moment(value)
        case tuple():
            return [_plain(name, each) for each in value]
        case Rules() | Step() | Reserve() | SoftClose() | Criterion() | Falling():
            return _plain_fields(value)
        case _:
            raise TypeError(f"{name} cannot be written: {value!r}")
