"""A firm's contracts, a region's budgets and an office's list of checked claims, taken in from their own tables."""

import html
import io

from openpyxl import Workbook

from kechuang.casework.imports.models import CellFault, Upload
from kechuang.mechanisms.sharing.voucher.models import VoucherBudget, VoucherOrder


def workbook(rows) -> io.BytesIO:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    file.seek(0)
    file.name = "t.xlsx"
    return file


def taken(world, name, kind, rows, mode="insert"):
    """Send a table and give its address, the page of its check and what was kept of it."""
    with world.at():
        client = world.client(name)
        sent = client.post(f"/imports/tables/{kind}/", {"file": workbook(rows), "mode": mode, "declared": "on"})
        at = sent["Location"]
        page = html.unescape(client.get(at).content.decode())
    return client, at, page, Upload.objects.get(pk=at.split("/")[2])


def agreed(world, client, at, upload):
    with world.at():
        client.post(f"{at}write/", {"digest": upload.digest})
    upload.refresh_from_db()
    return upload.counts["rows"]


def test_a_firms_contracts_freeze_its_quota_and_come_in_once(world):
    right, _listing = world.granted(world.budget()), world.listed()
    provider = world.bodies["provider"].name
    rows = [
        ["合同台账"],
        ["合同号", "签订时间", "乙方", "服务类型", "合同额（万元）", "可用券金额（万元）"],
        ["HT-1", "2026.6.1", provider, "testing", 2, 2],
        ["HT-2", world.on, provider, "testing", "3.5", 3],
        ["HT-3", world.on, "不认识的机构（演示）", "testing", 1, 1],
    ]
    rows[2][1] = world.on.strftime("%Y.%m.%d")

    client, at, page, upload = taken(world, "firm clerk", "voucher-orders", rows)
    counts = agreed(world, client, at, upload)
    again = taken(world, "firm clerk", "voucher-orders", rows)[3]

    assert "没有名为“不认识的机构（演示）”的单位" in page
    assert counts == {"DONE": 2, "FAULTY": 1}
    found = VoucherOrder.objects.filter(right=right).order_by("contract_no")
    assert [(row.contract_no, str(row.contract_yuan)) for row in found] == [("HT-1", "20000.00"), ("HT-2", "35000.00")]
    assert again.counts["rows"] == {"SAME": 2, "FAULTY": 1}


def test_a_regions_budgets_come_in_as_plans_in_ten_thousand_yuan(world):
    rows = [["单位：万元"], ["年度", "预算数", "名称"], [2026, 500, "甲（演示）"], [2027, "1,200", "乙（演示）"]]

    client, at, page, upload = taken(world, "keeper1", "voucher-budgets", rows)
    counts = agreed(world, client, at, upload)

    assert "本部门所在地区" in page
    assert counts == {"DONE": 2}
    found = VoucherBudget.objects.order_by("year").values_list("year", "amount_yuan", "case__state", "case__place")
    assert [(year, str(amount), state, place) for year, amount, state, place in found] == [
        (2026, "5000000.00", "PLANNED", world.city),
        (2027, "12000000.00", "PLANNED", world.city),
    ]


def test_checked_claims_go_on_to_the_audit_or_back_with_a_reason(world):
    right, listing = world.granted(world.budget()), world.listed()
    orders = [world.claimed(world.delivered(world.reserved(right, listing))) for _ in range(3)]
    waiting = world.reserved(right, listing)
    number = {row.pk: row.case.number for row in VoucherOrder.objects.select_related("case")}
    rows = [["订单号", "核查结论", "退回理由"], [number[orders[0]], "同意"], [number[orders[1]], "退回", "发票不清"]]
    rows += [[number[orders[2]], "退回"], [number[waiting], "通过"], ["X-1", "通过"]]

    client, at, _page, upload = taken(world, "city1", "voucher-claims", rows, "update")
    faults = set(CellFault.objects.filter(upload=upload).values_list("number", "column"))
    counts = agreed(world, client, at, upload)

    states = dict(VoucherOrder.objects.values_list("pk", "case__state"))
    assert [states[order] for order in orders] == ["AUDIT", "DELIVERED", "CLAIMED"]
    assert faults == {(4, "reason"), (5, "number"), (6, "number")}
    assert counts == {"DONE": 2, "FAULTY": 3}
