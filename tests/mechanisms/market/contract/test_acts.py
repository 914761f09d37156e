"""From a contract brought to its number, and what may happen to it later; through the gateway."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as standard
from kechuang.ledger import read
from kechuang.ledger.models import Entry
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.contract import actions, turnover
from kechuang.mechanisms.market.contract.models import ContractVersion, TechContract, Turnover
from kechuang.mechanisms.market.contract.rules import typed
from kechuang.mechanisms.market.contract.rules.content import Deduction, Party, Royalty
from kechuang.mechanisms.market.contract.rules.requests import (
    Ask,
    Change,
    Conclude,
    Confirm,
    Edit,
    End,
    Enjoyed,
    Step,
    TrueUp,
)
from kechuang.mechanisms.market.contract.turnover import Span
from kechuang.rulebook import load as rulebook
from tests.mechanisms.market.contract.scenes import BUYER, COUNTY, SHANGHAI, another
from tests.pages.voucher.world import done
from tests.rulebook.books import write

BIG = Decimal(8_000_000)
GROUPS = {"public", "parties", "authority", "personal"}
ROYALTY = {
    "payment": "entry_royalty",
    "royalty": Royalty(base="sales", rate="3%", estimate_yuan=Decimal(900_000)),
}


def code(outcome) -> str:
    return outcome.refusal.code if outcome.refusal else ""


def test_a_contract_is_registered_under_a_number_and_counted(desk):
    case = desk.registered()

    row = desk.row(case)
    assert (row.case.state, row.number, row.registered_technology) == (
        "REGISTERED",
        "2026330106000001",
        Decimal(600_000),
    )
    assert turnover.overall(COUNTY, Span(2026)).now == turnover.Amounts(1, Decimal(600_000), Decimal(600_000))
    assert row.case.due_on is None


def test_numbers_follow_each_other_and_begin_anew_with_the_year(desk):
    first, second = (desk.registered(desk.own(**another(at))) for at in range(2))
    desk.world.on = date(2027, 1, 4)
    third = desk.registered(desk.own(**another(2)))

    assert [desk.row(case).number for case in (first, second, third)] == [
        "2026330106000001",
        "2026330106000002",
        "2027330106000001",
    ]


def test_zhejiang_has_ten_calendar_days_from_acceptance(desk):
    case = done(desk.bring(desk.own(), by="firm clerk")).case
    desk.world.on += timedelta(days=3)

    done(desk.step(case, "accept"))

    assert Case.objects.get(pk=case).due_on == date(2026, 6, 14)


def test_free_technology_across_the_border_has_three_working_days(desk):
    abroad = Party(name="Example Coatings GmbH", country="DE")

    case = desk.taken_in(desk.own(buyer=abroad, trade="export", trade_list="free"))

    assert Case.objects.get(pk=case).due_on == date(2026, 6, 4)


def test_imported_technology_is_registered_by_the_domestic_buyer(desk):
    abroad = Party(name="Example Coatings GmbH", country="DE")
    content = desk.own(seller=abroad, buyer=desk.seller, trade="import", trade_list="free")

    outcome = desk.bring(content, by="firm clerk")

    row = desk.row(done(outcome).case)
    assert (row.case.place, row.case.holder_id, row.seller_place) == (COUNTY, desk.body("firm"), "ABROAD")


def test_a_contract_is_registered_where_the_seller_sits(desk):
    elsewhere = desk.bring(desk.own(), by="other registrar", office="other county office")
    bought = desk.own(seller=replace(BUYER, name="浦东丙寅设计院（演示）", code=""), buyer=desk.seller)
    by_the_buyer = desk.bring(bought, by="firm clerk")

    assert (code(elsewhere), code(by_the_buyer)) == ("case.not_yours", "contract.elsewhere")


def test_who_is_no_party_does_not_bring_it(desk):
    content = desk.own(seller=replace(desk.seller, body=None))

    assert code(desk.bring(content, by="firm clerk")) == "contract.not_the_applicant"


def test_the_same_contract_is_taken_once_even_by_another_office(desk):
    desk.registered()

    again = desk.bring(desk.own(title="改了名称", number="kf 2026 018"))

    assert code(again) == "contract.registered_before"
    assert again.refusal.values["number"] == "2026330106000001"


def test_two_of_one_batch_meet_each_other(desk):
    one, other = (desk.request(desk.own(number="K 1")) for _at in range(2))
    with desk.world.at():
        outcomes = actions.take_in_many([("a", one), ("b", other)], by=desk.world.actor("registrar"))

    assert [code(each) for each in outcomes] == ["", "contract.registered_before"]


def test_a_withdrawn_contract_may_be_brought_again(desk):
    case = done(desk.bring(desk.own(), by="firm clerk")).case
    with desk.world.at():
        wish = standard.Withdraw(case=case, reason="填写有误")
        done(acts.take("market.contract", declare.WITHDRAW, wish, by=desk.world.actor("firm clerk"), key="w"))

    assert code(desk.bring(desk.own(), by="firm clerk")) == ""


def test_a_doubt_keeps_a_contract_from_its_number_until_it_is_confirmed(desk):
    case = desk.taken_in(desk.own(original_seen=False))

    before = desk.step(case, "register")
    done(desk.take("confirm", Confirm(case=case, line="original", note="窗口已核原件")))

    assert (code(before), desk.row(case).doubts) == ("contract.doubt_open", 0)
    assert code(desk.step(case, "register")) == ""


def test_what_is_no_doubt_cannot_be_confirmed(desk):
    case = desk.taken_in()

    assert code(desk.take("confirm", Confirm(case=case, line="seat"))) == "contract.no_such_doubt"
    assert code(desk.take("confirm", Confirm(case=case, line="nonsense"))) == "contract.no_such_doubt"


def test_a_large_contract_goes_to_experts_first(desk):
    case = desk.taken_in(desk.own(total_yuan=BIG))

    before = desk.step(case, "register")
    done(desk.step(case, "refer", ground="large"))
    asked = Conclude(
        case=case, experts=5, agree=4, opinion="设备部分应核减", type="development", subtype="entrusted",
        technology_yuan=Decimal(7_000_000),
    )  # fmt: skip
    done(desk.take("conclude", asked))
    done(desk.step(case, "register"))

    assert code(before) == "contract.check_fails"
    assert (desk.row(case).registered_total, desk.row(case).registered_technology) == (BIG, Decimal(7_000_000))


@pytest.mark.parametrize(
    ("experts", "agree", "refused"),
    [(5, 6, "contract.experts_wrong"), (4, 2, "contract.no_majority"), (3, 0, "contract.experts_wrong")],
)
def test_an_outcome_needs_a_majority(desk, experts, agree, refused):
    case = desk.taken_in(desk.own(total_yuan=BIG))
    done(desk.step(case, "refer", ground="large"))

    asked = Conclude(
        case=case, experts=experts, agree=agree, opinion="同意", type="development", subtype="entrusted",
        technology_yuan=BIG,
    )  # fmt: skip

    assert code(desk.take("conclude", asked)) == refused


@pytest.mark.parametrize(
    ("panel", "refused"),
    [
        ("陈工，某大学，同意\n周工，某研究院，同意\n林工，某大学，不同意", ""),
        ("陈工，某大学，同意\n陈工，某大学，同意\n林工，某大学，不同意", "contract.expert_twice"),
        (f"陈工，{BUYER.name}，同意\n周工，某研究院，同意\n林工，某大学，不同意", "contract.expert_of_party"),
        ("陈工，某大学，同意", "contract.experts_wrong"),
    ],
)
def test_named_experts_are_of_neither_party_and_stand_in_no_fact(desk, panel, refused):
    case = desk.taken_in(desk.own(total_yuan=BIG))
    done(desk.step(case, "refer", ground="large"))
    asked = Conclude(
        case=case, experts=3, agree=2, opinion="同意", type="development", subtype="entrusted", technology_yuan=BIG,
        panel=typed.read_panel(panel),
    )  # fmt: skip

    assert code(desk.take("conclude", asked)) == refused
    held = list(desk.row(case).experts.order_by("pk").values_list("name", "agrees"))
    assert held == ([] if refused else [("陈工", True), ("周工", True), ("林工", False)])
    assert [each.type for each in Entry.objects.all() if "陈工" in str(read.readable(each, GROUPS))] == []


def test_a_line_of_experts_that_cannot_be_read_is_named():
    refused = typed.read_panel("陈工，某大学，同意\n周工 弃权")

    assert (refused.code, refused.values["line"]) == ("contract.expert_unreadable", "周工 弃权")


def test_a_contract_brought_in_another_province_first_is_refused_here(desk):
    case = desk.taken_in(desk.own())
    TechContract.objects.filter(pk=case).update(seller_place=SHANGHAI)
    Case.objects.filter(pk=case).update(place=SHANGHAI)

    again = desk.bring(desk.own())

    assert again.refusal.code == "contract.registered_before"
    assert again.refusal.values["other_place"] == SHANGHAI


def test_a_small_contract_is_referred_only_as_disputed(desk):
    case = desk.taken_in()

    assert code(desk.step(case, "refer", ground="large")) == "contract.not_large"
    assert code(desk.step(case, "refer", ground="disputed")) == "contract.no_reason"
    assert code(desk.step(case, "refer", ground="disputed", text="类型有争议")) == ""
    assert code(desk.step(case, "refer", ground="nothing")) == "case.move_not_open"


def test_the_office_classifies_and_fixes_amounts_with_a_reason(desk):
    case = desk.taken_in()
    goods = Deduction(kind="material", name="靶材", yuan=Decimal(50_000))
    content = desk.own(deductions=(goods,), type="service", subtype="problem")

    silent = desk.take("classify", Edit(case=case, content=content))
    done(desk.take("classify", Edit(case=case, content=content, reason="不含研究开发内容")))

    assert code(silent) == "contract.no_reason"
    assert (desk.row(case).type, desk.row(case).technology_yuan) == ("service", Decimal(550_000))


def test_correction_time_does_not_count(desk):
    case = desk.taken_in()
    due = Case.objects.get(pk=case).due_on
    with desk.world.at():
        faults = (standard.Fault(where="验收", what="标准不明确", remedy="写明方法"),)
        asked = standard.Return(case=case, faults=faults)
        done(acts.take("market.contract", declare.RETURN, asked, by=desk.world.actor("registrar"), key="r"))
    desk.world.on += timedelta(days=4)

    done(desk.take("amend", Edit(case=case, content=desk.own(acceptance="第三方检测报告合格")), by="firm clerk"))
    with desk.world.at():
        back = standard.Resubmit(case=case, note="已写明")
        done(acts.take("market.contract", declare.RESUBMIT, back, by=desk.world.actor("firm clerk"), key="b"))

    assert Case.objects.get(pk=case).due_on == due + timedelta(days=4)
    assert desk.row(case).contract.acceptance == "第三方检测报告合格"


RESTARTS = """- key: contract.registration.restarts
  values:
  - {since: 2026-01-01, value: true, source: kechuang-design, confidence: D}
