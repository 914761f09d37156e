"""A board: lanes with cards, moves by menu; filters and rows are the list's own."""

import pytest
from lxml import html

from kechuang.web.accounts.models import Body
from kechuang.web.board import Board, Go, Lane, board_page, laid_out
from kechuang.web.listing import Listing
from kechuang.web.parts import State
from kechuang.web.style import BODIES

LANES = [Lane("firm", State("企业", "idle"), "/style/list/?kind=firm"), Lane("office", State("机关", "done"))]


def ways(_request, rows):
    return {row.pk: [Go(("office",), "转为机关", f"/move/{row.code}/")] for row in rows if row.kind == "firm"}


BOARD = Board(
    declared=BODIES, lane_of="kind", lanes=lambda *_: LANES, ways=ways, shown=("name", "code", "valid_from"), size=3
)


@pytest.fixture
def page(kit, rf, bodies):
    def shown(query=""):
        request = rf.get(f"/board/{query}")
        request.user = None
        response = board_page(BOARD, request, Body.objects.all(), title="看板")
        return response, html.fromstring(response.content.decode())

    return shown


def test_cards_stand_in_their_lane_with_the_way_out(page, bodies):
    bodies(4)

    _response, tree = page()

    lanes = {lane.get("data-lane"): lane for lane in tree.xpath("//section[@data-lane]")}
    assert [link.text_content() for link in lanes["office"].xpath(".//li/a")] == [
        "示例单位2（演示）",
        "示例单位4（演示）",
    ]
    assert lanes["firm"].xpath(".//a[@data-way='office']/@href") == ["/move/B001/", "/move/B003/"]
    assert lanes["office"].xpath(".//details") == []
    assert lanes["firm"].xpath(".//li/@data-to") == ["office", "office"]


def test_a_full_lane_says_so_and_leads_to_the_list(page, bodies):
    bodies(9)

    _response, tree = page()

    [firm] = tree.xpath("//section[@data-lane='firm']")
    assert firm.xpath(".//h2//span[contains(@class, 'number')]/text()") == ["3+"]
    assert firm.xpath("./p/a/@href") == ["/style/list/?kind=firm"]


def test_filters_of_the_list_narrow_the_board(page, bodies):
    bodies(4)

    _response, tree = page("?q=B003")

    assert [link.text_content() for link in tree.xpath("//li/a[@class='row-link']")] == ["示例单位3（演示）"]


def test_a_filter_that_cannot_be_read_is_explained(page, bodies):
    response, tree = page("?since_from=soon")

    assert (response.status_code, tree.xpath("//section[@data-lane]")) == (400, [])


@pytest.mark.parametrize("count", [1, 3])
def test_a_board_costs_one_query_a_lane(kit, rf, bodies, count, django_assert_num_queries):
    bodies(count)
    request = rf.get("/board/")
    request.user = None

    with django_assert_num_queries(2):
        laid_out(BOARD, request, Listing(BODIES, request, Body.objects.all()))
