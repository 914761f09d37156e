"""The terms of a lot as the seller sets them, and the engine's rules that follow from them and from the rulebook. Pure.

What the seller leaves open (None) is asked of the rulebook on the day of the announcement at the seller's place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine.rules import (
    SEALED,
    Closing,
    Criterion,
    Falling,
    Form,
    Formula,
    Priority,
    Raises,
    Reserve,
    ReserveKind,
    Rules,
    SoftClose,
    Step,
)
from kechuang.mechanisms.market.auction.engine.rules_check import check

MINUTE = 60
# Ten thousand: the factor between 元 and 万元. A start so far from the appraisal was typed in the other unit.
WAN = Decimal(10000)
type Ask = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a seller chooses. Amounts in yuan, spans in seconds; None: by the rulebook."""

    form: Form
    start: Decimal
    raises: Raises = "grid"
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    reserve: ReserveKind = "start"
    reserve_yuan: Decimal | None = None
    deposit: Decimal | None = None
    min_bidders: int = 1
    own_raise: bool = False
    late_admission: bool = False
    starts_at: datetime | None = None
    closing: Closing = "clock"
    duration_seconds: int | None = None
    calls: int | None = None
    soft_close: bool = True
    most_extensions: int | None = None
    window_seconds: int | None = None
    added_seconds: int | None = None
    reveal_seconds: int | None = None
    replace_commitment: bool = True
    unrevealed_forfeits: bool = True
    priority: Priority = "none"
    priority_seconds: int | None = None
    quality_weight: Decimal | None = None
    floor: Decimal | None = None
    decrement: Decimal | None = None
    interval_seconds: int | None = None


def build(ask: Ask, lot: str, terms: Terms, *, commitment: str = "", barred: tuple[str, ...] = ()) -> Rules | Refusal:
    """Give the engine's rules of a lot, or the first contradiction. ``ask`` gives a rule's value by its key."""
    sealed, calls = terms.form in SEALED, terms.closing == "calls"
    rules = Rules(
        lot=lot,
        form=terms.form,
        start=terms.start,
        steps=_steps(ask, terms),
        raises=terms.raises,
        reserve=_reserve(terms, commitment),
        deposit=_deposit(ask, terms),
        min_bidders=terms.min_bidders,
        own_raise=terms.own_raise,
        late_admission=terms.late_admission,
        starts_at=terms.starts_at,
        late_start_seconds=_minutes(ask, "auction.late_start_minutes"),
        closing=terms.closing,
        duration_seconds=0 if calls or terms.form == "dutch" else _span(ask, terms),
        calls=_calls(ask, terms) if calls else 0,
        soft_close=_soft(ask, terms),
        resume_least_seconds=_minutes(ask, "auction.resume_least_minutes"),
        reveal_seconds=_or(terms.reveal_seconds, ask, "auction.reveal_minutes") if sealed else 0,
        replace_commitment=sealed and terms.replace_commitment,
        unrevealed_forfeits=sealed and terms.unrevealed_forfeits,
        priority=terms.priority,
        priority_seconds=_or(terms.priority_seconds, ask, "auction.priority_minutes")
        if terms.priority == "after"
        else 0,
        criterion=_criterion(terms),
        falling=_falling(terms),
        barred=barred,
    )
    return check(rules) or rules


def warnings(ask: Ask, terms: Terms, appraisal: Decimal | None) -> Iterator[Refusal]:
    """Give what a careful reviewer would ask about; nothing of it forbids the lot."""
    least, most = ask("auction.judicial.deposit.min_share"), ask("auction.judicial.deposit.max_share")
    deposit = _deposit(ask, terms)
    if terms.start and least is not None and not terms.start * least <= deposit <= terms.start * most:
        values = {"deposit_yuan": deposit, "least_share": least, "most_share": most}
        yield Refusal("auction.deposit_unusual", values, "deposit")
    share = ask("auction.judicial.start.min_share")
    if appraisal and share is not None and terms.start < appraisal * share:
        yield Refusal("auction.start_low", {"start_yuan": terms.start, "value_yuan": appraisal, "least_share": share})


