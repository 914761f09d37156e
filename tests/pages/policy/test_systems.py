"""文件—系统对照: every row reachable, every link that is called working opens, nothing leads nowhere."""

import csv
import io
import re

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from kechuang.policy import catalogue, queries
from kechuang.web import slots

SYSTEMS = catalogue.systems()


def body(response) -> str:
    return response.content.decode()


def rows(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def numbers(params: str) -> list[int]:
    return [int(row[0]) for row in rows(Client().get(f"/systems/?{params}&export=csv"))]


def test_all_rows_are_listed_page_by_page(db):
    client, address, found = Client(), "/systems/", []
    while address:
        page = body(client.get(address))
        found += re.findall(r'href="/systems/(\d+)/"', page)
        following = re.search(r'id="next-systems" href="([^"]+)"', page)
        address = following.group(1).replace("&amp;", "&") if following else ""

    assert [int(number) for number in found] == list(SYSTEMS)


def test_every_row_has_a_page_that_says_where_it_stands(db):
    client = Client()

    pages = {number: body(client.get(f"/systems/{number}/")) for number in SYSTEMS}

    not_yet = [number for number, page in pages.items() if "目前还不能使用" in page]
    assert not_yet == [each.number for each in SYSTEMS.values() if each.status == "not_yet"]
    assert [number for number, page in pages.items() if SYSTEMS[number].does.zh not in page] == []


@pytest.mark.parametrize("number", [each.number for each in SYSTEMS.values() if each.link])
def test_every_link_opens(db, number):
    response = Client().get(queries.link_of(SYSTEMS[number]), follow=True)

    assert response.status_code == 200
    assert not response.redirect_chain


def test_what_is_there_has_a_link_and_only_named_parts_of_the_rest():
    linked = [each.number for each in SYSTEMS.values() if each.link]

    assert [number for number in linked if SYSTEMS[number].status == "not_yet"] == [44, 150, 153]
    assert [each.number for each in SYSTEMS.values() if each.status != "not_yet" and not each.link] == []


def test_the_strip_counts_by_status(db):
    page = body(Client().get("/systems/"))

    figures = dict(re.findall(r'href="/systems/\?status=(\w+)"[^>]*><span>[^<]+</span><b class="">(\d+)', page))
    assert figures == {
        status: str(sum(each.status == status for each in SYSTEMS.values())) for status in catalogue.STATUSES
    }


@pytest.mark.parametrize("key", list(catalogue.works()))
def test_rows_are_filtered_by_document(db, key):
    assert numbers(f"document={key}") == [each.number for each in SYSTEMS.values() if key in each.where]


@pytest.mark.parametrize("kind", catalogue.KINDS)
def test_rows_are_filtered_by_kind(db, kind):
    assert numbers(f"kind={kind}") == [each.number for each in SYSTEMS.values() if kind in each.kinds]


@pytest.mark.parametrize("status", catalogue.STATUSES)
def test_rows_are_filtered_by_status(db, status):
    assert numbers(f"status={status}") == [each.number for each in SYSTEMS.values() if each.status == status]


def test_rows_are_filtered_by_module_and_wording(db):
    assert numbers("module=voucher") == [20]
    assert numbers("q=創新券 通用通兌") == [20]


@pytest.mark.parametrize("params", ["kind=X", "status=broken"])
def test_an_unknown_choice_is_refused(db, params):
    assert Client().get(f"/systems/?{params}").status_code == 400


def test_the_list_costs_two_queries(db, django_assert_num_queries):
    client = Client()

    with django_assert_num_queries(2):
        client.get("/systems/")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_palette_finds_every_system_by_its_wording(db, rf, language):
    request = rf.get("/search/")

    lost = []
    with override(language):
        heading = gettext("Documents and systems")
        for system in SYSTEMS.values():
            found = dict(slots.find(request, system.name)).get(heading, [])
            if not any(hit.title == system.name for hit in found):
                lost.append(system.number)

    assert lost == []


def test_a_working_system_opens_from_the_palette_and_another_says_how_it_stands(db):
    page = body(Client().get("/search/?q=创新券通用通兑"))
    other = body(Client().get("/search/?q=科技大脑"))

    assert f'href="{queries.link_of(SYSTEMS[20])}"' in page
    assert 'href="/systems/1/"' in other


def test_a_citation_leads_to_what_is_known_until_the_document_is_there(db):
    response = Client().get("/policy/cited/yrd-community-2022/四(三)/")

    page = body(response)
    assert response.status_code == 200
    assert "本节点还没有导入这份文件" in page
    assert sorted(int(number) for number in re.findall(r'href="/systems/(\d+)/"', page)) == [
        each.number for each in SYSTEMS.values() if "四(三)" in each.where.get("yrd-community-2022", ())
    ]


def test_a_citation_leads_to_the_clause_once_the_document_is_there(desk):
    text = (
        "浙江省加快培育发展新动能行动计划\n\n一、总体要求\n\n（一）甲。演示。\n\n二、主要任务\n\n（一）乙。演示文字。\n"
    )
    document = desk.accept(text)

    response = Client().get("/policy/cited/zj-new-drivers-2018/二(一)/")

    assert response.status_code == 302
    assert response.url.startswith(f"/policy/{document.pk}/?clause=")


@pytest.mark.parametrize(
    "address", ["/policy/cited/nothing/", "/policy/cited/nothing/四(三)/", "/systems/154/", "/systems/0/"]
)
def test_an_unknown_work_or_number_is_not_found(db, address):
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("key", list(catalogue.works()))
def test_every_cited_address_answers(db, key):
    clauses = {clause for each in SYSTEMS.values() for clause in each.where.get(key, ()) if clause != "*"}

    answers = {clause: Client().get(f"/policy/cited/{key}/{clause}/").status_code for clause in clauses}

    assert answers == dict.fromkeys(clauses, 200)
