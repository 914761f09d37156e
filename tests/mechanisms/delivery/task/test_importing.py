"""A whole ledger of an office comes in as a table: everything wrong is named at once, nothing is written before."""

import html
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from kechuang.casework.imports.models import CellFault, Upload
from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.task.models import DeliveryTask, TaskMoney
from kechuang.mechanisms.delivery.task.rules.moves import TASK
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Person, Succession
from tests.casework.imports.conftest import workbook
from tests.mechanisms.delivery.task.conftest import BEGIN, FIRST, moment

HEAD = [
    ["2026年度重点任务台账（演示）"],
    ["序号", "任务", None, "来源", None, "责任分工", None, "完成期限", "所需资金"],
    [None, "任务名称", "任务内容", "任务类别", "文号", "牵头部门", "配合部门", None, "（万元）"],
]
GOOD = (
    [1, "建成共享服务站", "全市建成2个", "规划", "甲科〔2026〕1号", "bureau", "county、other county", "2026年10月", 50],
    [2, "开展走访", "走访企业", "领导批示", "批2026-7", "county", "", "2026-12-31", ""],
    [3, "研究方案", "", "", "", "", "", "", ""],
)


@pytest.fixture
def planner(region, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(Person.objects.get(pk=region.actors["planner"].person))
    with clock.fixed(moment(BEGIN)):
        yield client


def sent(client, rows) -> str:
    file = workbook([*HEAD, *rows])
    answer = client.post("/imports/tables/delivery-task/", {"file": file, "mode": "insert", "declared": "on"})
    assert answer.status_code == 302, html.unescape(answer.content.decode())[:2000]
    return answer["Location"]


def tasks():
    return Case.objects.filter(kind=TASK.kind).order_by("number")


def test_a_ledger_with_two_row_heads_comes_in_whole_once_it_is_agreed(planner):
    at = sent(planner, GOOD)
    before = tasks().count()

    planner.post(f"{at}write/", {"digest": Upload.objects.get().digest})

    assert (before, list(CellFault.objects.values_list("code", flat=True))) == (0, [])
    assert [(row.title, row.state, row.holder and row.holder.name, row.due_on) for row in tasks()] == [
        ("建成共享服务站", "ASSIGNED", "bureau", date(2026, 10, 31)),
        ("开展走访", "ASSIGNED", "county", date(2026, 12, 31)),
        ("研究方案", "ITEM", None, None),
    ]
    first = DeliveryTask.objects.get(case__title="建成共享服务站")
    assert sorted(row.body.name for row in first.supports.select_related("body")) == ["county", "other county"]
    assert list(TaskMoney.objects.values_list("kind", "year", "source", "amount")) == [
        ("planned", 2026, "甲科〔2026〕1号", Decimal("500000.00"))
    ]
    assert DeliveryTask.objects.get(case__title="开展走访").source == "instruction"


def test_every_bad_row_is_named_at_once_and_nothing_is_written(planner, region):
    ended = Body.objects.create(
        code="old", name="科技旧局", kind="department", place="330100", authority="330100", valid_from=FIRST,
        valid_to=date(2025, 1, 1),
    )  # fmt: skip
    Succession.objects.create(
        body=ended, kind="merge", on=date(2025, 1, 1), successors=[str(region.bodies["bureau"].pk)], done=True
    )
    rows = [
        [1, "无期限", "", "", "", "bureau", "", "", ""],
        [2, "无依据", "", "纪要", "", "", "", "", ""],
        [3, "旧单位", "", "", "", "科技旧局", "", "2026-12-31", ""],
        [4, "牵头又配合", "", "", "", "bureau", "bureau", "2026-12-31", ""],
        [5, "年份不合理", "", "", "", "", "", "1926-12-31", ""],
        [6, "好的一行", "", "", "", "", "", "", ""],
    ]

    at = sent(planner, rows)
    page = html.unescape(planner.get(at).content.decode())
    planner.post(f"{at}write/", {"digest": Upload.objects.get().digest})

    found = {fault.code: (fault.column, list(fault.suggestions)) for fault in CellFault.objects.all()}
    assert found == {
        "delivery.no_due": ("due_on", []),
        "delivery.no_reference": ("reference", []),
        "imports.body_unknown": ("lead", ["bureau"]),
        "delivery.lead_twice": ("supports", []),
        "delivery.year_unlikely": ("year", []),
    }
    assert ("bureau" in page, [row.title for row in tasks()]) == (True, ["好的一行"])


def test_what_stands_already_and_a_county_elsewhere_are_refused(planner, region):
    region.make(title="已有任务")
    head = [["任务名称", "属地", "年份"]]
    file = workbook([*head, ["已有任务", "", 2026], ["外地任务", "320500", 2026]])

    planner.post("/imports/tables/delivery-task/", {"file": file, "mode": "insert", "declared": "on"})

    faults = {fault.code: fault.column for fault in CellFault.objects.all()}
    assert faults == {"delivery.task_twice": "title", "delivery.place_elsewhere": "place"}
    assert [row.title for row in tasks()] == ["已有任务"]


MONEY_HEAD = [["任务名称", "年份", "文号", "资金渠道", "计划资金（万元）", "已安排资金（万元）", "已支出资金（元）"]]


def test_money_comes_in_with_its_source_planned_arranged_and_spent(planner):
    rows = [
        ["建设平台", 2026, "", "市级科技专项", 80, 50, 123456.78],
        ["开展培训", 2026, "甲科〔2026〕3号", "", 10, "", 0],
        ["研究方案", 2026, "", "", "", "", ""],
    ]
    file = workbook([*MONEY_HEAD, *rows])
    answer = planner.post("/imports/tables/delivery-task/", {"file": file, "mode": "insert", "declared": "on"})

    planner.post(f"{answer['Location']}write/", {"digest": Upload.objects.get().digest})

    assert list(CellFault.objects.values_list("code", flat=True)) == []
    stated = TaskMoney.objects.order_by("task__case__title", "kind")
    assert list(stated.values_list("task__case__title", "kind", "year", "source", "amount")) == [
        ("建设平台", "arranged", 2026, "市级科技专项", Decimal("500000.00")),
        ("建设平台", "planned", 2026, "市级科技专项", Decimal("800000.00")),
        ("建设平台", "spent", 2026, "市级科技专项", Decimal("123456.78")),
        ("开展培训", "planned", 2026, "甲科〔2026〕3号", Decimal("100000.00")),
        ("开展培训", "spent", 2026, "甲科〔2026〕3号", Decimal("0.00")),
    ]
    facts = Entry.objects.filter(type="delivery.task.money_stated")
    assert facts.count() == 5
    first = Case.objects.get(title="建设平台")
    page = html.unescape(planner.get(f"/cases/{first.pk}/").content.decode())
    assert ([amount in page for amount in ("800,000", "500,000", "123,456.78")], first.amount) == (
        [True] * 3, Decimal("800000.00"),
    )  # fmt: skip
    assert verify().ok


def test_bad_money_is_explained_at_its_cell_and_the_good_rows_may_go_in(planner):
    rows = [
        ["没有来源", 2026, "", "", "", 50, ""],
        ["只有来源", 2026, "", "市级科技专项", "", "", ""],
        ["负数", 2026, "", "市级科技专项", -3, "", ""],
        ["不是数", 2026, "", "市级科技专项", "", "若干", ""],
        ["好的一行", 2026, "", "市级科技专项", "", "", 100],
    ]
    file = workbook([*MONEY_HEAD, *rows])
    answer = planner.post("/imports/tables/delivery-task/", {"file": file, "mode": "insert", "declared": "on"})

    shown = html.unescape(planner.get(answer["Location"]).content.decode())
    planner.post(f"{answer['Location']}write/", {"digest": Upload.objects.get().digest})

    found = list(CellFault.objects.order_by("number", "column").values_list("code", "column"))
    assert found == [
        ("delivery.money_no_source", "fund"),
        ("delivery.fund_alone", "fund"),
        ("delivery.money_wrong", "amount"),
        ("imports.amount", "arranged"),
    ]
    assert [words in shown for words in ("请写明资金来源", "已支出资金都为空", "若干")] == [True] * 3
    assert ([row.title for row in tasks()], TaskMoney.objects.get().amount) == (["好的一行"], Decimal("100.00"))


def test_the_template_of_the_table_has_the_columns_of_money(planner):
    answer = planner.get("/imports/tables/delivery-task/template.xlsx")
    data = answer.getvalue() if hasattr(answer, "getvalue") else b"".join(answer.streaming_content)

    cells = {cell.value for row in load_workbook(BytesIO(data)).worksheets[0].iter_rows() for cell in row}

    assert {"资金来源", "计划资金", "已安排资金", "已支出资金"} <= {
        str(value).split("（")[0].rstrip("*") for value in cells
    }
