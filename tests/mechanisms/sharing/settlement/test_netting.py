"""Many debts between regions become few transfers: nobody gains or loses a fen, and nothing depends on order."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.sharing.settlement.rules.netting import Transfer, net, positions

REGIONS = ["310000", "320500", "330100", "330900", "340100", "350100"]


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


pairs = st.tuples(st.sampled_from(REGIONS), st.sampled_from(REGIONS)).filter(lambda pair: pair[0] != pair[1])
debts_of = st.lists(
    st.builds(lambda pair, fen: Transfer(*pair, yuan(fen)), pairs, st.integers(-(10**9), 10**9)), max_size=14
)


def owing(debts):
    return {region: amount for region, amount in positions(debts).items() if amount}


@settings(max_examples=150, deadline=None)
@given(debts_of)
def test_every_region_ends_where_the_debts_put_it(debts):
    transfers = net(debts)

    assert owing(transfers) == owing(debts)
    assert sum(positions(debts).values(), Decimal(0)) == 0


@settings(max_examples=150, deadline=None)
@given(debts_of)
def test_only_debtors_pay_only_creditors_receive_and_the_least_money_moves(debts):
    transfers, left = net(debts), owing(debts)

    assert all(entry.amount > 0 for entry in transfers)
    assert {entry.payer for entry in transfers} == {region for region, amount in left.items() if amount < 0}
    assert {entry.payee for entry in transfers} == {region for region, amount in left.items() if amount > 0}
    assert sum((entry.amount for entry in transfers), Decimal(0)) == sum(
        (amount for amount in left.values() if amount > 0), Decimal(0)
    )


@settings(max_examples=100, deadline=None)
@given(debts_of)
def test_the_net_of_the_net_is_the_same(debts):
    assert net(net(debts)) == net(debts)


@settings(max_examples=100, deadline=None)
@given(debts_of, st.randoms(use_true_random=False))
def test_neither_the_order_of_debts_nor_their_splitting_matters(debts, chance):
    shuffled = list(debts)
    chance.shuffle(shuffled)
    split = [Transfer(entry.payer, entry.payee, part) for entry in shuffled for part in (entry.amount - 1, Decimal(1))]

    assert net(shuffled) == net(debts)
    assert net(split) == net(debts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-6, 6).filter(bool), min_size=1, max_size=4))
def test_the_number_of_transfers_is_the_least_possible(amounts):
    amounts = [*amounts, -sum(amounts)] if sum(amounts) else amounts
    debts = [Transfer("clearing", region, Decimal(amount)) for region, amount in zip(REGIONS, amounts, strict=False)]

    transfers = net(debts)

    assert len(transfers) == len(amounts) - most_groups(amounts)


def most_groups(amounts):
    """By brute force: the best order of regions closes the most runs that add up to zero."""
    best = 0
    for order in permutations(amounts):
        total, groups = 0, 0
        for amount in order:
            total += amount
            groups += total == 0
        best = max(best, groups)
    return best


def test_a_worked_example():
    debts = [
        Transfer("330100", "310000", Decimal("120000.00")),
        Transfer("310000", "330100", Decimal("45000.50")),
        Transfer("330100", "340100", Decimal("30000.00")),
        Transfer("340100", "310000", Decimal("18000.25")),
    ]

    assert net(debts) == (
        Transfer("330100", "310000", Decimal("92999.75")),
        Transfer("330100", "340100", Decimal("11999.75")),
    )


def test_two_pairs_that_match_are_settled_apart():
    debts = [
        Transfer("310000", "320500", Decimal(7)),
        Transfer("330100", "340100", Decimal(5)),
    ]

    assert net(debts) == tuple(debts)


@pytest.mark.parametrize("count", [13, 40])
def test_many_regions_are_settled_too(count):
    debts = [Transfer(f"{at:06d}", f"{(at * 7 + 3) % count:06d}", Decimal(at + 1)) for at in range(count)]
    debts = [debt for debt in debts if debt.payer != debt.payee]

    transfers = net(debts)

    assert owing(transfers) == owing(debts)
    assert len(transfers) < len(owing(debts))