"""


@pytest.fixture
def restarting(tmp_path, monkeypatch):
    """A county whose own rule lets the whole term begin anew when the corrected file arrives."""
    write(tmp_path / "regions", {"330106/rules/own.yaml": RESTARTS}, base=False)
    monkeypatch.setenv("KECHUANG_HOME", str(tmp_path))
    rulebook.forget()
    yield
    monkeypatch.undo()
    rulebook.forget()


def test_by_a_rule_the_whole_term_begins_anew_with_the_corrected_file(restarting, desk):
    case = desk.taken_in()
    desk.world.on += timedelta(days=2)
    with desk.world.at():
        asked = standard.Return(case=case, faults=(standard.Fault(where="验收", what="标准不明确"),))
        done(acts.take("market.contract", declare.RETURN, asked, by=desk.world.actor("registrar"), key="r"))
    desk.world.on += timedelta(days=4)
    with desk.world.at():
        back = standard.Resubmit(case=case, note="已写明")
        done(acts.take("market.contract", declare.RESUBMIT, back, by=desk.world.actor("firm clerk"), key="b"))

    assert Case.objects.get(pk=case).due_on == desk.world.on + timedelta(days=10)


def test_once_accepted_the_party_no_longer_changes_contents_on_its_own(desk):
    case = done(desk.bring(desk.own(), by="firm clerk")).case
    done(desk.take("amend", Edit(case=case, content=desk.own(title="更正后的名称")), by="firm clerk"))
    done(desk.step(case, "accept"))

    late = desk.take("amend", Edit(case=case, content=desk.own()), by="firm clerk")

    assert (code(late), desk.row(case).contract.title) == ("contract.accepted_already", "更正后的名称")


def test_a_rejection_needs_ground_and_words_and_frees_the_contract(desk):
    case = desk.taken_in()

    assert code(desk.step(case, "reject", ground="nothing", text="x")) == "contract.ground_unknown"
    assert code(desk.step(case, "reject", ground="not_technology")) == "contract.no_reason"
    done(desk.step(case, "reject", ground="not_technology", text="属于买卖合同"))
    assert code(desk.bring(desk.own())) == ""


def test_a_change_reverses_what_stood_and_keeps_the_number(desk):
    case = desk.registered()
    desk.world.on += timedelta(days=40)
    content = desk.own(total_yuan=Decimal(450_000), buyer=replace(BUYER, place="340104"))

    done(desk.take("change", Change(case=case, content=content, reason="补充协议减少工作量")))

    row, versions = desk.row(case), ContractVersion.objects.filter(contract=case)
    assert (row.number, row.version, row.case.state) == ("2026330106000001", 2, "REGISTERED")
    assert [each.version for each in versions.order_by("version")] == [1, 2]
    assert turnover.overall(COUNTY, Span(2026)).now == turnover.Amounts(1, Decimal(450_000), Decimal(450_000))
    assert [
        (flow.buyer, flow.amounts.technology) for flow in turnover.flows("", date(2026, 1, 1), date(2026, 12, 31))
    ] == [("340100", Decimal(450_000))]


def test_changed_main_content_is_another_contract(desk):
    case = desk.registered()
    other_type = desk.own(type="service", subtype="problem")
    other_seller = desk.own(seller=replace(desk.seller, name="另一单位", code="", body=None))

    refusals = [
        code(desk.take("change", Change(case=case, content=content, reason="变更")))
        for content in (other_type, other_seller, desk.own())
    ]

    assert refusals == ["contract.main_content_changed", "contract.main_content_changed", "contract.nothing_changed"]


def test_royalties_received_are_added_once_a_period(desk):
    case = desk.registered(desk.own(**ROYALTY))
    desk.world.on = date(2026, 12, 31)
    wish = Ask(
        case=case, wish="true_up", text="上半年提成", received_yuan=Decimal(12_345), period_end=date(2026, 12, 1)
    )
    done(desk.take("ask", wish, by="firm clerk"))

    done(
        desk.take(
            "true_up", TrueUp(case=case, received_yuan=Decimal(12_345), period_end=date(2026, 12, 1), evidence="发票")
        )
    )
    again = desk.take(
        "true_up", TrueUp(case=case, received_yuan=Decimal(1), period_end=date(2026, 12, 1), evidence="发票")
    )

    assert code(again) == "contract.period_reported"
    assert turnover.overall("", Span(2026, 4)).now == turnover.Amounts(0, Decimal(12_345), Decimal(12_345))
    assert desk.row(case).registered_technology == Decimal(612_345)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"received_yuan": Decimal(0)}, "contract.received_nothing"),
        ({"period_end": date(2026, 6, 2)}, "contract.period_not_over"),
        ({"evidence": " "}, "contract.no_reason"),
    ],
)
def test_a_report_of_royalties_that_cannot_be(desk, changes, refused):
    case = desk.registered(desk.own(**ROYALTY))
    fine = {"received_yuan": Decimal(5), "period_end": desk.world.on, "evidence": "发票"}

    assert code(desk.take("true_up", TrueUp(case=case, **{**fine, **changes}))) == refused


def test_a_lump_sum_has_no_royalties(desk):
    case = desk.registered()

    asked = TrueUp(case=case, received_yuan=Decimal(5), period_end=desk.world.on, evidence="发票")

    assert code(desk.take("true_up", asked)) == "contract.no_royalty_agreed"


def test_an_end_says_which_policies_were_enjoyed(desk):
    case = desk.registered()
    vat = Enjoyed(policy="vat", yuan=Decimal(36_000))

    silent = desk.take("deregister", End(case=case, ground="cancelled", text="协商解除"))
    both = desk.take("deregister", End(case=case, ground="cancelled", text="解除", enjoyed=(vat,), none_enjoyed=True))
    done(desk.take("deregister", End(case=case, ground="cancelled", text="协商解除", enjoyed=(vat,))))

    assert (code(silent), code(both)) == ("contract.enjoyed_not_said", "contract.enjoyed_not_said")
    assert turnover.overall("", Span(2026)).now == turnover.Amounts()
    assert desk.row(case).enjoyed == [{"policy": "vat", "yuan": "36000"}]
    assert code(desk.bring(desk.own())) == ""


def test_whoever_registered_does_not_revoke(desk):
    case = desk.registered()
    asked = End(case=case, ground="false_contract", text="查实虚构交易", none_enjoyed=True)

    assert code(desk.take("revoke", asked)) == "case.same_person"
    assert code(desk.take("revoke", asked, by="registrar 2")) == ""


@pytest.mark.parametrize(("fine", "refused"), [(4_999, True), (5_000, False), (10_000, False), (10_001, True)])
def test_a_fine_stays_within_the_rule_of_the_province(desk, fine, refused):
    case = desk.registered()
    vat = Enjoyed(policy="vat", yuan=Decimal(36_000))

    asked = End(case=case, ground="false_contract", text="虚构交易", enjoyed=(vat,), fine_yuan=Decimal(fine))
    outcome = desk.take("revoke", asked, by="registrar 2")

    assert code(outcome) == ("contract.fine_outside" if refused else "")
    if not refused:
        assert read.readable(read.entry(outcome.facts[0]), {"parties"})["recover_yuan"] == "36000"


def test_an_objection_that_is_upheld_is_looked_at_again(desk):
    case = desk.registered()
    with desk.world.at():
        raised = standard.Object(case=case, reason="技术交易额认定过低", body=desk.body("firm"))
        done(acts.take("market.contract", declare.OBJECT, raised, by=desk.world.actor("firm clerk"), key="o"))
        answer = standard.DecideObjection(case=case, upheld=True, reason="复核")
        done(
            acts.take("market.contract", declare.DECIDE_OBJECTION, answer, by=desk.world.actor("registrar 2"), key="d")
        )
    assert Case.objects.get(pk=case).state == "REVIEW"

    asked = Conclude(
        case=case, experts=3, agree=3, opinion="核减材料费", type="development", subtype="entrusted",
        technology_yuan=Decimal(500_000),
    )  # fmt: skip
    done(desk.take("conclude", asked))

    assert (desk.row(case).case.state, desk.row(case).version) == ("REGISTERED", 2)
    assert turnover.overall("", Span(2026)).now == turnover.Amounts(1, Decimal(600_000), Decimal(500_000))


def test_a_declined_wish_leaves_everything_as_it_was(desk):
    case = desk.registered()
    done(desk.take("ask", Ask(case=case, wish="change", text="改买方"), by="firm clerk"))

    done(desk.take("decline", Step(case=case, move="decline", text="无补充协议")))

    assert (desk.row(case).case.state, desk.row(case).wish) == ("REGISTERED", {})


def test_an_unknown_wish_and_an_empty_one_are_refused(desk):
    case = desk.registered()

    assert code(desk.take("ask", Ask(case=case, wish="more", text="x"), by="firm clerk")) == "contract.wish_unknown"
    assert code(desk.take("ask", Ask(case=case, wish="change", text=""), by="firm clerk")) == "contract.no_reason"


def test_rows_say_what_the_facts_say(desk):
    desk.registered()
    case = desk.registered(desk.own(**another(1)))
    done(
        desk.take(
            "change",
            Change(
                case=case, content=desk.own(**{**another(1), "number": "N-1", "total_yuan": Decimal(7)}), reason="减少"
            ),
        )
    )

    assert verify().ok
    Turnover.objects.filter(kind="registered").update(total_yuan=Decimal(1))
    TechContract.objects.filter(pk=case).update(number="2026330106999999")
    found = {(each.values["table"], each.values["column"]) for each in verify().findings if each.error}

    assert found == {("market_contract_turnover", "total_yuan"), ("market_contract_techcontract", "number")}


def test_no_file_is_named_in_a_fact(desk):
    case = desk.registered()

    assert not StoredFile.objects.filter(case=case).exists()
    contents = read.readable(read.of_case(f"330100/case/{case}")[-1], {"parties"})["contents"]
    assert "files" not in contents
