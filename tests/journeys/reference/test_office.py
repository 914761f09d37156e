"""The reference journeys of the office: figures asked and answered, a handover, a ledger taken in, a correction, a person's data."""

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook

from kechuang.casework.models import Case
from kechuang.casework.posts import assigning, staffing
from kechuang.casework.posts.models import Assignment
from kechuang.casework.posts.requests import FillPost, SetPost
from kechuang.config.demo.cast import credit_code
from kechuang.policy.models import Document
from kechuang.resources.organisations.models import Organisation
from kechuang.web import chance
from kechuang.web.accounts.models import Filling
from tests.pages.voucher.world import done
from tests.policy import plans

pytestmark = pytest.mark.browser

REPORT = ("voucher.rights_granted", "voucher.firms", "voucher.orders", "voucher.paid_orders", "voucher.paid_yuan")


def test_county_report(hands, stage):
    """A city asks its counties for figures; a county finds them filled in, adds a line of its own, and answers."""
    city = hands.of("planner")
    city.open("/collections/new/")
    city.type("title", "上半年创新券情况")
    city.type("basis", "年度工作要点第3条")
    city.type("purpose", "半年评估")
    for code in (*REPORT, "office.remarks"):
        city.mark(f"[name=wanted][value='{code}']")
    city.choose("kind", "county_office")
    city.type("reply_by", "2026-06-20")
    city.type("expires_on", "2026-06-30")
    city.send()
    city.send()
    asking = hands.effort.seconds

    county = hands.of("reporter")
    county.open("/collections/asked/")
    county.click("main a.row-link")
    county.click("main .head a.button.primary")
    county.look()
    county.type("office__remarks", "进展正常，无需协调。")
    county.send()

    office = stage.world.bodies["county office"]
    assert Case.objects.get(kind="casework.answer", holder=office).state == "ANSWERED"
    assert hands.effort.known * 100 >= 80 * hands.effort.fields
    assert hands.effort.seconds - asking <= 2 * 60


def test_handover(hands, stage):
    """Who leaves a post hands all open items over in one act, and prints the list."""
    world = stage.world
    post = filled_post(stage)
    keeper = hands.of("keeper of city")

    keeper.open(f"/office/posts/{post}/")
    keeper.click(f"main a[href='/office/posts/{post}/handover/']")
    keeper.choose(f"successor_{post.hex}", str(world.persons["newcomer"].pk))
    keeper.send()

    filling = Filling.objects.filter(post=post).order_by("valid_from", "pk").last()
    assert filling.person == world.persons["newcomer"]
    assert Assignment.objects.filter(post=post).count() == 3
    assert hands.effort.seconds <= 5 * 60


def filled_post(stage):
    """A post of the city office, held by a checker, with three cases that are somebody's."""
    world = stage.world
    keeper, body = world.actor("keeper of city"), world.bodies["city office"]
    with world.at():
        made = SetPost(body=body.pk, post=chance.uuid7(), title="审核一岗", roles=("city_checker",), since=world.on)
        done(staffing.set_post(made, by=keeper, key=world.key()))
        fill = FillPost(body=body.pk, post=made.post, person=world.persons["city2"].pk, since=world.on)
        done(staffing.fill_post(fill, by=keeper, key=world.key()))
        for case in stage.claims[:3]:
            done(assigning.assign(case, made.post, by=world.actor("city1"), key=world.key()))
    return made.post


