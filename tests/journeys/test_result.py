"""From an inventor's draft to the certificate of a licence, through the pages alone."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.casework.notices.following import follow_all
from kechuang.casework.notices.models import Notice
from kechuang.casework.papers.models import CasePaper
from kechuang.casework.standard.models import Prepared
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.result.models import Achievement, Deal, RightEntry, TechRight
from tests.mechanisms.market.result.conftest import market, moment, patent

__all__ = ["market"]
pytestmark = pytest.mark.django_db


def sign_in(market, name):
    browser = Client()
    browser.force_login(market.people[name])
    return browser


def read(market, browser, url):
    with market.at():
        answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def send(market, browser, url, status=302, **data):
    """Open the form, then send it: what it asks beyond ``data`` is what it proposes."""
    with market.at():
        shown = browser.get(url)
        assert shown.status_code == 200, (url, shown.status_code, shown.headers.get("Location"))
        form = shown.context["form"]
        begin = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
        answer = browser.post(url, {**begin, **data})
    assert answer.status_code == status, answer.content.decode()[:6000]
    return answer


def at(name, pk):
    return reverse(f"market_result:{name}", args=[pk])


RECORD = {
    "name": "锂电池隔膜涂覆工艺",
    "kind": "patent",
    "abstract": "水性陶瓷涂覆，提高热稳定性。",
    "discipline": "430",
    "ipc": "h01m50/00",
    "trl": "5",
    "mode": "licence",
    "price": "800,000",
    "government": "on",
    "contact_name": "陈老师",
    "contact_phone": "13812345678",
    "ip_kind_0": "patent",
    "ip_number_0": f"ZL {patent(77)}",
    "ip_patentee_0": "university",
    "ip_granted_0": "2025年6月1日",
    "ip_fee_0": "2027-06-01",
    "completer_name_0": "林明",
    "completer_share_0": "2/3",
    "completer_account_0": "inventor",
    "completer_name_1": "周越",
    "completer_share_1": "1/3",
    "evidence_level_0": "4",
    "evidence_text_0": "小试报告",
}


def test_an_achievement_is_prepared_registered_licensed_and_certified(market):
    inventor, office, operator = (sign_in(market, name) for name in ("inventor", "office", "operator"))
    registrar, anybody = sign_in(market, "registrar"), Client()

    # the inventor prepares, the transfer office hands in
    send(market, inventor, reverse("standard:prepare", args=["market-result"]), **RECORD)
    prepared = Prepared.objects.get()
    with market.at():
        office.post(reverse("standard:prepared-one", args=[prepared.pk]), {"do": "submit"})
    wrong = send(market, office, reverse("market_result:new"), 422, **{**RECORD, "completer_share_1": "30%"})
    case = Case.objects.get(kind="market.result")
    page = reverse("casework:case", args=[case.pk])
    assert "shares of 2 completers" in wrong.content.decode() or "份额合计" in wrong.content.decode()

    # the market returns it, the unit corrects it, the completer agrees, the market registers
    returned = reverse("standard:return", args=[case.pk])
    send(market, operator, returned, what_1="请补充产品说明", where_1="产品", remedy_1="填写")
    assert at("revise", case.pk) in read(market, office, page)
    send(market, office, at("revise", case.pk), product="涂覆隔膜")
    send(market, office, reverse("standard:resubmit", args=[case.pk]), note="已补充")
    send(market, inventor, at("own", case.pk), agrees="yes")
    send(market, operator, at("register", case.pk))
    send(market, office, at("list", case.pk), agreed="on", until="2027-12-31")

    # everybody finds it
    shown = read(market, anybody, at("public-one", case.pk))
    found = read(market, anybody, f"{reverse('market_result:public')}?q=陶瓷涂覆".replace("陶瓷涂覆", "隔膜"))
    assert ("138****5678" in shown, "13812345678" in shown, str(case.pk) in found) == (True, False, True)

    # a deal is made and closed; the right is registered with its licence
    firm = market.bodies["firm"]
    send(market, operator, at("open_deal", case.pk), mode="exclusive", party_code=firm.code, places="330000")
    send(market, operator, at("close_deal", case.pk), outcome="done", price="500000", contract="2026-甲-1")
    assert Case.objects.get(pk=case.pk).state == "LICENSED"
    send(market, office, f"{reverse('market_result:apply')}?result={case.pk}", ground="专利证书")
    entry = RightEntry.objects.get()
    send(market, registrar, at("entry-enter", entry.pk))
    right = TechRight.objects.get()
    send(market, office, reverse("market_result:apply-entry", args=[right.pk, "licence"]))
    second = RightEntry.objects.exclude(pk=entry.pk).get()
    send(market, registrar, at("entry-enter", second.pk))
    again = send(
        market,
        office,
        reverse("market_result:apply-entry", args=[right.pk, "licence"]),
        422,
        kind="exclusive",
        taker="bank",
        places="330106",
        ground="x",
    )

    # certificate, public check, notices, proof
    paper = reverse("papers:make", args=[right.pk, "market.certificate"])
    send(market, registrar, paper)
    checked = read(market, anybody, at("check-one", right.pk))
    with market.at():
        follow_all(moment(market.on))
    assert (second.right_id, Deal.objects.get().entry_id) == (right.pk, second.pk)
    assert ("firm" in checked, list(again.context["form"].errors)) == (True, ["places"])
    assert CasePaper.objects.get().paper["origin"]["address"].endswith(at("check-one", right.pk))
    assert {"market.result.registered", "market.result.deal_closed", "market.right.entry_made"} <= set(
        Notice.objects.values_list("kind", flat=True)
    )
    assert [each.code for each in verify().findings if each.error] == []

    # a year later nothing is dormant: it was licensed
    market.pass_to(date(2027, 6, 1))
    assert Achievement.objects.get(pk=case.pk).state == "LICENSED"


def test_an_idle_achievement_is_announced_to_its_completers_and_to_everybody(market):
    from dataclasses import replace

    values = market.values()
    first = replace(values.completers[0], person=market.people["inventor"].pk)
    case = market.listed(values=None, completers=(first, values.completers[1]))

    market.pass_to(date(2027, 3, 3))
    with market.at():
        follow_all(moment(market.on))

    notices = {(each.kind, each.person_id) for each in Notice.objects.filter(about=case)}
    assert ("market.result.completers_may", market.people["inventor"].pk) in notices
    assert ("market.result.dormant", None) in notices
    shown = read(market, Client(headers={"accept-language": "en"}), at("public-one", case))
    assert "completers may use it themselves" in shown
