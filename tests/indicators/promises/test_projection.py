"""Carrying a series on: each method by hand, the median, the interval, the back test, and when nothing is said."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.indicators.promises import projection
from kechuang.indicators.promises.projection import project


def series(*values: str, first: int = 2018) -> list[tuple[int, Decimal]]:
    return [(first + at, Decimal(value)) for at, value in enumerate(values)]


def near(value: Decimal | None, places: str = "0.0001") -> Decimal | None:
    return None if value is None else value.quantize(Decimal(places))


STRAIGHT = series("100", "110", "120", "130", "140", "150")


def test_a_straight_series_is_carried_on_by_every_method_as_it_says():
    found = project(STRAIGHT, 2025)
    by_name = {each.method: each for each in found.methods}

    assert list(by_name) == list(projection.METHODS)
    assert by_name["last"].value == Decimal(150)
    assert by_name["drift"].value == Decimal(170)
    assert by_name["last"].value < by_name["damped"].value < by_name["drift"].value
    assert near(by_name["log_linear"].value, "0.1") == Decimal("178.2")
    assert (found.median.value, found.last.year) == (found.last.value, 2025)
    assert found.median.value == (by_name["damped"].value + by_name["drift"].value) / 2


def test_each_method_is_tested_on_the_series_as_far_ahead_as_is_projected():
    found = project(STRAIGHT, 2025)
    by_name = {each.method: each for each in found.methods}

    assert (by_name["last"].error, by_name["last"].times) == (Decimal(20), 2)
    assert (by_name["drift"].error, by_name["drift"].times) == (Decimal(0), 2)


def test_a_short_series_is_projected_but_not_tested_and_under_three_points_it_is_not_enough():
    short = project(series("1", "2", "3"), 2022)

    assert (short.median.error, short.median.times) == (None, 0)
    assert project(series("1", "2"), 2022) is None
    assert project([], 2022) is None


@pytest.mark.parametrize("until", [2023, 2020, 2100])
def test_nothing_is_carried_backwards_or_beyond_a_lifetime_of_plans(until):
    assert project(STRAIGHT, until) is None


def test_the_logarithm_of_nought_or_less_is_left_out():
    found = project(series("-1", "0", "1", "2"), 2023)

    assert [each.method for each in found.methods] == ["last", "drift", "damped"]


def test_the_interval_has_no_width_where_nothing_ever_varied_and_widens_with_the_years():
    straight = project(STRAIGHT, 2026)
    uneven = project(series("100", "130", "110", "150", "120"), 2025)
    widths = [each.high - each.low for each in uneven.years]

    assert [each.high - each.low for each in straight.years] == [0, 0, 0]
    assert widths == sorted(widths)
    assert widths[0] > 0


def test_a_year_without_a_figure_is_put_on_a_straight_line_and_said():
    found = project([(2020, Decimal(1)), (2022, Decimal(3)), (2023, Decimal(4))], 2024)

    assert found.filled == (2021,)
    assert {each.method: each.value for each in found.methods}["drift"] == Decimal(5)


@settings(max_examples=40)
@given(st.lists(st.decimals(1, 1000, places=2), min_size=3, max_size=9), st.integers(1, 5))
def test_the_median_lies_among_its_methods_and_within_its_interval(values, ahead):
    known = [(2010 + at, value) for at, value in enumerate(values)]
    found = project(known, 2009 + len(values) + ahead)
    said = [each.value for each in found.methods]

    assert min(said) <= found.median.value <= max(said)
    assert found.last.low <= found.last.value <= found.last.high
    assert found == project(known[::-1], 2009 + len(values) + ahead)
