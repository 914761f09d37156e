"""What the facts of a market become as releases: valid by the standard's schemas, and saying what the facts say."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.market.ocds.merging import compiled
from kechuang.mechanisms.market.ocds.packages import HEADS, Publisher, record, record_package, release_package, rows
from kechuang.mechanisms.market.ocds.releases import of_case
from kechuang.mechanisms.market.ocds.values import case_of, named, ocid, value
from tests.mechanisms.market.ocds import scenes
from tests.mechanisms.market.ocds.scenes import CONTRACT, LOT, NOTICE, SETTING, begun, followed, told, turnover
from tests.mechanisms.market.ocds.shared import faults, faults_versioned, needs_shared, read

PUBLISHER = Publisher(name="试验节点（演示）", address="https://example.org/")
SOLD = told(LOT, scenes.ANNOUNCED, followed("running"), scenes.HAMMERED, followed("confirmed"))
AGREED = told(
    NOTICE,
    begun(1, scenes.BUYER),
    scenes.CHANGED,
    begun(2, scenes.OTHER),
    scenes.PASSED,
    scenes.SIGNED,
    scenes.REGISTERED,
)
REGISTERED = told(
    CONTRACT,
    turnover("registered", "600000.00"),
    turnover("reversed", "-600000.00"),
    turnover("changed", "650000.00", version=2),
    turnover("trued_up", "12000.50", period_end="2026-12-31"),
    turnover("deregistered", "0.00", ground="ended"),
)
LISTED = told(
    scenes.LISTING,
    scenes.published(1, "500000.00"),
    scenes.STRETCHED,
    scenes.DEAL,
    scenes.LISTING_PASSED,
    scenes.LISTING_SIGNED,
    scenes.LISTING_CLOSED,
)
NAMED = told(LOT, scenes.with_seller("ascending"), scenes.HAMMERED, scenes.bought("confirmed"))
ALL = [NAMED, AGREED, REGISTERED, LISTED]


@needs_shared
@pytest.mark.parametrize("facts", ALL, ids=["lot", "agreed price", "contract", "listing"])
def test_releases_records_and_packages_are_valid_by_the_schemas(facts):
    releases = of_case(facts, SETTING)
    about = {
        "publisher": PUBLISHER,
        "uri": "https://example.org/market/open-data/2026-03.json",
        "published": releases[-1]["date"],
    }

    package = release_package(releases, **about)
    records = record_package([record(releases)], **about)

    assert faults("release-package-schema.json", package) == []
    assert faults("record-package-schema.json", records) == []
    assert faults("release-schema.json", records["records"][0]["compiledRelease"]) == []


@needs_shared
@pytest.mark.parametrize("facts", ALL, ids=["lot", "agreed price", "contract", "listing"])
def test_versioned_releases_are_valid_by_the_schema_of_versioned_releases(facts):
    made = record(of_case(facts, SETTING))["versionedRelease"]
    twisted = {**made, "tender": {"title": "no list of values"}, "colour": [{"value": "red"}]}

    assert faults_versioned(made) == []
    assert [each.partition(":")[0] for each in faults_versioned(twisted)] == ["tender/title", ""]


@needs_shared
@pytest.mark.parametrize("name", ["tender", "award", "contract", "implementation"])
def test_public_versioned_releases_are_valid_by_the_same_schema(name):
    published = read(f"change_history/records/{name}.json")["records"][0]["versionedRelease"]

    assert faults_versioned(published) == []


def test_a_lot_names_seller_and_buyer_once_it_is_confirmed_and_in_a_purchase_they_change_sides():
    sale = of_case(NAMED, SETTING)
    purchase = of_case(
        told(LOT, scenes.with_seller("reverse"), scenes.HAMMERED, scenes.bought("settled")),
        SETTING,
    )

    found = compiled(sale)
    roles = {each["name"]: each["roles"] for each in found["parties"]}
    bought = {each["name"]: each["roles"] for each in compiled(purchase)["parties"]}

    assert ["suppliers" in str(each) for each in sale] == [False, False, True]
    assert roles == {"某大学（演示）": ["seller", "procuringEntity"], "甲公司（演示）": ["supplier", "tenderer"]}
    assert found["awards"][0]["suppliers"] == [{"id": found["parties"][1]["id"], "name": "甲公司（演示）"}]
    assert found["tender"]["procuringEntity"]["name"] == "某大学（演示）"
    assert bought["某大学（演示）"] == ["buyer", "procuringEntity"]


def test_a_lot_is_offered_sold_to_a_paddle_and_confirmed():
    releases = of_case(SOLD, SETTING)

    found = compiled(releases)

    assert [each["tag"] for each in releases] == [["tender"], ["tenderUpdate", "award"], ["awardUpdate"]]
    assert found["tender"]["minValue"] == {"amount": 500000, "currency": "CNY"}
    assert (found["tender"]["status"], found["tender"]["numberOfTenderers"]) == ("complete", 3)
    assert found["awards"] == [
        {
            "id": "hammer",
            "title": "一种热伸长补偿方法",
            "description": "号牌 07",
            "status": "active",
            "date": "2026-03-12T00:00:00+08:00",
            "value": {"amount": 612345.6, "currency": "CNY"},
        }
    ]


@pytest.mark.parametrize(
    ("phases", "tender", "award"),
    [
        (("unsold",), "unsuccessful", []),
        (("withdrawn",), "withdrawn", []),
        (("running", "aborted"), "cancelled", []),
        (("sold", "defaulted"), "complete", ["cancelled"]),
        (("sold", "aborted"), "complete", ["cancelled"]),
    ],
)
def test_a_lot_ends_as_its_log_says(phases, tender, award):
    facts = [scenes.HAMMERED if phase == "sold" else followed(phase) for phase in phases]

    found = compiled(of_case(told(LOT, scenes.ANNOUNCED, *facts), SETTING))

    assert (found["tender"]["status"], [each["status"] for each in found.get("awards", [])]) == (tender, award)


def test_an_agreed_price_that_changed_keeps_the_first_award_as_cancelled():
    found = compiled(of_case(AGREED, SETTING))

    assert [(each["id"], each["status"], each["suppliers"][0]["name"]) for each in found["awards"]] == [
        ("round-1", "cancelled", "甲公司（演示）"),
        ("round-2", "active", "乙公司（演示）"),
    ]
    assert found["contracts"][0]["awardID"] == "round-2"
    assert found["contracts"][0]["value"] == {"amount": 3000000, "currency": "CNY"}
    assert found["contracts"][0]["identifiers"] == [{"scheme": "registration", "id": "2026330106000001"}]
    assert [each["status"] for each in found["tender"]["milestones"]] == ["scheduled", "met"]


def test_an_upheld_objection_ends_an_agreed_price_and_nothing_is_published_before_its_notice():
    facts = told(NOTICE, scenes.OBJECTION, begun(1, scenes.BUYER), scenes.OBJECTION, scenes.PASSED)

    releases = of_case(facts, SETTING)

    assert [each["id"] for each in releases] == [facts[1].id, facts[2].id]
    assert compiled(releases)["tender"]["status"] == "cancelled"
    assert compiled(releases)["awards"][0]["status"] == "cancelled"


def test_a_registered_contract_says_places_and_amounts_and_names_no_party():
    releases = of_case(REGISTERED, SETTING)

    found = compiled(releases)

    assert [each["contracts"][0].get("value", {}).get("amount") for each in releases] == [
        600000,
        650000,
        662000.5,
        None,
    ]
    assert found["contracts"][0]["status"] == "terminated"
    assert found["contracts"][0]["implementation"]["transactions"][0]["value"]["amount"] == 12000.5
    assert found["parties"] == [
        {"id": "seller", "roles": ["seller"], "address": {"region": "杭州市西湖区", "country": "CN"}},
        {"id": "buyer", "roles": ["supplier"], "address": {"region": "上海市浦东新区", "country": "CN"}},
    ]


def test_a_case_of_another_mechanism_has_no_release():
    assert of_case(told(NOTICE, ("casework.withdrawn", {"place": "330106"})), SETTING) == []


def test_the_name_of_a_process_leads_back_to_its_case():
    name = ocid("ocds-ab12cd", NOTICE)

    assert name == "ocds-ab12cd-330100-0198f2aa-0000-7000-8000-000000000002"
    assert (case_of("ocds-ab12cd", name), case_of("other", name), case_of("ocds-ab12cd", "ocds-ab12cd-x")) == (
        NOTICE,
        "",
        "",
    )


def test_a_body_is_known_by_its_code_or_by_its_name():
    assert named(scenes.BUYER).party()["identifier"]["id"] == "91330106MA0000001X"
    assert named(scenes.OTHER).reference() == {"id": named(scenes.OTHER).id, "name": "乙公司（演示）"}
    assert named(scenes.OTHER).id != named(f"{scenes.OTHER}二").id


def test_the_table_has_a_row_for_every_release():
    found = [dict(zip(HEADS, row, strict=True)) for row in rows(of_case(AGREED, SETTING))]

    assert [each["tag"] for each in found[:2]] == ["tender;award", "awardCancellation"]
    assert (found[0]["award/suppliers"], found[4]["contract/value/amount"]) == ("甲公司（演示）", 3000000)


@settings(max_examples=60)
@given(st.decimals(0, 10**12, places=2))
def test_an_amount_stands_in_a_release_to_the_fen(yuan):
    assert Decimal(repr(value(yuan)["amount"])) == yuan


def test_an_amount_that_a_json_number_would_round_is_refused():
    with pytest.raises(ValueError, match="cannot be written as a JSON number"):
        value(Decimal("12345678901234567.89"))


def test_a_listing_names_its_buyer_only_when_it_is_closed():
    releases = of_case(LISTED, SETTING)

    suppliers = ["suppliers" in str(each) for each in releases]
    found = compiled(releases)

    assert suppliers == [False, False, False, False, False, True]
    assert found["tender"]["tenderPeriod"]["endDate"] == "2026-04-14T23:59:59+08:00"
    assert [(each["status"], each["suppliers"][0]["name"]) for each in found["awards"]] == [
        ("active", "甲公司（演示）")
    ]
    assert [(each["status"], each["value"]["amount"]) for each in found["contracts"]] == [("terminated", 520000)]


def test_a_listing_that_nobody_takes_is_unsuccessful_and_one_withdrawn_is_over():
    ended = ("market.listing.ended", {"place": "330106", "round": 1, "outcome": "DELISTED", "admitted": 2})
    taken_back = ("casework.withdrawn", {})

    alone = of_case(told(scenes.LISTING, scenes.published(1, "500000.00"), ended), SETTING)
    gone = of_case(told(scenes.LISTING, scenes.published(1, "500000.00"), taken_back, scenes.DEAL), SETTING)

    tender = compiled(alone)["tender"]
    assert (tender["status"], tender["numberOfTenderers"]) == ("unsuccessful", 2)
    assert [each["tag"] for each in gone] == [["tender"], ["tenderCancellation"]]
