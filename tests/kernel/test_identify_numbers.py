"""Patent application numbers, and the numbers that registers give out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.identify.patent import PatentNumber, patent_check, read_patent_number
from kechuang.kernel.identify.register import (
    InstrumentNumber,
    RegisterNumber,
    ReportNumber,
    read_contract_registration,
    read_high_tech_certificate,
    read_instrument_number,
    read_report_number,
    read_sme_number,
)
from tests.kernel.properties import quick


def faults(reading):
    return reading.fault and reading.fault.code, [warning.code for warning in reading.warnings]


@pytest.mark.parametrize(
    ("text", "year", "kind"),
    [
        ("200310100002.X", 2003, "invention"),
        ("202110123456.7", 2021, "invention"),
        ("202320765432.6", 2023, "utility_model"),
    ],
)
def test_a_valid_application_number_is_read(text, year, kind):
    number = read_patent_number(text).require()

    assert (number, number.year, number.kind) == (PatentNumber(text), year, kind)


@pytest.mark.parametrize(
    "raw",
    [
        "ZL202110123456.7",
        "ZL 2021 1 0123456.7",
        "CN202110123456.7",
        "2021101234567",
        "２０２１１０１２３４５６．７",
        "zl2021101234567",
    ],
)
def test_what_people_paste_is_taken(raw):
    assert read_patent_number(raw).require() == PatentNumber("202110123456.7")


def test_numbers_before_october_2003_are_shorter():
    number = read_patent_number(f"98101234.{patent_check('98101234')}").require()

    assert (number.year, number.kind) == (1998, "invention")


@pytest.mark.parametrize(
    ("raw", "code", "suggested"),
    [
        ("202110123456", "identify.patent.no_check", ("202110123456.7",)),
        ("202110123456.8", "identify.patent.check", ()),
        ("202110123465.7", "identify.patent.check", ()),
        ("CN112345678A", "identify.patent.publication", ()),
        ("2021101234", "identify.patent.shape", ()),
        ("", "identify.patent.shape", ()),
        (f"202150123456.{patent_check('202150123456')}", "identify.patent.kind", ()),
        (f"200110123456.{patent_check('200110123456')}", "identify.patent.year", ()),
        (f"202710123456.{patent_check('202710123456')}", "identify.patent.year", ()),
    ],
)
def test_what_is_wrong_is_named_and_what_was_meant_is_offered(raw, code, suggested):
    reading = read_patent_number(raw, date(2026, 3, 1))

    assert (faults(reading)[0], reading.suggestions) == (code, suggested)


@given(
    st.integers(2004, 2026),
    st.sampled_from("12389"),
    st.integers(0, 9_999_999),
    st.integers(0, 11),
    st.sampled_from("0123456789"),
)
@quick
def test_every_single_wrong_digit_is_caught(year, kind, serial, position, other):
    body = f"{year}{kind}{serial:07}"
    wrong = body[:position] + other + body[position + 1 :]

    assert read_patent_number(f"{body}.{patent_check(body)}").ok
    assert (wrong == body) is (patent_check(wrong) == patent_check(body))


def test_a_report_number_is_read_into_its_parts():
    reading = read_report_number("470012348--2016YFB0100200/01")

    assert reading.require() == ReportNumber("470012348", "2016YFB0100200", 1, "")
    assert reading.require().text == "470012348--2016YFB0100200/01"
    assert reading.warnings == ()


@pytest.mark.parametrize(
    "raw",
    [
        "47001234-8--2016YFB0100200/1",
        "470012348——2016yfb0100200／01",
        "４７００１２３４８--2016YFB0100200/01",
        "470012348 -- 2016YFB0100200 / 01",
    ],
)
def test_a_report_number_as_people_paste_it(raw):
    assert read_report_number(raw).require().text == "470012348--2016YFB0100200/01"


def test_a_report_number_may_end_in_its_access_flag():
    assert read_report_number("470012348--2016YFB0100200/02GK").require().access == "GK"
    assert read_report_number("470012348--2016YFB0100200/02公开").require().access == "公开"


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        ("470012348--2016YFB0100200", ("identify.report.shape", [])),
        ("2016YFB0100200/01", ("identify.report.shape", [])),
        ("470012348--2016YFB0100200/00", ("identify.report.serial", [])),
        ("470012347--2016YFB0100200/01", (None, ["identify.report.organisation"])),
        ("000000000--2016YFB0100200/01", (None, [])),
    ],
)
def test_a_report_number_that_is_wrong_or_unusual(raw, outcome):
    assert faults(read_report_number(raw)) == outcome


@pytest.mark.parametrize(
    ("read", "raw", "value", "warnings"),
    [
        (read_high_tech_certificate, "gr 2022 33 001234", RegisterNumber("GR202233001234", 2022, "33"), []),
        (
            read_high_tech_certificate,
            "GR202200001234",
            RegisterNumber("GR202200001234", 2022, "00"),
            ["identify.high_tech.province"],
        ),
        (read_high_tech_certificate, "2022-33", RegisterNumber("202233"), ["identify.high_tech.unusual"]),
        (read_sme_number, "20213301060A000123", RegisterNumber("20213301060A000123"), ["identify.sme.unusual"]),
        (read_sme_number, "202133010600001234", RegisterNumber("202133010600001234", 2021, "33"), []),
        (
            read_sme_number,
            "202100010600001234",
            RegisterNumber("202100010600001234", 2021, "00"),
            ["identify.sme.province"],
        ),
        (read_contract_registration, "2021330106000123", RegisterNumber("2021330106000123", 2021), []),
        (
            read_contract_registration,
            "浙技合字123号",
            RegisterNumber("浙技合字123号"),
            ["identify.contract_registration.unusual"],
        ),
    ],
)
def test_numbers_of_local_practice_are_kept_and_only_warned_of(read, raw, value, warnings):
    reading = read(raw)

    assert reading.require() == value
    assert faults(reading)[1] == warnings


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (read_high_tech_certificate, "identify.high_tech.shape"),
        (read_sme_number, "identify.sme.shape"),
        (read_contract_registration, "identify.contract_registration.shape"),
    ],
)
@pytest.mark.parametrize("raw", ["", "??", "1" * 41])
def test_what_is_no_register_number_is_explained(read, code, raw):
    assert faults(read(raw))[0] == code


def test_an_instrument_is_numbered_within_the_unit_that_manages_it():
    assert read_instrument_number("u1", " tp—2021/ 0007 ").require() == InstrumentNumber("u1", "TP-2021/0007")
    assert faults(read_instrument_number("u1", "仪器7"))[0] == "identify.instrument.shape"
