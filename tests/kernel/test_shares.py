"""Shares are exact: what is written can be read again, and thirds add up to the whole."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.shares import WHOLE, read_share, total, write_share


@pytest.mark.parametrize(
    ("raw", "share"),
    [
        ("30%", Fraction(3, 10)),
        ("３０％", Fraction(3, 10)),
        ("30", Fraction(3, 10)),
        ("0.3", Fraction(3, 10)),
        ("1/3", Fraction(1, 3)),
        (" 1 / 3 ", Fraction(1, 3)),
        ("三分之一", Fraction(1, 3)),
        ("百分之四十", Fraction(2, 5)),
        ("33.33%", Fraction(3333, 10000)),
        ("1", WHOLE),
        ("100", WHOLE),
        ("1%", Fraction(1, 100)),
    ],
)
def test_a_share_is_read_as_people_write_it(raw, share):
    assert read_share(raw).value == share


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "share.shape"),
        ("a third", "share.shape"),
        ("1/0", "share.shape"),
        ("0", "share.range"),
        ("101", "share.range"),
    ],
)
def test_what_is_no_share_says_why(raw, code):
    assert read_share(raw).fault.code == code


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_what_is_written_is_read_again(top, bottom):
    share = Fraction(min(top, bottom), max(top, bottom))

    assert read_share(write_share(share)).value == share


@given(st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_parts_of_a_whole_add_up_exactly(parts):
    assert total(Fraction(part, sum(parts)) for part in parts) == WHOLE
