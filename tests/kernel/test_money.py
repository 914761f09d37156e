"""Yuan and fen: exact, never floats, rounded once; shares that add up."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.money import (
    MOST_FEN,
    MoneyError,
    from_fen,
    in_capitals,
    round_fen,
    split,
    to_fen,
    unit_slip,
    yuan,
)
from tests.kernel.properties import quick

FEN = st.integers(min_value=-MOST_FEN, max_value=MOST_FEN)
WEIGHTS = st.lists(st.decimals(min_value=0, max_value=1000, places=3), min_size=1, max_size=8).filter(any)


def refused(call, *arguments):
    with pytest.raises(MoneyError) as caught:
        call(*arguments)
    return caught.value.code


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("1200", "1200.00"),
        ("1,234,567.8", "1234567.80"),
        ("１２，３４５．６７", "12345.67"),
        ("¥ 300", "300.00"),
        ("￥300.5", "300.50"),
        ("-0", "0.00"),
        ("3.500", "3.50"),
        (7, "7.00"),
        (Decimal("1E+3"), "1000.00"),
    ],
)
def test_an_amount_is_kept_to_the_fen_whatever_it_was_written_like(raw, amount):
    assert str(yuan(raw)) == amount


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (1.5, "money.not_exact"),
        (True, "money.not_exact"),
        (None, "money.not_exact"),
        ("", "money.empty"),
        ("  ", "money.empty"),
        ("面议", "money.not_a_number"),
        ("1,23", "money.not_a_number"),
        ("1e3", "money.not_a_number"),
        (Decimal("NaN"), "money.not_a_number"),
        (Decimal("Infinity"), "money.not_a_number"),
        ("0.005", "money.sub_fen"),
        ("92233720368547758.08", "money.too_large"),
        (Decimal("1E+999999"), "money.too_large"),
    ],
)
def test_what_is_no_exact_amount_is_refused_by_name(raw, code):
    assert refused(yuan, raw) == code


def test_the_largest_amount_is_the_largest_64_bit_number_of_fen():
    assert to_fen(yuan("92233720368547758.07")) == MOST_FEN
    assert refused(from_fen, MOST_FEN + 1) == "money.too_large"
    assert refused(from_fen, True) == "money.not_exact"


def test_a_refusal_says_what_to_do_in_both_languages():
    with pytest.raises(MoneyError) as caught:
        yuan("0.005")

    assert caught.value.fault.sentence("zh") == (
        "金额“0.005”小于一分的部分无处可记，最多两位小数。请改为 0.01 或另一个精确到分的数。"
    )
    assert str(caught.value) == (
        "The amount “0.005” has a part of a fen; two decimals at most. Enter 0.01 or another amount exact to fen."
    )


@given(FEN)
@quick
def test_fen_and_yuan_are_two_writings_of_one_amount(fen):
    assert to_fen(from_fen(fen)) == fen
    assert yuan(str(from_fen(fen))) == from_fen(fen)


@pytest.mark.parametrize(
    ("exact", "rounded"), [("1.005", "1.01"), ("1.0049", "1.00"), ("-1.005", "-1.01"), ("2.675", "2.68")]
)
def test_half_a_fen_goes_away_from_zero(exact, rounded):
    assert round_fen(Decimal(exact)) == Decimal(rounded)


def test_only_finite_decimals_are_rounded():
    assert refused(round_fen, 1.005) == "money.not_exact"
    assert refused(round_fen, Decimal("NaN")) == "money.not_exact"
    assert refused(round_fen, Decimal("1E+999999")) == "money.too_large"


def test_a_hundred_yuan_in_three_equal_parts():
    assert split(Decimal(100), [Decimal(1)] * 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_the_greater_weight_wins_a_tie_wherever_it_stands():
    # 0.02 by 3 to 1: exactly 1.5 and 0.5 fen, one fen to give.
    assert split(Decimal("0.02"), [Decimal(3), Decimal(1)]) == [Decimal("0.02"), Decimal(0)]
    assert split(Decimal("0.02"), [Decimal(1), Decimal(3)]) == [Decimal(0), Decimal("0.02")]


@given(FEN, WEIGHTS)
@quick
def test_parts_add_up_and_miss_the_exact_share_by_less_than_a_fen(fen, weights):
    total = from_fen(fen)

    parts = split(total, weights)

    assert sum(map(to_fen, parts)) == fen
    for part, weight in zip(parts, weights, strict=True):
        assert abs(to_fen(part) * sum(map(to_fen_thousandth, weights)) - fen * to_fen_thousandth(weight)) < sum(
            map(to_fen_thousandth, weights)
        )


def to_fen_thousandth(weight):
    return int(weight * 1000)


@given(
    st.integers(min_value=-(10**9), max_value=10**9),
    st.lists(st.decimals(min_value=0, max_value=9, places=1), min_size=1, max_size=4).filter(any),
)
@quick
def test_the_order_of_the_weights_does_not_change_what_each_gets(fen, weights):
    expected = sorted(zip(weights, split(from_fen(fen), weights), strict=True))

    for order in permutations(weights):
        assert sorted(zip(order, split(from_fen(fen), order), strict=True)) == expected


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([], "money.no_weight"),
        ([Decimal(0), Decimal(0)], "money.no_weight"),
        ([Decimal(-1), Decimal(2)], "money.negative_weight"),
        ([0.5, 0.5], "money.not_exact"),
        ([Decimal("Infinity")], "money.not_exact"),
        ([Decimal("1E+999999")], "money.weight_size"),
        ([Decimal("1E-999999")], "money.weight_size"),
    ],
)
def test_weights_that_share_nothing_are_refused(weights, code):
    assert refused(split, Decimal(1), weights) == code


def test_capitals_need_an_exact_amount():
    assert in_capitals(Decimal(1200000)) == "壹佰贰拾万元整"
    assert refused(in_capitals, Decimal("0.001")) == "money.sub_fen"


@pytest.mark.parametrize(
    ("amount", "usual", "meant"),
    [("120", "1500000", "1200000"), ("12000000000", "1500000", "1200000"), ("1200000", "1500000", None)],
)
def test_yuan_typed_for_ten_thousand_yuan_is_noticed(amount, usual, meant):
    fault = unit_slip(Decimal(amount), Decimal(usual))

    assert (fault and fault.values["meant"]) == meant


@pytest.mark.parametrize(("amount", "usual"), [("0", "1500000"), ("120", "0"), ("1", "1500000")])
def test_a_slip_is_only_named_where_the_correction_lands_near_the_usual(amount, usual):
    assert unit_slip(Decimal(amount), Decimal(usual)) is None
