"""The description of a paper: bounds, numbering, words, and the way to plain values and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.numerals import read_numeral
from kechuang.web.documents import composed, paper
from kechuang.web.documents.paper import Heading, Paper, PaperError, Paragraph, Sum, Table
from tests.web.documents.papers import DAY, table, whole


def test_a_paper_reads_back_from_plain_values():
    made = whole()

    assert paper.from_plain(paper.to_plain(made)) == made


@given(st.integers(1, 99))
def test_ordinals_read_back(number):
    assert read_numeral(composed.ordinal(number)) == number


def test_heads_are_numbered_level_by_level():
    parts = [
        Heading("a"),
        Heading("b", 2),
        Heading("c", 2),
        Heading("d", 3),
        Heading("e"),
        Heading("f", 2),
        Heading("g", 4),
    ]

    shown = [block.text for block in composed.blocks(parts, "zh-hans")]

    assert shown == ["一、a", "（一）b", "（二）c", "1.d", "二、e", "（一）f", "（1）g"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1200000", "壹佰贰拾万元整"),
        ("1200000.05", "壹佰贰拾万元零伍分"),
        ("0", "零元整"),
    ],
)
def test_amounts_stand_in_capitals_and_figures(amount, words):
    [block] = composed.blocks([Sum("合计", Decimal(amount))], "zh-hans")

    assert block.text == f"合计：人民币{words}（¥{Decimal(amount):,.2f}）"


def test_days_are_written_out():
    assert [composed.day(DAY, language) for language in paper.LANGUAGES] == [
        "2026年11月21日",
        "2026年11月21日",
        "21 November 2026",
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " "}, "paper.no_title"),
        ({"form": "poster"}, "paper.unknown_form"),
        ({"parts": (Paragraph("x" * 20_001),)}, "paper.text_too_long"),
        ({"parts": (Paragraph("x" * 20_000),) * 21}, "paper.too_long"),
        ({"parts": (table(2_001),)}, "paper.too_many_rows"),
        ({"parts": (Heading("x", 5),)}, "paper.heading_level"),
        ({"parts": (Table(table(1).columns, (("1",),)),)}, "paper.uneven_table"),
    ],
)
def test_what_cannot_be_a_paper_is_refused(values, code):
    with pytest.raises(PaperError) as caught:
        Paper(**{"title": "t", "parts": (), **values})

    assert caught.value.code == code


@given(st.text(max_size=80))
def test_clean_text_has_no_control_characters_and_stays_clean(text):
    cleaned = paper.clean(text)

    assert not any(ord(each) < 32 for each in cleaned)
    assert paper.clean(cleaned) == cleaned
