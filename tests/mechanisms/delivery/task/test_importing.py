"""A whole ledger of an office comes in as a table: everything wrong is named at once, nothing is written before."""

import html
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from kechuang.casework.imports.models import CellFault, Upload
from kechuang.casework.models import Case
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
