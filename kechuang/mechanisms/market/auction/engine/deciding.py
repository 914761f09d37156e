"""What the worker of a lot calls: a wish and the state in, events or a refusal out.

A wish is an event with ``seq`` 0, or one of the requests below, whose rest follows from the rules. Its ``at`` is the
moment in which the server took it. The events that the rules demand at once (the end, the sale) come with the answer.
"""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from kechuang.kernel.money import MoneyError, yuan
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.closing import follow, start_from
from kechuang.mechanisms.market.auction.engine.deposits import bound, settlement
from kechuang.mechanisms.market.auction.engine.events import Event
from kechuang.mechanisms.market.auction.engine.folding import judge, step
from kechuang.mechanisms.market.auction.engine.prices import falling_price
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.state import State, wrong_phase


class Tick(NamedTuple):
    """Time has passed: do what the rules demand by now. Nothing may be due; that is no refusal."""

    at: datetime


class Start(NamedTuple):
    """Begin the bidding."""

    at: datetime


class Call(NamedTuple):
    """Call the price once more."""

    at: datetime


class Hammer(NamedTuple):
    """Knock the lot down, or pass it where nobody bid."""

    at: datetime


class Take(NamedTuple):
    """Take a Dutch lot at the price of the server's moment, at most ``limit`` yuan: the price that the bidder saw."""

    at: datetime
    paddle: str
    limit: Decimal


class Pay(NamedTuple):
    """The winner paid the price, his deposit counted."""

    at: datetime


class ReleaseAll(NamedTuple):
    """Give back every deposit that nothing binds any more."""

    at: datetime


class Admit(NamedTuple):
    """Admit a bidder; ``affiliate`` says that a check found him bound to the seller or the organiser."""

    at: datetime
    paddle: str
    holder: str
    rank: int | None
    affiliate: bool


type Wish = Event | Tick | Start | Call | Hammer | Take | Pay | ReleaseAll | Admit


class Answer(NamedTuple):
    """The events that a wish leads to, and the state after them."""

    events: tuple[Event, ...]
    state: State


def decide(rules: Rules, state: State, wish: Wish) -> tuple[Event, ...] | Refusal:
    """Give the events that a wish leads to, numbered and in order, or why it is refused."""
    answer = advance(rules, state, wish)
    return answer if isinstance(answer, Refusal) else answer.events


def advance(rules: Rules, state: State, wish: Wish) -> Answer | Refusal:
    """Do as :func:`decide`, and give the state too, so that nothing is judged twice.

    Raises ValueError where ``state`` was folded under other rules: that is a fault of the program, not of a bidder.
    """
    if state.rules is not rules and state.rules != rules:
        raise ValueError("the state was folded under other rules")
    if wish.at < state.at:
        return Refusal("auction.log_backwards", {"at": wish.at.isoformat(), "before": state.at.isoformat()})
    asked = _asked(state, wish)
    if isinstance(asked, Refusal):
        return asked
    done: list[Event] = []
    for event in asked:
        after = judge(state, event)
        if isinstance(after, Refusal):
            return after
        state = after
        done.append(event)
    while (due := follow(state, wish.at)) is not None:
        state = step(state, due)
        done.append(due)
    return Answer(tuple(done), state)


def _asked(state: State, wish: Wish) -> tuple[Event, ...] | Refusal:
    """Give the events that a wish asks for by itself."""
    seq, at = state.seq + 1, wish.at
    match wish:
        case Tick():
            return ()
        case Start():
            return (events.Started(seq, at, start_from(state, at)),)
        case Call():
            return (events.Called(seq, at, state.calls + 1),)
        case Hammer():
            return (events.Ended(seq, at, at, "hammer"),)
        case Pay():
            return (events.Settled(seq, at, *settlement(state)),)
        case ReleaseAll():
            free = [
                (code, entry.deposit)
                for code, entry in state.paddles.items()
                if entry.deposit and not bound(state, code)
            ]
            return tuple(events.DepositReleased(seq + n, at, code, held) for n, (code, held) in enumerate(free))
        case Take():
            return _take(state, wish)
        case Admit():
            if wish.affiliate:
                return Refusal("auction.sellers_affiliate", {"paddle": wish.paddle})
            return (events.Admitted(seq, at, wish.paddle, wish.holder, wish.rank),)
        case _:
            return _numbered(wish, seq)


def _take(state: State, wish: Take) -> tuple[Event, ...] | Refusal:
    falling, clock = state.rules.falling, state.clock
    if falling is None:
        return Refusal("auction.wrong_form", {"lot": state.rules.lot, "form": state.rules.form, "event": "taken"})
    if clock is None:
        return wrong_phase(state)
    price = falling_price(state.rules.start, falling, clock, wish.at)
    try:
        limit = yuan(wish.limit)
    except MoneyError as error:
        return _unreadable(error)
    if limit < price:
        values = {"amount_yuan": wish.limit, "asking_yuan": price}
        return Refusal("auction.below_asking", values, place="amount")
    return (events.Taken(state.seq + 1, wish.at, wish.paddle, price),)


def _numbered(wish: Event, seq: int) -> tuple[Event, ...] | Refusal:
    """Give an event its number, and its amounts two decimals; parts of a fen are refused."""
    try:
        match wish:
            case (
                events.Bid() | events.Matched() | events.Revealed() | events.DepositFrozen() | events.DepositReleased()
            ):
                return (wish._replace(seq=seq, amount=yuan(wish.amount)),)
            case events.ReserveRevealed() | events.Taken():
                return (wish._replace(seq=seq, amount=yuan(wish.amount)),)
            case events.DefaultSettled(resale_price=price):
                resale = None if price is None else yuan(price)
                costs, commission = yuan(wish.costs), yuan(wish.commission)
                return (wish._replace(seq=seq, resale_price=resale, costs=costs, commission=commission),)
            case _:
                return (wish._replace(seq=seq),)
    except MoneyError as error:
        return _unreadable(error)


def _unreadable(error: MoneyError) -> Refusal:
    return Refusal("auction.amount_unreadable", dict(error.fault.values), place="amount")
