"""The leader's page on the filled node: every figure opens a list with as many rows, and no place out of reach opens."""

import csv
import io

import pytest

from tests.matrix.filled import NEIGHBOUR, OWN

PLACES = {OWN: "330100", NEIGHBOUR: "330900"}
SINCE = "2026-06-01"


def told(filled, person, **asked):
    response = filled.client(person).get("/api/v1/brief/", asked)
    assert response.status_code == 200, response.content
    return response.json()


def figures(brief):
    for part in brief["parts"]:
        yield from ((line["code"], line["value"], line["url"]) for line in part["lines"])
        for row in part["grid"]:
            yield from ((f"{row['name']} {cell['head']}", cell["value"], cell["url"]) for cell in row["cells"])


def rows_of(client, url):
    response = client.get(f"{url}{'&' if '?' in url else '?'}export=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return len(list(csv.reader(io.StringIO(text)))) - 1


@pytest.mark.parametrize("name", ["leader", "planner"])
@pytest.mark.parametrize("region", [OWN, NEIGHBOUR])
def test_every_figure_opens_a_list_with_as_many_rows(filled, region, name):
    person = (region, name)
    brief = told(filled, person, since=SINCE)

    found = list(figures(brief))
    opened = {(code, url): rows_of(filled.client(person), url) for code, _value, url in found}

    assert opened == {(code, url): value for code, value, url in found}
    assert {"task.help", "task.reported", "task.report"} <= {code for code, _value, _url in found}
    assert any(code.startswith("promise.state.") and value for code, value, _url in found)


def test_a_leader_sees_which_question_waits_for_the_own_office(filled):
    brief = told(filled, (OWN, "leader"))

    mine = next(part for part in brief["parts"] if part["code"] == "mine")
    assert [(line["code"], line["value"]) for line in mine["lines"]] == [("answers.delivery.task", 1)]
    assert [row["title"].endswith("本区任务") for row in mine["lines"][0]["rows"]] == [True]


@pytest.mark.parametrize("place", ["330900", "330000", "000000", "330199", "33010", "x"])
def test_no_place_out_of_reach_opens(filled, place):
    client = filled.client((OWN, "leader"))

    assert client.get("/brief/", {"place": place}).status_code == 404
    assert client.get("/api/v1/brief/", {"place": place}).status_code == 404
    assert client.post("/brief/seen/", {"place": place}).status_code == 404


def test_a_county_below_the_seat_opens_with_its_own_figures(filled):
    brief = told(filled, (OWN, "leader"), place="330110")

    assert brief["place"] == "330110"
    assert [value for code, value, _url in figures(brief) if code == "task.help"] == [0]
