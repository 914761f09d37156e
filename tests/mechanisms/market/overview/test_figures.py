"""The figures of the market follow from contracts, lots and deals; what is not public does not come in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.market.overview import markets, measuring
from kechuang.mechanisms.market.overview.measuring import Sold
from kechuang.web import clock
from tests.mechanisms.market.contract.scenes import BUYER, Desk, another
from tests.mechanisms.market.contract.scenes import TODAY as CONTRACT_DAY
from tests.mechanisms.market.result.conftest import Market, done
from tests.mechanisms.market.result.conftest import market as market  # noqa: PLC0414 - a fixture of another folder
from tests.pages.voucher.world import moment


@pytest.fixture
def desk(db):
    return Desk()


def test_the_premium_is_of_all_lots_together():
    found = [Sold(1, 1, Decimal(100), Decimal(150)), Sold(2, 1, Decimal(300), Decimal(300))]

    assert [each.premium for each in found] == [Decimal("0.5000"), Decimal("0.0000")]
    assert Sold(0, 2, Decimal(400), Decimal(450)).premium == Decimal("0.1250")
    assert Sold(3).premium is None


def test_turnover_and_the_share_across_provinces_are_those_of_the_register(desk):
    near = replace(BUYER, place="330110", code=credit_code("330110", 904))
    desk.registered(desk.own(total_yuan=Decimal(600_000)))
    desk.registered(desk.own(total_yuan=Decimal(200_000), buyer=near, **another(2)))

    with clock.fixed(moment(CONTRACT_DAY)):
        found = measuring.measured(2026, "")

    assert found.overall.now.technology == Decimal(800_000)
    assert found.cross_share == Decimal("0.7500")
    assert [line.code for line in found.by_type] == ["development"]


def test_the_markets_name_no_party_of_a_contract(desk):
    desk.registered()
    client = Client()

    said = client.get("/market/markets/?kind=contract").content.decode()

    assert "330106" in said
    assert [name for name in (desk.seller.name, BUYER.name) if name in said] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_much_for_one_record_as_for_three(desk, count, django_assert_num_queries):
    for at in range(count):
        desk.registered(desk.own(**another(at)))

    with django_assert_num_queries(10):
        markets.markets()
    with django_assert_num_queries(2):
        markets.newest(None, "contract")
    with django_assert_num_queries(FIGURES):
        measuring.measured(2026, "")


FIGURES = 16


@pytest.mark.parametrize(
    ("query", "status"),
    [("?year=2025", 200), ("?year=20x5", 404), ("?place=999999", 404), ("?place=3301", 404), ("?place=330106", 200)],
)
def test_a_year_or_a_place_that_is_none_is_not_found(db, query, status):
    assert Client().get(f"/market/figures/{query}").status_code == status
    assert Client().get(f"/api/v1/market/figures{query}").status_code == status


def test_a_patent_counts_once_in_the_year_of_its_first_deal(market: Market):
    case = market.listed()
    for on in (date(2026, 4, 1), date(2026, 5, 1)):
        market.on = on
        done(market.deal(case, "ordinary", party="bank", party_body=market.bodies["bank"].pk))
        done(market.close(case))

    with market.at(date(2026, 6, 1)):
        found = measuring.measured(2026, "")

    assert found.industrialised == [(2026, 1)]
    assert [(each.path, each.deals) for each in found.waited] == [("direct", 2)]
