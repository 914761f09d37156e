"""One cell changed where it stands: by a part for htmx, by a page without script; a fault stands beside the field."""

import pytest
from django.urls import reverse
from lxml import html

from kechuang.web.models import ListView, Undoable


@pytest.fixture
def view(kit, client, person):
    client.force_login(person)
    for name in ("本县企业", "机关"):
        made = ListView.objects.create(keeper=person, list_key="bodies", path="/style/list/", title="列表", name=name)
    return made


def partly(view):
    cell = f"cell-views-{view.pk}-name"
    return {"HX-Request": "true", "HX-Target": f"span#{cell}"}, cell


def test_a_cell_says_that_it_can_be_changed(view, client):
    tree = html.fromstring(client.get("/lists/views/").content.decode())

    [edit] = tree.xpath(f"//span[@id='cell-views-{view.pk}-name']/a[@data-edit-cell]")
    assert edit.get("href") == reverse("web:view-name", args=[view.pk])


def test_without_script_it_is_a_page_with_the_one_field(view, client):
    address = reverse("web:view-name", args=[view.pk])

    page = client.get(address)
    wrong = client.post(address, {"name": " "})
    taken = client.post(address, {"name": "科室"})

    view.refresh_from_db()
    assert ("<html" in page.content.decode(), wrong.status_code) == (True, 422)
    assert (taken["Location"], view.name) == ("/lists/views/", "科室")


def test_with_script_the_field_stands_in_the_cell(view, client):
    headers, cell = partly(view)

    part = html.fragment_fromstring(
        client.get(reverse("web:view-name", args=[view.pk]), headers=headers).content.decode()
    )

    assert (part.tag, part.get("id"), part.xpath(".//input[@name='name']/@value")) == ("form", cell, ["机关"])


def test_a_refusal_stands_beside_the_field_and_nothing_is_written(view, client):
    headers, _cell = partly(view)

    response = client.post(reverse("web:view-name", args=[view.pk]), {"name": "本县企业"}, headers=headers)

    view.refresh_from_db()
    part = html.fragment_fromstring(response.content.decode())
    assert (response.status_code, view.name) == (422, "机关")
    assert part.xpath(".//p[@class='fault']/text()") == [
        "未改名：您在这个列表中已有名为“本县企业”的视图。请换一个名称。"
    ]


def test_a_change_shows_the_new_value_with_its_undo(view, client):
    headers, cell = partly(view)

    response = client.post(reverse("web:view-name", args=[view.pk]), {"name": "科室"}, headers=headers)

    part = html.fragment_fromstring(response.content.decode())
    [form] = part.xpath(".//form")
    assert (part.get("id"), part.xpath(".//a[@class='row-link']")[0].text_content()) == (cell, "科室")
    client.post(form.get("action"))
    view.refresh_from_db()
    assert view.name == "机关"


def test_leaving_the_cell_changes_nothing(view, client):
    headers, cell = partly(view)

    part = html.fragment_fromstring(
        client.get(reverse("web:view-name", args=[view.pk]) + "?cancel=1", headers=headers).content.decode()
    )

    assert (part.tag, part.get("id"), Undoable.objects.count()) == ("span", cell, 0)
