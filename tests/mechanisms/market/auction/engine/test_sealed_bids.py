"""Sealed bids: a commitment cannot be altered, copied or opened early; the second price; forfeits."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.deciding import Pay, ReleaseAll
from kechuang.mechanisms.market.auction.engine.rules import Reserve
from kechuang.mechanisms.market.auction.engine.sealing import canonical_bid, seal_bid
from tests.mechanisms.market.auction.engine.lots import NONCE, SEALED, SEALED_REVERSE, VICKREY, at, running


def commit(table, seconds, paddle, amount):
    return table.wish(events.Committed(0, at(seconds), paddle, seal_bid("L1", paddle, Decimal(amount), NONCE)))


def reveal(table, seconds, paddle, amount, nonce=NONCE):
    return table.wish(events.Revealed(0, at(seconds), paddle, Decimal(amount), nonce))


def opened(rules, *bids, ranks=None):
    """Give the table after these bids were committed in order, and all opened."""
    table = running(rules, *(paddle for paddle, _amount in bids), ranks=ranks)
    for seconds, (paddle, amount) in enumerate(bids):
        commit(table, seconds, paddle, amount)
    table.tick(3600)
    for paddle, amount in bids:
        reveal(table, 3601, paddle, amount)
    return table


def test_a_commitment_is_the_sha256_of_the_canonical_bid_and_the_nonce():
    text = canonical_bid("L1", "A", Decimal(120000))

    assert text == '{"amount":"120000.00","lot":"L1","paddle":"A"}'
    assert seal_bid("L1", "A", Decimal(120000), NONCE) == (
        "488a304238f4ffdcfbd19ee91cc2b87566de4fe848c7b5255df7a8083cbc321f"
    )


@pytest.mark.parametrize(
    ("paddle", "amount", "nonce", "code"),
    [
        ("A", "121000", NONCE, "auction.reveal_mismatch"),
        ("A", "120000", "5f" * 32, "auction.reveal_mismatch"),
        ("A", "120000", "5E" * 32, "auction.reveal_mismatch"),
        ("C", "120000", NONCE, "auction.reveal_without_commitment"),
    ],
)
def test_what_does_not_fit_the_commitment_is_not_opened(paddle, amount, nonce, code):
    table = running(SEALED, "A", "B", "C")
    commit(table, 1, "A", "120000")
    commit(table, 1, "B", "130000")
    early = reveal(table, 2, "A", "120000")
    table.tick(3600)

    refusal = reveal(table, 3601, paddle, amount, nonce)

    assert (early.code, refusal.code) == ("auction.reveal_too_early", code)


def test_a_commitment_copied_by_another_paddle_opens_to_nothing():
    table = running(SEALED, "A", "B")
    commit(table, 1, "A", "120000")
    table.asked(events.Committed(0, at(2), "B", seal_bid("L1", "A", Decimal(120000), NONCE)))
    table.tick(3600)
    reveal(table, 3601, "A", "120000")

    assert reveal(table, 3602, "B", "120000").code == "auction.reveal_mismatch"


def test_a_second_commitment_counts_from_its_own_moment_where_it_is_allowed():
    strict, lenient = running(SEALED, "A", "B"), running(replace(SEALED, replace_commitment=True), "A", "B")
    for table in (strict, lenient):
        commit(table, 1, "A", "110000")
        commit(table, 2, "B", "120000")

    assert commit(strict, 3, "A", "120000").code == "auction.committed_already"
    commit(lenient, 3, "A", "120000")
    lenient.tick(3600)
    reveal(lenient, 3601, "A", "120000")
    reveal(lenient, 3601, "B", "120000")

    assert lenient.state.outcome.paddle == "B"


def test_an_opened_bid_that_cannot_win_is_kept_with_the_reason():
    table = opened(SEALED, ("A", "99000"), ("B", "100500"), ("C", "100000"))

    faults = {code: envelope.fault for code, envelope in table.state.envelopes.items()}
    assert faults == {"A": "auction.below_start", "B": "auction.off_the_grid", "C": ""}
    assert (table.state.outcome.paddle, table.state.bidders) == ("C", 1)


def test_bids_not_opened_in_time_are_out_and_may_lose_their_deposit():
    table = running(replace(SEALED, unrevealed_forfeits=True), "A", "B")
    commit(table, 1, "A", "120000")
    commit(table, 2, "B", "130000")
    table.tick(3600)
    reveal(table, 3700, "A", "120000")
    late = table.code(events.Revealed(0, at(4200), "B", Decimal(130000), NONCE))

    table.tick(4200)
    table.asked(Pay(at(5000)))

    assert late == "auction.reveal_over"
    assert table.state.final
    assert dict(table.state.accounts) == {
        "bidder/A": -5000,
        "held": 0,
        "bidder/B": -5000,
        "seller": 5000,
        "price": 5000,
    }


def test_the_lowest_offer_wins_a_purchase_and_its_deposit_comes_back():
    table = opened(SEALED_REVERSE, ("A", "90000"), ("B", "80000"), ("C", "0"))

    table.asked(Pay(at(5000)))
    table.asked(ReleaseAll(at(5001)))

    assert table.state.envelopes["C"].fault == "auction.not_positive"
    assert (table.state.outcome.paddle, table.state.outcome.price) == ("B", 80000)
    assert set(table.state.accounts.values()) == {0}


@pytest.mark.parametrize(
    ("bids", "reserve", "price"),
    [
        ((("A", "150000"), ("B", "120000")), Reserve("start"), "120000"),
        ((("A", "150000"), ("B", "120000")), Reserve("open", Decimal(130000)), "130000"),
        ((("A", "150000"),), Reserve("none"), "100000"),
        ((("A", "150000"), ("B", "150000")), Reserve("none"), "150000"),
    ],
)
def test_the_second_price(bids, reserve, price):
    table = opened(replace(VICKREY, reserve=reserve), *bids)

    assert table.state.outcome.paddle == "A"
    assert table.state.outcome.price == Decimal(price)


def test_a_priority_bidder_wins_a_tie_of_sealed_bids():
    rules = replace(SEALED, priority="after", priority_seconds=60)

    table = opened(rules, ("A", "120000"), ("P", "120000"), ranks={"P": 1})

    assert table.state.outcome.paddle == "P"


def test_no_commitment_no_sale():
    table = running(SEALED, "A")

    done = table.tick(3600)

    assert [type(event).__name__ for event in done] == ["Ended", "RevealsClosed", "Unsold"]
