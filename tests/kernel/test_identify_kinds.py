"""Classifications and closed lists: IPC, discipline, industry, fields, readiness, contracts, licences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.identify.classify import (
    Discipline,
    Industry,
    Ipc,
    industry_section,
    read_discipline,
    read_emerging_industry,
    read_high_tech_field,
    read_industry,
    read_ipc,
)
from kechuang.kernel.identify.kinds import (
    READINESS,
    Readiness,
    read_contract_kind,
    read_licence_kind,
    read_readiness,
)
from kechuang.kernel.identify.names import disciplines, industries
from tests.kernel.properties import quick


def fault(reading):
    return reading.fault and reading.fault.code


@pytest.mark.parametrize(
    ("raw", "text", "level"),
    [
        ("A01B 1/00", "A01B 1/00", "main_group"),
        ("a01b1/02", "A01B 1/02", "subgroup"),
        ("Ａ０１Ｂ　１／０２", "A01B 1/02", "subgroup"),
        ("A01B 0001/02", "A01B 1/02", "subgroup"),
        ("A01B0001020000", "A01B 1/02", "subgroup"),
        ("A01B0001000000", "A01B 1/00", "main_group"),
        ("G06F 16/00 (2019.01)", "G06F 16/00", "main_group"),
        ("A01B 1", "A01B 1/00", "main_group"),
        ("H04L", "H04L", "subclass"),
        ("H04", "H04", "class"),
        ("h", "H", "section"),
    ],
)
def test_an_ipc_symbol_is_read_as_people_paste_it(raw, text, level):
    symbol = read_ipc(raw).require()

    assert (symbol.text, symbol.level) == (text, level)


def test_the_edition_of_an_ipc_symbol_is_kept():
    assert read_ipc("G06F 16/00 (2019.01)").require() == Ipc("G06F 16/00", "2019.01")


@pytest.mark.parametrize(
    ("above", "below", "covers"),
    [
        ("A", "A01B 1/02", True),
        ("A01B", "A01B 1/02", True),
        ("A01B 1/00", "A01B 1/02", True),
        ("A01B 1/00", "A01B 10/02", False),
        ("A01B 1/02", "A01B 1/02", True),
        ("A01B 1/02", "A01B 1/024", False),
        ("A01C", "A01B 1/02", False),
    ],
)
def test_a_symbol_covers_what_lies_under_it(above, below, covers):
    assert read_ipc(above).require().covers(read_ipc(below).require()) is covers


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "identify.ipc.shape"),
        ("X01B", "identify.ipc.section"),
        ("A1B", "identify.ipc.shape"),
        ("A01B 0/02", "identify.ipc.shape"),
        ("A01B 1/2", "identify.ipc.shape"),
    ],
)
def test_what_is_no_ipc_symbol_is_explained(raw, code):
    assert fault(read_ipc(raw)) == code


@pytest.mark.parametrize(
    ("raw", "printed"),
    [("520", "520"), ("520.20", "520.20"), ("5202010", "520.2010"), ("５２０．２０１０", "520.2010")],
)
def test_a_discipline_is_printed_as_the_standard_prints_it(raw, printed):
    discipline = read_discipline(raw).require()

    assert discipline.printed == printed
    assert discipline.field == ("计算机科学技术", "Computer science and technology")
    assert Discipline("520").covers(discipline)
    assert not Discipline("52099").covers(discipline)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("52", "identify.discipline.shape"),
        ("5202", "identify.discipline.shape"),
        ("525", "identify.discipline.unknown"),
    ],
)
def test_what_is_no_discipline_is_explained(raw, code):
    assert fault(read_discipline(raw)) == code


@pytest.mark.parametrize(
    ("raw", "text"), [("3562", "C3562"), ("C3562", "C3562"), ("c 35", "C35"), ("01", "A01"), ("97", "T97"), ("M", "M")]
)
def test_the_letter_of_an_industry_follows_from_its_digits(raw, text):
    assert read_industry(raw).require() == Industry(text)


def test_an_industry_knows_its_section_and_its_division_by_name():
    industry = read_industry("3562").require()

    assert (industry.section, industry.division) == ("C", ("专用设备制造业", "Special-purpose machinery"))
    assert Industry("C35").covers(industry)
    assert not Industry("C36").covers(industry)


@pytest.mark.parametrize(
    ("raw", "code", "suggested"),
    [
        ("D3562", "identify.industry.letter", ("C3562",)),
        ("Z", "identify.industry.section", ()),
        ("98", "identify.industry.division", ()),
        ("00", "identify.industry.division", ()),
        ("35621", "identify.industry.shape", ()),
        ("", "identify.industry.shape", ()),
    ],
)
def test_what_is_no_industry_is_explained(raw, code, suggested):
    reading = read_industry(raw)

    assert (fault(reading), reading.suggestions) == (code, suggested)


def test_the_standards_are_whole():
    letters = [code for code in industries() if len(code) == 1]
    divisions = [code for code in industries() if len(code) == 3]

    assert letters == list("ABCDEFGHIJKLMNOPQRST")
    assert [code[1:] for code in divisions] == [f"{number:02}" for number in range(1, 98)]
    assert [code[0] for code in divisions] == sorted(code[0] for code in divisions)
    assert len(disciplines()) == 62
    assert industry_section("") is None


@given(st.from_regex(r"\A[0-9]{2,4}\Z"))
@quick
def test_an_industry_with_its_own_letter_is_the_same_as_without(digits):
    reading = read_industry(digits)

    if reading.value:
        assert read_industry(reading.value.text).value == reading.value


@pytest.mark.parametrize(
    ("read", "raw", "text"),
    [
        (read_high_tech_field, "1.2.3", "1.2.3"),
        (read_high_tech_field, "08。1", "8.1"),
        (read_emerging_industry, "9", "9"),
    ],
)
def test_dotted_fields(read, raw, text):
    assert read(raw).require().text == text


@pytest.mark.parametrize(
    ("read", "raw", "code"),
    [
        (read_high_tech_field, "9.1", "identify.field.unknown"),
        (read_high_tech_field, "1.0", "identify.field.unknown"),
        (read_emerging_industry, "10", "identify.field.unknown"),
        (read_emerging_industry, "一", "identify.field.shape"),
    ],
)
def test_what_is_no_field_is_explained(read, raw, code):
    assert fault(read(raw)) == code


def test_a_field_covers_what_lies_under_it():
    above, below, beside = (read_high_tech_field(raw).require() for raw in ("1.2", "1.2.3", "1.23"))

    assert above.covers(below)
    assert not above.covers(beside)


@pytest.mark.parametrize("raw", ["6", 6, "TRL 6", "trl6", "第6级", "第六级", "正样级"])
def test_a_readiness_level_in_any_writing(raw):
    assert read_readiness(raw).require() == Readiness(6)


def test_levels_up_to_nine_are_of_the_technology_and_four_more_of_the_market():
    sides = [Readiness(level).side for level in READINESS]

    assert sides == ["technology"] * 9 + ["market"] * 4
    assert Readiness(11).names == ("盈亏级", "break-even")


@pytest.mark.parametrize(
    ("raw", "code"),
    [("0", "identify.readiness.level"), ("14", "identify.readiness.level"), ("成熟", "identify.readiness.shape")],
)
def test_what_is_no_readiness_level_is_explained(raw, code):
    assert fault(read_readiness(raw)) == code


@pytest.mark.parametrize(
    ("raw", "kind"),
    [("技术开发合同", "development"), ("委托开发", "development"), ("技术许可", "licence"), ("Service", "service")],
)
def test_the_five_kinds_of_technology_contract(raw, kind):
    assert read_contract_kind(raw).require() == kind


def test_a_sale_is_no_technology_contract():
    assert fault(read_contract_kind("买卖合同")) == "identify.contract_kind.unknown"


@pytest.mark.parametrize(
    ("raw", "kind", "warnings"),
    [
        ("独占", "exclusive", []),
        ("排他许可", "sole", []),
        ("普通", "ordinary", []),
        ("", "ordinary", ["identify.licence_kind.silent"]),
    ],
)
def test_a_licence_that_says_nothing_is_ordinary(raw, kind, warnings):
    reading = read_licence_kind(raw)

    assert (reading.require(), [warning.code for warning in reading.warnings]) == (kind, warnings)


def test_an_unknown_licence_is_explained():
    assert fault(read_licence_kind("半独占")) == "identify.licence_kind.unknown"