def wrong_unit(start: Decimal, appraisal: Decimal | None) -> Refusal | None:
    """Find 元 typed for 万元, or the other way round, by the ratio to the appraised value."""
    if not appraisal or not start:
        return None
    ratio = start / appraisal
    for factor in (WAN, 1 / WAN):
        if factor / 5 <= ratio <= factor * 5:
            values = {"start_yuan": start, "value_yuan": appraisal}
            return Refusal("auction.start_wrong_unit", values, "start")
    return None


def _steps(ask: Ask, terms: Terms) -> tuple[Step, ...]:
    if terms.form == "dutch":
        return ()
    if terms.steps:
        return tuple(Step(low, increment) for low, increment in terms.steps)
    table = ask("auction.increments")
    rows = table.rows if table is not None else ()
    bands = [Step(row["price_yuan"].low or Decimal(0), row["increment_yuan"]) for row in rows]
    return tuple(_plain(each) for each in _reached(bands, terms))


def _reached(bands: list[Step], terms: Terms) -> list[Step]:
    """Keep the bands that a lot can reach: in a sale from the start upwards, in a purchase up to the ceiling.

    The first always counts from zero, because the engine's table must begin there.
    """
    if terms.form in {"reverse", "sealed_reverse"}:
        return [band for band in bands if band.from_amount < terms.start]
    below = [band for band in bands if band.from_amount <= terms.start]
    above = [band for band in bands if band.from_amount > terms.start]
    first = [Step(Decimal(0), below[-1].increment)] if below else []
    return [*first, *above]


def _plain(step: Step) -> Step:
    fen = Decimal("0.01")
    return Step(step.from_amount.quantize(fen), step.increment.quantize(fen))


def _reserve(terms: Terms, commitment: str) -> Reserve:
    if terms.form == "dutch":
        return Reserve("none")
    if terms.reserve == "open":
        return Reserve("open", terms.reserve_yuan)
    if terms.reserve == "secret":
        return Reserve("secret", None, commitment)
    return Reserve(terms.reserve)


def _deposit(ask: Ask, terms: Terms) -> Decimal:
    if terms.deposit is not None:
        return terms.deposit
    share = ask("auction.deposit.usual_share") or Decimal(0)
    return (terms.start * share).quantize(Decimal(1), rounding=ROUND_HALF_UP).quantize(Decimal("0.01"))


def _minutes(ask: Ask, key: str) -> int:
    return int(ask(key) or 0) * MINUTE


def _or(seconds: int | None, ask: Ask, key: str) -> int:
    return _minutes(ask, key) if seconds is None else seconds


def _span(ask: Ask, terms: Terms) -> int:
    return _or(terms.duration_seconds, ask, "auction.online.duration_minutes")


def _calls(ask: Ask, terms: Terms) -> int:
    return int(ask("auction.calls") or 0) if terms.calls is None else terms.calls


def _soft(ask: Ask, terms: Terms) -> SoftClose | None:
    if not terms.soft_close or terms.closing == "calls" or terms.form not in {"ascending", "reverse"}:
        return None
    window = _or(terms.window_seconds, ask, "auction.judicial.extension.window_minutes")
    added = _or(terms.added_seconds, ask, "auction.judicial.extension.added_minutes")
    return SoftClose(window, added, terms.most_extensions) if window and added else None


def _criterion(terms: Terms) -> Criterion | None:
    quality = terms.quality_weight
    if not quality:
        return None
    formula: Formula = "lowest_over_own" if terms.form in SEALED else "start_linear"
    return Criterion(1 - quality, quality, formula)


def _falling(terms: Terms) -> Falling | None:
    if terms.form != "dutch":
        return None
    return Falling(terms.floor or Decimal("0.00"), terms.decrement or Decimal("0.00"), terms.interval_seconds or 0)
