"""Official numbers are read as people type them and kept in one form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.papers import numbers
from kechuang.casework.papers.numbers import Number
from kechuang.kernel.refusal import Refusal

SIGNED = date(2026, 11, 21)


@pytest.mark.parametrize(
    "typed",
    [
        "甲科〔2026〕12号",
        "甲科[2026]12号",
        "甲科（2026）12号",
        " 甲科【2026】012 号 ",
        "甲科〔２０２６〕第12号",
        "甲科〔2026〕12號",
    ],
)
def test_one_number_however_it_is_typed(typed):
    assert numbers.read(typed, SIGNED) == Number("甲科", 2026, 12)


@pytest.mark.parametrize(
    "typed", ["", "12号", "甲科2026年12号", "甲科〔26〕12号", "甲科〔2026〕0号", "甲科〔2026〕号", "<b>〔2026〕1号"]
)
def test_what_is_no_number_is_refused_beside_the_field(typed):
    refused = numbers.read(typed, SIGNED)

    assert isinstance(refused, Refusal)
    assert (refused.code, refused.place) == ("paper.number_form", "number")


def test_the_year_is_that_of_the_signing():
    refused = numbers.read("甲科〔2025〕12号", SIGNED)

    assert isinstance(refused, Refusal)
    assert refused.code == "paper.number_year"


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_refusal(typed):
    assert isinstance(numbers.read(typed, SIGNED), Number | Refusal)


@given(st.sampled_from(["甲科", "浙甲办", "甲科技函"]), st.integers(1, 99999))
def test_a_number_reads_back(code, serial):
    number = Number(code, 2026, serial)

    assert numbers.read(str(number), SIGNED) == number
