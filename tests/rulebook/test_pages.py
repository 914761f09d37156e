"""Pages of the rulebook: public, filtered by their address, the same in three languages, exported whole."""

import csv
import io
import re
from datetime import UTC, date, datetime
from html import unescape

import openpyxl
import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from kechuang.rulebook import queries, wiring
from kechuang.rulebook.load import current
from kechuang.web import clock, slots

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)
LANGUAGES = ("zh-hans", "zh-hant", "en")
PAGES = (
    "/rules/?place=330902&on=2020-03-01",
    "/rules/key/transfer.reward.min_ratio.licence/?place=330902&on=2020-03-01",
    "/rules/key/permit.points.age/?on=2017-06-01",
    "/rules/unverified/",
    "/rules/sources/",
    "/rules/cases/",
)


@pytest.fixture(autouse=True)
def _fixed_day():
    with clock.fixed(datetime(2026, 4, 1, 4, 0, tzinfo=UTC)):
        yield


def get(client, address, language="en", **headers):
    return client.get(address, headers={"accept-language": language, **headers})


def rows(response) -> list[list[str]]:
    """The texts of the cells of the page's first table."""
    body = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)[1]
    return [
        [
            unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split()))
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_answer_in_three_languages_without_a_code_that_nobody_translated(client, address, language):
    response = get(client, address, language)

    text = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"rulebook\.[a-z_]+\.[a-z_.]+", text) == []
    assert re.findall(r'style="|<style|onclick=', text) == []


def test_traditional_pages_are_traditional(client):
    text = get(client, PAGES[1], "zh-hant").content.decode()

    assert "許可淨收入用於獎勵的最低比例" in text
    assert "浙江省促進科技成果轉化條例" in text


def test_values_of_a_place_on_a_day(client):
    found = rows(get(client, "/rules/?place=330902&on=2020-03-01&q=min_ratio.licence"))

    assert found == [
        [
            "Reward, smallest share of net licence income transfer.reward.min_ratio.licence",
            "at least 85%",
            "S read in the text",
            "Zhoushan",
            "2020-03-01",
            "Zhoushan S&T Innovation Regulation (2019), article not recorded",
        ]
    ]


def test_a_place_may_be_asked_for_by_its_name(client):
    by_name = rows(get(client, "/rules/?place=定海区&on=2020-03-01&q=licence", "zh-hans"))
    by_code = rows(get(client, "/rules/?place=330902&on=2020-03-01&q=licence", "zh-hans"))

    assert by_name == by_code != []


def test_every_filter_narrows_to_what_the_rulebook_says(client):
    for params, wanted in (
        ("domain=voucher", queries.Wanted(domain="voucher")),
        ("confidence=D", queries.Wanted(confidence="D")),
        ("confidence=not_S&domain=voucher", queries.Wanted(domain="voucher", confidence="not_S")),
        ("q=notice+days", queries.Wanted(words="notice days")),
    ):
        lines = queries.values(current(), place="330106", on=ON, wanted=wanted)

        shown = rows(get(client, f"/rules/?place=330106&on=2026-04-01&{params}"))

        assert [cells[0].rsplit(" ", 1)[1] for cells in shown] == [line.key.name for line in lines][:50]
        assert lines


