"""A registering body's own Excel table comes in: every bad row is named, good ones are cases."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.casework.imports.models import CellFault, Upload
from kechuang.mechanisms.market.contract.models import TechContract
from tests.casework.imports.conftest import workbook
from tests.mechanisms.market.contract.scenes import BUYER, COUNTY
from tests.pages.voucher.world import FIRM_CODE

HEADS = [
    "合同编号",
    "合同名称",
    "合同类别",
    "卖方统一社会信用代码",
    "买方",
    "买方所在地",
    "签订日期",
    "验收方式",
    "成交额（万元）",
    "技术交易额（万元）",
    "扣除项",
    "原件已核",
]
ACCEPTED = "按指标测试并出具报告"


def line(number: str, **changes: object) -> list[object]:
    fine = {
        "number": number,
        "title": f"{number}号工艺开发",
        "type": "技术开发合同",
        "seller": FIRM_CODE,
        "buyer": BUYER.name,
        "place": "浦东新区",
        "signed": "2026-05-12",
        "acceptance": ACCEPTED,
        "total": 60,
        "technology": None,
        "deductions": None,
        "seen": "是",
    }
    return list({**fine, **changes}.values())


@pytest.fixture
def clerk(desk, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    client = desk.world.client("registrar")
    with desk.world.at():
        yield client


def sent(client, rows) -> str:
    file = workbook([HEADS, *rows])
    answer = client.post("/imports/tables/tech-contracts/", {"file": file, "mode": "insert", "declared": "on"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"]


def test_good_rows_become_accepted_contracts(clerk):
    at = sent(clerk, [line("E1"), line("E2", total="120", deductions="设备 装置 200000")])

    clerk.post(f"{at}write/", {"digest": Upload.objects.get().digest})

    assert list(CellFault.objects.values_list("code", flat=True)) == []
    assert [
        (row.number_agreed, row.case.state, row.case.place, row.total_yuan, row.technology_yuan, row.signed_on)
        for row in TechContract.objects.select_related("case").order_by("number_agreed")
    ] == [
        ("E1", "ACCEPTED", COUNTY, Decimal(600_000), Decimal(600_000), date(2026, 5, 12)),
        ("E2", "ACCEPTED", COUNTY, Decimal(1_200_000), Decimal(1_000_000), date(2026, 5, 12)),
    ]


BAD = {
    "contract.unit_slip": line("B1", technology="600000"),
    "contract.placeholder_party": line("B2", buyer="某公司"),
    "contract.technology_over_total": line("B3", technology="61"),
    "contract.line_unread": line("B4", deductions="设备"),
    "contract.signed_later": line("B5", signed="2026-06-02"),
    "contract.too_late": line("B6", signed="2024-06-02"),
    "contract.registered_before": line("B7"),
    "contract.same_party": line("B8", buyer="firm"),
    "contract.no_seat": line("B9", place=None),
}


def test_every_bad_row_is_named_with_its_own_code_and_nothing_is_written(desk, clerk):
    held = desk.taken_in(desk.own(number="B7", subject="B7号工艺开发"))

    sent(clerk, [*BAD.values(), line("G1"), line("G1", buyer="别的写法")])

    found = dict.fromkeys(CellFault.objects.values_list("code", flat=True))
    rows = set(CellFault.objects.values_list("number", flat=True))
    assert [code for code in BAD if code not in found] == []
    assert len(rows) == len(BAD) + 1
    assert list(TechContract.objects.values_list("pk", flat=True)) == [held]