def test_own_ledger_in(hands, stage, tmp_path):
    """An office's own table of 300 organisations goes in as it is; two wrong cells are put right on the page."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(ledger(300))
    hand = hands.of("city1")

    hand.open("/imports/tables/organisations/")
    hand.attach("file", path)
    hand.mark("[name=declared]")
    hand.send()

    hand.click("main details summary", leads=False)
    wrong = hand.page.locator("main details[open] input:not([type=hidden])").first
    hand.type(wrong.get_attribute("name"), "30")
    hand.click("main details[open] button.button")
    hand.click("main .head button.primary")

    written = Organisation.objects.filter(name__startswith="测试企业")
    assert (written.count(), written.get(name="测试企业1").sales) == (300, Decimal(1_010_000)), hand.says()[:400]
    assert hands.effort.seconds <= 15 * 60


def ledger(rows):
    """A table as an office keeps it: a title, two rows of heads, ten thousand yuan, a total at the end."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2026年科技型企业台账（测试）"])
    sheet.append(["序号", "单位名称", "统一社会信用代码", "单位类型", "所在地", "经营情况", None, None])
    sheet.append([None, None, None, None, None, "从业人数", "营业收入（万元）", "销售额年份"])
    sheet.merge_cells("F2:H2")
    for number in range(1, rows + 1):
        code = credit_code("330106", 20_000 + number)
        sheet.append([number, f"测试企业{number}", code, "企业", "西湖区", 10 + number, 100 + number, 2025])
    sheet["C5"], sheet["F7"] = "913301060000000000", "约30人"
    sheet.append(["合计", None, None, None, None, None, None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_plan_imported(hands, stage):
    """A planner pastes a plan, looks through what was found, and takes it into the register."""
    hand = hands.of("planner")

    hand.open("/policy/import/")
    hand.effort.keys += 2
    hand.page.locator("textarea[name=text]").fill(plans.TEXT)
    hand.mark("[name=declared]")
    hand.send()
    hand.look()
    hand.send()

    assert Document.objects.count() == 1
    assert hands.effort.clicks <= 8


def test_notice_answered(hands, stage):
    """A city writes to its firms; a firm reads the notice and answers."""
    city = hands.of("planner")
    city.open("/notices/write/")
    city.type("title", "报送上半年研发投入")
    city.type("text", "请按年度计划报送上半年研发投入情况。")
    city.choose("asks", "text")
    city.type("reply_by", "2026-06-20")
    city.type("codes", stage.world.bodies["firm"].code)
    city.send()
    city.send()

    firm = hands.of("firm clerk")
    firm.open("/notices/")
    firm.click("main a.row-link")
    firm.click("main a[href$='/answer/']")
    firm.type("answer", "上半年研发投入 120 万元。")
    firm.send()

    assert Case.objects.get(kind="casework.notice", holder=stage.world.bodies["firm"]).state == "ANSWERED"
    assert hands.effort.seconds <= 6 * 60


def test_correction_returned(hands, stage):
    """A county returns an application with all faults at once; the firm puts it right and sends it again."""
    county = hands.of("other county")
    county.open(f"/cases/{stage.asked_right}/")
    county.click(f"main a[href='/cases/{stage.asked_right}/return/']")
    county.type("where_1", "申领额度")
    county.type("what_1", "未说明所需服务")
    county.type("remedy_1", "写明拟购买的检验检测服务")
    county.type("where_2", "单位信息")
    county.type("what_2", "行业代码未填")
    county.type("remedy_2", "在机构登记中补填")
    county.send()
    held = Case.objects.get(pk=stage.asked_right).hold

    firm = hands.of("neighbour clerk")
    firm.open(f"/cases/{stage.asked_right}/")
    firm.click(f"main a[href='/cases/{stage.asked_right}/resubmit/']")
    firm.type("note", "已写明服务，行业代码已补填。")
    firm.send()

    again = Case.objects.get(pk=stage.asked_right)
    assert (held, again.hold, again.state) == ("correction", "", "APPLIED")
    assert hands.effort.seconds <= 6 * 60


def test_persons_data_seen(hands, stage):
    """A clerk reads on the account page which office looked at the restricted part of the firm's record."""
    officer = hands.of("auditor")
    officer.open(f"/cases/{stage.claims[0]}/")

    clerk = hands.of("firm00 clerk")
    clerk.open("/account/disclosures/")

    assert stage.world.bodies["audit office"].name in clerk.says()
    assert hands.effort.clicks <= 6