def test_pages_of_fifty_make_the_whole(client):
    lines = queries.values(current(), place="330106", on=ON)
    pages = -(-len(lines) // 50)

    shown = [
        cells[0].rsplit(" ", 1)[1]
        for number in range(1, pages + 1)
        for cells in rows(get(client, f"/rules/?place=330106&page={number}"))
    ]

    assert shown == [line.key.name for line in lines]
    assert pages > 2


def test_a_list_makes_no_query_of_its_own(client, django_assert_num_queries):
    get(client, "/rules/")

    with django_assert_num_queries(0):
        get(client, "/rules/?domain=voucher")
    with django_assert_num_queries(0):
        get(client, "/rules/")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/rules/?on=soon", "soon"),
        ("/rules/?place=330104&on=2024-01-01", "330104"),
        ("/rules/?place=Atlantis", "Atlantis"),
        ("/rules/key/voucher.services/?place=330104", "330104"),
        ("/rules/key/voucher.services/?subject=ship", "ship"),
        ("/rules/unverified/?mark=Z", "Z"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(client, address, words):
    response = get(client, address)

    fault = re.search(r'<div class="errors[^>]*>(.*?)</div>', response.content.decode(), re.DOTALL)[1]
    assert response.status_code == 400
    assert words in fault


def test_a_rule_that_does_not_exist_is_not_found(client):
    assert get(client, "/rules/key/voucher.nothing/").status_code == 404


def test_the_page_of_a_rule_shows_value_trail_and_history(client):
    text = get(client, PAGES[1]).content.decode()

    assert "<b>at least 85%</b>" in text
    assert [(cells[0], cells[1], cells[3]) for cells in rows(get(client, PAGES[1]))] == [
        ("Zhoushan", "at least 85%", "the greatest of the floors"),
        ("Zhejiang", "at least 70%", "below 85%"),
        ("the nation", "at least 50%", "below 85%"),
        (
            "the nation",
            "50% if nothing else is said",
            "binds only: other research unit, enterprise Applies only where the unit has neither a regulation nor an agreement.",
        ),
    ]
    states = [cells[2] for cells in rows(get(client, PAGES[1]))]
    assert states == ["answers", "set aside", "set aside", "does not apply"]
    assert text.count("<rect") >= 5
    assert "History of the rule" in text


def test_the_time_line_has_a_table_twin_and_a_file(client):
    response = get(client, "/rules/key/transfer.reward.min_ratio.licence/?chart=history")

    table = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert table == [
        ["Item", "Begins", "Ends", "State"],
        ["the nation at least 50%", "2015-10-01", "open", "in force"],
        ["the nation 50% if nothing else is said", "2015-10-01", "open", "in force"],
        ["Shanghai may be 70%", "2017-06-01", "open", "in force"],
        ["Zhejiang at least 70%", "2017-10-01", "open", "in force"],
        ["Zhoushan at least 85%", "2020-03-01", "open", "in force"],
    ]


def test_unverified_lists_every_value_in_force_that_is_not_s_and_nothing_else(client):
    wanted = [
        entry
        for entry in current().entries
        if entry.standing == "in_force" and entry.in_force(ON) and entry.confidence != "S"
    ]

    response = get(client, "/rules/unverified/?export=csv")

    table = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert len(table) - 1 == len(wanted) > 100
    assert {row[4] for row in table[1:]} == {"s", "G", "D"}


@pytest.mark.parametrize("mark", queries.MARKS)
def test_each_figure_of_unverified_counts_the_rows_behind_it(client, mark):
    entries = queries.unverified(current(), on=ON, mark=mark)
    figures = get(client, "/rules/unverified/").content.decode()

    shown = re.search(rf'<a href="/rules/unverified/\?mark={mark}"[^>]*>.*?<b[^>]*>([\d,]+)', figures, re.DOTALL)[1]

    assert int(shown.replace(",", "")) == len(entries) > 0


def test_files_hold_every_row_of_the_filters(client):
    lines = queries.values(current(), place="330902", on=ON, wanted=queries.Wanted(domain="transfer"))
    address = "/rules/?place=330902&domain=transfer&export="

    table = list(csv.reader(io.StringIO(b"".join(get(client, address + "csv").streaming_content).decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(get(client, address + "xlsx").streaming_content)))

    names = [f"({line.key.name})" for line in lines]
    assert [row[0].rsplit(" ", 1)[1] for row in table[1:]] == names
    assert [row[0].value.rsplit(" ", 1)[1] for row in list(book.worksheets[0].rows)[1:]] == names


def test_a_partial_update_holds_rows_and_figures_only(client):
    response = get(client, "/rules/?domain=voucher", **{"hx-request": "true", "hx-target": "div#rows-rules"})

    text = response.content.decode()
    assert "<html" not in text
    assert 'hx-swap-oob="innerHTML"' in text
    assert rows(response) == rows(get(client, "/rules/?domain=voucher"))


def test_sources_say_how_they_were_read(client):
    found = {cells[0]: cells[1:4] for cells in rows(get(client, "/rules/sources/"))}

    assert found["Zhejiang measures on research integrity information"] == ["浙科发监〔2021〕58号", "in part", "2"]
    assert sum(int(cells[2]) for cells in found.values()) == len(current().entries)


def test_worked_cases_are_run_when_the_page_is_opened(client):
    text = get(client, "/rules/cases/").content.decode()

    assert "0 missed" in text
    assert text.count("transfer.reward.split") == 3


def test_rules_are_found_by_the_search_and_linked_by_their_key(rf: RequestFactory):
    hits = list(wiring.find(rf.get("/"), "voucher.notice", 5))

    assert [str(hit.url) for hit in hits] == ["/rules/key/voucher.notice.days/"]
    assert slots.link("rule", "voucher.notice.days", place="330106", on=ON) == (
        "/rules/key/voucher.notice.days/?place=330106&on=2026-04-01"
    )
    assert slots.link("door.rules") == reverse("rulebook:values")


@pytest.mark.parametrize(
    ("key", "on", "words"),
    [
        ("transfer.reward.min_ratio.licence", "2020-03-01", "85%"),
        ("voucher.order.cap_yuan", "2026-04-01", "100,000 yuan"),
        ("voucher.notice.days", "2026-04-01", "7 calendar days"),
        ("voucher.local_restriction", "2026-04-01", "no"),
        ("voucher.territory", "2026-04-01", "Yangtze delta"),
        ("voucher.services", "2026-04-01", "table of 4 rows"),
        ("deduction.foreign.of_domestic", "2026-04-01", "at most two thirds of eligible domestic R&D"),
    ],
)
def test_what_a_basis_kept_is_said_in_words_wherever_a_rule_is_cited(key, on, words):
    kept = current().ask(key, place="330902", on=date.fromisoformat(on)).basis()

    with translation.override("en"):
        assert slots.link("rule_value", key, kept["value"], kept["unit"]) == words
        assert slots.link("rule_title", key) == current().keys[key].title.en
        assert slots.link("source_title", kept["source"]) == current().sources[kept["source"]].title.en


def test_a_citation_of_another_edition_gives_way_to_its_code():
    found = [
        slots.link("rule_title", "no.key"),
        slots.link("rule_value", "no.key", "1"),
        slots.link("source_title", "none"),
    ]

    assert found == ["", "", ""]
