"""Listings, offers for trial and certificates stand among the markets with the right by which each is shown."""

import pytest
from django.test import Client

from kechuang.mechanisms.market.result import tallying
from kechuang.mechanisms.market.result.models import ResultTally
from tests.mechanisms.market.attestation.world import peopled as certifying
from tests.mechanisms.market.listing.world import peopled as listing
from tests.mechanisms.market.trial.world import peopled as trying


@pytest.fixture(autouse=True)
def home(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path


def records(kind: str) -> list[dict[str, str]]:
    return Client().get(f"/api/v1/market/records?kind={kind}").json()


def counts(kind: str) -> int:
    return sum(each[f"{kind}s"] for each in Client().get("/api/v1/market/markets").json())


def test_an_offer_for_trial_is_shown_by_its_owner_s_will_and_names_no_firm_that_tries():
    world = trying()
    world.running(world.offered())

    (found,) = records("trial")
    page = Client().get("/market/markets/?kind=trial").content.decode()

    assert (counts("trial"), found["owner"], found["market"]) == (1, "university", "market")
    assert found["right"] == "按单位意愿：条件和计价公式；试用企业不具名"
    assert (found["right"] in page, Client().get(found["url"]).status_code) == (True, 200)
    assert "county clerk" not in page


def test_a_listing_is_shown_by_its_rules():
    world = listing()
    world.listing()

    (found,) = records("listing")

    assert (counts("listing"), found["owner"]) == (1, "firm")
    assert found["right"].startswith("按挂牌规则")
    assert Client().get(found["url"]).status_code == 200


def test_a_certificate_names_no_party():
    world = certifying()
    world.issued()

    (found,) = records("attestation")
    page = Client().get("/market/markets/?kind=attestation").content.decode()

    assert (counts("attestation"), found["owner"]) == (1, "（当事人不公开）")
    assert (found["number"] in page, found["right"].startswith("仅鉴证凭证")) == (True, True)
    assert Client().get(found["url"]).status_code == 200


def test_a_node_filled_before_results_were_counted_by_market_is_counted_after_its_upgrade():
    world = trying()
    world.listed()
    before = set(ResultTally.objects.filter(dimension="market").values_list("value", "count"))
    ResultTally.objects.filter(dimension="market").delete()

    gone = counts("result")
    tallying.catch_up()
    tallying.catch_up()

    assert (gone, counts("result")) == (0, 1)
    assert set(ResultTally.objects.filter(dimension="market").values_list("value", "count")) == before
