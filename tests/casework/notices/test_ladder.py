"""Steps of warning: the same day gives the same step, later days never a lower one, a stopped clock does not climb."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.notices.ladder import COLOURS, Step, step_on, steps
from kechuang.casework.notices.warnings import ladder_at
from kechuang.rulebook.value import Text

DUE = date(2026, 6, 30)
ROWS = [
    {"code": "blue", "title": Text("蓝", "blue"), "from_day": -10, "colour": "blue", "tells": "handler"},
    {"code": "yellow", "title": Text("黄", "yellow"), "from_day": -3, "colour": "yellow", "tells": "handler+office"},
    {
        "code": "red",
        "title": Text("红", "red"),
        "from_day": 1,
        "colour": "red",
        "tells": "office+upper",
        "unless_share": Decimal("0.9"),
    },
]
LADDER = steps(ROWS)


def code(found: Step | None) -> str:
    return found.code if found else ""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 19), ""),
        (date(2026, 6, 20), "blue"),
        (date(2026, 6, 26), "blue"),
        (date(2026, 6, 27), "yellow"),
        (DUE, "yellow"),
        (date(2026, 7, 1), "red"),
        (date(2027, 7, 1), "red"),
    ],
)
def test_a_step_begins_on_its_day(day, expected):
    assert code(step_on(LADDER, DUE, day)) == expected


def test_no_due_day_no_step():
    assert step_on(LADDER, None, DUE) is None


def test_progress_keeps_a_case_from_the_step_that_it_exempts_from():
    day = DUE + timedelta(days=5)

    assert [code(step_on(LADDER, DUE, day, progress=share)) for share in (Decimal("0.89"), Decimal("0.9"))] == [
        "red",
        "yellow",
    ]


def test_the_colours_and_steps_are_the_datas():
    other = steps(
        [
            {"code": "a", "title": Text("蓝", "blue"), "from_day": -5, "colour": "blue", "tells": "none"},
            {"code": "b", "title": Text("橙", "orange"), "from_day": 0, "colour": "orange", "tells": "office"},
            {"code": "c", "title": Text("红", "red"), "from_day": 1, "colour": "red", "tells": "upper"},
        ]
    )

    assert [(each.colour, sorted(each.tells)) for each in other] == [
        ("blue", []),
        ("orange", ["office"]),
        ("red", ["upper"]),
    ]
    assert code(step_on(other, DUE, DUE)) == "b"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "pink"}, "a colour is one of"),
        ({"tells": "mayor"}, "who is nobody"),
        ({"from_day": 5}, "from early to late"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused(change, words):
    rows = [{**ROWS[0], **change}, ROWS[2]]

    with pytest.raises(ValueError, match=words):
        steps(rows)


ladders = st.lists(st.integers(-60, 60), min_size=1, max_size=6, unique=True).map(
    lambda days: tuple(
        Step(f"s{number}", "步", "step", day, COLOURS[number % 4], frozenset())
        for number, day in enumerate(sorted(days))
    )
)
dates = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def height(ladder, found) -> int:
    return ladder.index(found) if found else -1


@given(ladders, dates, dates, st.integers(0, 400))
def test_a_later_day_never_stands_lower(ladder, due, day, more):
    before, after = step_on(ladder, due, day), step_on(ladder, due, day + timedelta(days=more))

    assert height(ladder, before) <= height(ladder, after)


@given(ladders, dates, dates, st.integers(0, 400))
def test_a_stopped_clock_does_not_climb(ladder, due, stopped, more):
    there = step_on(ladder, due, stopped)

    assert step_on(ladder, due, stopped + timedelta(days=more), stopped_on=stopped) == there


@given(ladders, dates, dates, st.decimals(0, 1, places=2), st.decimals(0, 1, places=2))
def test_more_progress_never_stands_higher(ladder, due, day, one, other):
    exempting = tuple(
        Step(each.code, each.zh, each.en, each.from_day, each.colour, each.tells, Decimal("0.5")) for each in ladder
    )
    less, more = sorted((one, other))

    assert height(ladder, None) <= height(exempting, step_on(exempting, due, day, progress=more))
    assert height(exempting, step_on(exempting, due, day, progress=more)) <= height(
        exempting, step_on(exempting, due, day, progress=less)
    )


def test_the_same_day_gives_the_same_edition():
    assert ladder_at("330106", DUE) is ladder_at("330106", DUE)


def test_the_ladder_in_force_is_marked_as_our_design():
    found = ladder_at("330106", DUE)

    assert (found.confidence, [(each.code, each.from_day, each.colour) for each in found.steps]) == (
        "D",
        [("blue", -10, "blue"), ("yellow", -3, "yellow"), ("red", 1, "red")],
    )
