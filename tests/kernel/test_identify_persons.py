"""Identity and permit numbers: read, checked, and never printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.identify.person import read_resident_id, read_work_permit, resident_check
from tests.kernel.properties import quick

# The example of GB 11643-1999, whose birth day is fictitious.
EXAMPLE = "11010519491231002X"
TODAY = date(2026, 3, 1)


def test_the_standards_example_is_read():
    reading = read_resident_id(EXAMPLE, TODAY)

    number = reading.require()
    assert (number.text, number.birth, number.sex) == (EXAMPLE, date(1949, 12, 31), "female")
    assert reading.warnings == ()


@pytest.mark.parametrize(
    "raw", ["１１０１０５１９４９１２３１００２ｘ", "110105 19491231 002x", "110105-19491231-002X"]
)
def test_what_people_paste_is_taken(raw):
    assert read_resident_id(raw).require().text == EXAMPLE


def test_no_one_who_prints_a_reading_prints_the_number():
    reading = read_resident_id(EXAMPLE)

    shown = f"{reading} {reading!r} {reading.require()} {reading.require()!r}"

    assert "110*************2X"[:3] in shown
    assert EXAMPLE[6:14] not in shown
    assert EXAMPLE not in shown
    assert str(reading.require()) == "110*************2X"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("110105194912310021", "identify.resident_id.check"),
        ("11010519491231002", "identify.resident_id.shape"),
        ("110105491231002", "identify.resident_id.old"),
        ("1101051949123100XX", "identify.resident_id.shape"),
        ("", "identify.resident_id.shape"),
        ("110105194913310020", "identify.resident_id.birth"),
    ],
)
def test_what_is_wrong_is_explained_without_showing_the_number(raw, code):
    fixed = raw[:17] + resident_check(raw[:17]) if code.endswith("birth") else raw

    reading = read_resident_id(fixed, TODAY)

    assert reading.fault is not None
    assert reading.fault.code == code
    for language in ("zh", "en"):
        assert fixed[4:14] == "" or fixed[4:14] not in reading.fault.sentence(language) + repr(reading)


def test_a_birth_after_the_day_is_refused_where_the_day_is_given():
    unborn = "11010520270101002"
    number = unborn + resident_check(unborn)

    assert read_resident_id(number).ok
    fault = read_resident_id(number, TODAY).fault
    assert fault is not None
    assert fault.code == "identify.resident_id.birth"


def test_an_unknown_province_is_a_warning():
    body = "99010519491231002"

    reading = read_resident_id("08" + body[2:] + resident_check("08" + body[2:]))

    assert reading.ok
    assert [warning.code for warning in reading.warnings] == ["identify.resident_id.province"]


@pytest.mark.parametrize("prefix", ["81", "82", "83", "91"])
def test_residence_permits_and_permanent_residents_have_their_own_prefix(prefix):
    body = prefix + EXAMPLE[2:17]

    assert read_resident_id(body + resident_check(body)).warnings == ()


@given(
    st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 12, 31)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.sampled_from("0123456789X"),
)
@quick
def test_every_single_wrong_character_is_caught(birth, serial, position, other):
    body = f"330106{birth:%Y%m%d}{serial:03}"
    number = body + resident_check(body)
    wrong = number[:position] + other + number[position + 1 :]

    assert read_resident_id(number).require().birth == birth
    assert read_resident_id(wrong).ok is (wrong == number)


def test_a_work_permit_number_is_kept_and_not_printed():
    reading = read_work_permit(" 3301-2019-0001-2345 ")

    assert reading.require().text == "3301201900012345"
    assert "20190001" not in f"{reading!r} {reading.require()}"


@pytest.mark.parametrize("raw", ["", "1234567", "许可证号12345678", "1" * 21])
def test_what_is_no_work_permit_number_is_explained(raw):
    reading = read_work_permit(raw)

    assert reading.fault is not None
    assert reading.fault.code == "identify.work_permit.shape"
