"""Pages of contracts: bringing, the desk by keyboard, batch, public pages, papers; as people meet them."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kechuang.casework.models import Case
from kechuang.casework.papers import kinds as papers
from kechuang.casework.papers.kinds import Making
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.requests import Confirm, End, Enjoyed
from kechuang.web.documents import pdf
from tests.mechanisms.market.contract.scenes import BUYER, COUNTY, another
from tests.pages.voucher.world import Reader, done

FORM = {
    "title": "涂层工艺优化技术开发",
    "number": "KF-2026-018",
    "kind": "development:entrusted",
    "form": "written",
    "signed_on": "2026-05-12",
    "subject": "研究开发耐磨涂层的工艺参数与控制方法",
    "acceptance": "按任务书指标由第三方检测机构出具报告",
    "buyer_name": BUYER.name,
    "buyer_code": BUYER.code,
    "buyer_place": "浦东新区",
    "buyer_kind": "enterprise",
    "seller_kind": "enterprise",
    "total_yuan": "600000",
    "payment": "lump",
    "royalty_movement": "fixed",
    "field": "materials",
    "purpose": "industry",
    "plan": "none",
    "declared": "on",
}


@pytest.fixture
def firm(desk):
    return Reader(desk.world, "firm clerk")


@pytest.fixture
def clerk(desk):
    return Reader(desk.world, "registrar")


@pytest.fixture
def public(desk):
    return Reader(desk.world)


def test_a_firm_brings_a_contract_and_its_own_side_is_filled_in(desk, firm):
    case = firm.do("market_contract:submit", **FORM, side="seller")

    row = desk.row(case)
    assert (row.seller_name, row.buyer_place, row.case.state) == (desk.seller.name, "310115", "RECEIVED")
    assert row.technology_yuan == Decimal(600_000)


def test_a_refused_form_says_what_is_wrong_beside_its_field_and_loses_nothing(firm):
    wrong = {**FORM, "side": "seller", "technology_yuan": "60", "deductions": "设备 喷涂机"}

    response = firm.send("market_contract:submit", **wrong)

    text = response.content.decode()
    assert response.status_code == 422
    assert "第 1 行“设备 喷涂机”读不出" in text
    assert FORM["subject"] in text


def test_the_gateways_refusal_stands_on_the_form(firm):
    response = firm.send("market_contract:submit", **{**FORM, "side": "seller", "technology_yuan": "60"})

    assert response.status_code == 422
    assert "正好差一万倍" in response.content.decode()


def test_sent_twice_a_contract_is_brought_once(desk, firm):
    with desk.world.at():
        page = firm.browser.get("/market/contracts/new/").content.decode()
        key = page.split('name="key" value="')[1][:32]
        both = [firm.browser.post("/market/contracts/new/", {**FORM, "side": "seller", "key": key}) for _at in range(2)]

    assert both[0]["Location"] == both[1]["Location"]
    assert TechContract.objects.count() == 1


def test_the_office_takes_in_with_deductions_line_by_line(desk, clerk):
    values = {
        **FORM,
        "seller_name": "无账号的卖方（演示）",
        "seller_place": COUNTY,
        "deductions": "设备 喷涂机 100,000\n原材料 靶材 载体 20000",
        "original_seen": "on",
    }

    case = clerk.do("market_contract:take-in", **values)

    assert (desk.row(case).technology_yuan, desk.row(case).case.state) == (Decimal(500_000), "ACCEPTED")


def test_the_desk_walks_from_acceptance_to_the_number(desk, firm, clerk):
    case = firm.do("market_contract:submit", **FORM, side="seller")

    first = clerk.text("market_contract:desk")
    with desk.world.at():
        clerk.browser.post(f"/market/contracts/{case}/accept/", {"key": "a1", "desk": "show=all"})
    doubtful = clerk.text("market_contract:desk", show="doubt")
    with desk.world.at():
        clerk.browser.post(f"/market/contracts/{case}/confirm/", {"key": "y1", "line": "original", "show": "doubt"})
    clean = clerk.text("market_contract:desk", case=str(case))
    with desk.world.at():
        end = clerk.browser.post(f"/market/contracts/{case}/register/", {"key": "g1", "desk": "show=all"})

    assert 'data-key="a"' in first
    assert 'data-key="g"' not in first
    assert 'data-key="y"' in doubtful
    assert 'data-key="g"' in clean
    assert end["Location"] == "/market/contracts/desk/?show=all"
    assert desk.row(case).number == "2026330106000001"


def test_a_wrong_confirmation_is_explained_on_the_desk(desk, clerk):
    case = desk.taken_in()
    with desk.world.at():
        response = clerk.browser.post(f"/market/contracts/{case}/confirm/", {"key": "y", "line": "nonsense"})

    assert response.status_code == 422
    assert "没有这一疑点" in response.content.decode()


def test_several_clean_contracts_are_registered_at_once_and_the_doubtful_stays(desk, clerk):
    clean = [desk.taken_in(desk.own(**another(at), total_yuan=Decimal(100_000 + at))) for at in range(3)]
    doubtful = desk.taken_in(desk.own(**another(3), original_seen=False))

    page = clerk.text("market_contract:batch")
    with desk.world.at():
        sent = clerk.browser.post(
            "/market/contracts/desk/batch/", {"key": "b", "row": [*map(str, clean), str(doubtful)]}
        )

    assert page.count('name="row"') == 3
    assert sent["Location"] == "/market/contracts/desk/"
    assert sorted(desk.row(case).number for case in clean) == [f"202633010600000{at}" for at in (1, 2, 3)]
    assert desk.row(doubtful).number == ""


def test_an_empty_batch_is_refused(desk, clerk):
    desk.taken_in()
    with desk.world.at():
        sent = clerk.browser.post("/market/contracts/desk/batch/", {"key": "b"})

    assert sent.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_desk_ask_a_fixed_number_of_queries(desk, clerk, count):
    for at in range(count):
        desk.taken_in(desk.own(**another(at)))
    clerk.text("market_contract:list")
    clerk.text("market_contract:desk")

    with CaptureQueriesContext(connection) as listed:
        clerk.text("market_contract:list")
    with CaptureQueriesContext(connection) as desked:
        clerk.text("market_contract:desk")

    assert (len(listed), len(desked)) == (LISTED, DESKED)


LISTED, DESKED = 9, 24


def test_a_certificate_is_checked_without_signing_in(desk, public):
    desk.registered()
    number = "2026330106000001"

    known = public.text("market_contract:check", number="2026 3301 0600 0001", code=BUYER.code)
    strange = public.text("market_contract:check", number=number, code="91330106MA2ABCDEX7")
    unknown = public.text("market_contract:check", number="2026330106000009")

    assert "该信用代码是本合同当事人的" in known
    assert "该信用代码不是本合同当事人的" in strange
    assert "本平台没有这一编号的登记证明" in unknown
    for text in (known, strange):
        assert BUYER.name not in text
        assert "600,000" not in text


def test_a_revoked_certificate_is_shown_as_revoked(desk, public):
    case = desk.registered()
    vat = Enjoyed(policy="vat", yuan=Decimal(1))
    done(desk.take("revoke", End(case=case, ground="false_contract", text="虚构", enjoyed=(vat,)), by="registrar 2"))

    text = public.text("market_contract:check", number="2026330106000001")

    assert "已撤销，证明无效" in text
    assert "虚构" not in text


def test_the_public_page_of_a_certificate_names_no_party(desk, public):
    case = desk.registered()

    text = public.text("market_contract:certificate", case)

    assert "2026330106000001" in text
    assert desk.seller.name not in text
    assert f"/objections/{case}/" in text
    assert public.get("market_contract:certificate", desk.taken_in(desk.own(**another(1)))).status_code == 404


def test_statistics_are_public_and_leave_as_files(desk, public):
    desk.registered()
    desk.registered(desk.own(**another(1), type="service", subtype="problem", total_yuan=Decimal(400_000)))

    page = public.text("market_contract:statistics", period="2026", place="330100")
    csv = public.text("market_contract:statistics", period="2026-Q2", file="csv")
    book = load_workbook(BytesIO(b"".join(public.get("market_contract:statistics", period="2026", file="xlsx"))))

    assert "1,000,000" in page
    assert "2026-Q2,all,type,development,技术开发,1,600000.00,600000.00,0,0" in csv
    assert book.worksheets[0].max_row == 1 + 2 + 1 + 1 + 1
    assert public.get("market_contract:statistics", period="x").status_code == 404


def test_licences_count_as_transfers_by_the_four_types(desk, public):
    desk.registered(desk.own(type="licence", subtype="know_how", licence="ordinary"))

    five = public.text("market_contract:statistics", period="2026", file="csv")
    four = public.text("market_contract:statistics", period="2026", file="csv", types="four")

    assert ("type,licence" in five, "type,transfer" in five) == (True, False)
    assert ("type,licence" in four, "type,transfer" in four) == (False, True)


def test_the_matrix_of_flows_adds_up(desk, public):
    desk.registered()
    desk.registered(desk.own(**another(1), total_yuan=Decimal(100_000)))

    csv = public.text("market_contract:flows", period="2026", level="county", file="csv")
    page = public.text("market_contract:flows", period="2026", level="province")

    assert "2026,330106,西湖区,310115,浦东新区,2,700000.00,700000.00" in csv
    assert "700,000" in page


def test_the_report_of_a_quarter_is_a_page_a_pdf_and_a_word_file(desk, clerk):
    desk.registered()

    page = clerk.text("market_contract:report", period="2026-Q2", place=COUNTY)
    files = [
        b"".join(clerk.get("market_contract:report", period="2026-Q2", place=COUNTY, file=kind))
        for kind in ("pdf", "docx")
    ]

    assert "西湖区 2026 年第 2 季度技术合同认定登记统计季报" in page
    assert [each[:4] for each in files] == [b"%PDF", b"PK\x03\x04"]
    assert clerk.get("market_contract:report", period="2026-Q5").status_code == 404


PAPERS = {
    "form": ("RECEIVED", "技术合同登记表"),
    "certificate": ("REGISTERED", "技术合同认定登记证明"),
    "correction": ("RECEIVED", "技术合同登记补正通知书"),
    "rejection": ("REJECTED", "技术合同不予登记通知书"),
    "deregistration": ("DEREGISTERED", "技术合同登记注销通知书"),
    "revocation": ("REVOKED", "撤销技术合同登记决定书"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_made_of_its_case(desk, name):
    state, title = PAPERS[name]
    case = desk.registered() if state not in {"RECEIVED", "REJECTED"} else desk.taken_in()
    vat = Enjoyed(policy="vat", yuan=Decimal(36_000))
    if state == "REJECTED":
        done(desk.step(case, "reject", ground="not_technology", text="属于买卖合同"))
    if state == "DEREGISTERED":
        done(desk.take("deregister", End(case=case, ground="cancelled", text="解除", none_enjoyed=True)))
    if state == "REVOKED":
        fine = Decimal(6_000)
        end = End(case=case, ground="false_amount", text="虚高", enjoyed=(vat,), fine_yuan=fine)
        done(desk.take("revoke", end, by="registrar 2"))
    kind = papers.KINDS[f"market.contract.{name}"]

    found = Case.objects.get(pk=case)
    with desk.world.at():
        paper = kind.build(kind.fill(found), Making(on=desk.world.on, issuer="科创服务站（演示）"))

    assert paper.title == title
    if name == "certificate":
        assert pdf.write(paper)[:5] == b"%PDF-"


def test_a_step_that_is_not_open_leads_back_to_the_case(desk, clerk):
    case = desk.taken_in()
    with desk.world.at():
        response = clerk.browser.get(f"/market/contracts/{case}/accept/")

    assert response["Location"] == f"/cases/{case}/"


def test_a_neighbouring_office_does_not_see_the_contract(desk):
    case = desk.taken_in()
    other = Reader(desk.world, "other registrar")

    with desk.world.at():
        answers = [
            other.browser.get(f"/market/contracts/{case}/{move}/").status_code for move in ("register", "classify")
        ]

    assert answers == [404, 404]


def test_who_was_faster_is_told(desk, clerk):
    case = desk.taken_in(desk.own(original_seen=False))
    version = Case.objects.get(pk=case).version
    done(desk.take("confirm", Confirm(case=case, line="original")))

    with desk.world.at():
        response = clerk.browser.post(
            f"/market/contracts/{case}/reject/",
            {"key": "k", "version": version, "ground": "other", "text": "理由"},
        )

    assert response.status_code == 422
    assert desk.row(case).case.state == "ACCEPTED"


def test_a_party_asks_and_the_office_registers_the_change(desk, firm, clerk):
    case = desk.registered()
    firm.do("market_contract:ask", case, wish="change", text="金额减少")
    with desk.world.at():
        page = clerk.browser.get(f"/market/contracts/{case}/change/").content.decode()
    values = {**FORM, "seller_name": desk.seller.name, "seller_code": desk.seller.code, "seller_place": COUNTY}

    clerk.do("market_contract:change", case, **{**values, "total_yuan": "450000", "reason": "补充协议"})

    assert "金额减少" in page
    assert (desk.row(case).registered_technology, desk.row(case).wish) == (Decimal(450_000), {})


def test_the_year_before_is_compared_day_by_day_while_a_year_runs(desk):
    from kechuang.mechanisms.market.contract.turnover import Span

    with desk.world.at():
        assert Span(2026).days_before == (date(2025, 1, 1), date(2025, 6, 1))
        assert Span(2025).days_before == (date(2024, 1, 1), date(2024, 12, 31))
        assert Span(2026, 1).days_before == (date(2025, 1, 1), date(2025, 3, 31))
    desk.world.on = date(2024, 2, 29)
    with desk.world.at():
        assert Span(2024).days_before == (date(2023, 1, 1), date(2023, 2, 28))
    assert desk.world.on - timedelta(days=1) == date(2024, 2, 28)
