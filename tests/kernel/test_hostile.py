"""Text of any size and kind is answered, quoted only in part, and kept whole by whoever read it."""

from datetime import date

import pytest

from kechuang.kernel import place
from kechuang.kernel.dates import read_date
from kechuang.kernel.identify.classify import read_discipline, read_industry, read_ipc
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.kinds import read_contract_kind, read_readiness
from kechuang.kernel.identify.organisation import read_licence_number, read_organisation_code, read_tax_number
from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.identify.person import read_resident_id
from kechuang.kernel.identify.register import read_report_number, read_sme_number
from kechuang.kernel.money import MoneyError, parse_amount, yuan
from kechuang.kernel.numerals import read_capitals, read_numeral

MANY = 100_000
TEXTS = ["9" * MANY, "万" * MANY, "约" * MANY, "1" + ",000" * MANY, "-" * MANY, "杭州" * MANY, "\u200b" * MANY]
READERS = [
    read_date,
    read_credit_code,
    read_organisation_code,
    read_licence_number,
    read_tax_number,
    read_patent_number,
    read_resident_id,
    read_report_number,
    read_sme_number,
    read_ipc,
    read_discipline,
    read_industry,
    read_readiness,
    read_contract_kind,
    lambda text: place.find(text, date(2022, 1, 1)),
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:2]))
@pytest.mark.parametrize("read", READERS)
def test_a_page_pasted_into_a_field_is_refused_in_a_short_sentence(read, text):
    reading = read(text)

    assert reading.fault is not None
    assert len(reading.fault.sentence("zh")) < 300
    assert len(reading.fault.sentence("en")) < 400


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:2]))
@pytest.mark.parametrize("read", [yuan, parse_amount])
def test_a_page_pasted_for_an_amount_is_refused_in_a_short_sentence(read, text):
    with pytest.raises(MoneyError) as caught:
        read(text)

    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["万" * MANY + "元", "一" * MANY, "元" * MANY])
def test_numerals_of_any_length_are_answered(text):
    assert read_capitals(text) is None
    assert read_numeral(text) is None


@pytest.mark.parametrize("text", ["\x00", "\ud800", "٣", "Ⅷ", "²", "一\n二", "𝟗𝟏"])
def test_odd_characters_are_answered(text):
    for read in READERS:
        reading = read(text)
        assert (reading.value is None) != (reading.fault is None)
