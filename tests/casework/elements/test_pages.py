"""The pages of collections and of the register of forms."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kechuang.casework.elements.dictionary import elements
from kechuang.casework.elements.forms import field_of
from kechuang.casework.elements.models import Collection, CollectionAnswer
from kechuang.casework.models import Case
from tests.casework.elements.test_collections import ASKED, give, sent

FORM = {
    "key": "k" * 32,
    "title": "上半年创新券情况",
    "basis": "测试文件第3条",
    "purpose": "半年评估",
    "wanted": list(ASKED),
    "year": "2026",
    "kind": "office",
    "place": "330100",
    "reply_by": "2026-07-20",
    "expires_on": "2026-08-01",
}


@pytest.fixture
def planner(cast, client):
    client.force_login(cast.planner)
    return client


def test_the_sender_sees_the_burden_before_anything_is_sent(cast, planner):
    shown = planner.post(reverse("elements:new"), FORM)

    said = shown.content.decode()
    assert (shown.status_code, Case.objects.count()) == (200, 0)
    assert [name in said for name in ("county-330106", "county-330110")] == [True, True]
    assert "firm（演示）" not in said
    assert shown.context["burden"].cells == 4


def test_agreeing_sends_it_and_a_repeat_sends_nothing_twice(cast, planner):
    first = planner.post(reverse("elements:new"), {**FORM, "agreed": "1"})
    again = planner.post(reverse("elements:new"), {**FORM, "agreed": "1"})

    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"] == reverse("elements:collection", args=[Collection.objects.get().pk])


def test_a_refused_collection_keeps_what_was_typed(cast, planner):
    refused = planner.post(reverse("elements:new"), {**FORM, "agreed": "1", "reply_by": "2026-07-07"})

    assert refused.status_code == 422
    assert "半年评估" in refused.content.decode()


def test_a_body_answers_on_its_page_with_the_known_filled_in(cast, client):
    give(cast, sent(cast))
    request = sent(cast)
    case = request.recipients[0].case
    client.force_login(cast.reporters[0])

    page = client.get(reverse("elements:answer", args=[case]))
    form = page.context["form"]
    answered = client.post(
        reverse("elements:answer", args=[case]),
        {"key": "a" * 32, "organisation__rnd_staff": "12", "organisation__rnd_yuan": "3500"},
    )

    assert {name: form.initial[name] for name in ("organisation__rnd_staff", "organisation__rnd_yuan")} == {
        "organisation__rnd_staff": "12",
        "organisation__rnd_yuan": "3400.00",
    }
    assert answered.status_code == 302
    row = CollectionAnswer.objects.get(pk=case)
    assert (row.values, row.confirmed) == (
        {"organisation.rnd_staff": "12", "organisation.rnd_yuan": "3500.00"},
        ["organisation.rnd_staff"],
    )


@pytest.mark.parametrize(("code", "lines"), [("organisation.name", 1), ("office.remarks", 2)])
def test_a_short_text_is_asked_in_one_line(code, lines):
    widget = field_of(elements()[code]).widget

    assert int(widget.attrs.get("rows", 1)) == lines


def test_an_answer_that_cannot_be_read_comes_back(cast, client):
    case = sent(cast).recipients[0].case
    client.force_login(cast.reporters[0])

    back = client.post(
        reverse("elements:answer", args=[case]),
        {"key": "a" * 32, "organisation__rnd_staff": "十二点五", "organisation__rnd_yuan": ""},
    )

    assert back.status_code == 422
    assert "十二点五" in back.content.decode()


def test_what_came_back_stands_on_a_page_and_in_a_file(cast, planner):
    request = sent(cast)
    give(cast, request)
    url = reverse("elements:collection", args=[request.case])

    page = planner.get(url)
    book = load_workbook(io.BytesIO(b"".join(planner.get(url, {"export": "xlsx"}).streaming_content)))

    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert "3400.00" in page.content.decode()
    assert [row[0] for row in rows[1:]] == ["county-330106（演示）", "county-330110（演示）"]
    assert rows[1][4:6] == [12, 3400]


def test_a_neighbour_neither_opens_nor_ends_it(cast, client):
    request = sent(cast)
    client.force_login(cast.stranger)

    answers = [
        client.get(reverse("elements:collection", args=[request.case])).status_code,
        client.post(reverse("elements:close", args=[request.case]), {"reason": "x", "key": "k" * 32}).status_code,
    ]

    assert answers == [404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_collections_takes_the_same_queries_for_one_and_three(
    cast, planner, count, django_assert_num_queries
):
    for _ in range(count):
        sent(cast)
    url = reverse("elements:collections")
    planner.get(url)

    with django_assert_num_queries(LIST_QUERIES):
        planner.get(url)


LIST_QUERIES = 9


def test_the_register_of_forms_and_the_dictionary_are_open(client, db):
    answers = [client.get(reverse(name)).status_code for name in ("elements:sheets", "elements:dictionary")]

    assert answers == [200, 200]


def test_the_day_of_an_answer_is_the_day_of_the_act(cast):
    give(cast, sent(cast))

    assert CollectionAnswer.objects.exclude(answered_on=None).get().answered_on == date(2026, 7, 6)
