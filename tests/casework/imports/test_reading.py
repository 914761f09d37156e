"""Cells, heads and tables as offices really keep them: what is understood, and what is refused with a remedy."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kechuang.casework.imports import column as columns
from kechuang.casework.imports import layout, match, plain
from kechuang.casework.imports.book import Book, BookError, day_of
from kechuang.casework.imports.cell import DAY, ERROR, FORMULA, KINDS, LOST, NUMBER, SHARE, TEXT, Cell, Merge, Row
from kechuang.casework.imports.column import Column
from kechuang.casework.imports.values import Setting, read, split_bodies

ON = date(2026, 3, 2)
WANTED = (
    Column(code="name", label="名称", aliases=("企业名称", "单位名称")),
    Column(code="credit_code", label="统一社会信用代码", kind=columns.CREDIT, aliases=("信用代码",)),
    Column(code="founded_on", label="成立日期", kind=columns.DAY, aliases=("成立时间",)),
    Column(code="sales", label="年销售额（元）", kind=columns.AMOUNT, aliases=("营业收入",)),
    Column(code="place", label="所在地", kind=columns.PLACE, aliases=("所属县（市、区）",)),
)
WORDS = {column.code: (column.label,) for column in WANTED}
EVERY_KIND = [Column(code=kind, label=kind, kind=kind) for kind in columns.KINDS]


def of(kind, text, cell=TEXT, unit="", **more):
    return read(Column(code="x", label="x", kind=kind, **more), Cell(text, cell), Setting(on=ON, unit=unit))


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_all(data: bytes) -> list[Row]:
    book = Book(data)
    book.look(book.sheets[0])
    return list(book.rows(book.sheets[0]))


@pytest.mark.parametrize(
    ("text", "cell", "day"),
    [
        ("2026.3.5", TEXT, date(2026, 3, 5)),
        ("２０２６年３月５日", TEXT, date(2026, 3, 5)),
        ("2026年3月", TEXT, date(2026, 3, 1)),
        ("20260305", NUMBER, date(2026, 3, 5)),
        ("46086", NUMBER, date(2026, 3, 5)),
        ("2026-03-05 00:00:00", TEXT, date(2026, 3, 5)),
        ("2026/3/5", TEXT, date(2026, 3, 5)),
        ("二〇二六年三月五日", TEXT, date(2026, 3, 5)),
        ("'2026-03-05", TEXT, date(2026, 3, 5)),
        ("2026-03-05", DAY, date(2026, 3, 5)),
    ],
)
def test_days_of_every_sort_are_read(text, cell, day):
    assert of(columns.DAY, text, cell).value == day


@pytest.mark.parametrize(
    ("kind", "text", "cell", "code"),
    [
        (columns.DAY, "2025年13月", TEXT, "dates.no_such_day"),
        (columns.DAY, "2026.1", NUMBER, "imports.month_cut"),
        (columns.DAY, "2026年", TEXT, "imports.day_missing"),
        (columns.CREDIT, "1.23E+17", LOST, "imports.digits_lost"),
        (columns.CODE, "1.23E+17", TEXT, "imports.digits_lost"),
        (columns.AMOUNT, "约百万", TEXT, "imports.amount"),
        (columns.AMOUNT, "1,2,3", TEXT, "imports.amount"),
        (columns.WHOLE, "4.5", NUMBER, "imports.not_whole"),
        (columns.SHARE, "60", TEXT, "imports.share_unclear"),
        (columns.SHARE, "160%", TEXT, "imports.share"),
        (columns.TEXT, "#REF!", ERROR, "imports.cell_error"),
        (columns.AMOUNT, "=A1+B1", FORMULA, "imports.formula"),
    ],
)
def test_what_cannot_be_known_is_refused_and_not_guessed(kind, text, cell, code):
    assert of(kind, text, cell).code == code


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("1,200.50", "", "1200.50"),
        ("１２００", "万元", "12000000.00"),
        ("120万元", "元", "1200000.00"),
        ("1.2亿", "", "120000000.00"),
        ("（300）", "", "-300.00"),
        ("￥1,000", "", "1000.00"),
        ("壹佰万元整", "", "1000000.00"),
        ("0.30000000000000004", "万元", "3000.00"),
    ],
)
def test_amounts_are_read_in_the_unit_that_is_written(text, unit, yuan):
    assert of(columns.AMOUNT, text, unit=unit).value == Decimal(yuan)


def test_a_unit_both_in_the_head_and_in_the_cell_is_asked_about():
    found = of(columns.AMOUNT, "1,200万", unit="万元")

    assert (found.code, found.suggestions) == ("imports.unit_twice", ("1200",))


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无", "N/A"])
def test_signs_for_nothing_are_nothing_but_in_texts(text):
    assert of(columns.AMOUNT, text).value is None
    assert of(columns.TEXT, text).value == (text.strip() or None)


def test_several_bodies_in_a_cell_are_parted_outside_brackets_alone():
    assert split_bodies("甲（集团、股份）公司、乙公司；丙\n丁;甲（集团、股份）公司") == (
        "甲（集团、股份）公司",
        "乙公司",
        "丙",
        "丁",
    )


def test_the_day_that_never_was_has_no_number():
    assert [day_of(number) for number in (59, 60, 61)] == [date(1900, 2, 28), None, date(1900, 3, 1)]
    assert day_of(0, since_1904=True) == date(1904, 1, 1)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60), kind=st.sampled_from(KINDS), column=st.sampled_from(EVERY_KIND))
def test_no_text_of_a_cell_breaks_the_reader(text, kind, column):
    if kind == DAY:
        text = "2026-03-05"
    if kind in {NUMBER, SHARE}:
        text = "12.5"

    found = read(column, Cell(text, kind), Setting(on=ON, unit="万元"))

    assert found.ok or found.code


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(7)))
def test_the_columns_are_found_wherever_they_stand(order):
    heads = ["序号", "企业名称", "信用代码", "成立时间", "上年营业收入（万元）", "所属县（市、区）", "备注"]
    placed = [match.Head(at, (heads[index],)) for at, index in enumerate(order)]

    found = {each.column: heads[order[each.at]] for each in match.guess(placed, WANTED, WORDS)}

    assert found == {
        "name": "企业名称",
        "credit_code": "信用代码",
        "founded_on": "成立时间",
        "sales": "上年营业收入（万元）",
        "place": "所属县（市、区）",
    }
    assert match.signature(placed) == match.signature(sorted(placed, key=lambda head: head.text))


def ledger() -> bytes:
    """A ledger as offices keep it: titles, two rows of heads, merged cells, sections, totals, notes."""
    book = Workbook()
    sheet = book.active
    sheet.append(["西湖区科技企业台账"])
    sheet.merge_cells("A1:G1")
    sheet.append(["填报单位：某局", None, None, None, None, None, "单位：万元"])
    sheet.append(["序号", "企业信息", None, "成立时间", "营业收入", None, "所在地"])
    sheet.append([None, "名称", "信用代码", None, "本年", "上年", None])
    for area in ("A3:A4", "B3:C3", "D3:D4", "E3:F3", "G3:G4"):
        sheet.merge_cells(area)
    sheet.append([1, 2, 3, 4, 5, 6, 7])
    sheet.append(["一、高新技术企业"])
    sheet.append([1, "甲", "91330106MA2ABCDEX7", "2026.3.5", 1200, 80, "西湖区"])
    sheet.append([2, "乙", None, date(2020, 1, 2), 0.3, None, None])
    sheet.merge_cells("G7:G8")
    sheet.append(["小 计", None, None, None, 1200.3, 80])
    sheet.append(["序号", "名称", "信用代码", "成立时间", "本年", "上年", "所在地"])
    sheet.append([3, "丙", None, None, 5, 6, "余杭区"])
    sheet.append(["合计", None, None, None, 1205.3])
    sheet.append(["注：数据来自各街道"])
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["F"].hidden = True
    return saved(book)


def test_the_table_is_found_among_titles_sections_totals_and_notes():
    book = Book(ledger())
    sheet = book.sheets[0]
    book.look(sheet)
    rows = list(book.rows(sheet))

    found = layout.find_layout(rows, sheet.merges, WANTED, WORDS)
    told = layout.Told()
    body = list(layout.body(rows, sheet.merges, found, told))
    guesses = {each.column: (each.at, each.head) for each in match.guess(found.heads, WANTED, WORDS)}

    assert (found.last_head, found.unit, sheet.hidden_columns) == (4, "万元", [5])
    assert [row.text(1) for row in body] == ["甲", "乙", "丙"]
    assert body[1].text(6) == "西湖区"
    assert [(each.number, each.why) for each in told.skipped] == [
        (5, layout.NUMBERED),
        (6, layout.SECTION),
        (9, layout.TOTAL),
        (10, layout.REPEATED),
        (12, layout.TOTAL),
        (13, layout.NOTE),
    ]
    assert (told.hidden_rows, told.filled_down) == (1, 1)
    assert {code: at for code, (at, _head) in guesses.items()} == {
        "name": 1,
        "credit_code": 2,
        "founded_on": 3,
        "place": 6,
        **({"sales": guesses["sales"][0]} if "sales" in guesses else {}),
    }


def test_two_heads_that_read_the_same_are_told_apart_by_the_row_above():
    rows = [
        Row(1, {0: Cell("名称"), 1: Cell("本年"), 3: Cell("上年")}),
        Row(2, {1: Cell("营业收入"), 2: Cell("利润"), 3: Cell("营业收入"), 4: Cell("利润")}),
        Row(3, {0: Cell("甲"), 1: Cell("1", NUMBER), 2: Cell("2", NUMBER)}),
    ]

    found = layout.find_layout(rows, [Merge(1, 0, 2, 0), Merge(1, 1, 1, 2), Merge(1, 3, 1, 4)], WANTED, WORDS)

    assert [head.text for head in found.heads] == ["名称", "本年·营业收入", "本年·利润", "上年·营业收入", "上年·利润"]


def test_numbers_days_shares_formulas_and_errors_keep_what_they_are():
    book = Workbook()
    sheet = book.active
    sheet.append(["=A9", 0.1 + 0.2, 123456789012345678, date(2026, 3, 5), 0.5, "=cmd|'/c calc'!A1", True])
    sheet["E1"].number_format = "0%"
    rows = read_all(saved(book))

    assert rows[0].cells == {
        0: Cell("=A9", FORMULA),
        1: Cell("0.3", NUMBER),
        2: Cell("1.234567890123457e+17", LOST),
        3: Cell("2026-03-05", DAY),
        4: Cell("0.5", SHARE),
        5: Cell("=cmd|'/c calc'!A1", FORMULA),
        6: Cell("TRUE", "truth"),
    }


def test_a_million_empty_formatted_rows_and_the_last_column_cost_nothing():
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 60_000))
    data = repacked(
        saved(Workbook()),
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="XFD1"><v>1</v></c></row>' + rows,
    )

    assert read_all(data) == [Row(1, {0: Cell("x")})]


def repacked(data: bytes, rows: bytes) -> bytes:
    """Give a workbook with other rows in its first sheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>")
                content = content.replace(b"<sheetData></sheetData>", b"<sheetData>" + rows + b"</sheetData>")
            new.writestr(name, content)
    return file.getvalue()


