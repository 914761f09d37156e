"""From a firm's question to its answer, through the pages alone; and what everybody may read of it on the way."""

from datetime import date

import pytest
from django.urls import reverse

from kechuang.casework import due
from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.web import clock
from tests.mechanisms.market.demand.world import moment, peopled

WANTED = {
    "key": "one",
    "list_type": "import_substitution",
    "title": "高速主轴热变形在线补偿",
    "field": "8",
    "background": "主轴在连续运转两小时后伸长十二微米,精加工工序因此停机校准。",
    "keywords": "主轴、热补偿",
    "ipc": "B23Q11/00",
    "indicator_0": "热伸长",
    "unit_0": "μm",
    "current_0": "12",
    "target_0": "3",
    "method_0": "GB/T 17421.3",
}
ASKED = {"budget": "80", "pays": "acceptance", "mode": "development", "wish": "owner"}


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    with clock.fixed(moment(date(2026, 6, 1))):
        yield peopled()


def read(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def posted(browser, case, move, **data):
    case.refresh_from_db()
    url = reverse(f"market_demand:{move}", args=[case.pk])
    answer = browser.post(url, {"version": case.version, "key": f"k{case.version}", **data})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case.refresh_from_db()
    return case.state


def test_a_firm_sets_a_demand_in_three_steps_and_it_is_solved(world):
    firm, office, broker, maker = (
        world.client(name) for name in ("firm clerk", "county officer", "broker clerk", "researcher")
    )
    url, holder = reverse("market_demand:post"), str(world.bodies["firm"].pk)
    first = read(firm, url)
    second = firm.post(url, {"step": "1", "go": "next", "holder": holder, **WANTED})
    third = firm.post(url, {"step": "2", "go": "next", "holder": holder, **WANTED, **ASKED})
    sent = {"step": "3", "go": "send", "holder": holder, **WANTED, **ASKED, "masked": "on"}
    answer = firm.post(url, sent)
    firm.post(url, sent)

    assert ("330106" in first or "西湖" in first, second.status_code, third.status_code) == (True, 200, 200)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case = Case.objects.get(kind="market.demand")
    public = reverse("market_demand:published-one", args=[case.pk])
    assert (case.state, world.client().get(public).status_code) == ("SUBMITTED", 404)
    before = posted(office, case, "pass_on", refiner=str(world.bodies["broker"].pk), note="")
    after = posted(
        broker,
        case,
        "refine",
        **{name: value for name, value in WANTED.items() if name not in {"key", "list_type", "field"}},
        target_1="≤60",
        indicator_1="补偿周期",
        unit_1="s",
        method_1="连续记录",
        note="补充响应时间",
    )
    refused = firm.post(reverse("market_demand:confirm", args=[case.pk]), {"version": "", "key": "x"})
    agreed = posted(firm, case, "confirm", targets_agreed="on")
    assert (before, after, refused.status_code, agreed) == ("REFINING", "REFINED", 422, "PUBLISHED")
    shown = read(world.client(), public)
    assert ("补偿周期" in shown, world.bodies["firm"].name in shown, "800,000" in shown) == (True, False, False)
    assert "高速主轴" in read(world.client(), f"{reverse('market_demand:published')}?q=主轴&field=8")
    answered = maker.post(
        reverse("market_demand:answer", args=[case.pk]),
        {"key": "a", "body": str(world.bodies["institute"].pk), "text": "已有样机,可在四十秒内补偿。"},
    )
    assert answered.status_code == 302, answered.content.decode()[:2000]
    partner = f"body:{world.bodies['institute'].pk}"
    states = [
        posted(firm, case, "talk", partner=partner, name=""),
        posted(firm, case, "contract", partner=partner, name="", number="HT-1", signed_on="2026-06-01", amount="75"),
        posted(firm, case, "solve", reached_0="2.8", reached_1="70", text="样机验收。"),
    ]

    row = Demand.objects.get(pk=case.pk)
    assert (states, row.met, verify().ok) == (["TALKING", "CONTRACTED", "CLOSED_SOLVED"], 1, True)
    assert "2.8" in read(world.client(), public)


def test_going_back_a_step_loses_nothing_and_a_later_step_is_not_blamed_early(world):
    firm, url = world.client("firm clerk"), reverse("market_demand:post")
    holder = str(world.bodies["firm"].pk)

    early = firm.post(url, {"step": "1", "go": "next", "holder": holder, **WANTED})
    wrong = firm.post(url, {"step": "1", "go": "next", "holder": holder, **WANTED, "target_0": "很高"})
    back = firm.post(url, {"step": "2", "go": "back", "holder": holder, **WANTED, "budget": "八十块"})

    assert [each.status_code for each in (early, wrong, back)] == [200, 422, 200]
    assert ("无法测量" in wrong.content.decode(), "热补偿" in back.content.decode()) == (True, True)


def test_a_demand_ends_with_its_validity_and_may_go_out_again(world):
    firm = world.client("firm clerk")
    case = Case.objects.get(pk=world.published(valid_until=date(2026, 7, 1)))
    with clock.fixed(moment(date(2026, 7, 2))):
        due.sweep(date(2026, 7, 2))
        case.refresh_from_db()
        expired = case.state
        again = posted(firm, case, "extend", valid_until="2026-12-31")

    assert (expired, again) == ("EXPIRED", "PUBLISHED")


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_costs_the_same_for_one_demand_and_three(world, django_assert_num_queries, count):
    for number in range(count):
        world.published(title=f"问题{number}", background=f"第{'一二三'[number] * 40}种情形。")
    anybody = world.client()
    anybody.get(reverse("market_demand:published"))

    with django_assert_num_queries(5):
        shown = anybody.get(reverse("market_demand:published")).content.decode()

    assert shown.count("问题") >= count


def test_others_do_not_read_a_demand_and_whom_the_owner_talks_with_does(world):
    from kechuang.mechanisms.market.demand.rules.requests import Talk

    case = world.published(background="只有当事人能看的背景说明。")
    url = reverse("casework:case", args=[case])
    other = world.client("other clerk")
    before, far = other.get(url).status_code, world.client("far officer").get(url).status_code

    world.take("talk", Talk(demand=case, body=world.bodies["other firm"].pk), "firm clerk")

    assert (before, far) == (404, 404)
    assert "只有当事人能看的背景说明" in read(other, url)
    assert "只有当事人能看的背景说明" not in read(world.client(), reverse("market_demand:published-one", args=[case]))
