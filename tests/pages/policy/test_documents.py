"""Pages of documents, targets and tasks: what stands there, for whom, at what price."""

import csv
import html
import io
import re

import pytest
from django.test import Client

from kechuang.casework.files import bytes as bytes_
from kechuang.policy import layout, showing
from kechuang.policy.models import Document
from tests.policy.plans import TEXT, TITLE, reading

READ = reading()


def body(response) -> str:
    return response.content.decode()


def published(page: str) -> str:
    """Give the text that stands in the page's text element, tags taken away."""
    inner = re.search(r'<(div|pre) class="published"[^>]*>(.*?)</\1>', page, re.DOTALL).group(2)
    return html.unescape(re.sub(r"<[^>]+>", "", inner))


def plan(number: int) -> str:
    return TEXT.replace(TITLE, f"云岭省第{number}号行动计划（演示）").replace("20家", f"{20 + number}家")


@pytest.mark.parametrize("view", ["", "?view=file"])
def test_the_page_holds_the_text_character_by_character(desk, view):
    document = desk.accept()

    page = body(Client().get(f"/policy/{document.pk}/{view}"))

    shown = published(page)
    assert (shown if view else shown.replace("\n", "")) == (TEXT if view else TEXT.replace("\n", ""))


def test_markup_in_a_published_text_is_shown_and_never_run(desk):
    hostile = TEXT.replace("建立工作协调机制", '建立<script>alert("x")</script>&amp;工作<b onclick="y">协调</b>机制')
    document = desk.accept(hostile)

    page = body(Client().get(f"/policy/{document.pk}/?view=file"))

    assert published(page) == hostile
    assert "<script>alert" not in page
    assert "onclick=" not in re.sub(r"&lt;.*?&gt;", "", page)


def test_every_mark_leads_to_its_row_and_back(desk):
    document = desk.accept()

    page = body(Client().get(f"/policy/{document.pk}/"))

    codes = sorted(each.code for kind in ("target", "task", "incentive", "system", "cited") for each in READ.of(kind))
    assert sorted(re.findall(r'id="m-(\w+)" href="#row-\1"', page)) == codes
    assert sorted(re.findall(r'<li id="row-(\w+)"><a href="#m-\1"', page)) == codes


def test_one_kind_can_be_shown_alone(desk):
    document = desk.accept()

    page = body(Client().get(f"/policy/{document.pk}/?kind=target"))

    assert sorted(re.findall(r'id="m-(\w+)"', page)) == [each.code for each in READ.targets]
    assert sorted(re.findall(r'id="row-(\w+)"', page)) == [each.code for each in READ.targets]


def test_every_clause_has_an_anchor(desk):
    document = desk.accept()

    page = body(Client().get(f"/policy/{document.pk}/"))

    assert re.findall(r'id="c-([^"]+)"', page) == [clause.path for clause in READ.clauses]


def test_a_long_text_comes_in_parts_that_lead_to_each_other(desk, monkeypatch):
    monkeypatch.setattr(showing, "PART", 120)
    document = desk.accept()
    spans = layout.parts(READ.layout.breaks, len(TEXT), [c.start for c in READ.clauses if c.depth == 1], 120)

    pages = [body(Client().get(f"/policy/{document.pk}/?part={n}")) for n in range(1, len(spans) + 1)]

    assert len(spans) > 1
    assert "".join(published(page) for page in pages).replace("\n", "") == TEXT.replace("\n", "")
    expected = [
        sorted(each.code for each in (*READ.targets, *READ.tasks) if start <= each.start < end) for start, end in spans
    ]
    assert [sorted(re.findall(r'id="m-([TA]\d+)"', page)) for page in pages] == expected
    assert [sorted(re.findall(r'id="row-([TA]\d+)"', page)) for page in pages] == expected
    assert re.findall(r'<nav class="text-parts[^>]*>.*?</nav>', pages[0])[0].count("<a ") == len(spans)


def test_a_clause_named_in_the_address_brings_its_part(desk, monkeypatch):
    monkeypatch.setattr(showing, "PART", 120)
    document = desk.accept()

    page = body(Client().get(f"/policy/{document.pk}/?clause=三(一)"))

    assert 'id="c-三(一)"' in page


@pytest.mark.parametrize(
    "params", ["?part=99", "?part=-1", "?part=x", "?part=²", "?kind=nothing", "?clause=没有", "?view=x"]
)
def test_a_wrong_address_shows_the_document_all_the_same(desk, params):
    document = desk.accept()

    assert Client().get(f"/policy/{document.pk}/{params}").status_code == 200


