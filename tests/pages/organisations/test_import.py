"""Entering organisations from a table: every fault has row, column, value and remedy; good rows are written once."""

import html
import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from kechuang.resources.organisations.models import Organisation
from kechuang.resources.organisations.sheet import read_sheet

HEADS = [
    "名称",
    "类型",
    "统一社会信用代码",
    "所在地",
    "行业代码",
    "成立日期",
    "人员数",
    "年销售额（元）",
    "销售额年份",
    "股东",
]
GOOD = [
    "西湖传感（演示）",
    "企业",
    "91330106MA2ABCDEX7",
    "西湖区",
    "3562",
    "2018-05-04",
    "42",
    "1,200",
    "2025",
    "甲;;60%|乙;;40%",
]
TEAM = ["云栖小组（演示）", "创业团队", "", "330106", "", "", "", "", "", ""]


def body(response) -> str:
    return html.unescape(response.content.decode())


def pasted(*rows) -> str:
    return "\n".join("\t".join(row) for row in [HEADS, *rows])


def sheet(*rows) -> io.BytesIO:
    book, file = Workbook(), io.BytesIO()
    for row in [HEADS, *rows]:
        book.active.append(row)
    book.save(file)
    file.seek(0)
    file.name = "t.xlsx"
    return file


def carried(page: str) -> str:
    return re.search(r'<textarea name="text" hidden>(.*?)</textarea>', page, re.DOTALL).group(1)


@pytest.mark.parametrize("how", ["file", "text"])
def test_good_rows_are_shown_first_and_written_once(registry, reader, how):
    client = reader("officer")
    given = {"file": sheet(GOOD, TEAM)} if how == "file" else {"text": pasted(GOOD, TEAM)}

    page = body(client.post("/organisations/import/", given))
    assert Organisation.objects.count() == 0
    first = client.post("/organisations/import/write/", {"text": carried(page)}, follow=True)
    again = client.post("/organisations/import/write/", {"text": carried(page)}, follow=True)

    assert "2 行可以写入" in page
    assert "已登记 2 个机构" in body(first)
    assert (again.status_code, Organisation.objects.count()) == (200, 2)
    row = Organisation.objects.get(credit_code="91330106MA2ABCDEX7")
    assert (row.kind, row.place, row.industry, row.staff, str(row.sales), row.ties.count()) == (
        "enterprise",
        "330106",
        "C3562",
        42,
        "1200.00",
        2,
    )


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("类型", "公司", "“公司”不是机构类型"),
        ("统一社会信用代码", "91330106MA2ABCDEX8", "91330106MA2ABCDEX8"),
        ("所在地", "西湖镇", "西湖镇"),
        ("所在地", "余杭区", "不在您可登记的范围内"),
        ("成立日期", "去年", "去年"),
        ("人员数", "四十", "四十"),
        ("人员数", "4.5", "“4.5”不是整数"),
        ("股东", "甲;;七成", "比例“七成”不能读取"),
        ("名称", "", "没有填写名称"),
    ],
)
def test_a_fault_names_row_column_value_and_remedy_and_the_other_row_stands(registry, reader, column, value, words):
    wrong = [value if head == column else cell for head, cell in zip(HEADS, GOOD, strict=True)]

    page = body(reader("officer").post("/organisations/import/", {"text": pasted(TEAM, wrong)}))

    assert "1 行可以写入" in page
    found = re.search(r'<th scope="row" class="number">3</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>', page)
    assert found.group(1) == column
    assert words in found.group(3)


def test_the_same_organisation_twice_in_the_table_or_on_the_register_is_named(registry, reader):
    client = reader("officer")
    twice = body(client.post("/organisations/import/", {"text": pasted(GOOD, GOOD)}))
    client.post("/organisations/import/write/", {"text": carried(twice)})

    known = body(client.post("/organisations/import/", {"text": pasted(GOOD)}))

    assert "与第 2 行是同一机构" in twice
    assert "该机构已在册" in known
    assert "没有可写入的行" in known


def test_the_empty_table_has_the_heads_that_are_read(registry, reader):
    file = reader("officer").get("/organisations/import/template.xlsx")

    heads = [cell.value for cell in next(load_workbook(io.BytesIO(b"".join(file))).worksheets[0].iter_rows(max_row=1))]

    assert set(HEADS) <= set(heads)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "没有上传文件"),
        ({"text": "甲\t乙\n1\t2"}, "表头缺少：名称"),
        ({"file": io.BytesIO(b"not a spreadsheet")}, "不能作为 Excel 表格读取"),
    ],
)
def test_what_is_no_table_is_answered_with_the_remedy(registry, reader, given, words):
    if "file" in given:
        given["file"].name, _ = "x.xlsx", given["file"].seek(0)

    answer = reader("officer").post("/organisations/import/", given)

    assert answer.status_code == 422
    assert words in body(answer)


def test_a_spreadsheet_that_unfolds_without_end_ends_only_its_child():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * 60_000_000)
        archive.writestr("[Content_Types].xml", b"<a/>")

    refused = read_sheet(file.getvalue(), "bomb.xlsx")

    assert refused.code == "organisation.sheet_unreadable"


def test_a_clerk_of_a_firm_may_not_import(registry, reader):
    assert reader("clerk").get("/organisations/import/").status_code == 403
