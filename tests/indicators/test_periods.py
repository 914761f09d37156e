"""Periods: codes, limits, and that they tile time."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.indicators import periods

DAYS = st.dates(date(1950, 1, 1), date(2900, 12, 31))


@pytest.mark.parametrize(
    ("grain", "code", "first", "last"),
    [
        ("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", "2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("half", "2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("year", "2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_day_lies_in_one_period_of_each_grain(grain, code, first, last):
    period = periods.of(date(2024, 2, 29), grain)

    assert (period.code, period.first, period.last) == (code, first, last)


@settings(max_examples=60)
@given(DAYS, st.sampled_from(periods.GRAINS))
def test_a_code_reads_back_and_the_next_begins_the_day_after(day, grain):
    period = periods.of(day, grain)

    assert periods.read(period.code) == period
    assert period.next().first == period.last + timedelta(days=1)
    assert period.holds(day)


@pytest.mark.parametrize("raw", ["", "2026-13", "2026-Q5", "2026-H3", "26", "2026-1", "２０２６", "1900"])
def test_what_is_no_period_is_refused(raw):
    with pytest.raises(periods.PeriodError):
        periods.read(raw)


def test_periods_between_two_days_include_both_ends():
    found = [period.code for period in periods.between(date(2025, 11, 30), date(2026, 1, 1), "month")]

    assert found == ["2025-11", "2025-12", "2026-01"]
