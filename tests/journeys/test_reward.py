"""From the clause of the plan to what an achievement brought its completers, through the pages alone."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.reward.models import TransferReport
from tests.mechanisms.market.reward.world import RIGHT, SHEET, peopled

SECRET_NAME, NUMBER = "欧阳甲乙", "11010519491231002X"
INPUTS = {"way": "licence", "place": "330902", "on": "2026-04-01", "kind": "gov_research_unit"}
GOLDEN = {**INPUTS, "paid": "3000000", "cost": "120000", "tax": "18000"}


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def get(browser, world, url, **data):
    with world.at():
        return browser.get(url, data)


def posted(browser, world, case, move, **data):
    case.refresh_from_db()
    name = f"market_reward:{case.kind.rpartition('.')[2]}-{move}"
    with world.at():
        answer = browser.post(
            reverse(name, args=[case.pk]), {"version": case.version, "key": f"k{case.version}", **data}
        )
    assert answer.status_code == 302, answer.content.decode()[:6000]
    case.refresh_from_db()
    return case.state


def test_anybody_computes_a_reward_with_its_clauses_and_takes_it_along(world):
    anybody, url = world.client(), reverse("market_reward:calculator")

    shown = get(anybody, world, url, **GOLDEN).content.decode()
    wrong = get(anybody, world, url, **{**GOLDEN, "fiscal": "1"})
    file = get(anybody, world, url, **GOLDEN, export="xlsx")
    told = get(anybody, world, "/api/v1/rewards/compute", **GOLDEN).json()

    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    pool = next(line for line in told["lines"] if line["code"] == "pool")
    assert [words in shown for words in ("2,432,700.00", "2,862,000 × 85%", "舟山", "paid=3000000")] == [True] * 4
    assert (wrong.status_code, "财政研发资金不能计入成本" in wrong.content.decode()) == (422, True)
    assert 2432700 in cells
    assert (told["pool"], pool["rule"]["place"], pool["rule"]["since"]) == ("2432700.00", "330900", "2020-03-01")


def test_completers_get_a_right_income_is_shared_paid_and_reported(world):
    unit, inventor, office = world.bodies["university"], world.client("inventor"), world.client("transfer office")
    with world.at():
        answer = inventor.post(
            reverse("market_reward:apply"),
            {
                "key": "a",
                "unit": str(unit.pk),
                "title": "热误差补偿方法",
                "kind": "gov_research_unit",
                "right": "use",
                "plan": "自行实施",
                "name_0": SECRET_NAME,
                "share_0": "2/3",
                "name_1": "周乙",
                "share_1": "1/3",
                "representative": "0",
            },
        )
    assert answer.status_code == 302, answer.content.decode()[:6000]
    right = Case.objects.get(kind=RIGHT)
    states = [posted(office, world, right, "accept", reason="")]
    terms = {"decision": "代表决定", "cost": "完成人", "revenue": "二八", "leaving": "有效"}
    terms |= {"right": "use", "start": "2026-03-10", "end": "2036-03-09"}
    states.append(posted(office, world, right, "agree", **terms))
    noticed = {"start": "2026-03-10", "end": "2026-03-25", "where": "公告栏"}
    states.append(posted(office, world, right, "publish", **noticed))
    world.pass_to(date(2026, 3, 26))
    states.append(posted(office, world, right, "sign", number="FQ-1", signed_on="2026-03-26"))
    states.append(posted(office, world, right, "take_effect", number="DJ-1", on_day="2026-03-26"))
    posted(inventor, world, right, "report", year="2026", used="试制", income="50000")
    assert states == ["ACCEPTED", "TERMS_AGREED", "NOTICE_RUNNING", "SIGNED", "EFFECTIVE"]

    sheet = _drawn(world, office, unit)
    hidden = get(inventor, world, reverse("market_reward:notice", args=[sheet.pk])).status_code
    later = {"start": "2026-03-26", "end": "2026-04-10", "where": "公告栏"}
    posted(office, world, sheet, "publish", **later)
    notice = reverse("market_reward:notice", args=[sheet.pk])
    inside = get(inventor, world, notice).content.decode()
    outside = [get(world.client(who), world, notice).status_code for who in ("", "other office", "officer")]
    assert (hidden, outside) == (404, [404, 404, 404])
    assert [words in inside for words in (SECRET_NAME, "1,903,230.00", NUMBER, "110*************2X")] == [
        True,
        True,
        False,
        True,
    ]
    _objected(world, sheet)
    world.pass_to(date(2026, 4, 13))
    posted(office, world, sheet, "hand_over", checked="on")
    batch = get(office, world, reverse("market_reward:batch", args=[sheet.pk]))
    cells = [
        cell
        for row in load_workbook(io.BytesIO(b"".join(batch.streaming_content)))
        .worksheets[0]
        .iter_rows(values_only=True)
        for cell in row
    ]
    proof = SimpleUploadedFile("paid.txt", "发放凭证".encode())
    paid = {"paid_on": "2026-04-13", "amount": "2003400", "reference": "PZ-1", "file": proof, "declared": "on"}
    state = posted(world.client("decider"), world, sheet, "pay", **paid)
    assert (state, SECRET_NAME in cells, NUMBER in cells) == ("PAID", True, False)

    _reported(world, office, unit)
    case_page = get(world.client("officer"), world, reverse("casework:case", args=[sheet.pk])).status_code
    assert (case_page, verify().ok) == (404, True)


def _drawn(world, office, unit):
    with world.at():
        answer = office.post(
            reverse("market_reward:draft"),
            {
                "key": "d",
                "unit": str(unit.pk),
                "title": "热误差补偿方法许可收益",
                "way": "licence",
                "kind": "gov_research_unit",
                "in_force": "2026-01-05",
                "income_on": "2026-03-02",
                "paid": "3000000",
                "cost": "120000",
                "tax": "18000",
                "name_0": SECRET_NAME,
                "id_0": NUMBER,
                "role_0": "main",
                "basis_0": "核心算法",
                "share_0": "95",
                "tax_0": "100000",
                "name_1": "周乙",
                "role_1": "staff",
                "basis_1": "谈判签约",
                "share_1": "5",
            },
        )
    assert answer.status_code == 302, answer.content.decode()[:6000]
    return Case.objects.get(kind=SHEET)


def _objected(world, sheet):
    world.pass_to(date(2026, 3, 28))
    with world.at():
        world.client().post(
            reverse("standard:objection", args=[sheet.pk]),
            {"key": "o", "reason": "份额偏低", "name": "李某", "contact": ""},
        )
    world.pass_to(date(2026, 3, 30))
    sheet.refresh_from_db()
    with world.at():
        decided = world.client("decider").post(
            f"/cases/{sheet.pk}/decide-objection/",
            {"version": sheet.version, "key": "x", "upheld": "no", "reason": "份额经集体讨论。"},
        )
    assert decided.status_code == 302, decided.content.decode()[:4000]


def _reported(world, office, unit):
    world.pass_to(date(2027, 3, 31))
    url = reverse("market_reward:report")
    with world.at():
        late = office.post(url, {"key": "r1", "unit": str(unit.pk), "year": "2026", "remarks": ""})
        filed = office.post(url, {"key": "r2", "unit": str(unit.pk), "year": "2026", "remarks": "系统切换延误一日"})
    assert (late.status_code, filed.status_code) == (422, 302)
    row = TransferReport.objects.get()
    wanted = ("distributions", "rewarded_yuan", "main_yuan", "staff_yuan", "empowerments", "empowered_yuan")
    assert [row.figures[code] for code in wanted] == ["1", "2003400.00", "1903230.00", "100170.00", "1", "50000.00"]
    assert (row.late_days, row.due) == (1, date(2027, 3, 30))
    shown = get(world.client("officer"), world, reverse("casework:case", args=[row.pk])).content.decode()
    assert ("2,003,400.00" in shown, SECRET_NAME in shown) == (True, False)
