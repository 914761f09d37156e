"""Every fault of the kernel has its sentences, every sentence its fault, and what they name they are given."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from kechuang.kernel import days, money, place, shares
from kechuang.kernel.calendars import calendar_from
from kechuang.kernel.dates import read_date
from kechuang.kernel.faults import SENTENCES
from kechuang.kernel.identify import classify, credit, ip, kinds, organisation, patent, person, register
from kechuang.kernel.place import Division, Places
from kechuang.kernel.places.records import Succession
from kechuang.kernel.reading import Fault, FaultError, Reading

KERNEL = Path(credit.__file__).parents[1]
CALENDARS = days.load_calendars()
ON = date(2022, 1, 1)


def raised(call: Callable[..., object], *arguments: object) -> Fault:
    with pytest.raises(FaultError) as caught:
        call(*arguments)
    return caught.value.fault


def said(reading: Reading) -> Fault:
    return reading.fault or reading.warnings[0]


def credited(body: str) -> Reading:
    return credit.read_credit_code(body + credit.credit_check(body))


def patented(body: str) -> Reading:
    return patent.read_patent_number(f"{body}.{patent.patent_check(body)}", ON)


def person_of(body: str) -> Reading:
    return person.read_resident_id(body + person.resident_check(body), ON)


def calendar_of(**change: object) -> Fault:
    data = {"year": 2030, "version": "1", "published": True, "rests": [{"name": "…", "first": "2030-01-01"}]}
    data["rests"][0]["last"] = "2030-01-01"
    return raised(calendar_from, {**data, **change})


EXAMPLES: dict[str, Callable[[], Fault]] = {
    "money.empty": lambda: raised(money.yuan, ""),
    "money.not_a_number": lambda: raised(money.yuan, "x"),
    "money.not_exact": lambda: raised(money.yuan, 1.5),
    "money.sub_fen": lambda: raised(money.yuan, "0.001"),
    "money.too_large": lambda: raised(money.yuan, "1" * 20),
    "money.no_weight": lambda: raised(money.split, Decimal(1), []),
    "money.negative_weight": lambda: raised(money.split, Decimal(1), [Decimal(-1)]),
    "money.weight_size": lambda: raised(money.split, Decimal(1), [Decimal("1E+99")]),
    "amount.empty": lambda: raised(money.parse_amount, ""),
    "amount.unreadable": lambda: raised(money.parse_amount, "面议"),
    "amount.unit_conflict": lambda: raised(money.parse_amount, "1美元", "元"),
    "amount.range_reversed": lambda: raised(money.parse_amount, "2—1家"),
    "amount.unit_unknown": lambda: raised(money.parse_amount, "1", "2元"),
    "amount.not_a_share": lambda: raised(lambda: money.parse_amount("1家").ratio),
    "amount.unit_slip": lambda: money.unit_slip(Decimal(120), Decimal(1_500_000)) or Fault("none"),
    "days.provisional": lambda: days.deadline(date(2027, 1, 1), 1, "working_day", CALENDARS).notice or Fault("none"),
    "days.unit_unknown": lambda: raised(days.deadline, ON, 1, "day", CALENDARS),
    "days.bad_count": lambda: raised(days.deadline, ON, -1, "month", CALENDARS),
    "days.span_reversed": lambda: raised(
        days.deadline, ON, 1, "month", CALENDARS, [(date(2022, 1, 2), date(2022, 1, 1))]
    ),
    "days.bad_file": lambda: raised(days.load_calendars, "/nowhere/2030.json"),
    "days.bad_rest": lambda: calendar_of(rests=[{"name": "…", "first": "2031-01-01", "last": "2031-01-01"}]),
    "days.bad_make_up": lambda: calendar_of(make_up=["2030-01-07"]),
    "days.published_empty": lambda: calendar_of(rests=[]),
    "dates.unreadable": lambda: said(read_date("去年")),
    "dates.no_such_day": lambda: said(read_date("2022-02-30")),
    "dates.short_year": lambda: said(read_date("22-1-5")),
    "place.shape": lambda: raised(place.division, "3301", ON),
    "place.unknown": lambda: raised(place.division, "339999", ON),
    "place.expired": lambda: raised(place.division, "330103", ON),
    "place.not_yet": lambda: raised(place.division, "330113", date(2020, 1, 1)),
    "place.not_covered": lambda: raised(place.division, "110108", ON),
    "place.union_unknown": lambda: raised(place.members, "PRD", ON),
    "place.union_not_then": lambda: raised(place.division, "YRD", date(2012, 1, 1)),
    "place.overlap": lambda: raised(Places, [Division("1", "", "", "county", None)] * 2),
    "place.dangling": lambda: raised(Places, [], [Succession(ON, "330106", "330108", "whole")]),
    "place.bad_file": lambda: raised(place.load_places, Path("/nowhere")),
    "place.name_empty": lambda: said(place.find("", ON)),
    "place.name_unknown": lambda: said(place.find("无此地", ON)),
    "place.name_ambiguous": lambda: said(place.find("鼓楼区", ON)),
    "place.renamed": lambda: said(place.find("楚州区", ON)),
    "identify.credit_code.empty": lambda: said(credit.read_credit_code("")),
    "identify.credit_code.old_licence": lambda: said(credit.read_credit_code("1" * 15)),
    "identify.credit_code.length": lambda: said(credit.read_credit_code("1")),
    "identify.credit_code.left_out_letter": lambda: said(credit.read_credit_code("O" * 18)),
    "identify.credit_code.character": lambda: said(credit.read_credit_code("浙" * 18)),
    "identify.credit_code.division": lambda: said(credit.read_credit_code("A" * 18)),
    "identify.credit_code.check": lambda: said(credit.read_credit_code("91330100799655058A")),
    "identify.credit_code.category": lambda: said(credited("98330100799655058")),
    "identify.credit_code.province": lambda: said(credited("91990100799655058")),
    "identify.credit_code.organisation": lambda: said(credited("9133010079965505A")),
    "identify.organisation_code.length": lambda: said(organisation.read_organisation_code("")),
    "identify.organisation_code.shape": lambda: said(organisation.read_organisation_code("1" * 8 + "B")),
    "identify.organisation_code.check": lambda: said(organisation.read_organisation_code("470012347")),
    "identify.licence_number.shape": lambda: said(organisation.read_licence_number("")),
    "identify.licence_number.check": lambda: said(organisation.read_licence_number("110108000000017")),
    "identify.tax_number.shape": lambda: said(organisation.read_tax_number("")),
    "identify.tax_number.organisation": lambda: said(organisation.read_tax_number("330100470012347")),
    "identify.resident_id.shape": lambda: said(person.read_resident_id("")),
    "identify.resident_id.old": lambda: said(person.read_resident_id("1" * 15)),
    "identify.resident_id.check": lambda: said(person.read_resident_id("110105194912310021")),
    "identify.resident_id.birth": lambda: said(person_of("11010519491331002")),
    "identify.resident_id.province": lambda: said(person_of("08010519491231002")),
    "identify.work_permit.shape": lambda: said(person.read_work_permit("")),
    "identify.patent.publication": lambda: said(patent.read_patent_number("CN112345678A")),
    "identify.patent.no_check": lambda: said(patent.read_patent_number("202110123456")),
    "identify.patent.shape": lambda: said(patent.read_patent_number("")),
    "identify.patent.check": lambda: said(patent.read_patent_number("202110123456.8")),
    "identify.patent.kind": lambda: said(patented("202150123456")),
    "identify.patent.year": lambda: said(patented("202310123456")),
    "identify.report.shape": lambda: said(register.read_report_number("")),
    "identify.report.serial": lambda: said(register.read_report_number("470012348--2016YFB0100200/00")),
    "identify.report.organisation": lambda: said(register.read_report_number("470012347--2016YFB0100200/01")),
    "identify.high_tech.shape": lambda: said(register.read_high_tech_certificate("")),
    "identify.high_tech.unusual": lambda: said(register.read_high_tech_certificate("2022")),
    "identify.high_tech.province": lambda: said(register.read_high_tech_certificate("GR202200001234")),
    "identify.sme.shape": lambda: said(register.read_sme_number("")),
    "identify.sme.unusual": lambda: said(register.read_sme_number("2022")),
    "identify.sme.province": lambda: said(register.read_sme_number("202100010600001234")),
    "identify.contract_registration.shape": lambda: said(register.read_contract_registration("")),
    "identify.contract_registration.unusual": lambda: said(register.read_contract_registration("2022")),
    "identify.instrument.shape": lambda: said(register.read_instrument_number("u", "")),
    "identify.ipc.section": lambda: said(classify.read_ipc("X")),
    "identify.ipc.shape": lambda: said(classify.read_ipc("")),
    "identify.discipline.shape": lambda: said(classify.read_discipline("")),
    "identify.discipline.unknown": lambda: said(classify.read_discipline("999")),
    "identify.industry.shape": lambda: said(classify.read_industry("")),
    "identify.industry.section": lambda: said(classify.read_industry("Z")),
    "identify.industry.division": lambda: said(classify.read_industry("99")),
    "identify.industry.letter": lambda: said(classify.read_industry("D3562")),
    "identify.field.shape": lambda: said(classify.read_high_tech_field("")),
    "identify.field.unknown": lambda: said(classify.read_high_tech_field("9")),
    "identify.readiness.shape": lambda: said(kinds.read_readiness("")),
    "share.shape": lambda: said(shares.read_share("x")),
    "share.range": lambda: said(shares.read_share("0")),
    "identify.ip.shape": lambda: said(ip.read_ip_number("software", "?")),
    "identify.ip.unusual": lambda: said(ip.read_ip_number("software", "XX123456")),
    "identify.readiness.level": lambda: said(kinds.read_readiness("14")),
    "identify.contract_kind.unknown": lambda: said(kinds.read_contract_kind("")),
    "identify.licence_kind.unknown": lambda: said(kinds.read_licence_kind("x")),
    "identify.licence_kind.silent": lambda: said(kinds.read_licence_kind("")),
}


def codes_in_the_sources() -> set[str]:
    sources = [file for file in KERNEL.rglob("*.py") if "sentences" not in file.parts]
    found = re.findall(
        r'"((?:money|amount|days|dates|place|identify|share)(?:\.[a-z_]+)+)"',
        "".join(file.read_text("utf-8") for file in sources),
    )
    return set(found)


def names(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(template) if name}


def test_every_code_used_has_a_sentence_and_every_sentence_is_used():
    assert codes_in_the_sources() == set(SENTENCES)


def test_every_code_has_an_example_here():
    assert set(EXAMPLES) == set(SENTENCES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_gives_its_code_and_fills_both_sentences(code):
    fault = EXAMPLES[code]()

    assert fault.code == code
    for language in ("zh", "en"):
        sentence = fault.sentence(language)
        assert sentence
        assert names(sentence) == set()


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_name_the_same_values_and_end_as_sentences(code):
    chinese, english = SENTENCES[code]

    assert names(chinese) == names(english)
    assert chinese.endswith("。")
    assert english.endswith(".")
    assert re.search(r"[\u4e00-\u9fff]", chinese)


def test_an_exception_carries_its_fault_and_reads_as_its_english_sentence():
    with pytest.raises(FaultError) as caught:
        kinds.read_readiness("14").require()

    assert caught.value.code == "identify.readiness.level"
    assert caught.value.values == {"raw": "14", "found": "14"}
    assert str(caught.value) == caught.value.fault.sentence("en")


def test_a_reading_without_value_and_fault_is_a_mistake_of_ours():
    with pytest.raises(TypeError):
        Reading("").require()
