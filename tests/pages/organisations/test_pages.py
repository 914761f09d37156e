"""The register of organisations on pages and for programs."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.resources.organisations import actions
from kechuang.resources.organisations.forms import HolderError, read_holders
from kechuang.resources.organisations.models import Organisation, Tie
from kechuang.resources.organisations.rules import Held
from tests.resources.organisations.test_register import FIRM, OWNER, TEAM

GIVEN = {
    "name": "西湖传感（演示）",
    "name_en": "",
    "kind": "enterprise",
    "credit_code": "91330106ma2abcdex7",
    "place": "330106",
    "industry": "3562",
    "founded_on": "2018年5月4日",
    "staff": "42",
    "sales": "12,000,000",
    "sales_year": "2025",
    "shareholders": "林越；330106199001011234；60%",
    "controllers": "",
}


def body(response) -> str:
    return response.content.decode()


def enter(registry, values=FIRM, **options):
    outcome = actions.register(values, by=registry.officer, key=f"k{values.name}", office=registry.office, **options)
    assert outcome.refusal is None
    return outcome.case


def draft(client) -> str:
    return re.search(r'name="key" value="(\w+)"', body(client.get("/organisations/enter/"))).group(1)


def test_an_organisation_is_entered_from_a_form_and_the_identity_number_is_not_kept(registry, reader):
    client = reader("officer")
    given = {
        **GIVEN,
        "key": draft(client),
        "shareholders": "林越；11010519491231002X；60%\n上海某研究院\t91310115MA1K00015K\t40",
    }

    answer = client.post("/organisations/enter/", given)
    again = client.post("/organisations/enter/", given)

    row = Organisation.objects.get()
    assert (answer.status_code, again.status_code, answer.url) == (302, 302, f"/cases/{row.case_id}/")
    assert (row.credit_code, row.industry, row.staff) == ("91330106MA2ABCDEX7", "C3562", 42)
    ties = {tie.name: (tie.party[:7], str(tie.share)) for tie in Tie.objects.all()}
    assert ties == {"林越": ("person/", "0.600000"), "上海某研究院": ("code/91", "0.400000")}
    page = body(client.get(answer.url))
    assert "西湖传感（演示）" in page
    assert "11010519491231002X" not in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"credit_code": "91330106MA2ABCDEX8"}, "91330106MA2ABCDEX8"),
        ({"credit_code": ""}, "须有统一社会信用代码"),
        ({"shareholders": "林越；110105194912310021；60%"}, "第 1 行的证件号不能读取"),
        ({"shareholders": "林越；；六成"}, "第 1 行的比例“六成”不能读取"),
        ({"shareholders": "；；10"}, "既没有名称也没有证件号"),
        ({"shareholders": "甲；；70\n乙；；40"}, "合计 110%"),
        ({"sales_year": ""}, "须同时填写"),
    ],
)
def test_wrong_values_come_back_with_their_sentence_and_lose_nothing(registry, reader, change, words):
    client = reader("officer")

    answer = client.post("/organisations/enter/", {**GIVEN, "shareholders": "", "key": draft(client), **change})

    assert answer.status_code == 422
    assert words in body(answer)
    assert "西湖传感（演示）" in body(answer)
    assert Organisation.objects.count() == 0


def test_the_list_holds_what_the_reader_may_see(registry, reader):
    enter(registry, body=registry.firm.pk)
    enter(registry, TEAM)

    office, firm, far = (reader(name).get("/organisations/") for name in ("officer", "clerk", "elsewhere"))
    rows = list(
        csv.reader(io.StringIO(b"".join(reader("officer").get("/organisations/?export=csv")).decode("utf-8-sig")))
    )

    assert [page.content.decode().count('class="row-link"') for page in (office, firm, far)] == [2, 1, 0]
    assert [row[0] for row in rows[1:]] == ["Team Yuhang", "Xihu Sensors"]
    assert Client().get("/organisations/").status_code in {302, 403}


def test_a_firm_declares_its_size_and_cannot_change_its_name(registry, reader):
    case = enter(registry, body=registry.firm.pk, names={OWNER: "林越"})
    client = reader("clerk")
    page = body(client.get(f"/organisations/{case}/declare/"))
    given = {
        **dict(re.findall(r'name="(key|since_version)" value="(\w+)"', page)),
        "name": "Another name",
        "staff": "51",
        "sales": "12000000",
        "sales_year": "2025",
        "industry": "C3562",
        "shareholders": f"林越; {OWNER}; 60%\n; 91310115MA1K00015K; 40%",
        "controllers": f"林越; {OWNER}",
    }

    answer = client.post(f"/organisations/{case}/declare/", given)

    row = Organisation.objects.get()
    assert answer.status_code == 302
    assert (row.staff, row.name, row.version) == (51, "Xihu Sensors", 2)
    history = body(client.get(f"/cases/{case}/"))
    assert "第 2 版" in history
    assert "人员数" in history


def test_a_revision_of_an_old_version_is_refused_and_explains_itself(registry, reader):
    case = enter(registry, body=registry.firm.pk)
    client = reader("officer")
    given = {**GIVEN, "key": "k" * 20, "since_version": "7", "shareholders": ""}

    answer = client.post(f"/organisations/{case}/revise/", given)

    assert answer.status_code == 422
    assert "现已是第 1 版" in body(answer)


def test_withdrawing_asks_for_a_reason_and_related_parties_are_shown(registry, reader):
    case = enter(registry, body=registry.firm.pk)
    other = enter(registry, replace(TEAM, shareholders=(Held(OWNER),)))
    client = reader("officer")

    related = body(client.get(f"/cases/{case}/"))
    answer = client.post(f"/organisations/{other}/withdraw/", {"key": "w" * 20, "reason": "registered_by_mistake"})
    after = body(client.get(f"/cases/{case}/"))

    assert "共同股东" in related
    assert "Team Yuhang" in related
    assert answer.status_code == 302
    assert "Team Yuhang" not in after


def test_programs_enter_read_and_revise(registry, reader):
    client = reader("officer")
    given = {
        "name": "Xihu Sensors",
        "kind": "enterprise",
        "place": "330106",
        "credit_code": "91330106MA2ABCDEX7",
        "sales_yuan": "100.50",
        "sales_year": 2025,
        "shareholders": [{"party": OWNER, "share": "0.35"}],
    }
    key = {"Idempotency-Key": "enter-0001"}

    made = client.post("/api/v1/organisations/", given, content_type="application/json", headers=key)
    repeat = client.post("/api/v1/organisations/", given, content_type="application/json", headers=key)
    wrong = client.post(
        "/api/v1/organisations/",
        {**given, "credit_code": "", "kind": "enterprise"},
        content_type="application/json",
        headers={"Idempotency-Key": "enter-0002"},
    )
    read = client.get(f"/api/v1/organisations/{made.json()['id']}").json()
    listed = client.get("/api/v1/organisations/?kind=enterprise").json()

    assert (made.status_code, repeat.json()["repeated"]) == (200, True)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "organisation.code_missing")
    assert (read["sales_yuan"], read["shareholders"]) == ("100.50", [{"party": OWNER, "share": "0.35"}])
    assert [row["name"] for row in listed["items"]] == ["Xihu Sensors"]
    assert client.get(f"/api/v1/organisations/{listed['items'][0]['id']}").json() == read
    assert json.loads(reader("elsewhere").get("/api/v1/organisations/").content)["items"] == []


def test_holders_are_read_from_a_pasted_table_and_written_back():
    own = UUID(int=1)

    found = read_holders(f"甲\t91310115MA1K00015K\t40\n\n乙；{OWNER}；12.5%\n丙", own)

    assert [held.share for held in found.held] == [Decimal("0.4"), Decimal("0.125"), None]
    assert found.held[0].party == "code/91310115MA1K00015K"
    assert found.names[OWNER] == "乙"
    assert found.held[2].party.startswith("named/")
    with pytest.raises(HolderError):
        read_holders("甲；12345；10", own)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(registry, reader, count):
    for number in range(count):
        enter(registry, replace(TEAM, name=f"Team {number}"))
    client = reader("officer")

    with CaptureQueriesContext(connection) as queried:
        page = body(client.get("/organisations/"))

    assert page.count('class="row-link"') == count
    assert len(queried) == 8
