"""Places that outlive their codes: Hangzhou was divided anew in 2021 while orders were under way."""

from datetime import date

import pytest

from kechuang.mechanisms.sharing.voucher.rules.places import seat, standing, within


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("330106", date(2026, 3, 16), "330106"),
        ("330103", date(2020, 3, 16), "330103"),
        ("330103", date(2026, 3, 16), "330105"),  # 下城区 went into 拱墅区
        ("440106", date(2026, 3, 16), "440000"),  # a county that the table does not hold
        ("990101", date(2026, 3, 16), "000000"),
    ],
)
def test_a_place_is_asked_as_it_stands_on_the_day(code, on, expected):
    assert standing(code, on) == expected


@pytest.mark.parametrize(
    ("code", "region", "expected"),
    [
        ("330106", "YRD", True),
        ("330103", "330100", True),
        ("440106", "YRD", False),
        ("330106", "310000", False),
        ("330106", "nowhere", False),
    ],
)
def test_a_place_lies_in_a_division_or_a_union(code, region, expected):
    assert within(code, region, date(2026, 3, 16)) is expected


@pytest.mark.parametrize(
    ("code", "ending", "expected"),
    [("330106", "", "330106"), ("330106", "00", "330100"), ("330106", "0000", "330000"), ("310115", "00", "310000")],
)
def test_the_seat_above_a_place(code, ending, expected):
    assert seat(code, ending, date(2026, 3, 16)) == expected
