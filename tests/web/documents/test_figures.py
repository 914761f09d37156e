"""Figures of papers: the same shapes in Word and PDF, words for who cannot see them, the same bytes again."""

import itertools
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.web.documents import figures, measures, pdf, word
from kechuang.web.documents.paper import (
    Bar,
    Bars,
    Curve,
    Curves,
    Paper,
    Paragraph,
    Sheet,
    from_plain,
    to_plain,
)
from tests.web.documents.papers import lines, table, text_of
from tests.web.documents.test_pdf import unpacked

BARS = Bars(
    "图1 进度", "甲0.9，低于1", (Bar("甲", "0.9", "1", 1, "0.9"), Bar("乙", "", "", 0, "无数据")), ((-1, "应达"),)
)
CURVES = Curves(
    "图2 走势",
    "从1升到3",
    (
        Curve("实际", (("2021", "1"), ("2023", "3")), dots=True),
        Curve("应达", (("2021", "1"), ("2025", "5")), dashed=True),
    ),
    (("2023", "3", "3"), ("2025", "4", "6")),
    "区间",
    "家",
)


def drawn(**values) -> Paper:
    return Paper(**{"title": "报告", "parts": (Paragraph("见图。"), BARS, CURVES), **values})


def test_a_paper_with_figures_is_read_back_as_it_was():
    paper = drawn(sheets=(Sheet("表", (table(2), CURVES), landscape=True),))

    assert from_plain(to_plain(paper)) == paper


def test_the_same_figures_give_the_same_bytes():
    assert pdf.write(drawn()) == pdf.write(drawn())
    assert word.write(drawn()) == word.write(drawn())


def test_words_and_numbers_of_a_figure_stand_in_the_pdf_as_text():
    text = text_of(pdf.write(drawn()))

    assert [each for each in ("甲", "无数据", "图1 进度", "2021", "区间", "图2 走势") if each not in text] == []


def test_who_cannot_see_hears_what_a_figure_shows():
    with zipfile.ZipFile(BytesIO(word.write(drawn()))) as package:
        document = package.read("word/document.xml").decode()
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]

    assert unpacked(pdf.write(drawn())).count(b"/Alt") == 2
    assert (document.count('descr="甲0.9，低于1"'), document.count('descr="从1升到3"'), len(pictures)) == (1, 1, 2)


@pytest.mark.parametrize("bad", [Bars("", "", (Bar("甲", "-1"),)), Bars("", "", (Bar("甲", "viel"),))])
def test_what_is_no_number_is_no_figure(bad):
    with pytest.raises(ValueError, match="a figure shows numbers"):
        drawn(parts=(bad,))


def test_an_attachment_across_turns_its_pages_and_repeats_its_head():
    paper = drawn(sheets=(Sheet("表", (table(40),), landscape=True), Sheet("后", (Paragraph("竖排。"),))))
    made = pdf.write(paper)

    heads = [
        page for page in range(1, pdf.pages(made) + 1) if "序号单位金额（元）" in {e.text for e in lines(made, page)}
    ]
    last = pdf.pages(made)
    assert len(heads) > 1
    assert max(line.right for line in lines(made, heads[0])) > measures.PAGE_MM[0]
    assert max(line.right for line in lines(made, last)) < measures.PAGE_MM[0]


def test_word_turns_the_pages_of_an_attachment_across_and_back():
    paper = drawn(sheets=(Sheet("表", (table(2),), landscape=True), Sheet("后", (Paragraph("竖排。"),))))

    with zipfile.ZipFile(BytesIO(word.write(paper))) as package:
        document = package.read("word/document.xml").decode()

    assert document.count("<w:pgSz ") == 3
    assert document.count('w:orient="landscape"') == 1


@given(st.decimals(-10_000, 10_000, places=2), st.decimals(0, 10_000, places=2))
@settings(max_examples=60, deadline=None)
def test_ticks_span_the_values_in_equal_steps(low, more):
    marks = figures.ticks(low, low + more)

    steps = {after - before for before, after in itertools.pairwise(marks)}
    assert marks[0] <= low
    assert marks[-1] >= low + more
    assert len(steps) == 1
    assert 2 <= len(marks) <= 8


@given(st.lists(st.tuples(st.text(max_size=40), st.decimals(0, 10_000, places=1)), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_bars_stay_within_the_width(rows):
    part = replace(BARS, bars=tuple(Bar(label, str(value), note=f"{value}") for label, value in rows))

    made = figures.bars(part, 156)

    ends = [x for shape in made.shapes for x, _y in shape.points]
    assert all(-Decimal("0.01") <= Decimal(x) <= 157 for x in ends)
