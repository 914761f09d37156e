"""A broker from the application to the commission, through the pages alone; and what everybody reads on the way."""

from datetime import date

import pytest
from django.urls import reverse

from kechuang.casework.imports.registry import Desk, Row
from kechuang.casework.models import Case
from kechuang.ledger.models import PersonalGroup
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.broker import importing, projecting
from kechuang.mechanisms.market.broker.models import BrokeredDeal, BrokerEntry
from kechuang.web import clock
from kechuang.web.permissions import scope
from tests.mechanisms.market.broker.world import CLIENT, NUMBER, certificate, done, moment, peopled

APPLIED = {
    "key": "one",
    "kind": "person",
    "name": "沈演示",
    "level": "intermediate",
    "title": "middle",
    "certificate": NUMBER,
    "issuer": "技术转移人才培养基地（演示）",
    "valid_from": "2025-01-01",
    "valid_until": "2027-12-31",
    "specialities": ["4", "8"],
    "services": "需求凝练",
    "mine": "on",
    "declared": "on",
}


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
    url = reverse(f"market_broker:{move}", args=[case.pk])
    opened = browser.get(url).status_code
    answer = browser.post(url, {"version": case.version, "key": f"k{case.version}", **data})
    assert (opened, answer.status_code) == (200, 302), answer.content.decode()[:3000]
    case.refresh_from_db()
    return case.state


def test_a_manager_is_entered_checked_and_found_by_everybody(world):
    unit, office, anybody = world.client("broker clerk"), world.client("county officer"), world.client()
    url = reverse("market_broker:apply")
    read(unit, url)
    data = {**APPLIED, "holder": str(world.bodies["broker"].pk)}
    empty, answer, again = unit.post(url, {}), unit.post(url, data), unit.post(url, data)

    assert (empty.status_code, answer.status_code, again.status_code) == (422, 302, 302)
    case = Case.objects.get(kind="market.broker")
    assert anybody.get(reverse("market_broker:public-one", args=[case.pk])).status_code == 404
    early = office.post(reverse("market_broker:activate", args=[case.pk]), {"version": "", "key": "x", "text": ""})
    assert (early.status_code, "尚无诚信核查记录" in early.content.decode()) == (422, True)
    checked = posted(office, case, "check", checked_on="2026-06-01", source="信用公示系统", finding="clean", note="")
    made = posted(office, case, "activate", text="")
    register = read(anybody, reverse("market_broker:public"))
    one = read(anybody, reverse("market_broker:public-one", args=[case.pk]))
    found = read(anybody, f"{reverse('market_broker:certificate')}?number={NUMBER}")
    unknown = read(anybody, f"{reverse('market_broker:certificate')}?number=NONE")

    assert (checked, made) == ("APPLIED", "ACTIVE")
    assert ("沈**" in register, "沈演示" in register + one + found, NUMBER in register + one) == (True, False, False)
    assert ("有效" in found, "没有该编号" in unknown) == (True, True)
    assert "沈演示" in read(unit, reverse("casework:case", args=[case.pk]))


def test_a_deal_is_claimed_confirmed_and_paid_through_the_pages(world):
    entry, deal = world.active(), Case.objects.get(pk=world.deal())
    unit, firm = world.client("broker clerk"), world.client("firm clerk")
    url = reverse("market_broker:claim")
    read(unit, url)
    data = {
        "key": "c",
        "entry": str(entry),
        "deal": deal.number,
        "client": CLIENT,
        "services": "撮合并协助谈判",
        "agreement": "JJ-1",
        "agreed_on": "2026-05-01",
        "form": "rate",
        "rate": "3",
        "declared": "on",
    }
    empty, wrong = unit.post(url, {}), unit.post(url, {**data, "deal": "没有这个号"})
    answer = unit.post(url, data)
    assert (empty.status_code, wrong.status_code, answer.status_code) == (422, 422, 302), answer.content.decode()[:3000]
    case = Case.objects.get(kind="market.brokered")
    assert world.client("other clerk").get(reverse("casework:case", args=[case.pk])).status_code in {403, 404}
    asked_firm = read(firm, reverse("casework:case", args=[case.pk]))
    states = [
        posted(firm, case, "consent", text="属实"),
        posted(unit, case, "pay", amount="22500", paid_on="2026-06-01", voucher="FP-1"),
    ]
    mine = read(unit, reverse("market_broker:deals"))

    row = BrokeredDeal.objects.get()
    assert ("22,500" in asked_firm, states, row.paid_yuan) == (True, ["CONFIRMED", "PAID"], row.agreed_yuan)
    assert ("22,500" in mine, deal.number in mine, verify().ok) == (True, True, True)


