"""Charts say what they show in words, keep every value in a table and a file, and draw what they were given."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from kechuang.kernel import place
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, download
from kechuang.web.charts.flowmap import Flow, flow_map
from kechuang.web.charts.line import Series, Target, line_chart, sparkline
from kechuang.web.charts.svg import Scale, el, spread, ticks
from kechuang.web.charts.tilemap import breaks, tile_map, tiles
from kechuang.web.charts.timeline import Span, timeline
from kechuang.web.parts import State

from .test_parts import render

ABOUT = About(key="c", title="研发占比", summary="由 2.1 升至 3.2。", source="演示数据", unit="%", on=date(2026, 6, 30))
TODAY = date(2026, 6, 30)


def drawn(chart):
    return etree.fromstring(str(chart.picture))


def texts(chart):
    return [node.text for node in drawn(chart).iter("text")]


def test_a_chart_stands_with_title_words_source_day_table_and_file():
    chart = line_chart(
        ABOUT, ["2024", "2025"], [Series("全省", [Decimal("2.1"), Decimal("3.2")])], target=Target(Decimal("3.3"))
    )

    [sheet, part] = html.fragments_fromstring(render("chart drawn", drawn=chart))

    assert " ".join(part.findtext(".//h2").split()) == "研发占比"
    assert part.get_element_by_id("chart-c-summary").text == "由 2.1 升至 3.2。"
    assert part.xpath(".//svg[@role='img']/@aria-labelledby") == ["chart-c-summary"]
    assert part.findtext(".//figcaption") == "来源：演示数据 · 2026-06-30"
    assert [[cell.text_content() for cell in row] for row in part.iter("tr")] == [
        ["时期", "全省", "目标"],
        ["2024", "2.1", "3.3"],
        ["2025", "3.2", "3.3"],
    ]
    assert part.xpath(".//a[@download]/@href") == ["?chart=c"]
    assert sheet.get("href").startswith("/static/web/charts.css?v=")


def test_the_file_holds_the_table(rf):
    chart = line_chart(ABOUT, ["2024", "2025"], [Series("全省", [Decimal("2.1"), None])])

    response = download(rf.get("/", {"chart": "c"}), [chart])

    assert b"".join(response.streaming_content).decode() == "\ufeff时期,全省\r\n2024,2.1\r\n2025,\r\n"
    assert download(rf.get("/", {"chart": "other"}), [chart]) is None


def test_lines_are_named_at_their_ends_and_the_target_is_dotted():
    chart = line_chart(
        ABOUT, ["1", "2", "3"], [Series("甲", [1, 2, 3]), Series("乙", [3, 2, 1])], target=Target(4, "目标")
    )

    assert {"甲 3", "乙 1", "目标 4"} <= set(texts(chart))
    assert [line.get("class") for line in drawn(chart).iter("line")].count("target") == 1


def test_a_gap_breaks_the_line_and_a_lonely_value_is_a_point():
    chart = line_chart(ABOUT, ["1", "2", "3", "4", "5"], [Series("甲", [1, None, 2, None, 3])])

    path = next(drawn(chart).iter("path")).get("d")
    assert (path.count("M"), path.count("L")) == (3, 0)
    assert len(list(drawn(chart).iter("circle"))) == 3


def test_more_lines_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="one to 4 lines"):
        line_chart(ABOUT, ["1"], [Series(str(number), [1]) for number in range(5)])


def test_a_line_of_another_length_is_refused():
    with pytest.raises(ValueError, match="one value a step"):
        line_chart(ABOUT, ["1", "2"], [Series("甲", [1])])


def test_a_spark_is_silent_and_absent_without_values():
    assert etree.fromstring(str(sparkline([1, None, 3], target=4))).get("aria-hidden") == "true"
    assert sparkline([None]) == ""


def test_bars_are_as_long_as_their_values():
    chart = bar_chart(ABOUT, [Bar(label="甲", values=[100]), Bar(label="乙", values=[50], target=80)])

    widths = [float(bar.get("width")) for bar in drawn(chart).iter("rect")]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)
    assert chart.rows == [["甲", 100, None], ["乙", 50, 80]]
    assert [str(line.words) for line in chart.legend] == ["目标"]


def test_stacked_bars_begin_where_the_last_piece_ended():
    chart = bar_chart(ABOUT, [Bar(label="甲", values=[30, 20])], parts=["已付", "在办"])

    first, second = drawn(chart).iter("rect")
    assert float(second.get("x")) == pytest.approx(float(first.get("x")) + float(first.get("width")), abs=0.02)
    assert chart.rows == [["甲", 30, 20, 50]]
    assert [line.words for line in chart.legend] == ["已付", "在办"]


@pytest.mark.parametrize("values", [[1], [1, -1], [1, 2, 3]])
def test_bars_that_do_not_fit_their_parts_are_refused(values):
    with pytest.raises(ValueError, match="2 values of nought or more"):
        bar_chart(ABOUT, [Bar(label="甲", values=values)], parts=["a", "b"])


def test_a_timeline_shows_today_and_each_span_in_its_state():
    spans = [
        Span(label="申请", start=TODAY - timedelta(30), end=TODAY - timedelta(1), state=State("已逾期", "late")),
        Span(label="兑付", start=TODAY, end=None, state=State("未启动", "idle"), url="/pay"),
    ]

    chart = timeline(ABOUT, spans, today=TODAY)

    assert [bar.get("class") for bar in drawn(chart).iter("rect")] == ["late", "idle"]
    assert [line.get("class") for line in drawn(chart).iter("line")].count("today") == 1
    assert chart.rows == [["申请", date(2026, 5, 31), date(2026, 6, 29), "已逾期"], ["兑付", TODAY, "未定", "未启动"]]


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        timeline(ABOUT, [Span(label="x", start=TODAY, end=TODAY - timedelta(1), state=State("x"))], today=TODAY)


def test_the_county_map_has_every_county_of_zhejiang_once():
    counties = {child.code for city in place.children("330000", TODAY) for child in place.children(city.code, TODAY)}

    codes = [tile.code for tile in tiles("zhejiang")]

    assert (len(codes), set(codes)) == (90, counties)


def test_the_delta_map_has_its_41_cities_once():
    cities = {"310000"} | {
        city.code for parent in ("320000", "330000", "340000") for city in place.children(parent, TODAY)
    }

    codes = [tile.code for tile in tiles("delta")]

    assert (len(codes), set(codes)) == (41, cities)


def test_the_small_map_has_the_11_cities_of_zhejiang():
    assert {tile.code for tile in tiles("zhejiang-cities")} == {city.code for city in place.children("330000", TODAY)}


@pytest.mark.parametrize("name", ["zhejiang", "zhejiang-cities", "delta"])
def test_no_two_tiles_share_a_cell(name):
    cells = [(tile.column, tile.row) for tile in tiles(name)]

    assert len(set(cells)) == len(cells)


def test_a_map_shows_value_class_and_gap_in_words_and_colour(today):
    chart = tile_map(ABOUT, "zhejiang-cities", {"330100": 5, "330200": 1, "330300": None}, limits=[2, 4])

    shown = {group.findtext(".//title"): group.find(".//rect") for group in drawn(chart).iter("g")}
    assert shown["杭州市 5"].get("class") == "c6"
    assert shown["宁波市 1"].get("class") == "c1"
    assert shown["温州市 无数据"].get("fill") == "url(#hatch-c)"
    assert [(line.css, str(line.words)) for line in chart.legend] == [
        ("c1", "< 2"),
        ("c3", "2 – 4"),
        ("c6", "≥ 4"),
        ("none", "无数据"),
    ]


def test_a_value_of_a_place_that_the_map_does_not_have_stands_in_the_table(today):
    chart = tile_map(ABOUT, "zhejiang-cities", {"310000": 7})

    assert chart.rows[0] == ["310000", "上海市", 7]
    assert len(chart.rows) == 12


def test_a_map_names_places_in_the_readers_language(today):
    with translation.override("en"):
        chart = tile_map(ABOUT, "zhejiang-cities", {"330100": 5}, url=lambda code: f"/{code}")

    assert "Hangzhou" in texts(chart)
    assert drawn(chart).get("role") == "group"
    assert len(list(drawn(chart).iter("a"))) == 11


@pytest.mark.parametrize("limits", [[3, 2], [1, 2, 3, 4, 5, 6]])
def test_class_limits_that_cannot_be_drawn_are_refused(limits):
    with pytest.raises(ValueError, match="class limits"):
        tile_map(ABOUT, "zhejiang-cities", {"330100": 5}, limits=limits)


@given(st.lists(st.integers(-1000, 100000), min_size=2, max_size=40))
def test_round_class_limits_are_few_and_rise(values):
    limits = breaks(values)

    assert len(limits) <= 5
    assert limits == sorted(set(limits))


@given(st.decimals(-1000, 1000, places=2), st.decimals(0, 5000, places=2))
def test_ticks_are_evenly_spaced_and_cover_the_range(low, span):
    marks = ticks(low, low + span)

    steps = {after - before for before, after in itertools.pairwise(marks)}
    assert (marks[0] <= low, marks[-1] >= low + span, len(steps)) == (True, True, 1)
    assert 2 <= len(marks) <= 8


@given(st.lists(st.floats(0, 300), max_size=4))
def test_labels_moved_apart_keep_their_order_and_distance(places):
    moved = sorted(spread(places, 15))

    assert all(after - before >= 14.999 for before, after in itertools.pairwise(moved))


def test_drawn_words_are_escaped():
    assert el("text", "<b>", title='"') == '<text title="&quot;">&lt;b&gt;</text>'


def test_a_scale_without_a_range_does_not_divide_by_nought():
    assert Scale(5, 5, 10, 20)(5) == 10


FLOWS = [
    Flow(source="330100", target="310000", value=2600),
    Flow(source="310000", target="330100", value=4200),
    Flow(source="330100", target="330100", value=9000),
    Flow(source="330100", target="330106", value=50),
    Flow(source="330400", target="310000", value=0),
]


def test_flows_are_lines_as_wide_as_their_value_and_the_table_has_them_all():
    chart = flow_map(ABOUT, "delta", FLOWS)

    lines = [(line.get("stroke-width"), line.getparent().findtext("title")) for line in drawn(chart).iter("path")]
    assert lines == [("3.5", "杭州市 → 上海市 2,600"), ("6", "上海市 → 杭州市 4,200")]
    assert texts(chart) == ["上海", "杭州"]
    assert [[str(cell) for cell in row] for row in chart.rows] == [
        ["杭州市", "杭州市", "9000"],
        ["上海市", "杭州市", "4200"],
        ["杭州市", "上海市", "2600"],
        ["杭州市", "西湖区", "50"],
    ]
    assert str(chart.note).endswith("另有 2 条较小的或同一地区内部的流向，仅列于表中。")


def test_there_and_back_are_two_lines():
    ways = [path.get("d") for path in drawn(flow_map(ABOUT, "delta", FLOWS[:2])).iter("path")]

    bends = {way.partition("Q")[2].split()[0] for way in ways}
    assert len(bends) == 2


def test_the_legend_says_what_each_width_means():
    legend = flow_map(ABOUT, "delta", FLOWS).legend

    assert [(line.width, str(line.words)) for line in legend] == [
        ("1.5", "< 2,000"),
        ("3.5", "2,000 – 4,000"),
        ("6", "≥ 4,000"),
    ]


def test_only_the_largest_flows_are_drawn():
    codes = [tile.code for tile in tiles("delta") if tile.code != "310000"]
    many = [Flow(source="310000", target=code, value=1 + at) for at, code in enumerate(codes)]

    chart = flow_map(ABOUT, "delta", many)

    assert (len(list(drawn(chart).iter("path"))), len(chart.rows)) == (12, 40)


def test_no_flow_is_an_empty_picture_with_an_empty_table():
    chart = flow_map(ABOUT, "delta", [])

    assert (list(drawn(chart).iter("path")), chart.rows, chart.legend) == ([], [], [])


def test_a_flow_may_lead_to_what_it_is_made_of():
    flow = Flow(source="330100", target="310000", value=3, url="/orders/")

    [link] = drawn(flow_map(ABOUT, "delta", [flow])).iter("a")
    assert link.get("href") == "/orders/"
