"""Error pages say what is wrong, what to do and whom to ask; every page carries the policy; writes have a limit."""

import json
import logging
import re

import pytest
from django.test import Client
from django.utils.translation import gettext
from lxml import html

from kechuang.web import errors
from kechuang.web.errors import STATUSES
from kechuang.web.permissions import NODE, ROLES, Role

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def said(response):
    tree = html.fromstring(response.content.decode())
    lines = tree.xpath("//main//section/p | //main//section/dl/dd")
    return tree.findtext(".//h1"), [" ".join(line.text_content().split()) for line in lines]


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/nowhere/", 404, "没有这个页面"),
        ("/forbidden/", 403, "您没有查看权限"),
        ("/suspicious/", 400, "请求无法识别"),
        ("/boom/", 500, "系统出错"),
    ],
)
def test_an_error_page_is_a_page(kit, db, path, status, title):
    client = Client(raise_request_exception=False)

    response = client.get(path)

    assert (response.status_code, said(response)[0]) == (status, title)
    assert response["Cache-Control"] == "no-store"


def test_a_refused_reader_learns_which_permission_and_which_roles(kit, client, db, monkeypatch):
    monkeypatch.setattr(
        "kechuang.web.permissions.ROLES", {"county_checker": Role("county_checker", frozenset({"voucher:read"}), NODE)}
    )

    _title, lines = said(client.get("/forbidden/"))

    assert lines[:3] == [
        "页面存在，但您目前的职责不能查看。",
        f"需要“{gettext('voucher:read')}”权限。具有该权限的职责：县级审核员。",
        "您的职责列在“我的账户”页；如需调整，请联系本单位管理员。",
    ]


def test_the_nodes_own_contact_is_named(kit, client, db):
    kit.KECHUANG_CONTACT = "示例市科技局信息处 0571-00000000"

    assert said(client.get("/nowhere/"))[1][3] == "示例市科技局信息处 0571-00000000"


@pytest.mark.parametrize("status", STATUSES)
def test_every_trouble_says_what_why_what_to_do_whom_to_ask_and_a_reference(kit, db, rf, status):
    response = errors.answer(rf.get("/"), errors.known_trouble(status))

    _title, lines = said(response)
    assert response.status_code == status
    assert len([line for line in lines if line]) >= (4 if status in {403, 503} else 5)
    assert re.fullmatch(rf"[0-9A-F]{{4}}-[0-9A-F]{{4}} {status}", lines[-1])


def test_the_reference_of_a_fault_stands_in_the_log_too(kit, db, rf, caplog):
    logging.disable(logging.NOTSET)

    _title, lines = said(errors.failure(rf.get("/")))

    assert [record.getMessage() for record in caplog.records] == [f"answered 500 {lines[-1].split()[0]}"]


def test_a_node_in_maintenance_reads_and_does_not_write(kit, client, db, tmp_path):
    kit.KECHUANG_HOME = tmp_path
    (tmp_path / "read-only").write_text("升级，预计 18:00 结束\n", encoding="utf-8")

    page, refused = client.get("/help/"), client.post("/undo/00000000-0000-7000-8000-000000000000/", {})
    (tmp_path / "read-only").unlink()
    taken = client.post("/undo/00000000-0000-7000-8000-000000000000/", {})

    assert "升级，预计 18:00 结束" in page.content.decode()
    assert (refused.status_code, refused["Retry-After"], said(refused)[1][1]) == (503, "600", "升级，预计 18:00 结束")
    assert taken.status_code == 302


def test_error_pages_speak_the_readers_language(kit, client, db):
    client.cookies["django_language"] = "en"

    assert said(client.get("/nowhere/"))[0] == "There is no such page"


def test_the_interface_for_programs_gets_a_problem_document(kit, client, db):
    response = client.get("/api/v1/nowhere")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(response.content)["code"] == "http.404"


def test_a_failing_error_page_still_answers(kit, db, monkeypatch):
    monkeypatch.setattr("kechuang.web.errors.page", lambda *a, **k: 1 / 0)

    response = Client(raise_request_exception=False).get("/boom/")

    assert response.status_code == 500
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("系统出错\n")


def test_a_form_without_its_token_is_explained(kit, db):
    response = Client(enforce_csrf_checks=True).post("/style/form/", {})

    assert (response.status_code, said(response)[0]) == (403, "表单已失效")


@pytest.mark.parametrize("path", ["/", "/style/", "/nowhere/", "/search/", "/sign-in/", "/api/v1/openapi.json"])
def test_every_answer_carries_the_policy(kit, client, db, path):
    response = client.get(path)

    assert response["Content-Security-Policy"] == POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_too_many_writes_are_stopped_and_reading_goes_on(kit, client, db):
    kit.KECHUANG_WRITES_PER_MINUTE = 2
    for _ in range(2):
        assert client.post("/preferences/", {}).status_code == 302

    stopped = client.post("/preferences/", {})

    assert (stopped.status_code, stopped["Retry-After"], said(stopped)[0]) == (429, "60", "一分钟内提交过多")
    assert client.get("/help/").status_code == 200
    assert client.post("/preferences/", {}, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_persons_behind_one_address_have_a_limit_each(kit, client, person):
    kit.KECHUANG_WRITES_PER_MINUTE = 1
    client.post("/preferences/", {})
    client.force_login(person)

    assert client.post("/preferences/", {}).status_code == 302


def test_a_view_with_a_permission_sends_strangers_to_the_door_and_others_away(kit, client, person, monkeypatch):
    stranger = client.get("/guarded/")
    client.force_login(person)
    refused = client.get("/guarded/")
    monkeypatch.setitem(ROLES, "county_checker", Role("county_checker", frozenset({"county:wish"}), NODE))

    welcome = client.get("/guarded/")

    assert (stranger.status_code, stranger["Location"]) == (302, "/sign-in/?next=/guarded/")
    assert (refused.status_code, welcome.content) == (403, b"inside")


def test_health_needs_the_database(kit, client, db, monkeypatch):
    healthy = client.get("/healthz")
    monkeypatch.setattr("kechuang.web.views.connection", None)

    ill = client.get("/healthz")

    assert (healthy.status_code, healthy.json()) == (200, {"status": "ok"})
    assert (ill.status_code, ill.json()) == (503, {"status": "database unreachable"})


def test_a_partial_update_never_lands_a_whole_page_inside_the_old_one(kit, client, db):
    headers = {"HX-Request": "true", "HX-Target": "div#rows-bodies"}

    ended = client.get("/guarded/", headers=headers)
    absent = client.get("/nowhere/", headers=headers)
    moved = client.post("/preferences/", {}, headers=headers)

    assert (ended.status_code, ended["HX-Redirect"]) == (204, "/sign-in/")
    assert (absent.status_code, absent["HX-Retarget"], absent["HX-Reswap"]) == (404, "body", "outerHTML")
    assert moved.status_code == 302
