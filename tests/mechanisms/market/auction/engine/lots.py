"""Lots to test with: rules of each form, and a table at which wishes are made in turn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.deciding import Admit, Start, Tick, advance
from kechuang.mechanisms.market.auction.engine.rules import Falling, Rules, SoftClose, Step
from kechuang.mechanisms.market.auction.engine.state import begin

NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)
NONCE = "5e" * 32


def at(seconds=0):
    return NOON + timedelta(seconds=seconds)


def yuan(text):
    return Decimal(text)


def steps(*pairs):
    return tuple(Step(Decimal(low), Decimal(increment)) for low, increment in pairs)


ASCENDING = Rules(
    lot="L1",
    form="ascending",
    start=Decimal("100000.00"),
    steps=steps(("0", "1000.00")),
    deposit=Decimal("5000.00"),
    duration_seconds=3600,
    soft_close=SoftClose(300, 300),
)
REVERSE = replace(ASCENDING, form="reverse", start=Decimal("100.10"), steps=steps(("0", "10.20")))
SEALED = replace(ASCENDING, form="sealed", soft_close=None, reveal_seconds=600)
SEALED_REVERSE = replace(SEALED, form="sealed_reverse")
VICKREY = replace(SEALED, form="vickrey")
DUTCH = replace(
    ASCENDING,
    form="dutch",
    soft_close=None,
    duration_seconds=0,
    reserve=replace(ASCENDING.reserve, kind="none"),
    falling=Falling(Decimal("60000.00"), Decimal("7000.00"), 60),
)
HAMMER = replace(ASCENDING, closing="calls", calls=3, duration_seconds=0, soft_close=None)


class Table:
    """One lot, as its worker keeps it: the log grows with each wish that is granted."""

    def __init__(self, rules):
        self.rules = rules
        self.state = begin(rules)
        self.log = []

    def wish(self, wish):
        """Give the new events, or the refusal."""
        answer = advance(self.rules, self.state, wish)
        if isinstance(answer, Refusal):
            return answer
        self.state = answer.state
        self.log += answer.events
        return answer.events

    def asked(self, wish):
        """Make a wish that must be granted."""
        answer = self.wish(wish)
        assert not isinstance(answer, Refusal), answer
        return answer

    def code(self, wish):
        """Give the code with which a wish is refused."""
        answer = self.wish(wish)
        assert isinstance(answer, Refusal), answer
        return answer.code

    def announce(self):
        self.asked(events.Announced(0, at(-1000), self.rules))
        return self

    def admit(self, paddle, rank=None, moment=-900):
        self.asked(Admit(at(moment), paddle, f"holder-{paddle}", rank, affiliate=False))
        if self.rules.deposit:
            self.asked(events.DepositFrozen(0, at(moment), paddle, self.rules.deposit, f"holder-{paddle}"))
        return self

    def start(self):
        self.asked(Start(at()))
        return self

    def bid(self, seconds, paddle, amount):
        return self.wish(events.Bid(0, at(seconds), paddle, Decimal(amount), "online"))

    def tick(self, seconds):
        return self.asked(Tick(at(seconds)))


def running(rules, *paddles, ranks=None):
    """Give the table of a lot that has begun at noon, with these paddles."""
    table = Table(rules).announce()
    for paddle in paddles:
        table.admit(paddle, (ranks or {}).get(paddle))
    return table.start()
