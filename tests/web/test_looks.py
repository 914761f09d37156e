"""Views of lists and settings of columns: in the address, remembered for a person, shared by their keeper."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.models import ListView, Undoable

LIST = "/style/list/"


@pytest.fixture
def inside(demo, client, person, bodies):
    """Sign somebody in over three bodies."""
    bodies(3)
    client.force_login(person)
    return client


def tree(client, address=LIST):
    return html.fromstring(client.get(address, follow=True).content.decode())


def heads(client, address=LIST):
    found = tree(client, address).xpath("//table[contains(@class, 'grid')]/thead//th")
    return [" ".join(head.text_content().split()).rstrip("↑↓↕") for head in found]


def keep(client, name="本县企业", address=f"{LIST}?kind=firm&sort=-code", **more):
    return client.post(
        reverse("web:view-save"), {"list": "bodies", "next": address, "name": name, "title": "列表", **more}
    )


def test_the_address_says_which_columns_in_which_order(demo, client, bodies):
    bodies(1)

    assert heads(client, f"{LIST}?columns=place,code") == ["名称", "地区", "代码"]
    assert heads(client, f"{LIST}?columns=ordinal,name,place") == ["序号", "名称", "地区"]


def test_the_strip_of_views_is_bare_and_so_unseen_where_there_are_none(demo, client, bodies):
    bodies(1)

    [strip] = tree(client).xpath("//div[@id='views-bodies']")

    assert html.tostring(strip, encoding="unicode", with_tail=False).endswith("></div>")


def test_unknown_columns_are_the_lists_own(demo, client, bodies):
    bodies(1)

    assert heads(client, f"{LIST}?columns=password") == heads(client)


def test_links_of_the_list_keep_the_columns(demo, client, bodies):
    bodies(20)

    page = tree(client, f"{LIST}?columns=name,code&density=tight")

    following = page.xpath("//a[@id='next-bodies']/@href")[0]
    assert "columns=name%2Ccode&density=tight" in following
    assert page.xpath("//table[contains(@class, 'dense')]/@class") == ["grid cards dense"]


def test_row_numbers_go_on_over_the_pages(demo, client, bodies):
    bodies(15)
    first = tree(client)

    second = tree(client, first.xpath("//a[@id='next-bodies']/@href")[0])

    assert second.xpath("//td[contains(@class, 'ordinal')]/text()") == ["13", "14", "15"]


def test_who_is_signed_in_finds_the_columns_again(inside):
    inside.post(
        reverse("web:list-settings"),
        {"list": "bodies", "next": LIST, "show": ["code", "name"], "at.code": "2", "at.name": "1", "density": "tight"},
    )

    assert heads(inside) == ["名称", "代码"]
    inside.post(reverse("web:list-settings"), {"list": "bodies", "next": LIST, "reset": "1"})
    assert len(heads(inside)) == 8


def test_who_is_not_signed_in_gets_them_in_the_address(demo, client, bodies):
    bodies(1)

    response = client.post(
        reverse("web:list-settings"), {"list": "bodies", "next": f"{LIST}?kind=firm", "show": ["code", "place"]}
    )

    assert response["Location"] == f"{LIST}?kind=firm&columns=code%2Cplace"
    assert ListView.objects.count() == 0


def test_a_view_keeps_filters_and_order_and_no_page(inside):
    response = keep(inside, address=f"{LIST}?kind=firm&sort=-code&after=abc&row=1")

    view = ListView.objects.get(name="本县企业")
    assert (view.query, view.path, view.body) == ("kind=firm&sort=-code", LIST, None)
    assert response["Location"] == f"{LIST}?kind=firm&sort=-code&view={view.pk.hex}"


def test_the_view_in_use_is_marked(inside):
    keep(inside)

    links = tree(inside, f"{LIST}?kind=firm&sort=-code").xpath("//div[@id='views-bodies']/nav/a")

    assert [(link.text, link.get("aria-current")) for link in links] == [("全部", None), ("本县企业", "true")]


def test_the_same_name_again_replaces_the_view(inside):
    keep(inside)
    keep(inside, address=f"{LIST}?kind=office")

    assert [view.query for view in ListView.objects.exclude(name="")] == ["kind=office"]


def test_a_list_opens_with_the_chosen_view_and_all_is_one_click_away(inside):
    keep(inside, opens="1")
    view = ListView.objects.get(name="本县企业")

    opened = inside.get(LIST)
    page = tree(inside, opened["Location"])

    assert opened["Location"] == f"{LIST}?kind=firm&sort=-code&view={view.pk.hex}"
    everything = page.xpath("//div[@id='views-bodies']/nav/a/@href")[0]
    assert everything == f"{LIST}?view=all"
    assert len(tree(inside, everything).xpath("//tbody/tr")) == 4


@pytest.mark.parametrize("shared", [True, False])
def test_a_view_is_seen_by_the_office_only_where_its_keeper_shares_it(inside, shared):
    keep(inside, **({"share": "1"} if shared else {}))
    colleague = Person.objects.create_user("zhou", name="周明（演示）")
    office = Body.objects.get(code="OFFICE")
    Grant.objects.create(person=colleague, role="county_checker", body=office, valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(colleague)

    assert [view.name for view in _readable(colleague)] == (["本县企业"] if shared else [])
    assert ("本县企业" in client.get(LIST).content.decode()) is shared


def test_strangers_never_see_a_shared_view(inside):
    keep(inside, share="1")
    client = Client()
    client.force_login(Person.objects.create_user("wu", name="吴桐（演示）"))

    assert "本县企业" not in client.get(LIST).content.decode() + client.get("/lists/views/").content.decode()


def _readable(person):
    from kechuang.web.looks import readable
    from kechuang.web.permissions import read_actor

    return ListView.objects.filter(readable(read_actor(person))).exclude(name="")


def test_removing_asks_first_and_can_be_taken_back(inside):
    keep(inside)
    view = ListView.objects.get(name="本县企业")

    asked = inside.post("/lists/views/remove/", {"row": view.pk})
    assert (asked.status_code, ListView.objects.filter(name="本县企业").count()) == (200, 1)
    inside.post("/lists/views/remove/", {"row": view.pk, "agreed": "1"})
    assert ListView.objects.filter(name="本县企业").count() == 0
    inside.post(reverse("web:undo", args=[Undoable.objects.get().pk]))

    assert ListView.objects.get(name="本县企业").query == "kind=firm&sort=-code"


def test_views_of_others_cannot_be_removed_or_renamed(inside, client):
    keep(inside, share="1")
    view = ListView.objects.get(name="本县企业")
    client.force_login(Person.objects.create_user("wu", name="吴桐（演示）"))

    removed = client.post("/lists/views/remove/", {"row": view.pk, "agreed": "1"})
    renamed = client.post(reverse("web:view-name", args=[view.pk]), {"name": "别的"})

    assert (removed.status_code, renamed.status_code) == (422, 404)
    assert ListView.objects.filter(name="本县企业").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_a_list_costs_one_query_more_for_who_is_signed_in(
    demo, client, person, bodies, count, django_assert_num_queries
):
    bodies(count)
    client.force_login(person)
    client.get(LIST)

    with django_assert_num_queries(
        10
    ):  # session, person, duties, the office, views; three figures, the count, the rows
        client.get(f"{LIST}?sort=code&end=1")


def test_settings_lead_nowhere_else(demo, client, db):
    response = client.post(reverse("web:list-settings"), {"list": "bodies", "next": "https://elsewhere.example/"})

    assert response.status_code == 404