def test_statistics_count_groups_and_show_no_sum_of_a_single_deal(world):
    claim = done(world.claim(world.active(), world.deal())).case
    done(world.say(claim, "consent"))
    anybody = world.client()

    shown = read(anybody, reverse("market_broker:statistics"))
    file = anybody.get(f"{reverse('market_broker:statistics')}?file=csv")

    assert ("中级" in shown, "22,500" in shown, "沈" in shown) == (True, False, False)
    assert file.status_code == 200


def test_erasing_a_person_takes_name_and_certificate_from_table_and_ledger(world):
    person = world.persons["broker clerk"]
    entry = world.active(account=person.pk)
    before = BrokerEntry.objects.get(pk=entry)
    emptied = projecting.forget_person(person)

    row = BrokerEntry.objects.get(pk=entry)
    assert (before.name, emptied) == ("沈演示", 1)
    assert (row.name, row.certificate, row.forgotten, verify().ok) == ("—", "", True, True)
    left = PersonalGroup.objects.filter(subject=f"broker/{entry}", values__isnull=False)
    assert left.count() == 0
    assert world.client().get(reverse("market_broker:public-one", args=[entry])).status_code == 404


def test_an_entry_that_is_over_is_forgotten_when_asked(world):
    entry = world.active()
    office = world.client("county officer")
    case = Case.objects.get(pk=entry)
    states = [
        posted(office, case, "suspend", ground="complaint", text="收到投诉"),
        posted(office, case, "lift", text="查无实据"),
        posted(office, case, "revoke", ground="own_wish", text="本人申请"),
        posted(office, case, "forget", text="本人要求删除"),
    ]

    assert states == ["SUSPENDED", "ACTIVE", "REVOKED", "REVOKED"]
    assert BrokerEntry.objects.get(pk=entry).name == "—"


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_register_costs_the_same_for_one_entry_and_three(world, django_assert_num_queries, count):
    for number in range(count):
        world.active(certificate=certificate(number=f"N-{number}"))
    anybody = world.client()
    anybody.get(reverse("market_broker:public"))

    with django_assert_num_queries(3):
        shown = anybody.get(reverse("market_broker:public")).content.decode()

    assert shown.count("沈**") >= count


def test_a_list_of_certified_managers_is_taken_in(world):
    actor, office = world.actor("county officer"), world.bodies["county office"]
    desk = Desk(actor=actor, office=office, on=world.on, mode="insert", reach=scope(actor, "broker:enter", world.on))
    values = {
        "name": "钱演示",
        "level": "senior",
        "certificate": "GJ-1",
        "issuer": "培养基地（演示）",
        "valid_from": date(2025, 1, 1),
        "valid_until": date(2028, 1, 1),
        "specialities": "先进制造、新材料",
    }
    check = {"checked_on": date(2026, 5, 30), "check_source": "信用公示系统"}
    more = [{**values, **check}, {**values, "certificate": "GJ-2"}, {**values, **check, "certificate": "GJ-1"},
            {**values, "certificate": "GJ-4", "valid_until": date(2026, 1, 1)},
            {**values, "certificate": "GJ-5", "checked_on": date(2026, 5, 30)}]  # fmt: skip
    rows = [
        Row(number=at, values=dict(each), raw={}, bodies={"unit": (world.bodies["broker"],)})
        for at, each in enumerate(more, 2)
    ]

    importing.check(rows, desk)
    faults = [[refusal.code for _place, refusal, _more in row.faults] for row in rows]
    outcomes = importing.write([(row, f"t{row.number}") for row in rows[:2]], desk)

    assert faults == [[], [], ["broker.twice_in_table"], ["broker.certificate_expired"], ["broker.check_incomplete"]]
    assert [world.state(done(each).case) for each in outcomes] == ["ACTIVE", "APPLIED"]
