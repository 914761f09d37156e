"""Deadlines: calendar and working days, months and years, excluded spans, provisional years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.days import (
    DayError,
    Span,
    add_months,
    deadline,
    is_working_day,
    latest_start,
    load_calendars,
    working_days_between,
)
from tests.kernel.properties import quick

CALENDARS = load_calendars()
DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2026, 11, 30))
COUNTS = st.integers(min_value=0, max_value=60)
UNITS = st.sampled_from(["calendar_day", "working_day", "month"])
SPANS = st.lists(
    st.tuples(DAYS, st.integers(min_value=0, max_value=20)).map(lambda s: (s[0], s[0] + timedelta(days=s[1]))),
    max_size=3,
)


def due(start, n, unit, excluded=(), **how):
    return deadline(start, n, unit, CALENDARS, excluded, **how)


def test_a_price_notice_of_fifteen_days_from_the_tenth_of_march():
    start = date(2026, 3, 10)

    assert due(start, 15, "calendar_day").day == date(2026, 3, 25)
    assert due(start, 15, "calendar_day", count_start_day=True).day == date(2026, 3, 24)


@pytest.mark.parametrize(
    ("start", "n", "unit", "day"),
    [
        (date(2025, 8, 31), 6, "month", date(2026, 2, 28)),
        (date(2023, 8, 31), 6, "month", date(2024, 2, 29)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2024, 1, 15), 3, "month", date(2024, 4, 15)),
        (date(2024, 1, 31), 0, "month", date(2024, 1, 31)),
        (date(2024, 2, 28), 1, "calendar_day", date(2024, 2, 29)),
    ],
)
def test_months_and_years_end_on_the_corresponding_day_or_the_end_of_the_month(start, n, unit, day):
    assert due(start, n, unit).day == day


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        (date(2024, 3, 1), 1, date(2024, 3, 31)),
        (date(2024, 3, 10), 1, date(2024, 4, 9)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
    ],
)
def test_a_month_that_counts_its_first_day_ends_a_day_earlier(start, n, day):
    assert due(start, n, "month", count_start_day=True).day == day


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        # Spring Festival 2024: 10 to 17 February off, Sunday 4 and Sunday 18 February worked.
        (date(2024, 2, 2), 1, date(2024, 2, 4)),
        (date(2024, 2, 9), 1, date(2024, 2, 18)),
        (date(2024, 2, 9), 5, date(2024, 2, 22)),
        # National Day and Mid-Autumn 2025: 1 to 8 October off, Saturday 11 October worked.
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
        # The notice for 2019 made Saturday 29 December 2018 a working day.
        (date(2018, 12, 28), 2, date(2019, 1, 2)),
        # The Spring Festival of 2020 was lengthened to 2 February.
        (date(2020, 1, 23), 1, date(2020, 2, 3)),
    ],
)
def test_working_days_follow_the_notices_with_their_worked_weekends(start, n, day):
    assert due(start, n, "working_day").day == day


def test_a_deadline_says_how_it_was_counted():
    found = due(date(2024, 2, 9), 5, "working_day", [(date(2024, 2, 20), date(2024, 2, 21))])

    assert found.day == date(2024, 2, 26)
    assert (found.start, found.counted_from) == (date(2024, 2, 9), date(2024, 2, 10))
    assert (found.n, found.unit) == (5, "working_day")
    assert found.calendar_versions == ("2024.1",)
    assert found.excluded == (Span(date(2024, 2, 20), date(2024, 2, 21)),)
    assert found.days_excluded == 2
    assert (found.provisional, found.notice) == (False, None)


def test_a_start_day_that_is_no_working_day_is_not_counted():
    assert due(date(2024, 2, 10), 1, "working_day", count_start_day=True).day == date(2024, 2, 18)


def test_overlapping_and_touching_excluded_spans_are_one():
    spans = [(date(2024, 3, 4), date(2024, 3, 6)), (date(2024, 3, 5), date(2024, 3, 7)), (date(2024, 3, 8),) * 2]

    found = due(date(2024, 3, 1), 5, "calendar_day", spans)

    assert found.excluded == (Span(date(2024, 3, 4), date(2024, 3, 8)),)
    assert (found.day, found.days_excluded) == (date(2024, 3, 11), 5)


def test_a_month_is_lengthened_by_the_days_excluded_from_it():
    spans = [(date(2024, 3, 20), date(2024, 3, 29)), (date(2024, 4, 14), date(2024, 4, 15))]

    assert due(date(2024, 3, 10), 1, "month").day == date(2024, 4, 10)
    assert due(date(2024, 3, 10), 1, "month", spans).day == date(2024, 4, 22)


def test_a_span_that_covers_the_last_day_moves_it():
    assert due(date(2024, 3, 1), 1, "calendar_day", [(date(2024, 3, 2), date(2024, 3, 2))]).day == date(2024, 3, 3)


def test_the_last_day_moves_past_rest_days_where_the_rule_says_so():
    start = date(2024, 9, 16)

    assert due(start, 15, "calendar_day").day == date(2024, 10, 1)
    moved = due(start, 15, "calendar_day", past_rest_days=True)
    assert (moved.day, moved.calendar_versions) == (date(2024, 10, 8), ("2024.1",))


def test_a_working_day_in_an_unpublished_year_is_provisional_and_says_so():
    found = due(date(2026, 12, 15), 20, "working_day")

    assert found.provisional
    assert found.unpublished_years == (2027,)
    assert found.calendar_versions == ("2026.1", "2027.0")
    assert found.notice is not None
    assert found.notice.sentence("zh") == f"{found.day} 为暂定日期：2027 年的节假日安排尚未公布，公布后可能变动。"
    assert found.notice.sentence("en") == (
        f"{found.day} is provisional: the holiday notice for 2027 is not out, and the day may move when it is."
    )


def test_the_last_days_of_a_year_lean_on_the_notice_for_the_next():
    assert not due(date(2026, 12, 17), 1, "working_day").provisional
    assert due(date(2026, 12, 21), 1, "working_day").provisional
    assert not due(date(2025, 12, 21), 1, "working_day").provisional


def test_calendar_days_need_no_calendar_and_are_never_provisional():
    found = due(date(2026, 12, 25), 15, "calendar_day")

    assert (found.day, found.provisional, found.calendar_versions) == (date(2027, 1, 9), False, ())


def test_a_year_that_nobody_loaded_is_counted_by_weekends_and_named():
    found = due(date(2031, 1, 1), 1, "working_day")

    assert (found.day, found.provisional, found.calendar_versions) == (date(2031, 1, 2), True, ("none-2031",))


def test_working_days_between_two_days_count_both():
    assert working_days_between(date(2024, 2, 9), date(2024, 2, 18), CALENDARS) == 2
    assert working_days_between(date(2024, 2, 18), date(2024, 2, 9), CALENDARS) == 0
    assert working_days_between(date(2025, 1, 1), date(2025, 12, 31), CALENDARS) == 248


def test_an_auction_notice_of_seven_days_must_be_out_by():
    auction = date(2024, 10, 15)

    assert latest_start(auction, 7, "calendar_day", CALENDARS) == date(2024, 10, 8)
    assert latest_start(auction, 7, "working_day", CALENDARS) == date(2024, 10, 7)
    assert latest_start(auction, 1, "month", CALENDARS) == date(2024, 9, 15)


@pytest.mark.parametrize(
    ("n", "unit", "excluded", "code"),
    [
        (-1, "calendar_day", (), "days.bad_count"),
        (1.5, "calendar_day", (), "days.bad_count"),
        (True, "calendar_day", (), "days.bad_count"),
        (1000, "year", (), "days.bad_count"),
        (5, "day", (), "days.unit_unknown"),
        (5, "working_day", [(date(2024, 3, 2), date(2024, 3, 1))], "days.span_reversed"),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused_by_name(n, unit, excluded, code):
    with pytest.raises(DayError) as caught:
        due(date(2024, 1, 1), n, unit, excluded)

    assert caught.value.code == code


@given(DAYS, COUNTS, UNITS, SPANS, st.booleans())
@quick
def test_a_longer_period_never_ends_earlier(start, n, unit, excluded, counted):
    first = due(start, n, unit, excluded, count_start_day=counted).day

    assert due(start, n + 1, unit, excluded, count_start_day=counted).day > first


@given(DAYS, st.integers(min_value=0, max_value=30), COUNTS, UNITS)
@quick
def test_a_later_start_never_ends_earlier(start, later, n, unit):
    assert due(start + timedelta(days=later), n, unit).day >= due(start, n, unit).day


@given(DAYS, st.integers(min_value=1, max_value=60), SPANS)
@quick
def test_the_last_day_counts_and_exactly_n_days_count(start, n, excluded):
    found = due(start, n, "working_day", excluded)

    counted = [
        day
        for day in (start + timedelta(days=offset) for offset in range(1, (found.day - start).days + 1))
        if is_working_day(day, CALENDARS) and not any(first <= day <= last for first, last in excluded)
    ]
    assert len(counted) == n
    assert counted[-1] == found.day


@given(DAYS, COUNTS, UNITS, SPANS)
@quick
def test_an_excluded_span_never_shortens(start, n, unit, excluded):
    assert due(start, n, unit, excluded).day >= due(start, n, unit).day


@given(DAYS, st.integers(min_value=0, max_value=20), UNITS, st.booleans())
@quick
def test_the_latest_start_is_in_time_and_a_day_later_is_not(day, n, unit, counted):
    start = latest_start(day, n, unit, CALENDARS, count_start_day=counted)

    assert due(start, n, unit, count_start_day=counted).day <= day
    assert due(start + timedelta(days=1), n, unit, count_start_day=counted).day > day


@given(DAYS, st.integers(min_value=0, max_value=240))
@quick
def test_a_month_later_is_the_same_day_or_the_end_of_a_shorter_month(day, months):
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
