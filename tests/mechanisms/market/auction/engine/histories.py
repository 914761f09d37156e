"""Strategies: any lot of any form, and any course that wishes can give it, good ones and bad ones."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.deciding import Call, Hammer, Pay, ReleaseAll, Take, Tick
from kechuang.mechanisms.market.auction.engine.prices import next_bid
from kechuang.mechanisms.market.auction.engine.rules import Criterion, Falling, Reserve, SoftClose
from kechuang.mechanisms.market.auction.engine.sealing import seal_bid, seal_reserve
from tests.mechanisms.market.auction.engine.lots import ASCENDING, NONCE, Table, at, steps

PADDLES = ("A", "B", "C", "D")
START = Decimal("1000.00")
FORMS = ("ascending", "sealed", "vickrey", "reverse", "sealed_reverse", "dutch")


@st.composite
def rules(draw, forms=FORMS):
    """Give rules that can be sold under; the reserve is drawn too, and known to the test as ``hidden``."""
    form = draw(st.sampled_from(forms))
    purchase, sealed = form in {"reverse", "sealed_reverse"}, form in {"sealed", "vickrey", "sealed_reverse"}
    calls = form in {"ascending", "reverse"} and draw(st.booleans())
    hidden = START - Decimal(draw(st.integers(0, 40))) * 10 * (1 if purchase else -1)
    kinds = {
        "none": Reserve("none"),
        "start": Reserve("start"),
        "open": Reserve("open", hidden),
        "secret": Reserve("secret", None, seal_reserve("L1", hidden, NONCE)),
    }
    found = replace(
        ASCENDING,
        form=form,
        start=START,
        steps=draw(
            st.sampled_from([steps(("0", "10.00")), steps(("0", "7.30"), ("1100", "20.00")), steps(("0", "0.01"))])
        ),
        raises=draw(st.sampled_from(["grid", "free"])),
        reserve=kinds[draw(st.sampled_from(["none"] if form == "dutch" else sorted(kinds)))],
        deposit=draw(st.sampled_from([Decimal(0), Decimal("50.00")])),
        min_bidders=draw(st.sampled_from([1, 1, 1, 2])),
        own_raise=draw(st.booleans()),
        closing="calls" if calls else "clock",
        calls=3 if calls else 0,
        duration_seconds=0 if calls or form == "dutch" else 60,
        soft_close=SoftClose(20, 20) if not calls and form in {"ascending", "reverse"} else None,
        resume_least_seconds=draw(st.sampled_from([0, 30])),
        reveal_seconds=30 if sealed else 0,
        replace_commitment=sealed and draw(st.booleans()),
        unrevealed_forfeits=sealed and draw(st.booleans()),
        priority=draw(st.sampled_from(["none", "after", "during"] if form == "ascending" else ["none", "after"])),
        priority_seconds=20,
        falling=Falling(Decimal("700.00"), Decimal("35.00"), 10) if form == "dutch" else None,
        forfeit_rest=draw(st.sampled_from(["seller", "bidder"])),
    )
    if purchase and draw(st.booleans()):
        formula = draw(st.sampled_from(["lowest_over_own", "start_linear"])) if sealed else "start_linear"
        found = replace(found, criterion=Criterion(Decimal("0.4"), Decimal("0.6"), formula))
    return found, hidden


@st.composite
def histories(draw, forms=FORMS):
    """Give the table after an arbitrary course, driven to its end, with what was refused beside the log."""
    found, hidden = draw(rules(forms))
    table = Table(found).announce()
    for paddle, rank in zip(
        PADDLES, draw(st.lists(st.sampled_from([None, None, 1, 2]), min_size=4, max_size=4)), strict=True
    ):
        table.admit(paddle, rank)
        if found.criterion and draw(st.booleans()):
            table.wish(events.Scored(0, at(-900), paddle, Decimal(draw(st.integers(0, 100)))))
    table.start()
    amounts = {}
    now = 0
    for _ in range(draw(st.integers(3, 20))):
        now += draw(st.integers(0, 8))
        table.wish(draw(_wish(table, now, amounts)))
    _finish(draw, table, now, amounts, hidden)
    return table, amounts, hidden


@st.composite
def _wish(draw, table, now, amounts):
    paddle = draw(st.sampled_from((*PADDLES, "Z")))
    leader = table.state.leader
    near = next_bid(table.rules, leader.amount if leader else None) or Decimal("0.01")
    amount = draw(st.sampled_from([near, near, near, near + 10, near - 10, near - Decimal("0.01"), START]))
    kind = draw(
        st.sampled_from([*["main"] * 12, "match", "match", "pause", "resume", "resume", "call", "tick", "exclude"])
    )
    match kind:
        case "match":
            return events.Matched(0, at(now), paddle, leader.amount if leader else amount, "online")
        case "pause":
            return events.Suspended(0, at(now), max(table.state.at, at(now - 1)), "fault")
        case "resume":
            return events.Resumed(0, at(now))
        case "call":
            return Call(at(now))
        case "tick":
            return Tick(at(now))
        case "exclude":
            return events.Excluded(0, at(now), paddle, "affiliate")
    if table.rules.sealed:
        amount = START + (-1 if table.rules.purchase else 1) * Decimal(draw(st.integers(-1, 30))) * 10
        amount = max(amount, Decimal(0))
        fresh = paddle not in amounts or table.rules.replace_commitment
        if fresh and table.state.phase == "running" and paddle in table.state.paddles:
            pending = events.Committed(0, at(now), paddle, seal_bid("L1", paddle, amount, NONCE))
            if isinstance(table.wish(pending), tuple):
                amounts[paddle] = amount
            return Tick(at(now))
        return events.Committed(0, at(now), paddle, "00" * 32) if paddle == "Z" else Tick(at(now))
    if table.rules.form == "dutch":
        return Take(at(now), paddle, amount)
    return events.Bid(0, at(now), paddle, amount, "online")


def _finish(draw, table, now, amounts, hidden):
    """Bring the lot to its end: the clock or the hammer, the envelopes, the reserve, the priority, the money."""
    now += 1
    table.wish(events.Resumed(0, at(now)))
    for _ in range(3):
        table.wish(Call(at(now)))
    table.wish(Hammer(at(now)))
    now += 1000
    table.wish(Tick(at(now)))
    for paddle, amount in amounts.items():
        if draw(st.integers(0, 4)) != 4:
            table.wish(events.Revealed(0, at(now + 1), paddle, amount, NONCE))
    now += 100
    table.wish(Tick(at(now)))
    table.wish(events.ReserveRevealed(0, at(now), hidden, NONCE))
    for paddle in PADDLES:
        if draw(st.booleans()):
            table.wish(events.PriorityAnswered(0, at(now + 1), paddle, draw(st.booleans())))
    now += 100
    table.wish(Tick(at(now)))
    if draw(st.booleans()):
        table.wish(Pay(at(now)))
    else:
        table.wish(events.Defaulted(0, at(now), "did not pay"))
        resale = draw(st.sampled_from([None, Decimal("900.00"), Decimal("1500.00")]))
        table.wish(events.DefaultSettled(0, at(now), resale, Decimal("20.00"), Decimal("10.00")))
    table.wish(ReleaseAll(at(now)))
