"""What one region owes another for one voucher order, and the lines of a statement. Pure.

A *movement* is one public fact of money: a voucher order that a payer's region charged to its budget, a receipt that
the provider's region recorded for it, or either taken back. A *line* sums the movements of one order and kind that no
earlier statement held. Amounts are positive yuan; the kind says the direction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

PAID, CLAWED_BACK = "paid", "clawed_back"
KINDS = (PAID, CLAWED_BACK)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a line is found by on both sides: the order's reference and the kind."""

    order: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One fact of money in a region's own log; ``entry`` is the fact's id."""

    entry: str
    order: str
    kind: str
    payer: str
    provider: str
    amount: Decimal
    on: date
    number: str = ""

    @property
    def key(self) -> Key:
        """What the movement belongs to."""
        return Key(self.order, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement. ``on`` is the day of its latest movement; ``entries`` are the facts behind it."""

    order: str
    kind: str
    payer: str
    provider: str
    amount: Decimal
    on: date
    number: str = ""
    entries: tuple[str, ...] = field(default=(), compare=False)

    @property
    def key(self) -> Key:
        """What the line is found by on both sides."""
        return Key(self.order, self.kind)

    @property
    def signed(self) -> Decimal:
        """What the payer's region owes for it: negative for money taken back."""
        return self.amount if self.kind == PAID else -self.amount


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier periods say of orders: amounts settled, and amounts that both sides agreed never to settle."""

    settled: Mapping[Key, Decimal] = field(default_factory=dict)
    written_off: Mapping[Key, Decimal] = field(default_factory=dict)


def build(movements: Iterable[Movement], last: date, before: Before) -> tuple[Line, ...]:
    """Give the lines toward one counterpart: everything up to ``last`` that earlier periods did not settle.

    A fact recorded late, or after its period was stated, comes with the next statement. More is never taken back for
    an order than was settled for it. A fact that is handed in twice counts once.
    """
    found: dict[Key, list[Movement]] = defaultdict(list)
    seen: set[str] = set()
    for movement in movements:
        if movement.on <= last and movement.entry not in seen:
            seen.add(movement.entry)
            found[movement.key].append(movement)
    lines: dict[Key, Line] = {}
    for key in sorted(found, key=lambda key: (key.order, KINDS.index(key.kind))):
        amount = _left(key, found[key], before)
        if key.kind == CLAWED_BACK:
            amount = min(amount, _settled_for(key.order, lines, before))
        if amount > 0:
            lines[key] = _line(found[key], amount)
    return tuple(sorted(lines.values(), key=order_of_lines))


def order_of_lines(line: Line) -> tuple[str, date, str, str]:
    """Order lines as statements print them: by payer, day, order and kind."""
    return (line.payer, line.on, line.order, line.kind)


def _left(key: Key, movements: Iterable[Movement], before: Before) -> Decimal:
    total = sum((movement.amount for movement in movements), NOTHING)
    left = total - before.settled.get(key, NOTHING) - before.written_off.get(key, NOTHING)
    return max(NOTHING, left)


def _settled_for(order: str, lines: Mapping[Key, Line], before: Before) -> Decimal:
    paid, back = Key(order, PAID), Key(order, CLAWED_BACK)
    settled = before.settled.get(paid, NOTHING) + (lines[paid].amount if paid in lines else NOTHING)
    return max(NOTHING, settled - before.settled.get(back, NOTHING))


def _line(movements: Iterable[Movement], amount: Decimal) -> Line:
    latest = max(movements, key=lambda movement: (movement.on, movement.entry))
    return Line(
        order=latest.order,
        kind=latest.kind,
        payer=latest.payer,
        provider=latest.provider,
        amount=amount,
        on=latest.on,
        number=next((movement.number for movement in movements if movement.number), ""),
        entries=tuple(sorted(movement.entry for movement in movements)),
    )


def owed(lines: Iterable[Line], payer: str) -> Decimal:
    """Give what a region owes by these lines; negative when it gets more back than it owes."""
    return sum((line.signed for line in lines if line.payer == payer), NOTHING)
