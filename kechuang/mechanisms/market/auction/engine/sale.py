"""A sale of many lots: one log, in which each lot numbers its own events. Replay without a database."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.auction.engine.events import Announced, Event
from kechuang.mechanisms.market.auction.engine.folding import LogError, judge
from kechuang.mechanisms.market.auction.engine.log import read_line
from kechuang.mechanisms.market.auction.engine.state import EXACT, NOTHING, State, begin

# Lines that are hashed in one go.
_TOGETHER = 1024


class Sale(NamedTuple):
    """The lots of a sale in the order of their announcement; ``digest`` is the SHA-256 of the log's bytes."""

    lots: tuple[State, ...]
    events: int
    digest: str


class Totals(NamedTuple):
    """A sale in figures, in yuan. Premium counts the lots sold: hammer prices over their start prices, less one."""

    lots: int
    sold: int
    start: Decimal
    start_of_sold: Decimal
    price: Decimal
    premium: Decimal | None


def replay(lines: Iterable[bytes]) -> Sale:
    """Give the sale that a log writes; raises :class:`LogError` with the line. An unfinished log is a running sale."""
    lots: dict[str, State] = {}
    digest = sha256()
    waiting: list[bytes] = []
    count = 0
    for number, line in enumerate(lines, 1):
        waiting.append(line)
        if not number % _TOGETHER:
            digest.update(b"".join(waiting))
            waiting.clear()
        lot, event = read_line(line, number)
        state = lots.get(lot) or _first(lot, event, number)
        after = judge(state, event)
        if isinstance(after, Refusal):
            raise LogError(after, number)
        lots[lot] = after
        count = number
    digest.update(b"".join(waiting))
    return Sale(tuple(lots.values()), count, digest.hexdigest())


def _first(lot: str, event: Event, number: int) -> State:
    if not isinstance(event, Announced):
        raise LogError(Refusal("auction.not_announced", {"lot": lot}), number)
    if lot != event.rules.lot:
        values: dict[str, Value] = {"lot": lot, "announced_lot": event.rules.lot}
        raise LogError(Refusal("auction.other_rules", values, place="rules"), number)
    return begin(event.rules)


def totals(lots: Iterable[State]) -> Totals:
    """Give the figures of a sale; lots that are set aside or in default count as not sold."""
    every = tuple(lots)
    sold = [(state.rules.start, price) for state, price in _prices(every)]
    start = _sum(state.rules.start for state in every)
    base, price = _sum(low for low, _high in sold), _sum(high for _low, high in sold)
    return Totals(len(every), len(sold), start, base, price, premium(base, price))


def _prices(lots: Iterable[State]) -> Iterator[tuple[State, Decimal]]:
    for state in lots:
        if state.phase in {"sold", "confirmed", "settled"} and state.outcome and state.outcome.price is not None:
            yield state, state.outcome.price


def premium(start: Decimal, price: Decimal) -> Decimal | None:
    """Give price ÷ start − 1, rounded half up to four decimals (0.3743 is 37.43 %); None where the start is zero."""
    if not start:
        return None
    return EXACT.divide(EXACT.subtract(price, start), start).quantize(Decimal("0.0001"), context=EXACT)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    total = NOTHING
    for amount in amounts:
        total = EXACT.add(total, amount)
    return total
