"""The open data of a node: made from the public facts of real acts, for everybody, with nothing else in it."""

import csv
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.mechanisms.market.notice.rules.requests import Achievement
from kechuang.mechanisms.market.ocds import queries
from kechuang.mechanisms.market.ocds.packages import HEADS
from kechuang.web import clock
from tests.mechanisms.market.auction.hall import MORNING, START, ascending, open_hall
from tests.mechanisms.market.contract.scenes import Desk
from tests.mechanisms.market.notice.world import World, done, peopled
from tests.mechanisms.market.ocds.shared import faults, needs_shared

HIDDEN = "尚未公示的报价"


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def get(name: str, *args: str, **query: str):
    return Client().get(reverse(f"market_ocds:{name}", args=args), query)


def month_of(case) -> str:
    """The month of China in which the last fact of a case was recorded."""
    entry = Entry.objects.filter(case__endswith=str(case)).order_by("-seq")[0]
    return f"{entry.recorded_at.astimezone(queries.clock.CHINA):%Y-%m}"


def name_of(case) -> str:
    return f"unregistered-{Case.objects.get(pk=case).authority}-{case}"


def another(world: World, title: str):
    return world.running(title=title, achievements=(Achievement(title=title),))


def signed(world: World):
    case = world.passed()
    done(world.sign(case))
    return case


@needs_shared
def test_an_agreed_price_is_open_from_its_notice_to_its_contract(world):
    case, laid = signed(world), world.agreed(summary=HIDDEN, achievements=(Achievement(title="另一项成果"),))

    package = get("releases", month_of(case)).json()
    record = get("record", name_of(case)).json()
    found = record["records"][0]["compiledRelease"]

    assert faults("release-package-schema.json", package) == []
    assert faults("record-package-schema.json", record) == []
    assert faults("release-schema.json", found) == []
    assert {each["ocid"] for each in package["releases"]} == {name_of(case)}
    assert [each["tag"] for each in record["records"][0]["releases"]] == [
        ["tender", "award"],
        ["awardUpdate"],
        ["tenderUpdate", "contract"],
    ]
    assert (found["contracts"][0]["value"]["amount"], found["awards"][0]["status"]) == (3_000_000, "active")
    assert [(each["name"], each["roles"]) for each in found["parties"]] == [
        ("university", ["seller", "procuringEntity"]),
        ("firm", ["supplier"]),
    ]
    assert HIDDEN not in json.dumps([package, record], ensure_ascii=False)
    assert get("record", name_of(laid)).status_code == 404


@needs_shared
def test_a_registered_contract_is_open_without_its_parties(db):
    desk = Desk()
    case = desk.registered()
    row = desk.row(case)

    answer = get("record", name_of(case))
    found = answer.json()["records"][0]["compiledRelease"]

    assert faults("release-schema.json", found) == []
    assert found["contracts"][0]["id"] == row.number
    assert found["contracts"][0]["value"]["amount"] == 600_000
    assert Client().get(found["contracts"][0]["documents"][0]["url"]).status_code == 200
    for secret in (row.seller_name, row.buyer_name, row.content["subject"]):
        assert secret not in answer.content.decode()


@needs_shared
def test_a_lot_is_open_from_its_announcement_to_the_hammer_and_names_no_bidder(db):
    with clock.fixed(MORNING):
        hall = open_hall()
        (lot,) = hall.announce(ascending())
        announced = get("record", name_of(lot.pk)).json()["records"][0]["compiledRelease"]
        hall.run([lot], 2)
        hall.bid(lot, 1, "105000", timedelta(seconds=30))
        with hall.at(START + timedelta(seconds=3602)):
            hall.turn()
        answer = get("record", name_of(lot.pk))
    found = answer.json()["records"][0]["compiledRelease"]

    assert (announced["tender"]["status"], announced["tender"]["minValue"]["amount"]) == ("active", 100_000)
    assert faults("release-schema.json", found) == []
    assert (found["tender"]["status"], found["awards"][0]["value"]["amount"]) == ("complete", 105_000)
    assert [firm.name in answer.content.decode() for firm in hall.firms] == [False] * len(hall.firms)


def test_the_page_lists_the_months_and_each_of_their_files_opens(world):
    month = month_of(signed(world))

    page = get("open-data").content.decode()

    assert [(each.month.code, each.cases) for each in queries.months(int(month[:4]))][-1] == (month, 1)
    for name in ("releases", "records", "table"):
        address = reverse(f"market_ocds:{name}", args=[month])
        assert address in page
        assert get(name, month).status_code == 200


def test_a_node_without_deals_says_so_and_has_no_packages(db):
    page = get("open-data")

    assert page.status_code == 200
    assert queries.years() == []
    assert [get(name, "2026-03").status_code for name in ("releases", "records", "table")] == [404, 404, 404]


@pytest.mark.parametrize("month", ["2026-3", "2026-13", "0000-01", "march", "２０２６-03"])
def test_what_is_no_month_is_not_found(db, month):
    assert get("releases", month).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "2"])
def test_a_page_that_is_not_there_is_not_found(world, page):
    assert get("releases", month_of(signed(world)), page=page).status_code == 404


def test_a_month_of_many_processes_comes_in_pages_that_name_the_next(world, monkeypatch):
    monkeypatch.setattr(queries, "CASES_A_PACKAGE", 1)
    first, second = world.running(), another(world, "另一项成果")
    month = month_of(second)

    one, two = get("releases", month), get("releases", month, page="2")

    assert one["Link"] == f'<http://testserver/market/open-data/{month}/releases.json?page=2>; rel="next"'
    assert "Link" not in two
    assert {each["ocid"] for answer in (one, two) for each in answer.json()["releases"]} == {
        name_of(first),
        name_of(second),
    }


def test_the_table_has_the_releases_of_the_month_one_a_row(world):
    case = signed(world)

    text = b"".join(get("table", month_of(case)).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))

    assert list(rows[0]) == list(HEADS)
    assert {row["ocid"] for row in rows} == {name_of(case)}
    assert (rows[-1]["contract/status"], Decimal(rows[-1]["contract/value/amount"])) == ("active", 3_000_000)


def test_the_number_of_queries_does_not_grow_with_the_cases(world, django_assert_num_queries):
    month = month_of(world.running())
    with django_assert_num_queries(4):
        get("releases", month)
    for title in ("另一项成果", "第三项成果"):
        another(world, title)

    with django_assert_num_queries(4):
        get("releases", month)


def test_the_prefix_and_the_licence_of_the_node_are_used_and_named(world, settings):
    case = signed(world)
    settings.KECHUANG_OCID_PREFIX, settings.KECHUANG_OPEN_LICENCE = "ocds-ab12cd", "https://example.org/licence"

    package = get("releases", month_of(case)).json()
    page = get("open-data").content.decode()

    assert package["releases"][0]["ocid"].startswith("ocds-ab12cd-330100-")
    assert package["license"] == "https://example.org/licence"
    assert "ocds-ab12cd" in page


def test_programs_get_the_months_and_the_same_packages_as_the_page(world):
    month, client = month_of(signed(world)), Client()
    months = client.get("/api/v1/open-data/months").json()

    by_api = [client.get(f"/api/v1/open-data/months/{month}/{kind}").json() for kind in ("releases", "records")]
    by_page = [client.get(f"/market/open-data/{month}/{kind}.json").json() for kind in ("releases", "records")]

    assert month in [each["month"] for each in months]
    for one, other in zip(by_api, by_page, strict=True):
        assert {**one, "uri": ""} == {**other, "uri": ""}
    assert client.get("/api/v1/open-data/months/2026-13/releases").status_code == 404
