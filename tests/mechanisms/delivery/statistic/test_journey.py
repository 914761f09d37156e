"""The dictionary and observations by the pages that offices use; old values stay, and a page says what was known when."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.ledger.models import Entry
from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.statistic import queries
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation

DEFINED = {
    "code": "tech_firms",
    "title": "科技企业数",
    "definition": "年末的科技企业。",
    "unit": "家",
    "direction": "up",
    "form": "stock",
    "frequency": "year",
    "adds_up": "on",
    "keeper": "市科技局",
    "since": "2020-01-01",
    "key": "d",
}
ENTERED = {
    "indicator": "tech_firms",
    "place": "杭州市西湖区",
    "period": "2025年",
    "value": "1,234",
    "status": "final",
    "vintage": "2026-02-01",
    "code_list": "2026-03-02",
    "source": "统计年鉴",
    "key": "e",
}

INDICATOR_QUERIES = 11


def address(name, *args):
    return reverse(f"delivery_statistic:{name}", args=args)


def test_an_indicator_is_defined_and_observed_by_pages_and_everybody_reads_it(office):
    planner, county = office.client("planner"), office.client("county1")

    defined = planner.post(address("define"), DEFINED)
    entered = county.post(address("enter"), ENTERED)

    assert (defined.status_code, entered.status_code) == (302, 302), entered.content.decode()[:3000]
    shown = Client().get(address("series", "tech_firms", "330106")).content.decode()
    assert ("1,234" in shown, "统计年鉴" in shown) == (True, True)
    fact = Entry.objects.get(type="statistic.observed")
    assert fact.groups["public"]["values"] == {
        "indicator": "tech_firms",
        "indicator_version": 1,
        "place": "330106",
        "code_list": "2026-03-02",
        "period": "2025",
        "value": "1234",
        "unit": "家",
        "status": "final",
        "source": "统计年鉴",
        "vintage": "2026-02-01",
        "dataset": "",
        "batch": "e",
        "flags": [],
        "reason": "",
    }


def test_sent_twice_it_is_recorded_once(office):
    office.define("tech_firms")
    county = office.client("county1")

    answers = [county.post(address("enter"), ENTERED).status_code for _turn in range(2)]

    assert (answers, Observation.objects.count()) == ([302, 302], 1)


def test_a_place_outside_the_reach_is_refused_and_nothing_is_written(office):
    office.define("tech_firms")

    answer = office.client("county1").post(address("enter"), {**ENTERED, "place": "330108"})

    assert (answer.status_code, Observation.objects.count()) == (422, 0)


def test_a_jump_needs_a_reason_which_stays_with_the_fact(office):
    office.define("tech_firms")
    office.observe("tech_firms", "330106", "2024", "400")
    county = office.client("county1")

    silent = county.post(address("enter"), ENTERED)
    told = county.post(address("enter"), {**ENTERED, "key": "f", "reason": "两区合并统计。"})

    assert (silent.status_code, told.status_code) == (422, 302)
    row = Observation.objects.get(period="2025")
    assert (row.value, row.flags, row.reason) == ("1234", ["statistic.jump"], "两区合并统计。")


def test_a_revision_is_a_new_vintage_and_the_page_shows_what_was_known_when(office):
    office.define("tech_firms")
    office.observe("tech_firms", "330106", "2025", "1000", "provisional", vintage=date(2026, 1, 20))
    office.observe("tech_firms", "330106", "2025", "1080", vintage=date(2026, 2, 20))

    known = {
        day: [(row.value, row.status) for row in queries.observations("tech_firms", as_of=day)]
        for day in (date(2026, 1, 1), date(2026, 1, 31), None)
    }

    assert known == {
        date(2026, 1, 1): [],
        date(2026, 1, 31): [("1000", "provisional")],
        None: [("1080", "final")],
    }
    assert list(Observation.objects.order_by("vintage").values_list("value", "newest")) == [
        ("1000", False),
        ("1080", True),
    ]
    page = Client().get(address("series", "tech_firms", "330106"), {"as_of": "2026-01-31"}).content.decode()
    assert ("1,000" in page, "1,080" in page) == (True, False)


def test_a_changed_definition_is_a_new_version_and_old_figures_keep_theirs(office):
    row = office.define("tech_firms")
    office.observe("tech_firms", "330106", "2024", "400")
    planner = office.client("planner")
    data = {**DEFINED, "unit": "户", "since": "2025-01-01", "reason": "统计制度调整。", "key": "r"}

    answer = planner.post(address("revise", row.pk), data)
    office.observe("tech_firms", "330106", "2025", "9000")

    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert list(Observation.objects.order_by("period").values_list("period", "version", "unit", "flags")) == [
        ("2024", 1, "家", []),
        ("2025", 2, "户", []),
    ]


def test_an_ended_indicator_takes_nothing_new(office):
    row = office.define("tech_firms")
    office.client("planner").post(address("retire", row.pk), {"reason": "不再发布。", "key": "r"})

    outcome = office.observe("tech_firms", "330106", "2025", "1")

    assert outcome.refusal.code == "statistic.indicator_retired_now"
    assert Indicator.objects.get().retired


def test_another_region_may_not_revise_and_a_clerk_may_not_define(office):
    row = office.define("tech_firms")

    answers = [
        office.client("far planner").get(address("revise", row.pk)).status_code,
        office.client("county1").get(address("define")).status_code,
        office.client("auditor").get(address("enter")).status_code,
    ]

    assert answers == [404, 403, 403]


def test_what_is_estimated_is_read_by_the_office_and_not_by_everybody(office):
    office.define("tech_firms")
    office.observe("tech_firms", "330106", "2025", "77777", "estimated")
    url = address("series", "tech_firms", "330106")

    read = {name: "77,777" in office.client(name).get(url).content.decode() for name in ("county1", "far planner")}
    nobody = "77,777" in Client().get(url).content.decode()

    assert (read, nobody) == ({"county1": True, "far planner": False}, False)


def test_a_withheld_figure_has_no_value_and_says_so(office):
    office.define("tech_firms")

    silent = office.observe("tech_firms", "330106", "2025", None, "withheld")
    office.observe("tech_firms", "330106", "2025", None, "withheld", reason="少于三家，不便公布。")

    assert silent.refusal.code == "statistic.withheld_why"
    assert (Observation.objects.get().value, Observation.objects.get().status) == ("", "withheld")


def test_the_starting_dictionary_is_taken_in_by_one_step_and_only_once(office):
    planner = office.client("planner")
    codes = ["gdp", "rnd_spending", "rnd_intensity"]

    answer = planner.post(address("starting"), {"codes": codes})
    again = planner.get(address("starting")).content.decode()

    assert answer.status_code == 302
    assert sorted(Indicator.objects.values_list("code", flat=True)) == sorted(codes)
    assert ('value="gdp"' in again, 'value="tech_smes"' in again) == (False, True)


def test_a_table_is_recorded_whole_or_not_at_all(office):
    office.define("tech_firms")
    url = f"{address('grid')}?indicator=tech_firms&place=330100&period=2025"
    said = {"vintage": "2026-02-01", "code_list": "2026-03-02", "source": "报表", "key": "g"}
    desk = office.client("city1")

    wrong = desk.post(url, {**said, "value_330106": "10", "value_330108": "many"})
    after_wrong = Observation.objects.count()
    right = desk.post(url, {**said, "value_330106": "10", "value_330108": "12", "status_330108": "provisional"})

    assert (wrong.status_code, after_wrong, right.status_code) == (422, 0, 302)
    assert list(Observation.objects.order_by("place").values_list("place", "value", "status")) == [
        ("330106", "10", "final"),
        ("330108", "12", "provisional"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_row_and_three(office, django_assert_num_queries, count):
    office.define("tech_firms")
    for place in ("330106", "330108", "330110")[:count]:
        office.observe("tech_firms", place, "2025", "10")
    desk = office.client("city1")
    for url, queries_wanted in (
        (address("indicators"), 9),
        (address("observations"), 10),
        (address("indicator", "tech_firms"), INDICATOR_QUERIES),
    ):
        desk.get(url)
        with django_assert_num_queries(queries_wanted):
            assert desk.get(url).status_code == 200


def differing():
    """Give what the node's proof says of rows: column, what the row holds, what the fact says."""
    found = [finding.values for finding in verify().findings if finding.code == "ledger.row_differs"]
    return [(values["column"], values["held"], values["fact"]) for values in found]


def test_rows_are_what_the_facts_say_and_one_changed_by_hand_is_found(office):
    office.define("tech_firms")
    office.observe("tech_firms", "330106", "2024", "400", vintage=date(2025, 6, 1))
    office.observe("tech_firms", "330106", "2025", "410")
    before = differing()

    Observation.objects.filter(period="2025").update(value="999")

    assert (before, differing()) == ([], [("value", "999", "410")])
