"""What the public reads of a demand, and what it does not: page, list, file, interface, ledger, search."""

import json
from decimal import Decimal

from django.urls import reverse

from kechuang.ledger.models import Entry
from kechuang.mechanisms.market.demand import offering
from kechuang.mechanisms.market.demand.rules.matching import Offer

SECRET = "只有当事人能看的背景说明"
OFFER = Offer(kind="result", ref="r1", title="电主轴热补偿装置", holder="某研究所", ipc=("B23Q 11/14",), url="/r/1/")


def everywhere(world, case):
    anybody = world.client()
    with world.at():
        urls = (
            reverse("market_demand:published-one", args=[case]),
            reverse("market_demand:published"),
            f"{reverse('market_demand:published')}?export=csv",
            f"/api/v1/demands/published/{case}",
            "/api/v1/demands/published",
        )
        answers = [anybody.get(url) for url in urls]
    assert [each.status_code for each in answers] == [200] * len(urls)
    return [b"".join(each).decode() if each.streaming else each.content.decode() for each in answers]


def test_a_masked_owner_stands_nowhere_in_public(world):
    world.bodies["firm"].name = "隐名甲公司"
    world.bodies["firm"].save()
    masked = world.published(masked=True, background=SECRET, budget=Decimal(812_345))
    texts = everywhere(world, masked)

    facts = Entry.objects.filter(case=f"330100/case/{masked}")
    texts += [json.dumps(each.envelope, ensure_ascii=False) for each in facts]

    for text in texts:
        assert ("隐名甲公司" in text, SECRET in text, "812" in text) == (False, False, False)
    owner_id = str(world.bodies["firm"].pk)
    assert [owner_id in text for text in texts] == [False] * len(texts)


def test_a_named_owner_and_open_details_are_read(world):
    named = world.published(open_details=True, background=SECRET)

    page, _listed, _file, one, _many = everywhere(world, named)

    assert (SECRET in page, "firm" in page, json.loads(one)["owner"], json.loads(one)["background"]) == (
        True,
        True,
        "firm",
        SECRET,
    )


def test_a_search_does_not_find_an_owner_that_is_masked(world):
    world.published(masked=True)

    with world.at():
        found = world.client().get(f"{reverse('market_demand:published')}?q=firm").content.decode()

    assert "高速主轴" not in found


def test_without_a_register_matching_says_so_and_with_one_it_gives_reasons(world, monkeypatch):
    case = world.published()
    url = reverse("market_demand:published-one", args=[case])
    monkeypatch.setattr(offering, "SOURCES", {})
    with world.at():
        without = world.client().get(url).content.decode()
        offering.register(offering.Source("results", "成果库", lambda _profile, _most: [OFFER]))
        found = world.client().get(url).content.decode()

    assert ("未作检索" in without, "电主轴热补偿装置" in found, "IPC 大组相同" in found) == (True, True, True)


def test_a_suspended_demand_is_not_shown(world):
    from kechuang.casework.models import Case

    case = world.published()
    Case.objects.filter(pk=case).update(hold="suspended")

    with world.at():
        assert world.client().get(reverse("market_demand:published-one", args=[case])).status_code == 404