def test_a_lost_text_is_said_and_the_register_stays(desk):
    document = desk.accept(TEXT + "\n（演示附注）\n")
    bytes_.path_of(document.text_digest).unlink()

    page = Client().get(f"/policy/{document.pk}/")

    assert page.status_code == 503
    assert "请从备份恢复" in body(page)
    assert Client().get(f"/policy/{document.pk}/text/").status_code == 404


def test_text_and_file_are_given_as_attachments(desk):
    document = desk.accept()

    file, text = Client().get(f"/policy/{document.pk}/file/"), Client().get(f"/policy/{document.pk}/text/")

    assert (file.content, text.content) == (TEXT.encode(), TEXT.encode())
    assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''plan.txt"
    assert text.headers["X-Content-Type-Options"] == "nosniff"


def test_the_record_names_the_office_and_no_person(desk):
    document = desk.accept()

    page = body(Client().get(f"/policy/{document.pk}/record/"))

    assert document.text_digest in page
    assert "省级科技主管部门（演示）" in page
    assert "林越" not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/policy/", 2), ("/policy/targets/", 4), ("/policy/tasks/", 3)])
def test_lists_cost_the_same_however_many_documents(desk, django_assert_num_queries, rows, address, queries):
    for number in range(rows):
        desk.accept(plan(number), f"{number}.txt")
    client = Client()

    with django_assert_num_queries(queries):
        response = client.get(address)

    assert response.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_a_document_costs_the_same_however_many_there_are(desk, django_assert_num_queries, rows):
    documents = [desk.accept(plan(number), f"{number}.txt") for number in range(rows)]
    client = Client()

    with django_assert_num_queries(10):
        client.get(f"/policy/{documents[0].pk}/")


def cells(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_targets_are_exported_as_published(desk):
    desk.accept()

    rows = cells(Client().get("/policy/targets/?export=csv"))

    assert [(row[0], row[1], row[2], row[5]) for row in rows[1:]] == [
        (each.code, each.clause, each.indicator, TEXT[each.start : each.end]) for each in READ.targets
    ]


def test_tasks_are_found_by_body(desk):
    desk.accept()

    both = cells(Client().get("/policy/tasks/?body=省科技厅&export=csv"))
    one = cells(Client().get("/policy/tasks/?body=财政&export=csv"))

    assert ([row[0] for row in both[1:]], [row[0] for row in one[1:]]) == (["A001", "A002"], ["A001"])


def test_documents_are_found_by_title_in_any_script(desk):
    desk.accept()

    page = body(Client().get("/policy/?q=雲嶺省 科技創新"))

    assert TITLE in page


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ("year=2028", ["T003"]),
        ("kind=count&q=高新技术", ["T002"]),
        ("q=企业", ["T002", "T004"]),
        ("q=没有", []),
    ],
)
def test_targets_are_filtered(desk, filters, codes):
    desk.accept()

    rows = cells(Client().get(f"/policy/targets/?{filters}&export=csv"))

    assert [row[0] for row in rows[1:]] == codes


def test_an_unknown_kind_is_refused_in_words(desk):
    assert Client().get("/policy/targets/?kind=nothing").status_code == 400


def test_an_empty_register_says_what_comes_next(db):
    assert "库中还没有政策文件" in body(Client().get("/policy/"))


def test_the_palette_finds_documents(desk):
    document = desk.accept()

    page = body(Client().get("/search/?q=云岭省"))

    assert f'href="/policy/{document.pk}/"' in page


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_pages_answer_in_three_languages_and_quote_in_the_texts_own(desk, language):
    document = desk.accept()
    client = Client()
    client.cookies.load({"django_language": language})

    page = body(client.get(f"/policy/{document.pk}/"))

    assert f'<h1 lang="zh-Hans">{TITLE}</h1>' in page
    assert 'class="published" lang="zh-Hans"' in page


def test_traditional_text_is_quoted_as_it_stands(desk):
    from opencc import OpenCC

    traditional = OpenCC("s2tw").convert(TEXT * 2)
    document = desk.accept(traditional)

    page = body(Client().get(f"/policy/{document.pk}/"))

    assert 'class="published" lang="zh-Hant"' in page
    assert published(page).replace("\n", "") == traditional.replace("\n", "")


def test_the_case_page_leads_to_the_document(desk):
    document = desk.accept()

    page = body(desk.client.get(f"/cases/{document.pk}/"))

    assert f'href="/policy/{document.pk}/"' in page
    assert Document.objects.get().case.title == TITLE
