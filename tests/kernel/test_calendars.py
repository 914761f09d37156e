"""Calendars are data: what the packaged ones hold, how a new year comes in, what a broken file is told."""

import json
from datetime import date

import pytest

from kechuang.kernel.days import Calendar, Calendars, DayError, Rest, load_calendars

YEAR = {
    "year": 2030,
    "version": "2030.1",
    "published": True,
    "source": {"title": "…"},
    "rests": [{"name": "元旦", "first": "2030-01-01", "last": "2030-01-01"}],
    "make_up": ["2030-01-05"],
}

# Days off as the spans of each notice give them, later changes applied, and weekend days worked: a count made
# independently of these files, from the notices themselves.
COUNTS = {
    2010: (29, 8),
    2011: (29, 5),
    2012: (27, 7),
    2013: (29, 12),
    2014: (22, 5),
    2015: (26, 5),
    2016: (24, 6),
    2017: (24, 5),
    2018: (23, 6),
    2019: (24, 7),
    2020: (30, 6),
    2021: (31, 7),
    2022: (31, 7),
    2023: (27, 7),
    2024: (28, 8),
    2025: (28, 5),
    2026: (33, 6),
    2027: (0, 0),
}


def write(folder, data, name="2030.json"):
    file = folder / name
    file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return file


def test_every_packaged_notice_gives_the_days_off_and_the_weekends_worked_that_it_gave():
    calendars = load_calendars()

    counts = {
        year: (sum((rest.last - rest.first).days + 1 for rest in calendar.rests), len(calendar.make_up))
        for year in calendars.years
        if (calendar := calendars.year(year))
    }

    assert counts == COUNTS


def test_published_calendars_name_their_notice_and_the_next_year_is_not_out():
    calendars = load_calendars()

    published = {year: calendars.year(year).published for year in calendars.years}

    assert published == {**dict.fromkeys(range(2010, 2027), True), 2027: False}
    for year in range(2010, 2027):
        source = calendars.year(year).source
        assert source["title"] == f"国务院办公厅关于{year}年部分节假日安排的通知"
        assert source["number"].startswith("国办发明电〔")


def test_a_day_of_rest_has_a_name_and_a_worked_weekend_day_is_known():
    calendars = load_calendars()

    assert calendars.rest_name(date(2025, 10, 8)) == "国庆节、中秋节"
    assert calendars.rest_name(date(2025, 10, 9)) is None
    assert calendars.is_make_up(date(2025, 10, 11))
    assert not calendars.is_make_up(date(2025, 10, 12))


def test_a_new_year_is_loaded_beside_the_packaged_ones(tmp_path):
    write(tmp_path, YEAR)

    calendars = load_calendars(tmp_path)

    assert calendars.is_working_day(date(2030, 1, 5))
    assert not calendars.is_working_day(date(2030, 1, 1))
    assert calendars.version_of(2030) == "2030.1"
    assert calendars.version_of(2026) == "2026.1"
    assert calendars.version_of(2031) == "none-2031"


def test_a_later_version_of_a_year_replaces_the_earlier_whole(tmp_path):
    file = write(tmp_path, {**YEAR, "version": "2030.2", "rests": [{**YEAR["rests"][0], "last": "2030-01-02"}]})

    calendars = load_calendars(write(tmp_path, YEAR, "a.json"), file)

    assert calendars.version_of(2030) == "2030.2"
    assert not calendars.is_working_day(date(2030, 1, 2))


def test_an_overlay_on_loaded_calendars_leaves_those_alone():
    packaged = load_calendars()
    notice = Calendar(2027, "2027.1", True, (Rest("元旦", date(2027, 1, 1), date(2027, 1, 3)),))

    overlaid = packaged.with_calendars([notice])

    assert overlaid.unpublished_for(date(2027, 1, 4)) == ()
    assert packaged.unpublished_for(date(2027, 1, 4)) == (2027,)
    assert Calendars().is_working_day(date(2027, 1, 4))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"make_up": ["2030-01-07"]}, "2030-01-07 cannot be a make-up working day"),
        ({"make_up": ["2031-01-04"]}, "2031-01-04 cannot be a make-up working day"),
        ({"rests": [{"name": "元旦", "first": "2030-01-05", "last": "2030-01-06"}]}, "2030-01-05 cannot be a make-up"),
        ({"rests": [{"name": "元旦", "first": "2030-01-02", "last": "2030-01-01"}]}, "The rest “元旦”"),
        ({"rests": [{"name": "元旦", "first": "2031-01-01", "last": "2031-01-01"}]}, "The rest “元旦”"),
        ({"rests": []}, "The calendar of 2030 is marked published but holds no rest"),
        ({"rests": [{"name": "元旦", "first": "1 January", "last": "2030-01-01"}]}, "ValueError"),
        ({"rests": [{"first": "2030-01-01", "last": "2030-01-01"}]}, "KeyError"),
        ({"year": None}, "TypeError"),
        ({"source": "…"}, "TypeError"),
        ({"published": "yes"}, "TypeError: published is true or false"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused_with_its_file(tmp_path, change, why):
    file = write(tmp_path, {**YEAR, **change})

    with pytest.raises(DayError) as caught:
        load_calendars(file)

    assert caught.value.code == "days.bad_file"
    assert caught.value.values["file"] == "2030.json"
    assert caught.value.values["why"].startswith(why)


@pytest.mark.parametrize("text", ["", "{", "[]", '"2030"', "null"])
def test_a_file_that_is_no_calendar_is_refused_with_its_name(tmp_path, text):
    with pytest.raises(DayError) as caught:
        load_calendars(write(tmp_path, text))

    assert caught.value.code == "days.bad_file"
    assert caught.value.values["file"] == "2030.json"


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path):
    with pytest.raises(DayError) as caught:
        load_calendars(tmp_path / "2030.json")

    assert caught.value.values["file"] == "2030.json"
