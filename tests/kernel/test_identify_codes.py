"""Codes of organisations: credit code, organisation code, and the ids that went before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.identify.credit import ALPHABET, CreditCode, credit_check, read_credit_code
from kechuang.kernel.identify.organisation import (
    LicenceNumber,
    OrganisationCode,
    TaxNumber,
    licence_check,
    organisation_check,
    read_licence_number,
    read_organisation_code,
    read_tax_number,
)
from tests.kernel.properties import quick

CREDIT_BODIES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["91", "12", "51", "93"]),
    st.from_regex(r"\A3[1-4][0-9]{4}\Z"),
    st.text(alphabet=ALPHABET, min_size=9, max_size=9),
)
ORGANISATION_BODIES = st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8)


def faults(reading):
    return reading.fault and reading.fault.code, [warning.code for warning in reading.warnings]


@pytest.mark.parametrize(
    "text",
    [
        "91330100799655058B",
        "91330106MA2ABCDEX7",
        "123300004700123489",
        "91310115MA1K00015K",
        "91340100MA5T00010K",
        "12320500466001232R",
    ],
)
def test_a_valid_credit_code_is_read_without_a_word(text):
    reading = read_credit_code(text)

    assert reading.require() == CreditCode(text)
    assert reading.warnings == ()


def test_the_parts_of_a_credit_code():
    code = read_credit_code("91330100799655058B").require()

    assert (code.authority, code.category, code.division, code.organisation) == ("9", "1", "330100", "799655058")


@pytest.mark.parametrize(
    "raw",
    [
        "９１３３０１００７９９６５５０５８Ｂ",
        " 9133 0100 7996 5505 8b ",
        "91330100-79965505-8-b",
        "91330100\u200b799655058B",
        "91330100\t799655058Ｂ\n",
    ],
)
def test_what_people_paste_is_taken_as_it_was_meant(raw):
    assert read_credit_code(raw).require() == CreditCode("91330100799655058B")


def test_a_sum_that_31_divides_has_the_check_character_0():
    body = next(f"9133010079965{n:04}" for n in range(10_000) if credit_check(f"9133010079965{n:04}") == "0")

    assert read_credit_code(f"{body}0").require() == CreditCode(f"{body}0")


@pytest.mark.parametrize(
    ("raw", "code", "suggested"),
    [
        ("", "identify.credit_code.empty", ()),
        ("9133010079965505", "identify.credit_code.length", ()),
        ("91330100799655058B1", "identify.credit_code.length", ()),
        ("330100000012345", "identify.credit_code.old_licence", ()),
        ("9133O1OO799655O58B", "identify.credit_code.left_out_letter", ("91330100799655058B",)),
        ("9I330I00799655058B", "identify.credit_code.left_out_letter", ("91330100799655058B",)),
        ("91330100799655058浙", "identify.credit_code.character", ()),
        ("9133B100799655058B", "identify.credit_code.division", ()),
        ("913301007996550588", "identify.credit_code.check", ("91330100799655058B",)),
        ("91330100799655508B", "identify.credit_code.check", ("91330100799655058B",)),
        ("91330100799655058A", "identify.credit_code.check", ()),
    ],
)
def test_what_is_wrong_is_named_and_what_was_meant_is_offered(raw, code, suggested):
    reading = read_credit_code(raw)

    assert reading.value is None
    assert (faults(reading)[0], reading.suggestions) == (code, suggested)


def test_a_wrong_check_character_is_told_the_right_one():
    fault = read_credit_code("91330100799655058A").fault

    assert fault is not None
    assert fault.sentence("zh") == (
        "“91330100799655058A”的校验码不符：末位应为“B”，现为“A”。至少有一位写错，请逐位对照证照。"
    )


def test_a_letter_never_used_is_named_with_its_place():
    fault = read_credit_code("91330106MA2ABCDEV7").fault

    assert fault is not None
    assert (fault.values["position"], fault.values["found"], fault.values["meant"]) == ("17", "V", "U/Y")


@pytest.mark.parametrize(
    ("body", "warnings"),
    [
        ("9133010079965505A", ["identify.credit_code.organisation"]),
        ("98330100799655058", ["identify.credit_code.category"]),
        ("91990100799655058", ["identify.credit_code.province"]),
        ("Z1330100799655058", []),
    ],
)
def test_what_is_unusual_inside_is_only_warned_of(body, warnings):
    if body.startswith("Z"):
        assert faults(read_credit_code(f"{body}0"))[0] == "identify.credit_code.left_out_letter"
        return

    reading = read_credit_code(body + credit_check(body))

    assert faults(reading) == (None, warnings)


@given(CREDIT_BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
@quick
def test_every_single_wrong_character_of_a_credit_code_is_caught(body, position, other):
    text = body + credit_check(body)
    wrong = text[:position] + other + text[position + 1 :]

    assert read_credit_code(text).ok
    assert read_credit_code(wrong).ok is (wrong == text)


@given(CREDIT_BODIES, st.integers(0, 16))
@quick
def test_two_swapped_neighbours_of_a_credit_code_are_caught(body, at):
    text = body + credit_check(body)
    wrong = text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    assert read_credit_code(wrong).ok is (wrong == text)


@given(st.text(max_size=24))
@quick
def test_any_text_is_read_or_explained(raw):
    for read in (read_credit_code, read_organisation_code, read_licence_number, read_tax_number):
        reading = read(raw)
        assert (reading.value is None) != (reading.fault is None)
        assert reading.fault is None or reading.fault.sentence("zh")


@pytest.mark.parametrize("text", ["MA2ABCDEX", "470012348", "MA1K00015", "MA5T00010", "466001232"])
def test_a_valid_organisation_code_is_read(text):
    assert read_organisation_code(text).require() == OrganisationCode(text)
    assert read_organisation_code(f"{text[:8]}-{text[8]}".lower()).require().printed == f"{text[:8]}-{text[8]}"


@pytest.mark.parametrize(
    ("raw", "code", "suggested"),
    [
        ("47001234", "identify.organisation_code.length", ()),
        ("4700123/8", "identify.organisation_code.shape", ()),
        ("47001234B", "identify.organisation_code.shape", ()),
        ("470012347", "identify.organisation_code.check", ()),
        ("470O12348", "identify.organisation_code.check", ("470012348",)),
        ("407012348", "identify.organisation_code.check", ()),
    ],
)
def test_a_wrong_organisation_code_is_explained(raw, code, suggested):
    reading = read_organisation_code(raw)

    assert (faults(reading)[0], reading.suggestions) == (code, suggested)


@given(ORGANISATION_BODIES, st.integers(0, 7), st.sampled_from("0123456789"))
@quick
def test_a_wrong_digit_of_an_organisation_code_is_caught(body, position, other):
    wrong = body[:position] + other + body[position + 1 :] + organisation_check(body)
    changed = (int(other, 36) - int(body[position], 36)) % 11 != 0

    assert read_organisation_code(body + organisation_check(body)).ok
    assert read_organisation_code(wrong).ok is not changed


@pytest.mark.parametrize(
    ("raw", "value", "warnings"),
    [
        ("3301002012345", "3301002012345", []),
        ("330100000012345", "330100000012345", ["identify.licence_number.check"]),
        (f"33010000001234{licence_check('33010000001234')}", f"33010000001234{licence_check('33010000001234')}", []),
    ],
)
def test_an_old_licence_number_is_kept(raw, value, warnings):
    reading = read_licence_number(raw)

    assert reading.require() == LicenceNumber(value)
    assert faults(reading)[1] == warnings


def test_the_examples_of_the_standards():
    assert read_credit_code("91350100M000100Y43").ok  # GB 32100-2015
    assert read_organisation_code("D2143569-X").ok  # GB 11714-1997
    assert read_licence_number("110108000000016").warnings == ()  # GS 15-2006


@pytest.mark.parametrize("raw", ["12345678901234", "33010020123AB", ""])
def test_what_is_no_old_licence_number_is_explained(raw):
    assert faults(read_licence_number(raw))[0] == "identify.licence_number.shape"


@pytest.mark.parametrize(
    ("raw", "value", "warnings"),
    [
        ("330100 470012348", "330100470012348", []),
        ("330100 470012347", "330100470012347", ["identify.tax_number.organisation"]),
        ("33010019491231002X01", "33010019491231002X01", []),
    ],
)
def test_an_old_tax_number_is_kept(raw, value, warnings):
    reading = read_tax_number(raw)

    assert reading.require() == TaxNumber(value)
    assert faults(reading)[1] == warnings


def test_what_is_no_old_tax_number_is_explained():
    assert faults(read_tax_number("ABC100470012348"))[0] == "identify.tax_number.shape"
    assert faults(read_tax_number("3301004700123"))[0] == "identify.tax_number.shape"
