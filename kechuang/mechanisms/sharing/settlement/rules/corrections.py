"""Changing lines of a statement after the exchange, so that both sides come to say the same. Pure.

A correction changes a region's own statement only; the two sides agree when their statements are equal. ``amount``
sets another amount, ``drop`` takes a line out for good, ``defer`` moves it to the next period, ``add`` takes over a
line that the other side has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.settlement.rules.lines import NOTHING, Key, Line, order_of_lines

AMOUNT, DROP, DEFER, ADD = "amount", "drop", "defer", "add"
CHANGES = (AMOUNT, DROP, DEFER, ADD)
REASONS = (
    "amount_mistaken",
    "recorded_late",
    "withdrawn_at_origin",
    "clawed_back_after_exchange",
    "rule_version",
    "not_ours",
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change of one line; ``amount`` is the new amount in yuan for ``amount``, ``note`` is needed for ``other``."""

    order: str
    kind: str
    change: str
    reason: str
    amount: Decimal | None = None
    note: str = ""

    @property
    def key(self) -> Key:
        """The line that it changes."""
        return Key(self.order, self.kind)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that was carried out: the line before and after (None: not in the statement)."""

    correction: Correction
    before: Line | None
    after: Line | None

    @property
    def written_off(self) -> Decimal:
        """What is never to be settled, though our facts say it: only a lower amount or a dropped line."""
        if self.before is None or self.correction.change in {DEFER, ADD}:
            return NOTHING
        return max(NOTHING, self.before.amount - (self.after.amount if self.after else NOTHING))


def correct(
    ours: Iterable[Line], theirs: Iterable[Line], corrections: Iterable[Correction]
) -> tuple[Corrected, ...] | Refusal:
    """Give what each correction does, or the first that cannot be."""
    mine, other = _by_key(ours), _by_key(theirs)
    done: list[Corrected] = []
    for correction in corrections:
        refusal = _refused(correction, mine, other)
        if refusal:
            return refusal
        before = mine.get(correction.key)
        after = _after(correction, before, other.get(correction.key))
        done.append(Corrected(correction, before, after))
        if after:
            mine[correction.key] = after
        else:
            mine.pop(correction.key)
    return tuple(done) or Refusal("settlement.nothing_corrected")


def apply(lines: Iterable[Line], corrected: Iterable[Corrected]) -> tuple[Line, ...]:
    """Give the lines after corrections that were carried out before, in their order."""
    found = _by_key(lines)
    for entry in corrected:
        if entry.after:
            found[entry.correction.key] = entry.after
        else:
            found.pop(entry.correction.key, None)
    return tuple(sorted(found.values(), key=order_of_lines))


def adopt(ours: Line | None, theirs: Line | None, reason: str, note: str = "") -> Correction:
    """Give the correction that makes our side say what theirs says. Raises ValueError if they say the same."""
    line = ours or theirs
    if line is None or ours == theirs:
        raise ValueError("there is nothing to take over")
    change = ADD if ours is None else DROP if theirs is None else AMOUNT
    amount = theirs.amount if theirs and change == AMOUNT else None
    return Correction(order=line.order, kind=line.kind, change=change, reason=reason, amount=amount, note=note)


def _by_key(lines: Iterable[Line]) -> dict[Key, Line]:
    return {line.key: line for line in lines}


def _refused(correction: Correction, ours: Mapping[Key, Line], theirs: Mapping[Key, Line]) -> Refusal | None:
    present = ours.get(correction.key)
    order = {"order": (present or theirs.get(correction.key) or correction).order}
    if correction.change not in CHANGES:
        return Refusal("settlement.change_unknown", {"change": correction.change, **order})
    if correction.reason not in REASONS:
        return Refusal("settlement.reason_unknown", {"reason": correction.reason, **order}, place="reason")
    if correction.reason == "other" and not correction.note.strip():
        return Refusal("settlement.note_missing", order, place="note")
    if correction.change == ADD:
        return _add_refused(correction, ours, theirs)
    if present is None:
        return Refusal("settlement.line_not_ours", order)
    if correction.change == AMOUNT:
        return _amount_refused(correction, present)
    return None


def _add_refused(correction: Correction, ours: Mapping[Key, Line], theirs: Mapping[Key, Line]) -> Refusal | None:
    if correction.key in ours:
        return Refusal("settlement.line_already_ours", {"order": correction.order})
    return None if correction.key in theirs else Refusal("settlement.line_not_theirs", {"order": correction.order})


def _amount_refused(correction: Correction, present: Line) -> Refusal | None:
    amount = correction.amount
    if amount is None or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        return Refusal("settlement.amount_unfit", {"amount_yuan": amount, "order": correction.order}, place="amount")
    if amount == present.amount:
        return Refusal("settlement.amount_same", {"amount_yuan": amount, "order": correction.order}, place="amount")
    return None


def _after(correction: Correction, before: Line | None, theirs: Line | None) -> Line | None:
    if correction.change == ADD:
        return replace(theirs, entries=()) if theirs else None
    if correction.change == AMOUNT and before and correction.amount:
        return replace(before, amount=correction.amount)
    return None
