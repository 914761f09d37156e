"""Places on a day: chains, children, unions, functional areas, names, and codes that explain themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel import place
from kechuang.kernel.place import NATION, PlaceError
from tests.kernel.properties import quick

BEFORE, AFTER = date(2020, 6, 1), date(2022, 1, 1)
TABLE = place.packaged()
CODES = st.sampled_from(TABLE.codes)
DAYS = st.dates(min_value=date(2008, 1, 1), max_value=date(2027, 12, 31))


def refused(call, *arguments):
    with pytest.raises(PlaceError) as caught:
        call(*arguments)
    return caught.value.fault


def test_a_county_is_named_in_two_languages_and_knows_what_it_lies_in():
    found = place.division("330106", AFTER)

    assert (found.name_zh, found.name_en) == ("西湖区", "Xihu District")
    assert (found.level, found.parent, found.valid_from, found.valid_to) == ("county", "330100", None, None)


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("330106", ("330106", "330100", "330000", NATION)),
        ("310118", ("310118", "310000", NATION)),
        ("340181", ("340181", "340100", "340000", NATION)),
        ("330900", ("330900", "330000", NATION)),
        ("110000", ("110000", NATION)),
        (NATION, (NATION,)),
    ],
)
def test_a_chain_leads_from_a_place_to_the_nation(code, chain):
    assert place.chain(code, AFTER) == chain


@pytest.mark.parametrize(
    ("code", "on", "chain"),
    [
        ("310118", AFTER, ("310118", "310000", "YRD-DEMO", "YRD", NATION)),
        ("320509", AFTER, ("320509", "320500", "320000", "YRD-DEMO", "YRD", NATION)),
        ("330421", AFTER, ("330421", "330400", "330000", "YRD-DEMO", "YRD", NATION)),
        ("340500", AFTER, ("340500", "340000", "YRD", NATION)),
        ("330106", date(2019, 10, 24), ("330106", "330100", "330000", "YRD", NATION)),
        ("330106", date(2018, 11, 4), ("330106", "330100", "330000", NATION)),
        ("YRD-DEMO", AFTER, ("YRD-DEMO", "YRD", NATION)),
        ("YRD", AFTER, ("YRD", NATION)),
        ("ZJ-26", AFTER, ("ZJ-26", "YRD", NATION)),
        (NATION, AFTER, (NATION,)),
    ],
)
def test_unions_stand_between_province_and_nation_while_they_exist(code, on, chain):
    assert place.chain(code, on, unions=True) == chain


def test_the_demonstration_zone_is_three_counties_since_its_approval():
    assert place.members("YRD-DEMO", date(2019, 10, 25)) == ("310118", "320509", "330421")
    assert place.members("YRD-DEMO", date(2019, 10, 24)) == ()
    assert place.members("YRD", AFTER) == ("310000", "320000", "330000", "340000")


def test_the_mountain_counties_are_a_list_of_26_and_stand_in_no_chain():
    assert len(place.members("ZJ-26", AFTER)) == 26
    assert [place.division(code, AFTER).name_zh for code in place.members("ZJ-26", AFTER)[:3]] == [
        "淳安县",
        "永嘉县",
        "平阳县",
    ]
    assert place.unions_of("330127", AFTER) == ("ZJ-26", "YRD")
    assert place.chain("330127", AFTER, unions=True) == ("330127", "330100", "330000", "YRD", NATION)
    assert place.is_within("330127", "ZJ-26", AFTER)
    assert not place.is_within("330106", "ZJ-26", AFTER)


@pytest.mark.parametrize(
    ("code", "place_", "inside"),
    [("330106", "330106", True), ("330106", "330000", True), ("330106", "YRD", True), ("330106", "320000", False)],
)
def test_what_lies_in_what(code, place_, inside):
    assert place.is_within(code, place_, AFTER) is inside


def test_hangzhou_before_and_after_2021():
    before = [division.code for division in place.children("330100", date(2021, 4, 8))]
    after = [division.code for division in place.children("330100", date(2021, 4, 9))]

    assert sorted(set(before) - set(after)) == ["330103", "330104"]
    assert sorted(set(after) - set(before)) == ["330113", "330114"]
    assert (len(before), len(after)) == (13, 13)


def test_longgang_is_a_city_since_2019():
    assert "330383" not in [division.code for division in place.children("330300", date(2019, 8, 29))]
    assert place.chain("330383", date(2019, 8, 30)) == ("330383", "330300", "330000", NATION)


def test_children_of_the_nation_of_shanghai_and_of_a_union():
    assert len(place.children(NATION, AFTER)) == 34
    assert len(place.children("310000", AFTER)) == 16
    assert [division.name_zh for division in place.children("YRD-DEMO", AFTER)] == ["青浦区", "吴江区", "嘉善县"]
    assert place.children("330106", AFTER) == ()


def test_a_zone_lies_in_its_divisions_and_goes_on_with_what_they_share():
    assert place.chain("330171", AFTER, unions=True) == ("330171", "330108", "330100", "330000", "YRD", NATION)
    assert place.chain("330172", AFTER) == ("330172", "330100", "330000", NATION)
    assert place.packaged().parts("330172") == ("330106", "330110", "330112")
    assert place.division("330172", AFTER).level == "area"


def test_a_zone_goes_on_with_the_divisions_that_exist_on_the_day():
    assert place.chain("330172", date(2015, 1, 1)) == ("330172", "330100", "330000", NATION)


def test_zones_are_found_from_every_division_that_they_touch():
    assert [area.code for area in place.areas("330110", AFTER)] == ["330172"]
    assert [area.code for area in place.areas("330100", AFTER)] == ["330171", "330172"]
    assert place.areas("330127", AFTER) == ()


@pytest.mark.parametrize(
    ("code", "on", "fault", "sentence"),
    [
        (
            "330104",
            AFTER,
            "place.expired",
            (
                "行政区划代码 330104（江干区）自 2021-04-09 起不再使用，2022-01-01 时其地域属于："
                "330102 上城区、330114 钱塘区。请改用后者。"
            ),
        ),
        (
            "330113",
            BEFORE,
            "place.not_yet",
            (
                "行政区划代码 330113（临平区）自 2021-04-09 起启用，2020-06-01 时其地域属于：330110 余杭区。"
                "请改用后者，或核对日期。"
            ),
        ),
        ("339999", AFTER, "place.unknown", "行政区划代码 339999 在本表中从未有过。请核对六位数字。"),
        (
            "110108",
            AFTER,
            "place.not_covered",
            "代码 110108 属于北京市，本表只收该省级代码。请使用 110000。",
        ),
        (
            "3301",
            AFTER,
            "place.shape",
            "“3301”不是行政区划代码。请填写六位数字（GB/T 2260），或以下区域之一：YRD, YRD-DEMO, ZJ-26。",
        ),
        (
            "YRD-DEMO",
            date(2018, 1, 1),
            "place.union_not_then",
            "区域 YRD-DEMO 自 2019-10-25 起存在，2018-01-01 时尚不存在。请核对日期。",
        ),
    ],
)
def test_a_code_that_is_not_valid_explains_itself(code, on, fault, sentence):
    found = refused(place.division, code, on)

    assert (found.code, found.sentence("zh")) == (fault, sentence)


def test_a_union_nobody_knows_is_refused_with_those_known():
    fault = refused(place.members, "PRD", AFTER)

    assert (fault.code, fault.values) == ("place.union_unknown", {"code": "PRD", "unions": "YRD, YRD-DEMO, ZJ-26"})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("西湖区", "330106"),
        ("西湖", "330106"),
        ("杭州市西湖区", "330106"),
        ("浙江省杭州市西湖区", "330106"),
        ("浙江杭州西湖", "330106"),
        ("Xihu District", "330106"),
        ("xihu", "330106"),
        ("江苏", "320000"),
        ("巢湖", "340181"),
        ("和县", "340523"),
        ("上海普陀", "310107"),
        ("舟山市普陀区", "330903"),
        ("南京鼓楼", "320106"),
        ("长三角生态绿色一体化发展示范区", "YRD-DEMO"),
        ("杭州城西科创大走廊", "330172"),
        ("景宁", "331127"),
    ],
)
def test_a_place_is_found_by_any_form_of_its_name(name, code):
    assert place.find(name, AFTER).require().code == code


def test_a_name_of_several_places_is_answered_by_the_choice():
    reading = place.find("普陀区", AFTER)

    assert reading.suggestions == ("310107", "330903")
    assert reading.fault is not None
    assert reading.fault.sentence("zh") == (
        "2022-01-01 时有多个区划名为“普陀区”：310107 上海市普陀区；330903 浙江省舟山市普陀区。请加上上级名称，或使用代码。"
    )


@pytest.mark.parametrize(
    ("name", "on", "fault", "instead"),
    [
        ("江干区", AFTER, "place.expired", ("330102", "330114")),
        ("临平", BEFORE, "place.not_yet", ("330110",)),
        ("楚州区", AFTER, "place.renamed", ("320803",)),
        ("浙江山区26县", date(2014, 1, 1), "place.union_not_then", ()),
        ("杭州市鼓楼区", AFTER, "place.name_unknown", ()),
        ("区", AFTER, "place.name_unknown", ()),
        (" ", AFTER, "place.name_empty", ()),
    ],
)
def test_a_name_of_another_day_or_of_none_is_explained(name, on, fault, instead):
    reading = place.find(name, on)

    assert reading.fault is not None
    assert (reading.fault.code, reading.suggestions) == (fault, instead)


def test_a_full_name_leads_from_the_province_down():
    assert place.path("330106", AFTER) == "浙江省杭州市西湖区"
    assert place.path("310115", AFTER) == "上海市浦东新区"


@given(CODES, DAYS)
@quick
def test_every_code_has_a_chain_to_the_nation_or_says_why_not(code, on):
    if not TABLE.exists(code, on):
        assert refused(place.division, code, on).sentence("zh")
        return

    chain = place.chain(code, on, unions=True)

    assert (chain[0], chain[-1]) == (code, NATION)
    assert len(set(chain)) == len(chain)
    assert all(TABLE.exists(link, on) for link in chain)


@given(CODES, DAYS)
@quick
def test_every_place_is_found_again_by_its_full_name(code, on):
    if not TABLE.exists(code, on):
        return

    reading = place.find(place.path(code, on), on)

    assert code in {*reading.suggestions, reading.value and reading.value.code}
