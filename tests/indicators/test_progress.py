"""What can honestly be said of a promised number, at every limit."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.indicators import progress
from kechuang.indicators.progress import Goal, Progress, judge

GOAL = Goal(base=Decimal(100), base_on=date(2020, 12, 31), target=Decimal(200), due_on=date(2025, 12, 31))
HALF = date(2023, 7, 2)  # 913 of 1826 days: the path asks 150


def test_a_clause_without_a_number_is_never_judged():
    assert judge(None, Decimal(5), on=HALF) == Progress(state=progress.NO_NUMBER)


@pytest.mark.parametrize(
    ("actual", "state", "ratio"),
    [
        ("150", progress.ON_TRACK, Fraction(1)),
        ("149.99", progress.WATCH, Fraction(4999, 5000)),
        ("145", progress.WATCH, Fraction(9, 10)),
        ("144.99", progress.BEHIND, Fraction(4499, 5000)),
        ("100", progress.BEHIND, Fraction(0)),
        ("99", progress.MOVING_AWAY, Fraction(-1, 50)),
    ],
)
def test_the_linear_path_decides_at_its_limits(actual, state, ratio):
    said = judge(GOAL, Decimal(actual), on=HALF)

    assert said == Progress(state=state, path=Fraction(150), ratio=ratio)


def test_a_target_reached_early_is_already_met_and_on_its_day_met():
    early, on_the_day = judge(GOAL, Decimal(200), on=HALF), judge(GOAL, Decimal(200), on=GOAL.due_on)

    assert (early, on_the_day) == (Progress(state=progress.ALREADY_MET), Progress(state=progress.MET))


def test_a_target_that_is_due_and_not_reached_is_missed():
    assert judge(GOAL, Decimal("199.99"), on=GOAL.due_on) == Progress(state=progress.MISSED)


def test_more_than_is_not_kept_by_the_very_number():
    goal = Goal(target=Decimal(50), due_on=date(2025, 12, 31), sense=progress.MORE_THAN)

    assert judge(goal, Decimal(50), on=goal.due_on) == Progress(state=progress.MISSED)
    assert judge(goal, Decimal("50.01"), on=goal.due_on) == Progress(state=progress.MET)


def test_a_falling_number_is_judged_on_a_falling_path():
    goal = Goal(
        base=Decimal(60), base_on=date(2020, 12, 31), target=Decimal(30), due_on=date(2025, 12, 31), sense="at_most"
    )

    assert judge(goal, Decimal(45), on=HALF) == Progress(state=progress.ON_TRACK, path=Fraction(45), ratio=Fraction(1))
    assert judge(goal, Decimal(61), on=HALF).state == progress.MOVING_AWAY


@pytest.mark.parametrize(
    ("goal", "actual", "on", "why"),
    [
        (GOAL, None, HALF, progress.NO_VALUE),
        (Goal(target=Decimal(9), due_on=date(2025, 12, 31)), Decimal(1), HALF, progress.NO_BASE),
        (GOAL, Decimal(1), GOAL.base_on, progress.BEFORE_BASE),
        (
            Goal(base=Decimal(9), base_on=date(2020, 12, 31), target=Decimal(5), due_on=date(2025, 12, 31)),
            Decimal(4),
            HALF,
            progress.NO_PATH,
        ),
    ],
)
def test_where_nothing_can_be_said_it_says_why(goal, actual, on, why):
    assert judge(goal, actual, on=on) == Progress(state=progress.CANNOT_SAY, why=why)


def test_a_goal_needs_a_known_sense_and_a_day_after_its_baseline():
    with pytest.raises(ValueError, match="sense"):
        Goal(target=Decimal(1), due_on=HALF, sense="about")
    with pytest.raises(ValueError, match="after the day"):
        Goal(target=Decimal(1), due_on=HALF, base=Decimal(0), base_on=HALF)


@settings(max_examples=60)
@given(
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.dates(date(2021, 1, 1), date(2025, 12, 30)),
)
def test_more_is_never_judged_worse(one, other, on):
    order = [progress.MOVING_AWAY, progress.BEHIND, progress.WATCH, progress.ON_TRACK, progress.ALREADY_MET]
    low, high = (judge(GOAL, value, on=on).state for value in sorted((one, other)))

    assert order.index(low) <= order.index(high)
