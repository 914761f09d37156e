"""The cases that the dossier and the issue give: clock, premiums, exact steps, ties, points."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal, localcontext

import pytest

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.deciding import Admit, Start, Tick
from kechuang.mechanisms.market.auction.engine.rules import Criterion, SoftClose
from kechuang.mechanisms.market.auction.engine.sale import premium
from kechuang.mechanisms.market.auction.engine.sealing import seal_bid
from tests.mechanisms.market.auction.engine.lots import (
    ASCENDING,
    NONCE,
    REVERSE,
    SEALED,
    SEALED_REVERSE,
    Table,
    at,
    running,
)


def clock(hour, minute, second):
    return datetime(2026, 3, 18, hour, minute, second, tzinfo=UTC)


def test_the_clock_case_ends_at_15_06_59():
    rules = replace(ASCENDING, deposit=Decimal(0), soft_close=SoftClose(300, 300), starts_at=clock(14, 0, 0))
    table = Table(rules)
    table.asked(events.Announced(0, clock(9, 0, 0), rules))
    for paddle in ("A", "B"):
        table.asked(Admit(clock(9, 0, 0), paddle, paddle, None, affiliate=False))
    table.asked(Start(clock(14, 0, 0)))

    ends = []
    for moment, paddle, amount in (
        (clock(14, 54, 59), "A", "100000"),
        (clock(14, 57, 0), "B", "101000"),
        (clock(15, 1, 59), "A", "102000"),
    ):
        table.asked(events.Bid(0, moment, paddle, Decimal(amount), "online"))
        ends.append(table.state.ends_at)

    assert ends == [clock(15, 0, 0), clock(15, 2, 0), clock(15, 6, 59)]
    assert table.asked(Tick(clock(15, 6, 58))) == ()
    assert table.asked(Tick(clock(15, 7, 30)))[0].ended_at == clock(15, 6, 59)
    assert table.state.outcome.paddle == "A"


@pytest.mark.parametrize(
    ("start", "price", "expected"),
    [
        ("8950000", "12300000", "0.3743"),
        ("2400000", "3200000", "0.3333"),
        ("2000000", "3000000", "0.5000"),
        ("3000000", "4800000", "0.6000"),
        ("2100000", "5370000", "1.5571"),
        ("1600000", "4170000", "1.6063"),
        ("7900000", "10140000", "0.2835"),
    ],
)
def test_premiums_of_the_dossier(start, price, expected):
    assert premium(Decimal(start), Decimal(price)) == Decimal(expected)


def test_a_lot_from_two_to_three_million_in_steps_of_100_000():
    rules = replace(
        ASCENDING, start=Decimal(2_000_000), steps=(replace(ASCENDING.steps[0], increment=Decimal(100_000)),)
    )
    table = running(rules, "A", "B")

    for n in range(11):
        table.bid(n, "AB"[n % 2], str(2_000_000 + 100_000 * n))
    table.tick(4000)

    assert table.state.outcome.price == 3_000_000
    assert table.state.bids == 11


def test_100_1_less_10_2_is_89_9():
    table = running(REVERSE, "A", "B")
    table.bid(1, "A", "100.1")

    answer = table.bid(2, "B", "89.9")

    assert answer[0].amount == Decimal("89.90")


@pytest.mark.parametrize("precision", [1, 3, 28])
def test_exactness_does_not_depend_on_the_callers_decimal_context(precision):
    with localcontext(prec=precision):
        table = running(REVERSE, "A", "B")
        table.bid(1, "A", "100.1")
        table.bid(2, "B", "89.9")

    assert table.state.leader.amount == Decimal("89.90")
    assert table.state.held == 10_000


def commit(table, seconds, paddle, amount, nonce=NONCE):
    sealed = seal_bid(table.rules.lot, paddle, Decimal(amount), nonce)
    return table.wish(events.Committed(0, at(seconds), paddle, sealed))


def reveal(table, seconds, paddle, amount, nonce=NONCE):
    return table.wish(events.Revealed(0, at(seconds), paddle, Decimal(amount), nonce))


def test_equal_sealed_bids_go_to_the_earlier_commitment_in_whatever_order_they_are_opened():
    table = running(SEALED, "A", "B", "C")
    for seconds, paddle, amount in ((1, "B", "120000"), (2, "A", "120000"), (3, "C", "119000")):
        commit(table, seconds, paddle, amount)
    table.tick(3600)

    for paddle, amount in (("C", "119000"), ("A", "120000"), ("B", "120000")):
        reveal(table, 3601, paddle, amount)

    assert table.state.outcome.paddle == "B"
    assert table.state.outcome.price == 120_000


def test_a_weighted_criterion_orders_by_its_points_and_not_by_the_raw_price():
    criterion = Criterion(Decimal("0.3"), Decimal("0.7"), "lowest_over_own")
    table = Table(replace(SEALED_REVERSE, criterion=criterion)).announce()
    for paddle, quality in (("cheap", "60"), ("good", "90")):
        table.admit(paddle)
        table.asked(events.Scored(0, at(-900), paddle, Decimal(quality)))
    table.start()
    commit(table, 1, "cheap", "80000")
    commit(table, 2, "good", "100000")
    table.tick(3600)

    reveal(table, 3601, "cheap", "80000")
    reveal(table, 3602, "good", "100000")

    assert table.state.outcome.paddle == "good"  # 0.3 × 80 + 0.7 × 90 = 87 over 0.3 × 100 + 0.7 × 60 = 72
    assert table.state.leader.points == 87
    assert table.state.runner_up.points == 72


def test_open_procurement_with_points_refuses_a_lower_price_that_does_not_lead():
    criterion = Criterion(Decimal("0.5"), Decimal("0.5"), "start_linear")
    table = Table(replace(REVERSE, criterion=criterion, raises="free", steps=())).announce()
    for paddle, quality in (("cheap", "10"), ("good", "90")):
        table.admit(paddle)
        table.asked(events.Scored(0, at(-900), paddle, Decimal(quality)))
    table.start()
    table.bid(1, "good", "99")

    refusal = table.bid(2, "cheap", "50")

    assert refusal.code == "auction.score_not_above"
    assert table.state.leader.paddle == "good"
