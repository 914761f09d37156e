"""Laying two statements of the same pair and period beside each other, line by line. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kechuang.mechanisms.sharing.settlement.rules.lines import Key, Line

MISSING_HERE, MISSING_THERE, AMOUNT_DIFFERS = "missing_here", "missing_there", "amount_differs"
WHAT = (MISSING_HERE, MISSING_THERE, AMOUNT_DIFFERS)
NEAR_THE_END_DAYS = 10
SMALL = Decimal(1)


@dataclass(frozen=True, slots=True)
class Difference:
    """One line on which two statements differ: what each side says (None: nothing), and what may be behind it.

    ``hints`` are codes: ``period_boundary`` (the line lies at the end of the period, the other side may have recorded
    it after), ``rounding`` (less than a yuan), ``rule_version`` (the sides worked with different editions of the
    rules).
    """

    what: str
    key: Key
    ours: Line | None
    theirs: Line | None
    hints: tuple[str, ...] = ()

    @property
    def line(self) -> Line:
        """The line that one side or both have."""
        line = self.ours or self.theirs
        if line is None:
            raise ValueError("a difference has a line on one side")
        return line

    @property
    def gap(self) -> Decimal:
        """What we say less what they say."""
        ours = self.ours.amount if self.ours else Decimal(0)
        theirs = self.theirs.amount if self.theirs else Decimal(0)
        return ours - theirs


def reconcile(
    ours: Iterable[Line], theirs: Iterable[Line], *, last: date, same_edition: bool = True
) -> tuple[Difference, ...]:
    """Give the differences between two statements, in the order of their lines; none means that they agree.

    Neither the order of lines nor the official numbers nor the days on them matter: order, kind, payer and amount do.
    Raises ValueError if one side lists an order and kind twice.
    """
    mine, other = _by_key(ours), _by_key(theirs)
    found = []
    for key in sorted(mine.keys() | other.keys()):
        left, right = mine.get(key), other.get(key)
        what = _what(left, right)
        if what:
            found.append(Difference(what, key, left, right, _hints(left, right, last, same_edition=same_edition)))
    return tuple(found)


def mirrored(difference: Difference) -> Difference:
    """Give a difference as the other side sees it."""
    turned = {MISSING_HERE: MISSING_THERE, MISSING_THERE: MISSING_HERE}
    what = turned.get(difference.what, difference.what)
    return Difference(what, difference.key, difference.theirs, difference.ours, difference.hints)


def _by_key(lines: Iterable[Line]) -> dict[Key, Line]:
    found: dict[Key, Line] = {}
    for line in lines:
        if line.key in found:
            raise ValueError(f"a statement lists {line.order} as {line.kind} twice")
        found[line.key] = line
    return found


def _what(ours: Line | None, theirs: Line | None) -> str:
    if ours is None:
        return MISSING_HERE
    if theirs is None:
        return MISSING_THERE
    return AMOUNT_DIFFERS if (ours.amount, ours.payer) != (theirs.amount, theirs.payer) else ""


def _hints(ours: Line | None, theirs: Line | None, last: date, *, same_edition: bool) -> tuple[str, ...]:
    hints = []
    one = ours or theirs
    if (ours is None or theirs is None) and one and one.on > last - timedelta(days=NEAR_THE_END_DAYS):
        hints.append("period_boundary")
    if ours and theirs:
        if abs(ours.amount - theirs.amount) < SMALL:
            hints.append("rounding")
        if not same_edition:
            hints.append("rule_version")
    return tuple(hints)
