"""Entering organisations from a table: every fault has row, column, value and remedy; good rows are written once."""

import html
import io
import re

import pytest
from openpyxl import Workbook, load_workbook

from kechuang.casework.imports.models import Upload
from kechuang.resources.organisations.models import Organisation
from kechuang.web.permissions import PLACE, register_role

UPLOAD = "/imports/tables/organisations/"
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


@pytest.fixture
def officer(registry, reader):
    register_role("tests.registrar", PLACE, ["organisation:register", "organisation:read", "imports:use"])
    return reader("officer")


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


def checked(client, given) -> tuple[str, str]:
    at = client.post(UPLOAD, {"mode": "insert", "declared": "on", **given})["Location"]
    return at, body(client.get(at))


def agree(client, at):
    digest = Upload.objects.get(pk=at.split("/")[2]).digest
    return client.post(f"{at}write/", {"digest": digest}, follow=True)


@pytest.mark.parametrize("how", ["file", "text"])
def test_good_rows_are_shown_first_and_written_once(officer, how):
    given = {"file": sheet(GOOD, TEAM)} if how == "file" else {"text": pasted(GOOD, TEAM)}

    at, page = checked(officer, given)
    assert Organisation.objects.count() == 0
    first = agree(officer, at)
    again = agree(officer, at)

    assert "2 行全部无误" in page
    assert "表中内容已全部在册" in body(first)
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
        ("类型", "公司", "“公司”不在可选项内"),
        ("统一社会信用代码", "91330106MA2ABCDEX8", "91330106MA2ABCDEX8"),
        ("所在地", "西湖镇", "西湖镇"),
        ("所在地", "余杭区", "不在您可登记的范围内"),
        ("成立日期", "去年", "去年"),
        ("人员数", "四十", "四十"),
        ("人员数", "4.5", "“4.5”不是整数"),
        ("股东", "甲;;七成", "比例“七成”不能读取"),
    ],
)
def test_a_fault_names_row_column_value_and_remedy_and_the_other_row_stands(officer, column, value, words):
    wrong = [value if head == column else cell for head, cell in zip(HEADS, GOOD, strict=True)]

    _at, page = checked(officer, {"text": pasted(TEAM, wrong)})

    assert "先写入 1 行无误的" in page
    found = re.search(r'<th scope="row" class="number">3</th><td>(.*?)</td><td.*?>(.*?)</td><td.*?>(.*?)</td>', page)
    assert found.group(1) == column
    assert value in found.group(2)
    assert words in found.group(3)


def test_the_same_organisation_twice_in_the_table_or_on_the_register_is_named(officer):
    at, twice = checked(officer, {"text": pasted(GOOD, GOOD)})
    agree(officer, at)
    other = ["西湖传感改名（演示）", *GOOD[1:]]

    _at, same = checked(officer, {"text": pasted(GOOD)})
    _at, known = checked(officer, {"text": pasted(other)})

    assert "与第 2 行重复" in twice
    assert "没有可写入的行" in same
    assert "已在册，且与本行内容不同" in known
    assert Organisation.objects.count() == 1


def test_the_empty_table_has_the_heads_that_are_read(officer):
    file = officer.get(f"{UPLOAD}template.xlsx")

    heads = [cell.value for cell in next(load_workbook(io.BytesIO(b"".join(file))).worksheets[0].iter_rows(max_row=1))]

    assert set(HEADS) <= {str(head).removesuffix(" *") for head in heads}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "请选择文件"),
        ({"text": "甲"}, "没有找到表格"),
        ({"file": io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")}, "旧版 Excel"),
    ],
)
def test_what_is_no_table_is_answered_with_the_remedy(officer, given, words):
    if "file" in given:
        given["file"].name, _ = "x.xlsx", given["file"].seek(0)

    answer = officer.post(UPLOAD, {"mode": "insert", "declared": "on", **given})

    assert answer.status_code == 422
    assert words in body(answer)
    assert Upload.objects.count() == 0


def test_a_clerk_of_a_firm_may_not_import(registry, reader):
    assert reader("clerk").get("/organisations/import/").status_code == 403


def test_the_old_address_leads_to_the_new_one(officer):
    assert officer.get("/organisations/import/")["Location"] == UPLOAD
