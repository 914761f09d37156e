"""Deposits after the sale: price, losers, default, resale with shortfall."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.deciding import Pay, ReleaseAll
from tests.mechanisms.market.auction.engine.lots import ASCENDING, at, running


def sold(rules=ASCENDING):
    table = running(rules, "A", "B", "C")
    table.bid(1, "A", "100000")
    table.bid(2, "B", "102000")
    table.tick(3600)
    return table


def test_losers_get_their_deposits_and_the_winners_counts_towards_the_price():
    table = sold()

    released = table.asked(ReleaseAll(at(3700)))
    table.asked(events.Confirmed(0, at(3800)))
    paid = table.asked(Pay(at(3900)))

    assert [(event.paddle, event.amount) for event in released] == [("A", 5000), ("C", 5000)]
    assert paid == (events.Settled(table.state.seq, at(3900), Decimal(5000), Decimal(0)),)
    assert dict(table.state.accounts) == {"bidder/A": 0, "held": 0, "bidder/B": -5000, "bidder/C": 0, "price": 5000}


def test_a_deposit_above_the_price_comes_back_in_part():
    table = sold(replace(ASCENDING, deposit=Decimal(150000)))

    paid = table.asked(Pay(at(3900)))[0]

    assert (paid.applied, paid.returned) == (102000, 48000)


def test_a_deposit_stays_while_it_is_bound():
    table = running(ASCENDING, "A", "B")
    table.bid(1, "A", "100000")

    def release(seconds, paddle, amount="5000"):
        return table.wish(events.DepositReleased(0, at(seconds), paddle, Decimal(amount)))

    assert release(2, "A").code == "auction.deposit_bound"
    assert release(2, "B", "4000").code == "auction.release_differs"
    release(2, "B")
    assert release(3, "B").code == "auction.no_deposit_held"
    table.tick(3600)
    assert release(3601, "A").code == "auction.deposit_bound"


@pytest.mark.parametrize(
    ("resale", "costs", "commission", "covered", "owed", "seller"),
    [
        ("98000", "300", "500", {"costs": 300, "commission": 500, "shortfall": 4000}, 0, 200),
        ("90000", "300", "500", {"costs": 300, "commission": 500, "shortfall": 4200}, 7800, 0),
        ("110000", "0", "0", {"costs": 0, "commission": 0, "shortfall": 0}, 0, 5000),
        (None, "6000", "0", {"costs": 5000, "commission": 0, "shortfall": 0}, 1000, 0),
    ],
)
def test_a_defaulters_deposit_covers_costs_then_commission_then_shortfall(
    resale, costs, commission, covered, owed, seller
):
    table = sold()
    table.asked(ReleaseAll(at(3700)))
    table.asked(events.Defaulted(0, at(3800), "did not pay"))
    price = Decimal(resale) if resale else None

    table.asked(events.DefaultSettled(0, at(9000), price, Decimal(costs), Decimal(commission)))

    assert dict(table.state.loss.covered) == covered
    assert table.state.loss.owed == owed
    assert table.state.accounts.get("seller", 0) == seller
    assert table.state.accounts["forfeited"] == 0
    assert sum(table.state.accounts.values()) == 0
    assert table.state.final


def test_what_the_rules_do_not_claim_is_not_charged():
    table = sold(replace(ASCENDING, forfeit_order=("costs",), forfeit_rest="bidder"))
    table.asked(events.Defaulted(0, at(3800), "did not pay"))

    table.asked(events.DefaultSettled(0, at(9000), Decimal(1), Decimal(100), Decimal(900)))

    assert table.state.loss.owed == 0
    assert table.state.accounts["bidder/B"] == -100


def test_the_defaulter_is_barred_from_the_resale():
    first = sold()
    resale = replace(ASCENDING, lot="L1-2", barred=(first.state.paddles["B"].holder,))

    with pytest.raises(AssertionError, match=r"auction\.barred"):
        running(resale, "B")


def test_steps_of_the_end_in_the_wrong_order_are_refused():
    table = running(ASCENDING, "A")
    codes = [
        table.code(wish)
        for wish in (
            Pay(at(1)),
            events.Confirmed(0, at(1)),
            events.Defaulted(0, at(1), "x"),
            events.DefaultSettled(0, at(1), None, Decimal(0), Decimal(0)),
        )
    ]

    assert codes == ["auction.not_sold"] * 3 + ["auction.no_default"]
