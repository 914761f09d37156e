"""Packages that do not know each other meet on pages: menu, panels, search, links, each by permission."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import path
from lxml import html

from kechuang.web import slots
from kechuang.web.permissions import NODE, ROLES, Role, public

from .urls import urlpatterns as sample_urls

handler404 = "kechuang.web.errors.not_found"


@public
def plain(request):
    raise NotImplementedError


urlpatterns = [*sample_urls, path("orders/", plain, name="orders")]


@pytest.fixture
def registry(kit, settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.web.test_slots"
    monkeypatch.setitem(ROLES, "county_checker", Role("county_checker", frozenset({"order:read"}), NODE))
    return slots.REGISTRY


def menu(client):
    tree = html.fromstring(client.get("/help/").content.decode())
    return [" ".join(link.text_content().split()) for link in tree.xpath("//nav[@id='menu']//li/a")]


def test_a_menu_entry_is_shown_to_those_who_may_and_hidden_from_others(registry, client, person):
    slots.add_menu(
        slots.MenuEntry(group="acts", label="订单", view="orders", permission="order:read", count=lambda r: 1234)
    )
    stranger = menu(client)

    client.force_login(person)

    assert stranger == ["查找", "数据接口"]
    assert menu(client) == ["今日", "订单1,234", "查找", "数据接口"]


def test_the_entry_of_the_current_page_is_marked(registry, client, db):
    tree = html.fromstring(client.get("/search/").content.decode())

    assert [link.text for link in tree.xpath("//nav[@id='menu']//a[@aria-current='page']")] == ["查找"]


def test_the_same_view_registered_again_replaces_the_first(registry, rf):
    for label in ("一", "二"):
        slots.add_menu(slots.MenuEntry(group="acts", label=label, view="orders", permission="public"))

    groups = slots.menu_for(rf.get("/"))

    assert [entry.label for group in groups for entry in group.entries if entry.url == "/orders/"] == ["二"]


@pytest.fixture
def market(registry):
    slots.add_group("market", "市场", 32, front="web:search")
    slots.add_rows(
        "market",
        (
            slots.Row("市场首页", "web:search", "public", 1),
            slots.Row("公开订单", "orders", "public", 2),
            slots.Row("办理订单", "web:help", "order:read", 3),
            slots.Row("订单办理规程", "web:style", "order:read", 4, "web:help"),
        ),
    )
    return registry


def column(rf, user, page="", *, whole=False):
    request = rf.get("/")
    request.user = user
    request.resolver_match = SimpleNamespace(view_name=page)
    shown = {str(group.label): group.entries for group in slots.menu_for(request, whole=whole)}
    return [
        (str(entry.label), entry.current, [(str(each.label), each.current) for each in entry.below])
        for entry in shown["市场"]
    ]


def test_the_public_lines_of_a_group_with_a_front_stand_below_it_for_whoever_is_there(market, rf, person):
    assert column(rf, AnonymousUser()) == [("市场首页", False, [])]
    assert column(rf, AnonymousUser(), "web:search") == [("市场首页", True, [("公开订单", False)])]
    assert column(rf, AnonymousUser(), "orders") == [("市场首页", False, [("公开订单", True)])]
    assert column(rf, AnonymousUser(), whole=True) == [("市场首页", False, [("公开订单", False)])]
    assert column(rf, person) == [("市场首页", False, []), ("办理订单", False, [])]


def test_public_lines_stand_in_their_group_where_the_front_is_missing(market, rf):
    market.menu = [entry for entry in market.menu if entry.view != "web:search"]

    assert column(rf, AnonymousUser()) == [("公开订单", False, [])]


def test_the_line_that_names_a_page_longest_is_the_current_one(market, rf, person):
    for_step = slots.Row("订单办理规程", "web:style", "order:read", 4, "web:help", ("orders:step",))
    slots.add_rows("market", (for_step, slots.Row("办理订单", "web:help", "order:read", 3, match=("orders:",))))

    pages = {page: column(rf, person, page)[1] for page in ("orders:list", "orders:step-one", "web:help")}

    assert pages == {
        "orders:list": ("办理订单", True, [("订单办理规程", False)]),
        "orders:step-one": ("办理订单", False, [("订单办理规程", True)]),
        "web:help": ("办理订单", True, [("订单办理规程", False)]),
    }


def test_panels_come_in_order_and_may_stay_away(registry, rf):
    slots.add_panel("case", slots.Panel(template="b.html", context=lambda request, case: {"case": case}, order=20))
    slots.add_panel("case", slots.Panel(template="a.html", context=lambda request, case: {}, order=10))
    slots.add_panel("case", slots.Panel(template="c.html", context=lambda request, case: None))
    slots.add_panel("case", slots.Panel(template="d.html", context=lambda request, case: {}, permission="order:read"))

    shown = slots.panels_for("case", rf.get("/"), "K")

    assert [(panel.template, panel.context) for panel in shown] == [("a.html", {}), ("b.html", {"case": "K"})]


def find_orders(request, words, limit):
    return (slots.Hit(title=f"{words}{number}", kind="订单", url=f"/orders/{number}") for number in range(100))


def test_search_asks_every_source_that_the_reader_may_ask(registry, client, person):
    slots.add_source(slots.PaletteSource(name="订单", find=find_orders, permission="order:read"))
    hidden = html.fromstring(client.get("/search/?q=券").content.decode())
    client.force_login(person)

    tree = html.fromstring(client.get("/search/?q=券").content.decode())

    assert hidden.xpath("//div[@class='empty']/p/text()") == ["没有找到与“券”有关的内容。"]
    assert tree.xpath("//div[@class='hits']//a/@href") == [f"/orders/{number}" for number in range(8)]
    assert tree.xpath("//div[@class='hits-all']/@data-count") == ["找到 8 项"]


def test_the_palette_gets_the_hits_alone(registry, client, db):
    slots.add_source(slots.PaletteSource(name="订单", find=find_orders))

    response = client.get("/search/?q=x", headers={"HX-Request": "true", "HX-Target": "div#hits"})

    assert response.content.decode().startswith('<div class="hits-all"')


def test_an_empty_search_offers_the_menu(registry, client, db):
    tree = html.fromstring(client.get("/search/").content.decode())

    assert tree.xpath("//div[@class='hits']//a/@href") == ["/search/", "/api/"]


def test_a_link_leads_to_the_package_that_serves_such_things(registry):
    slots.add_link("rule", lambda key, on: f"/rules/{key}/{on}")

    assert slots.link("rule", "a.b", on=date(2026, 1, 1)) == "/rules/a.b/2026-01-01"
    assert slots.link("fact", "x") == ""


def test_the_front_page_shows_the_doors_that_lead_somewhere(registry, client, db):
    slots.add_link("door.rules", lambda: "/rules/")
    slots.add_link("door.data", lambda: "/api/")

    tree = html.fromstring(client.get("/").content.decode())

    assert tree.xpath("//section[@class='doors']/a/@href") == ["/rules/", "/api/"]
    assert tree.xpath("//section[@class='doors']/a/h2/text()") == ["现行规则", "开放数据"]


def test_a_signed_in_day_without_work_says_so(registry, client, person):
    client.force_login(person)

    tree = html.fromstring(client.get("/").content.decode())

    assert tree.xpath("//section[@class='card empty']/p/text()") == ["今天没有待办事项。"]
