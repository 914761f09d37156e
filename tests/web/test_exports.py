"""Files of a list hold every filtered row in its order, typed, safe in a spreadsheet, and marked on a demonstration."""

import csv
import io
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kechuang.web.accounts.models import Body
from kechuang.web.exports import file_name
from kechuang.web.listing import list_page
from kechuang.web.parts import Empty, State
from kechuang.web.tables import Column, List

from .conftest import body

SAMPLE = List(
    key="sample",
    columns=(
        Column(name="code", label="Code", sort=("code",)),
        Column(name="name", label="Name"),
        Column(name="place", label="Place", kind="place"),
        Column(name="amount", label="Amount (yuan)", kind="money", value=lambda row: Decimal("1234.50")),
        Column(name="count", label="Count", kind="whole", value=lambda row: 1200),
        Column(name="state", label="State", kind="state", value=lambda row: State("paid", "done", "paid")),
        Column(name="since", label="Since", kind="day", value="valid_from"),
        Column(name="at", label="At", kind="moment", value=lambda row: datetime(2026, 6, 30, 1, 30, tzinfo=UTC)),
        Column(name="nothing", label="Nothing", value=lambda row: None),
        Column(name="hidden", label="Hidden", value="kind", export=False),
    ),
    order="code",
    empty=Empty(sentence="Nothing."),
)
HEADS = ["Code", "Name", "Place", "Amount (yuan)", "Count", "State", "Since", "At", "Nothing"]


@pytest.fixture
def answer(rf, db, kit, today):
    for number in (2, 1):
        body(number, valid_from=date(2024, 2, number)).save()

    def ask(kind, **query):
        return list_page(SAMPLE, rf.get("/", {"export": kind, **query}), Body.objects.all(), title="单位/名单")

    return ask


def lines(response):
    text = b"".join(response.streaming_content).decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:])))


def workbook(response):
    with closing(response):
        return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def sheet(response, name=None):
    book = workbook(response)
    return [[cell.value for cell in row] for row in (book[name] if name else book.worksheets[0]).iter_rows()]


def test_csv_holds_every_row_typed(answer):
    table = lines(answer("csv"))

    assert table == [
        HEADS,
        ["B001", "示例单位1（演示）", "嘉善县", "1234.50", "1200", "paid", "2024-02-01", "2026-06-30 09:30", ""],
        ["B002", "示例单位2（演示）", "嘉善县", "1234.50", "1200", "paid", "2024-02-02", "2026-06-30 09:30", ""],
    ]


def test_excel_holds_the_same_with_numbers_and_days_as_such(answer):
    table = sheet(answer("xlsx"))

    assert table[0] == HEADS
    assert table[1] == [
        *("B001", "示例单位1（演示）", "嘉善县", 1234.5, 1200, "paid", datetime(2024, 2, 1), "2026-06-30 09:30", None)  # noqa: DTZ001 - Excel has no zones
    ]


def test_an_export_keeps_order_and_filters(answer):
    table = lines(answer("csv", sort="-code"))

    assert [row[0] for row in table[1:]] == ["B002", "B001"]


def test_excel_says_what_it_is(answer):
    table = sheet(answer("xlsx"), "说明")

    assert table == [["标题", "单位/名单"], ["筛选条件", "无"], ["数据截至", "2026-06-30 09:30"]]


def test_a_file_is_called_by_title_and_day(answer, today):
    assert answer("csv")["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E5%8D%95%E4%BD%8D_%E5%90%8D%E5%8D%95-20260630.csv"
    )


def test_a_demonstration_says_so_in_name_rows_and_notes(answer, settings):
    settings.KECHUANG_DEMO = True

    table = lines(answer("csv"))
    notes = sheet(answer("xlsx"), "说明")

    assert [row[-1] for row in table] == ["数据性质", "演示", "演示"]
    assert notes[-1] == ["备注", "（演示）本节点的人员、企业和数据均为虚构。"]
    assert file_name("单位", "csv") == "单位（演示）-20260630.csv"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_never_becomes_a_formula(rf, db, kit, start):
    body(1, name=f"{start}1+1").save()
    ask = {kind: rf.get("/", {"export": kind}) for kind in ("csv", "xlsx")}

    table = lines(list_page(SAMPLE, ask["csv"], Body.objects.all(), title="T"))
    response = list_page(SAMPLE, ask["xlsx"], Body.objects.all(), title="T")
    cell = workbook(response).worksheets[0]["B2"]

    assert table[1][1] == f"'{start}1+1"
    assert (cell.value, cell.data_type) == (f"{start}1+1", "s")


def test_a_list_may_have_no_files(rf, db, kit):
    closed = List(key="closed", columns=SAMPLE.columns, order="code", empty=SAMPLE.empty, exports=False)
    request = rf.get("/", {"export": "csv"})
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    response = list_page(closed, request, Body.objects.all(), title="T")

    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert b'class="downloads"' not in response.content


def test_a_filter_that_cannot_be_read_gives_no_file(demo, client, bodies):
    bodies(1)

    response = client.get("/style/list/?kind=ship&export=csv")

    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")
