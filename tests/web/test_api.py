"""The interface for programs shows what pages show, under the same permissions, and explains itself the same way."""

import json

import pytest
from django.test import Client
from lxml import html
from ninja import Router

from kechuang.web.api import Needs, build, undeclared
from kechuang.web.api_page import operations
from kechuang.web.permissions import NODE, ROLES, Role

LIST = "/api/v1/bodies/"
WISH = "/api/v1/bodies/wish"
KEY = {"Idempotency-Key": "0123456789abcdef"}


@pytest.fixture
def wisher(kit, client, person, monkeypatch):
    monkeypatch.setitem(ROLES, "county_checker", Role("county_checker", frozenset({"county:wish"}), NODE))
    client.force_login(person)
    return client


def wish(client, number, **headers):
    return client.post(WISH, json.dumps({"number": number}), "application/json", headers={**KEY, **headers})


def test_a_list_gives_the_pages_columns_in_its_order(kit, client, bodies, today):
    made = bodies(2)

    answer = client.get(f"{LIST}?kind=firm").json()

    assert answer == {
        "items": [
            {
                "id": str(made[0].pk),
                "url": f"/style/list/?row={made[0].pk}",
                "code": "B001",
                "name": "示例单位1（演示）",
                "kind": "firm",
                "place": "330421",
                "state": {"code": "", "word": "已逾期"},
                "progress": "16",
                "valid_from": "2024-02-01",
            }
        ],
        "total": 1,
        "total_is_exact": True,
        "previous": "",
        "next": "",
    }


def test_page_and_interface_show_the_same_rows_in_the_same_order(demo, client, bodies):
    bodies(30)
    page = client.get("/style/list/?kind=firm&sort=-code").content.decode()

    rows = [item["code"] for item in client.get(f"{LIST}?kind=firm&sort=-code").json()["items"]]

    assert rows == sorted(rows, key=page.index)
    assert len(rows) == 12


def test_cursors_walk_the_whole_list(kit, client, bodies):
    bodies(30)
    seen, after = [], ""

    while True:
        answer = client.get(LIST, {"after": after}).json()
        seen += [item["code"] for item in answer["items"]]
        after = answer["next"]
        if not after:
            break

    assert seen == [f"B{number:03d}" for number in range(1, 31)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_two_queries(kit, client, bodies, count, django_assert_num_queries):
    bodies(count)

    with django_assert_num_queries(2):
        client.get(LIST)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [("kind=ship", 422, "filter.unknown_choice"), ("after=altered", 400, "api.cursor")],
)
def test_what_cannot_be_read_is_a_problem_with_a_sentence(kit, client, bodies, query, status, code):
    response = client.get(f"{LIST}?{query}", headers={"Accept-Language": "en"})

    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert (problem["code"], problem["status"], problem["language"]) == (code, status, "en")
    assert problem["detail"].endswith(".")


def test_a_refused_act_carries_code_values_and_field(wisher):
    response = wish(wisher, 4)

    problem = response.json()
    assert response.status_code == 409
    assert {name: problem[name] for name in ("code", "values", "field", "detail")} == {
        "code": "typed.day",
        "values": {"raw": "4"},
        "field": "number",
        "detail": "“4”不是日期。请写成 2026-11-21 或 2026年11月21日。",
    }


def test_an_act_needs_its_key(wisher):
    response = wisher.post(WISH, json.dumps({"number": 1}), "application/json")

    assert (response.status_code, response.json()["code"]) == (400, "api.idempotency_key")


def test_values_of_another_type_are_named(wisher):
    response = wish(wisher, "many")

    assert response.status_code == 422
    assert [fault["place"] for fault in response.json()["faults"]] == ["body.wanted.number"]


def test_strangers_are_asked_to_sign_in_and_others_refused(kit, client, person):
    stranger = wish(client, 1)
    client.force_login(person)
    other = wish(client, 1)

    assert (stranger.status_code, stranger.json()["code"]) == (401, "http.401")
    assert (other.status_code, other.json()["permission"]) == (403, "county:wish")


def test_writing_needs_the_token_of_the_session(wisher, person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)

    assert wish(strict, 1).status_code == 403
    assert wish(wisher, 1).json() == {"number": 1}


def test_an_absent_record_is_a_problem(kit, client, db):
    response = client.get("/api/v1/bodies/absent")

    assert (response.status_code, response.json()["title"]) == (404, "没有这条记录")


def test_an_operation_that_does_not_say_who_may_call_it_is_refused():
    router = Router()
    router.get("/open", auth=Needs("public"))(lambda request: 1)
    router.post("/bare")(lambda request: 1)

    assert undeclared(router) == ["POST /bare"]
    with pytest.raises(ValueError, match="POST /bare"):
        build({"x": router}, namespace="bare-test")


def test_the_schema_names_each_filter_and_column(kit, client, db):
    schema = client.get("/api/v1/openapi.json").json()

    listed = schema["paths"]["/api/v1/bodies/"]["get"]
    assert [each["name"] for each in listed["parameters"]] == [
        *("q", "kind", "place", "since_from", "since_to", "sort", "after", "before")
    ]
    assert sorted(schema["components"]["schemas"]["BodiesRow"]["properties"]) == sorted(
        ["id", "url", "code", "name", "kind", "place", "state", "progress", "valid_from"]
    )
    assert listed["x-permission"] == "public"


def test_people_can_read_what_programs_can_do(kit, client, db, monkeypatch):
    monkeypatch.setattr("kechuang.web.interface.ROUTERS", {"bodies": "tests.web.urls:router"})
    operations.cache_clear()

    tree = html.fromstring(client.get("/api/").content.decode())

    rows = [[cell.text_content() for cell in row][:4] for row in tree.xpath("//tbody/tr")]
    operations.cache_clear()
    assert rows[0] == ["GET", "/api/v1/bodies/", "List bodies", "公开"]
    assert [row[:2] for row in rows[1:]] == [["GET", "/api/v1/bodies/absent"], ["POST", "/api/v1/bodies/wish"]]
