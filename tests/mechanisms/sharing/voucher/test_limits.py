"""voucher = min(quota left, share × eligible amount, cap of one order), and the first bound that an asked amount breaks."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules import limits
from kechuang.rulebook.resolve import Law
from tests.mechanisms.sharing.voucher import law

ON = date(2026, 3, 16)
CITED = {"since": law.SINCE, "place": "000000", "clause": "9", "source": "test-measure"}
yuan = st.decimals("0.01", "10000000", places=2)


def bounds(*more, category="", **options):
    return limits.limits(Law(law.book(*more, **options)), "330106", ON, "enterprise", category)


@pytest.mark.parametrize(
    ("eligible", "left", "expected"),
    [
        ("100000", "200000", "50000.00"),  # the share binds
        ("300000", "200000", "100000"),  # the cap binds
        ("300000", "80000", "80000"),  # what is left binds
        ("0.01", "200000", "0.01"),  # half a fen is rounded up, once, at the end
        ("33333.33", "200000", "16666.67"),
    ],
)
def test_an_order_draws_the_least_of_the_three_bounds(eligible, left, expected):
    assert bounds().most(Decimal(eligible), Decimal(left)) == Decimal(expected)


def test_without_a_cap_only_share_and_quota_bind():
    free = bounds(without=("voucher.order.cap_yuan",))

    assert free.most(Decimal(1_000_000), Decimal(600_000)) == Decimal("500000.00")


def test_where_no_rule_gives_the_share_nothing_can_be_reserved():
    refused = bounds(without=("voucher.order.max_share",))

    assert refused == Refusal("voucher.no_rule", {"key": "voucher.order.max_share", "place": "330106", "on": ON})


def test_for_tests_a_greater_promised_share_counts():
    promise = law.entry("voucher.test.min_share", Decimal("0.6"), "share", "330000", meaning="floor")

    assert bounds(promise, category="testing").share_of_eligible == Decimal("0.6")
    assert bounds(promise, category="consulting").share_of_eligible == Decimal("0.5")


def test_a_smaller_promised_share_does_not_lower_the_share():
    promise = law.entry("voucher.test.min_share", Decimal("0.3"), "share", "330000", meaning="floor")

    assert bounds(promise, category="testing").share_of_eligible == Decimal("0.5")


def test_asking_within_all_bounds_gives_what_was_asked():
    assert limits.amount(bounds(), Decimal(100_000), Decimal(200_000), Decimal(50_000)) == Decimal(50_000)


def test_more_than_the_share_of_the_eligible_amount_is_refused():
    refused = limits.amount(bounds(), Decimal(100_000), Decimal(200_000), Decimal("50000.01"))

    values = {
        "asked": Decimal("50000.01"),
        "limit": Decimal("50000.00"),
        "over": Decimal("0.01"),
        "eligible": Decimal(100_000),
        "max_share": Decimal("0.5"),
        "key": "voucher.order.max_share",
        **CITED,
    }
    assert refused == Refusal("voucher.ratio_exceeded", values, "asked_yuan")


def test_more_than_the_cap_of_one_order_is_refused():
    refused = limits.amount(bounds(), Decimal(900_000), Decimal(200_000), Decimal(100_001))

    values = {
        "asked": Decimal(100_001),
        "limit": Decimal(100_000),
        "over": Decimal(1),
        "key": "voucher.order.cap_yuan",
        **CITED,
    }
    assert refused == Refusal("voucher.over_cap", values, "asked_yuan")


def test_more_than_the_quota_left_is_refused():
    refused = limits.amount(bounds(), Decimal(200_000), Decimal(60_000), Decimal(90_000))

    values = {"asked": Decimal(90_000), "left": Decimal(60_000), "over": Decimal(30_000)}
    assert refused == Refusal("voucher.quota_exceeded", values, "asked_yuan")


def test_nothing_left_is_refused_whatever_is_asked():
    assert limits.amount(bounds(), Decimal(1), Decimal(0), None) == Refusal(
        "voucher.quota_used_up", {"left": Decimal(0)}
    )


@settings(max_examples=60, deadline=None)
@given(eligible=yuan, left=yuan, asked=yuan)
def test_what_is_allowed_never_exceeds_a_bound_and_what_is_refused_always_does(eligible, left, asked):
    held = bounds()

    given_amount = limits.amount(held, eligible, left, asked)

    most = held.most(eligible, left)
    assert most <= min(left, Decimal(100_000))
    assert most * 2 <= eligible + Decimal("0.01")
    assert (given_amount == asked) == (asked <= most)
