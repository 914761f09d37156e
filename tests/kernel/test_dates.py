"""Dates as people write them keep their precision; a short year is asked about, not guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.dates import WrittenDate, read_date
from tests.kernel.properties import quick

DAY = WrittenDate(date(2022, 1, 15), date(2022, 1, 15), "day")
MONTH = WrittenDate(date(2022, 1, 1), date(2022, 1, 31), "month")
YEAR = WrittenDate(date(2022, 1, 1), date(2022, 12, 31), "year")


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("2022年1月15日", DAY),
        ("2022 年 1 月 15 日", DAY),
        ("2022-01-15", DAY),
        ("2022/1/15", DAY),
        ("２０２２．１．１５", DAY),
        ("20220115", DAY),
        ("二〇二二年一月十五日", DAY),
        ("2022年1月15号", DAY),
        ("2022.01", MONTH),
        ("2022年1月", MONTH),
        ("202201", MONTH),
        ("二零二二年一月", MONTH),
        ("2022年", YEAR),
        ("2022", YEAR),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_with(raw, written):
    assert read_date(raw).require() == written


@pytest.mark.parametrize(
    ("raw", "code", "suggested"),
    [
        ("22-1-5", "dates.short_year", ("2022-01-05",)),
        ("22年1月", "dates.short_year", ("2022-01",)),
        ("22.13.1", "dates.unreadable", ()),
        ("2022-02-30", "dates.no_such_day", ()),
        ("2022年13月", "dates.no_such_day", ()),
        ("1月5日", "dates.unreadable", ()),
        ("", "dates.unreadable", ()),
        ("去年", "dates.unreadable", ()),
    ],
)
def test_what_is_no_date_is_explained(raw, code, suggested):
    reading = read_date(raw)

    assert reading.fault is not None
    assert (reading.fault.code, reading.suggestions) == (code, suggested)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
@quick
def test_every_day_is_read_back_from_its_chinese_writing(day):
    assert read_date(f"{day.year}年{day.month}月{day.day}日").require() == WrittenDate(day, day, "day")


@given(st.text(alphabet="0123456789年月日-/.〇一二十 x", max_size=12))
@quick
def test_any_text_is_read_or_explained(raw):
    reading = read_date(raw)

    assert (reading.value is None) != (reading.fault is None)
