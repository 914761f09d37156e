"""From a commission to a public report, through the pages alone: team, findings, signatures, consent, a challenge."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.appraisal.models import Assessor
from kechuang.mechanisms.market.appraisal.rules.requests import VALUES
from tests.mechanisms.market.appraisal.world import NAMES, peopled


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def browser(world, name=""):
    client = Client()
    if name:
        client.force_login(world.people[name])
    return client


def posted(world, client, case, move, **data):
    case.refresh_from_db()
    url = reverse(f"market_appraisal:{move}", args=[case.pk])
    with world.at():
        shown = client.get(url)
        answer = client.post(url, {"version": case.version, "key": f"k{case.version}", **data})
    assert (shown.status_code, answer.status_code) == (200, 302), answer.content.decode()[:4000]
    case.refresh_from_db()
    return case.state


def team(**more):
    rows = {}
    for at, name in enumerate(NAMES):
        rows |= {f"name_{at}": name, f"unit_{at}": f"第{at}研究所", f"tie_{at}": "none", f"title_{at}": "教授"}
    return {**rows, "named_0": "on", "lead": "0", **more}


def findings():
    data = {"level": "6", "summary": "总体结论成立。"}
    for value in VALUES:
        data |= {f"grade_{value}": "fair", f"text_{value}": "内部理由", f"evidence_{value}": "依据"}
    for at, (level, on) in enumerate((("4", "2024-05-01"), ("6", "2025-05-01"))):
        data |= {f"level_{at}": level, f"on_{at}": on, f"shown_{at}": f"第{level}级报告"}
    return data


def commissioned(world, result):
    holder = browser(world, "office")
    with world.at():
        page = holder.get(reverse("casework:case", args=[result])).content.decode()
        url = f"{reverse('market_appraisal:commission')}?result={result}"
        empty = holder.post(reverse("market_appraisal:commission"), {})
        sent = {
            "key": "c",
            "result": str(result),
            "institution": str(world.bodies["evaluation house"].pk),
            "purpose": "定价参考",
            "claimed": "6",
        }
        answer = holder.post(url, sent)
    assert (url in page, empty.status_code, answer.status_code) == (True, 422, 302), answer.content.decode()[:3000]
    return holder, Case.objects.get(kind="market.appraisal")


def test_an_achievement_is_evaluated_and_everybody_reads_what_its_holder_agreed_to(world):
    result = world.listed()
    holder, case = commissioned(world, result)
    house = browser(world, "evaluator")
    public = reverse("market_appraisal:published-one", args=[case.pk])

    with world.at():
        conflict = house.post(
            reverse("market_appraisal:set_team", args=[case.pk]),
            {"version": case.version, "key": "x", **team(unit_3="university")},
        )
    states = [
        posted(world, house, case, "set_team", **team()),
        posted(world, house, case, "assess", **findings()),
    ]
    signers = [str(pk) for pk in Assessor.objects.filter(appraisal=case.pk).values_list("pk", flat=True)]
    signing = {"number": "评字1号", "signed_on": world.on.isoformat(), "signers": signers}
    states.append(posted(world, house, case, "sign", **signing))
    with world.at():
        hidden = browser(world).get(public).status_code
    states.append(posted(world, holder, case, "publish", parts=["level", "grades"], agreed="on"))
    with world.at():
        shown = browser(world).get(public).content.decode()
        listed = browser(world).get(reverse("market_appraisal:published")).content.decode()
        given = browser(world).get(f"/api/v1/appraisals/published/{case.pk}").json()

    assert (conflict.status_code, "须回避" in conflict.content.decode(), hidden) == (422, True, 404)
    assert states == ["TEAM_SET", "ASSESSED", "REPORT_SIGNED", "PUBLISHED"]
    assert ("正样级" in shown, "较显著" in shown, "内部理由" in shown, NAMES[0] in shown) == (True, True, False, False)
    assert (case.title in listed, given["level"], given["experts"], given["summary"]) == (True, 6, [], "")

    world.pass_to(world.on + timedelta(days=16))
    case.refresh_from_db()
    with world.at():
        record = browser(world).get(reverse("market_result:public-one", args=[result])).content.decode()
    assert (case.state, "evaluation house" in record, world.trl(result), verify().ok) == ("FINAL", True, 6, True)


def test_anybody_challenges_a_published_report_and_the_office_decides(world):
    case = Case.objects.get(pk=world.published(parts=("level", "experts")))
    objecting = reverse("standard:objection", args=[case.pk])
    with world.at():
        shown = browser(world).get(reverse("market_appraisal:published-one", args=[case.pk])).content.decode()
        nameless = browser(world).post(objecting, {"key": "o", "reason": "证据不足", "name": "", "contact": ""})
        raised = browser(world).post(objecting, {"key": "o", "reason": "证据不足", "name": "王某", "contact": ""})
        case.refresh_from_db()
        decided = browser(world, "operator").post(
            f"/cases/{case.pk}/decide-objection/",
            {"version": case.version, "key": "d", "upheld": "yes", "reason": "第6级须补充证据。"},
        )
    case.refresh_from_db()
    annulled = posted(world, browser(world, "operator"), case, "annul", text="证据无法补充")

    assert (NAMES[0] in shown, NAMES[4] in shown) == (True, False)
    assert (nameless.status_code, raised.status_code, decided.status_code) == (422, 302, 302)
    with world.at():
        page = browser(world).get(reverse("market_appraisal:published-one", args=[case.pk])).content.decode()
    assert (annulled, "本报告已撤销" in page) == ("ANNULLED", True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_costs_the_same_for_one_evaluation_and_three(world, django_assert_num_queries, count):
    for _number in range(count):
        world.published()
    client, url = browser(world), reverse("market_appraisal:published")
    with world.at():
        client.get(url)

        with django_assert_num_queries(LISTED):
            shown = client.get(url).content.decode()

    assert shown.count("锂电池隔膜") >= count


LISTED = 4
