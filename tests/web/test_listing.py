"""A list page: filters in the address, figures that filter, parts for htmx, a panel, a fixed number of queries."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import Q
from lxml import html

from kechuang.web.accounts.models import Body
from kechuang.web.filters import Begins, Choice, Days, Text
from kechuang.web.listing import Listing, list_page
from kechuang.web.parts import Empty, Figure
from kechuang.web.style import BODIES
from kechuang.web.tables import BulkAction, Column, List

LIST = "/style/list/"
HTMX = {"HX-Request": "true", "HX-Target": "div#rows-bodies"}


def page(client, address=LIST, **headers):
    response = client.get(address, headers=headers)
    return response, html.fromstring(response.content.decode())


def shown(tree):
    cells = tree.xpath("//table[@class='grid cards']/tbody/tr/td[not(contains(@class, 'ordinal'))][1]")
    return [cell.text_content().strip() for cell in cells]


def small(**values) -> List:
    defaults = {
        "key": "small",
        "columns": (Column(name="code", label="Code", sort=("code",), link=True), Column(name="name", label="Name")),
        "order": "code",
        "empty": Empty(sentence="Nothing yet."),
    }
    return List(**{**defaults, **values})


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", 12), ("B00", 9), ("b00", 9), ("B001", 1), ("00", 0), ("B_1", 0), ("B%", 0), ("  B012 ", 1)],
)
def test_a_number_is_found_from_its_beginning_in_small_letters_too(db, bodies, typed, found):
    bodies(12)

    rows = Begins("q", "Code", ("code",)).narrow(Body.objects.exclude(name=""), {"q": typed})

    assert rows.count() == found


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(demo, client, bodies, count, django_assert_num_queries):
    bodies(count)

    with django_assert_num_queries(5):  # three figures, the count, the rows
        response = client.get(LIST)

    assert response.status_code == 200


def test_the_foot_says_which_rows_of_how_many(demo, client, bodies):
    bodies(30)

    _response, tree = page(client)

    assert " ".join(tree.find_class("foot")[0].text_content().split()).startswith("第 1–12 项，共 30 项")


def test_following_the_links_of_the_foot_shows_every_row_once(demo, client, bodies):
    bodies(30)
    seen, address = [], LIST

    while address:
        _response, tree = page(client, address)
        seen += shown(tree)
        following = tree.xpath("//a[@id='next-bodies']/@href")
        address = following[0] if following else ""

    assert seen == [f"B{number:03d}" for number in range(1, 31)]


def test_filters_stand_in_the_address_and_narrow_together(demo, client, bodies):
    bodies(12)

    _response, tree = page(client, f"{LIST}?kind=firm&place=330106&since_from=2024-04-01")

    assert shown(tree) == ["B003", "B009"]
    assert tree.xpath("//select[@name='kind']/option[@selected]/@value") == ["firm"]


def test_page_links_keep_filters_and_order(demo, client, bodies):
    bodies(40)

    _response, tree = page(client, f"{LIST}?kind=firm&sort=-code")

    query = parse_qs(urlsplit(tree.xpath("//a[@id='next-bodies']/@href")[0]).query)
    assert (query["kind"], query["sort"], sorted(query)) == (["firm"], ["-code"], ["after", "kind", "sort"])
    assert shown(tree)[0] == "B039"


def test_a_head_offers_the_other_direction(demo, client, bodies):
    bodies(2)

    _response, tree = page(client, f"{LIST}?sort=code")

    head = tree.xpath("//th[@aria-sort]")[0]
    assert (head.get("aria-sort"), head.find("a").get("href")) == ("ascending", f"{LIST}?sort=-code")


def test_an_unknown_order_is_the_lists_own(demo, client, bodies):
    bodies(2)

    _response, tree = page(client, f"{LIST}?sort=password")

    assert shown(tree) == ["B001", "B002"]


def test_a_figure_is_a_link_that_filters_and_says_which_is_in_use(demo, client, bodies):
    bodies(3)

    _response, tree = page(client, f"{LIST}?kind=firm")

    links = [(link.get("href"), link.get("aria-current")) for link in tree.xpath("//div[@class='figures']/a")]
    assert links == [(LIST, None), (f"{LIST}?kind=office", None), (f"{LIST}?kind=firm", "true")]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("kind=ship", "筛选条件“类型”没有“ship”这个选项。请从列表中选择。"),
        ("since_from=soon", "“soon”不是日期。请写成 2026-11-21 或 2026年11月21日。"),
        ("since_from=2026-13-01", "没有“2026-13-01”这一天。请核对月份（1—12）和日期。"),
        (
            "since_from=2026-02-01&since_to=2026-01-01",
            "筛选条件“起始日期”的截止日期 2026年1月1日 早于起始日期 2026年2月1日。请调换两个日期。",
        ),
        ("place=33", "筛选条件“地区”的值“33”不是行政区划代码。请从列表中选择，或填写六位数字代码。"),
    ],
)
def test_a_filter_that_cannot_be_read_is_explained_and_shows_no_rows(demo, client, bodies, query, says):
    bodies(3)

    response, tree = page(client, f"{LIST}?{query}")

    assert response.status_code == 400
    assert tree.xpath("//div[@class='errors']/p[1]/text()") == [says]
    assert shown(tree) == []
    assert tree.findtext(".//title").startswith("错误：")


def test_a_page_that_cannot_be_read_shows_the_first_and_says_so(demo, client, bodies):
    bodies(3)

    response, tree = page(client, f"{LIST}?after=altered")

    assert response.status_code == 200
    assert tree.xpath("//p[@class='notice risk']/text()") == ["地址中的页码无法识别，现显示第一页。"]
    assert shown(tree) == ["B001", "B002", "B003"]


def test_no_row_under_filters_offers_to_drop_them(demo, client, bodies):
    bodies(3)

    _response, tree = page(client, f"{LIST}?q=nobody")

    link = tree.xpath("//div[@class='empty']/a")[0]
    assert (link.text, link.get("href")) == ("清除筛选，显示全部", LIST)


def test_an_empty_list_says_its_own_sentence(demo, client, db):
    _response, tree = page(client)

    assert tree.xpath("//div[@class='empty']/p/text()") == ["本节点还没有登记单位。"]


def test_htmx_gets_rows_figures_and_order_and_nothing_else(demo, client, bodies):
    bodies(3)

    response, tree = page(client, f"{LIST}?kind=firm&sort=-code", **HTMX)

    assert b"<html" not in response.content
    assert shown(tree) == ["B003", "B001"]
    assert [part.get("id") for part in tree.xpath("//*[@hx-swap-oob]")] == [
        "figures-bodies",
        "kept-bodies",
        "views-bodies",
    ]
    assert tree.xpath("//span[@id='kept-bodies']/input/@value") == ["-code"]
    assert response["Vary"] == "HX-Request, HX-Target, Cookie, Accept-Language"


def test_a_chosen_row_fills_the_panel(demo, client, bodies):
    chosen = bodies(3)[1]

    _response, tree = page(client, f"{LIST}?row={chosen.pk}")

    assert tree.xpath("//aside[@id='panel-bodies']/h2/text()") == [chosen.name]
    assert tree.xpath("//tr[@class='chosen']/@data-id") == [str(chosen.pk)]


def test_htmx_gets_the_panel_alone_with_one_query_for_it(demo, client, bodies, django_assert_num_queries):
    chosen = bodies(3)[1]
    headers = {"HX-Request": "true", "HX-Target": "aside#panel-bodies"}

    with django_assert_num_queries(4):  # three figures of the sample, the row
        response = client.get(f"{LIST}?row={chosen.pk}", headers=headers)

    assert chosen.name in response.content.decode()
    assert b"<table" not in response.content


@pytest.mark.parametrize("key", ["00000000-0000-7000-8000-000000000000", "nonsense"])
def test_a_row_outside_the_readers_rows_leaves_the_panel_empty(demo, client, bodies, key):
    bodies(2)

    response, tree = page(client, f"{LIST}?row={key}")

    assert response.status_code == 200
    assert tree.xpath("//aside[@id='panel-bodies']/p/text()") == ["选中一行，即可在此查看详情。"]


def test_the_panel_never_shows_a_row_that_the_caller_left_out(rf, bodies):
    first, second = bodies(2)
    listing = Listing(BODIES, rf.get(LIST, {"row": str(second.pk)}), Body.objects.exclude(pk=second.pk))

    allowed = Listing(BODIES, rf.get(LIST, {"row": str(first.pk)}), Body.objects.exclude(pk=second.pk))

    assert listing.panel is None
    assert allowed.panel["row"] == first


def test_a_maintained_tally_saves_the_count(rf, bodies, django_assert_num_queries):
    bodies(3)
    declared = small(total=lambda request, values: 240)

    with django_assert_num_queries(1):
        part = Listing(declared, rf.get("/"), Body.objects.all()).slice

    assert (part.total.number, part.total.exact) == (240, True)


def test_bulk_actions_are_offered_to_those_who_may(rf, bodies):
    bodies(1)
    declared = small(bulk=(BulkAction(label="Check", url="/check/", permission="public"),))
    hidden = small(bulk=(BulkAction(label="Check", url="/check/", permission="voucher:check"),))

    assert [each.url for each in Listing(declared, rf.get("/"), Body.objects.all()).bulk] == ["/check/"]
    assert Listing(hidden, rf.get("/"), Body.objects.all()).bulk == []


def test_the_chosen_rows_are_posted(rf, bodies, admin_free_user):
    made = bodies(2)
    declared = small(bulk=(BulkAction(label="Check", url="/check/", permission="public"),))
    request = rf.get("/")
    request.user = admin_free_user

    tree = html.fromstring(list_page(declared, request, Body.objects.all(), title="T").content.decode())

    form = tree.xpath("//form[@data-bulk]")[0]
    assert (form.get("action"), form.get("method")) == ("/check/", "post")
    assert form.xpath(".//input[@name='row']/@value") == [str(each.pk) for each in made]
    heard = [" ".join(each.text_content().split()) for each in form.xpath(".//td[@class='pick']/label")]
    assert [str(each.pk) in text for each, text in zip(made, heard, strict=True)] == [False, False]
    assert [each.code in text for each, text in zip(made, heard, strict=True)] == [True, True]


@pytest.fixture
def admin_free_user():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_a_choice_may_stand_for_a_whole_condition(rf, bodies):
    bodies(4)
    state = Choice("state", "State", (("late", "late"),), lookups={"late": lambda: Q(code__gte="B003")})
    declared = small(filters=(state,))

    listing = Listing(declared, rf.get("/", {"state": "late"}), Body.objects.all())

    assert [row.code for row in listing.slice.rows] == ["B003", "B004"]


def test_a_figure_may_lead_elsewhere_or_nowhere(rf, db):
    strip = [Figure(label="Money", value=1), Figure(label="Rules", value=2, url="/rules/")]

    figures = Listing(small(), rf.get("/"), Body.objects.all(), strip).figures

    assert [(figure.url, figure.current) for figure in figures] == [("", False), ("/rules/", False)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"order": "name"},
        {"filters": (Text("sort", "Sort", ("code",)),)},
        {"filters": (Text("q", "Words", ("code",)), Text("q", "Words", ("name",)))},
        {"filters": (Days("after", "After"), Choice("row", "Row", ()))},
    ],
)
def test_a_list_that_cannot_work_is_refused_where_it_is_declared(wrong):
    with pytest.raises(ValueError, match="list small"):
        small(**wrong)


def test_a_column_of_an_unknown_kind_is_refused_where_it_is_declared():
    with pytest.raises(ValueError, match="picture"):
        Column(name="code", label="Code", kind="picture")


@pytest.mark.parametrize("query", ["q=%00", "kind=%00", "place=%00", "since_from=%00"])
def test_a_nul_in_the_address_is_no_filter(demo, client, bodies, query):
    bodies(2)

    response, tree = page(client, f"{LIST}?{query}")

    assert (response.status_code, shown(tree)) == (200, ["B001", "B002"])


def test_a_choice_of_ids_refuses_text_that_is_none(rf, bodies):
    bodies(1)
    declared = small(filters=(Choice("parent", "Parent", lambda request: ()),))

    listing = Listing(declared, rf.get("/", {"parent": "x"}), Body.objects.all())

    assert listing.fault == "筛选条件“Parent”没有“x”这个选项。请从列表中选择。"
