"""The Word file of a paper, read again: its sheet, grid, styles and text; the same bytes again."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kechuang.web.documents import word
from tests.web.documents.papers import DAY, ISSUER, whole


def read(**values):
    return Document(BytesIO(word.write(whole(**values))))


def near(length, wanted) -> bool:
    return abs(length - wanted) < Mm(0.1)


def test_the_sheet_and_its_grid_are_those_of_the_standard():
    section = read().sections[0]

    grid = section._sectPr.find(qn("w:docGrid"))
    assert near(section.page_width, Mm(210))
    assert near(section.page_height, Mm(297))
    assert near(section.top_margin, Mm(37))
    assert near(section.left_margin, Mm(28))
    assert near(section.page_width - section.left_margin - section.right_margin, Mm(156))
    assert near(section.page_height - section.top_margin - section.bottom_margin, Mm(225))
    assert {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")} == {
        "type": "linesAndChars",
        "linePitch": "579",
        "charSpace": "-848",
    }


def test_styles_have_the_fonts_and_sizes_of_the_standard():
    styles = read().styles

    found = {
        name: (styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), styles[name].font.size)
        for name in ("Paper Body", "Paper Title", "Paper Head 1", "Paper Head 2", "Paper Foot")
    }
    assert found == {
        "Paper Body": ("仿宋_GB2312", Pt(16)),
        "Paper Title": ("方正小标宋简体", Pt(22)),
        "Paper Head 1": ("黑体", Pt(16)),
        "Paper Head 2": ("楷体_GB2312", Pt(16)),
        "Paper Foot": ("宋体", Pt(14)),
    }
    assert styles["Paper Body"].paragraph_format.line_spacing == Pt(28.95)
    assert styles["Paper Body"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_every_paragraph_has_a_named_style():
    names = {paragraph.style.name for paragraph in read().paragraphs}

    assert all(name.startswith("Paper ") for name in names)


def test_the_text_stands_in_order():
    texts = [paragraph.text for paragraph in read().paragraphs if paragraph.text]

    assert texts[:9] == [
        f"{ISSUER}文件",
        "〔\u3000\u3000〕\u3000\u3000号",
        "关于准予申领资格的决定",
        "乙企业（演示）：",
        "一、事项",
        "经审核，决定如下。",
        "（一）额度",
        "核定额度：人民币壹佰贰拾万元整（¥1,200,000.00）",
        "1.期限",
    ]


def test_tables_repeat_their_head_and_keep_their_rows_whole():
    table = read().tables[1]

    assert [cell.text for cell in table.rows[0].cells] == ["序号", "单位", "金额（元）"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_signature_keeps_to_the_last_line_of_the_text():
    paragraphs = read().paragraphs
    texts = [paragraph.text for paragraph in paragraphs]

    signed = texts.index(ISSUER)
    body = next(at for at in range(signed - 1, 0, -1) if texts[at])
    assert texts[signed + 1] == f"{DAY.year}年{DAY.month}月{DAY.day}日"
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in paragraphs[body : signed + 1])


def test_page_numbers_stand_on_both_sides():
    document = read()

    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].text == "—  —"
    assert (section.footer.paragraphs[0].alignment, section.even_page_footer.paragraphs[0].alignment) == (2, 0)


def test_the_same_paper_gives_the_same_bytes():
    assert word.write(whole()) == word.write(whole())


def test_a_draft_says_so_on_every_page_and_so_does_a_demonstration():
    header = read().sections[0].header.paragraphs[0].text

    assert header == "（演示）本页人物、单位与数字均为虚构\t拟稿"
    assert read(draft=False, demonstration=False).sections[0].header.paragraphs[0].text == ""