def test_escaped_characters_that_no_database_takes_are_left_out():
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0000_b_xD800_c_x000A_d</t></is></c></row>'

    assert read_all(repacked(saved(Workbook()), cell))[0].cells[0].text == "abc\nd"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(BookError):
        Book(data)


def test_an_entity_that_multiplies_itself_is_not_unfolded():
    bomb = b'<!DOCTYPE a [<!ENTITY b "aaaaaaaaaa"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(Workbook()))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
                content = bomb + content[content.index(b"<worksheet") :].replace(
                    b"<sheetData/>", b"<sheetData>" + cell + b"</sheetData>"
                )
            new.writestr(name, content)

    book = Book(file.getvalue())

    assert "aaaa" not in str(list(book.rows(book.sheets[0])))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_of_every_common_encoding_is_read(encoding):
    text = '名称,信用代码,说明\n甲,="0571","一,\n二"\n'

    rows = list(plain.rows(plain.decode(text.encode(encoding))))

    assert rows[1].cells == {0: Cell("甲"), 1: Cell("0571"), 2: Cell("一,\n二")}


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_no_bytes_break_the_reader_of_texts(data):
    try:
        rows = list(plain.rows(plain.decode(data)))
    except BookError:
        rows = []

    assert all(row.cells for row in rows)
