"""The PDF of a paper, measured: GB/T 9704-2012's block, grid and page numbers; PDF/A; text as data; the same bytes again."""

import re
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.web.documents import measures, pdf
from kechuang.web.documents.paper import Paper, Paragraph, Signature
from tests.web.documents.papers import DAY, ISSUER, lines, table, text_of, whole

LONG = "国" * 28 * 60


def plain(**values) -> Paper:
    return Paper(**{"title": "标题", "parts": (Paragraph(LONG, indent=False),), "draft": False, **values})


@pytest.fixture(scope="module")
def long_page():
    return lines(pdf.write(plain()), 2)


def test_a_full_page_holds_22_lines_of_28_characters(long_page):
    text, _number = long_page[:-1], long_page[-1]

    assert [len(line.text) for line in text] == [28] * 22


def test_lines_stand_in_the_text_block_at_one_pitch(long_page):
    text = long_page[:-1]
    steps = [after.bottom - before.bottom for before, after in pairwise(text)]

    assert {round(line.left) for line in text} == {28}
    assert all(183 <= line.right <= 184.3 for line in text)
    assert all(abs(step - measures.PITCH / measures.MM) < 0.15 for step in steps)
    assert text[0].bottom > measures.TOP_MM
    assert text[-1].bottom < measures.TOP_MM + measures.BLOCK_MM[1]


def test_page_numbers_stand_between_dashes_outside_below_the_block():
    made = pdf.write(plain())

    odd, even = lines(made, 1)[-1], lines(made, 2)[-1]

    assert (odd.text, even.text) == ("—1—", "—2—")
    assert odd.right > 175
    assert even.left < 36
    assert 262 + measures.PAGE_NUMBER_MM < odd.bottom < 262 + measures.PAGE_NUMBER_MM + 6


def test_a_first_line_is_set_in_by_two_characters():
    made = lines(pdf.write(plain(parts=(Paragraph(LONG),))), 1)
    text = [line for line in made if set(line.text) == {"国"}]

    assert len(text[0].text) == 26
    assert abs(text[0].left - text[1].left - 2 * measures.WIDTH / measures.MM) < 0.1


def test_the_same_paper_gives_the_same_bytes():
    assert pdf.write(whole()) == pdf.write(whole())


def unpacked(data: bytes) -> bytes:
    """The file with its compressed streams laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return data + b"\n".join(opened)


def test_the_file_declares_pdf_a_and_embeds_every_font():
    made = unpacked(pdf.write(whole()))

    fonts = re.findall(rb"/Type\s*/FontDescriptor.*?>>", made, re.DOTALL)
    assert b'pdfaid:part="2"' in made or b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"/OutputIntents" in made
    assert b"/GTS_PDFA1" in made
    assert len(fonts) == 2
    assert all(b"/FontFile3" in font for font in fonts)
    assert b"/Encrypt" not in made
    assert b"/JavaScript" not in made


def test_the_text_can_be_taken_out_again():
    text = text_of(pdf.write(whole()))

    for part in (
        "关于准予申领资格的决定",
        "一、事项",
        "（一）额度",
        "1.期限",
        "（1）说明",
        "壹佰贰拾万元整",
        "抄送：",
        "拟稿",
    ):
        assert part in text


@pytest.mark.parametrize(
    "hostile", ["#panic()", "$x$ *b* _i_ `c`", '#read("/etc/passwd")', "<label> @ref", "\\u{41}", "= head", "// none"]
)
def test_text_is_never_read_as_markup(hostile):
    text = text_of(pdf.write(plain(title=hostile, parts=(Paragraph(hostile),), signature=Signature((hostile,)))))

    squeezed = "".join(text.split())
    assert squeezed.count("".join(hostile.split())) == 3


@given(st.text(max_size=60), st.text(max_size=200))
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_paper(title, body):
    paper = plain(
        title=f"甲{title}", parts=(Paragraph(body), table(1), Paragraph(body)), signature=Signature((body[:30],), DAY)
    )

    assert pdf.pages(pdf.write(paper)) >= 1


def test_a_table_repeats_its_head_and_never_splits_a_row():
    made = pdf.write(plain(parts=(table(60),)))

    heads = [
        page
        for page in range(1, pdf.pages(made) + 1)
        if "序号单位金额（元）" in {line.text for line in lines(made, page)}
    ]
    rows = [
        line.text
        for page in heads
        for line in lines(made, page)
        if line.text.startswith(tuple("123456789")) and "家" in line.text
    ]
    assert heads == list(range(1, pdf.pages(made) + 1))
    assert len(heads) > 1
    assert len(rows) == 60


@pytest.mark.parametrize("count", range(8, 24))
def test_a_signature_never_stands_on_a_page_without_text(count):
    body = (*(Paragraph(f"第{at}段。") for at in range(count)), Paragraph("特此决定。" * 12))
    made = pdf.write(plain(parts=body, signature=Signature((ISSUER,), DAY)))

    last = [line.text for line in lines(made, pdf.pages(made))]
    assert ISSUER in last
    assert any("特此决定" in text for text in last[: last.index(ISSUER)])


def test_the_place_of_the_number_stays_empty_until_a_person_gives_one():
    empty, given_one = text_of(pdf.write(whole())), text_of(pdf.write(whole(number="甲科〔2026〕12号")))

    assert "〔" in empty
    assert "2026〕" not in empty
    assert "甲科〔2026〕12号" in given_one


@pytest.mark.parametrize(("language", "word"), [("zh-hant", "擬稿"), ("en", "DRAFT"), ("zh-hans", "拟稿")])
def test_the_furniture_speaks_the_papers_language(language, word):
    assert word in text_of(pdf.write(plain(language=language, draft=True)))


def test_a_page_can_be_looked_at():
    made = pdf.write(plain())

    assert pdf.picture(made, 1).startswith(b"\x89PNG")
    with pytest.raises(IndexError):
        pdf.picture(made, 99)


def test_a_character_without_a_type_is_shown_as_missing_and_named():
    text = text_of(pdf.write(plain(title="甲\U00020b9f\u0200乙")))

    assert "甲〓〓乙" in text or "甲\U00020b9f〓乙" in text
    assert "U+0200" in text
