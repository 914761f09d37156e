"""An office's own templates: marks found and replaced, runs that Word split, repeated rows, heads, typed cells, nothing run."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from kechuang.web.documents import marks, own_sheet, own_word
from kechuang.web.documents.filling import DAY, MONEY, Filling, Named, Value

FILLING = Filling(
    (
        Value("holder.name", "单位名称", "乙企业（演示）"),
        Value("holder.phone", "电话", "0571-1"),
        Value("amount", "金额", Decimal("1200.5"), MONEY),
        Value("on", "日期", date(2026, 11, 21), DAY),
        Value("formula", "备注", "=1+1"),
    ),
    (Named("name", "姓名"), Named("yuan", "金额（元）", MONEY), Named("on", "发生日", DAY)),
    (
        {"name": "甲", "yuan": Decimal(1), "on": date(2026, 1, 2)},
        {"name": "{{电话}}", "yuan": Decimal(2), "on": None},
        {"name": "=丙", "yuan": Decimal("3.5"), "on": None},
    ),
)


def word_file(build) -> bytes:
    document = Document()
    build(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def sheet_file(build) -> bytes:
    book = Workbook()
    build(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def filled_word(build) -> Document:
    return Document(BytesIO(own_word.fill(word_file(build), FILLING)))


def filled_sheet(build):
    return load_workbook(BytesIO(own_sheet.fill(sheet_file(build), FILLING))).active


def test_marks_are_named_by_code_or_by_what_the_value_is_called():
    document = filled_word(
        lambda made: made.add_paragraph("{{电话}} / {{ holder.name }} / {{ 单位 名称 }} / {{ＡＭＯＵＮＴ}}")
    )

    assert document.paragraphs[0].text == "0571-1 / 乙企业（演示） / 乙企业（演示） / 1,200.50"


def test_a_mark_that_word_split_over_runs_keeps_the_style_of_its_beginning():
    def build(made):
        line = made.add_paragraph("致：")
        for at, piece in enumerate(("{", "{hol", "der.na", "me}", "}：请收")):
            line.add_run(piece).bold = at == 0

    line = filled_word(build).paragraphs[0]

    assert line.text == "致：乙企业（演示）：请收"
    assert [run.text for run in line.runs if run.bold] == ["乙企业（演示）"]


@given(
    st.lists(st.integers(1, 30), max_size=6),
    st.sampled_from(["{{电话}}", "a{{on}}b{{amount}}", "{{x}} {{电话}}{{电话}}"]),
)
@settings(max_examples=40, deadline=None)
def test_however_the_runs_are_cut_the_text_is_the_same(cuts, text):
    def build(made):
        line, at = made.add_paragraph(), 0
        for cut in [*cuts, len(text)]:
            line.add_run(text[at : at + cut])
            at += cut
        line.add_run(text[at:])

    assert filled_word(build).paragraphs[0].text == marks.replaced(text, marks.of_values(FILLING))


def test_a_row_with_the_mark_of_rows_is_repeated_and_its_values_are_no_marks():
    def build(made):
        table = made.add_table(3, 2)
        table.cell(0, 0).text = "姓名"
        table.cell(1, 0).text = "{{#rows}}{{姓名}}"
        table.cell(1, 1).text = "{{rows.yuan}}{{/rows}}"
        table.cell(2, 0).text = "{{holder.name}}"

    table = filled_word(build).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["姓名", ""],
        ["甲", "1.00"],
        ["{{电话}}", "2.00"],
        ["=丙", "3.50"],
        ["乙企业（演示）", ""],
    ]


def test_heads_and_feet_are_filled_too():
    def build(made):
        made.sections[0].header.paragraphs[0].text = "{{单位名称}}"
        made.sections[0].footer.paragraphs[0].text = "{{日期}}"

    section = filled_word(build).sections[0]

    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == (
        "乙企业（演示）",
        "2026年11月21日",
    )


def test_no_mark_of_the_filling_stays_in_a_word_file():
    document = filled_word(lambda made: made.add_paragraph("{{电话}}{{strange}}"))

    assert own_word.texts(word_file(lambda made: made.add_paragraph("{{电话}}")))[0] == "{{电话}}"
    assert document.paragraphs[0].text == "0571-1{{strange}}"


def test_a_cell_with_one_mark_gets_the_typed_value():
    def build(sheet):
        sheet.append(["{{amount}}", "{{on}}", "共 {{amount}} 元", "{{备注}}"])

    row = filled_sheet(build)[1]

    assert [cell.value for cell in row[:3]] == [1200.5, row[1].value, "共 1,200.50 元"]
    assert row[1].value.date() == date(2026, 11, 21)
    assert (row[3].value, row[3].data_type) == ("=1+1", "s")


def test_rows_are_repeated_and_what_stands_below_moves_down_with_its_style():
    def build(sheet):
        sheet.append(["姓名", "金额"])
        sheet.append(["{{#rows}}{{姓名}}", "{{rows.yuan}}"])
        sheet.append(["合计", "=SUM(B2:B2)"])
        sheet["A3"].font = Font(bold=True)
        sheet.merge_cells("A4:B4")
        sheet["A4"] = "{{单位名称}}"

    sheet = filled_sheet(build)

    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=4)] == [
        ["姓名", "金额"],
        ["甲", 1],
        ["{{电话}}", 2],
        ["=丙", 3.5],
    ]
    assert sheet["A4"].data_type == "s"
    assert (sheet["A5"].value, sheet["A5"].font.bold) == ("合计", True)
    assert sheet["A6"].value == "乙企业（演示）"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A6:B6"]


def test_a_sheet_without_marks_is_filled_under_its_own_heads():
    def build(sheet):
        sheet.append(["某局台账"])
        sheet.append(["发生日", "备注栏", "姓 名", "金额(元)"])

    sheet = filled_sheet(build)

    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        [sheet["A3"].value, None, "甲", 1],
        [None, None, "{{电话}}", 2],
        [None, None, "=丙", 3.5],
    ]
    assert sheet["A3"].value.date() == date(2026, 1, 2)


def test_no_rows_leave_an_empty_row():
    data = sheet_file(lambda sheet: sheet.append(["{{#rows}}{{姓名}}", "x"]))

    sheet = load_workbook(BytesIO(own_sheet.fill(data, Filling((), FILLING.columns)))).active

    assert {cell.value for cell in sheet[1]} == {None}


@pytest.mark.parametrize(
    ("mark", "nearest"),
    [("电化", "电话"), ("holder.nmae", "holder.name"), ("单位名", "单位名称"), ("rows.yuna", "rows.yuan")],
)
def test_an_unknown_mark_comes_with_the_nearest_known_one(mark, nearest):
    [unknown] = marks.unknown([mark], marks.known(FILLING))

    assert unknown.nearest[0] == nearest


@given(st.text(max_size=60))
def test_text_without_marks_stays_as_it_is(text):
    if "{{" not in text:
        assert marks.replaced(text, marks.of_values(FILLING)) == text
