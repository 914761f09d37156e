"""The table of places itself: complete, consistent on every day, refused with file and line where it is not."""

import shutil
from collections import Counter
from datetime import date
from importlib import resources

import pytest

from kechuang.kernel import place
from kechuang.kernel.identify.credit import PROVINCES
from kechuang.kernel.place import NATION, Division, PlaceError, Places, load_places

TABLE = place.packaged()
CHANGES = sorted({record.on for record in TABLE.successions})

# Districts, counties and county-level cities by province: the ministry's yearly statistics.
COUNTIES = {
    date(2011, 1, 1): {"310000": 18, "320000": 105, "330000": 90, "340000": 105},
    date(2026, 1, 1): {"310000": 16, "320000": 95, "330000": 90, "340000": 104},
}


def counties(on):
    found = (TABLE.division(code, on) for code in TABLE.codes if TABLE.exists(code, on))
    return dict(Counter(f"{division.code[:2]}0000" for division in found if division.level == "county"))


@pytest.mark.parametrize("on", COUNTIES)
def test_every_county_of_the_four_provinces_is_there(on):
    assert counties(on) == COUNTIES[on]


def test_there_are_forty_one_cities_and_thirty_four_provinces():
    found = (TABLE.division(code, date(2026, 1, 1)) for code in TABLE.codes if TABLE.exists(code, date(2026, 1, 1)))
    levels = Counter(division.level for division in found)

    assert (levels["province"], levels["prefecture"]) == (34, 40)  # Shanghai is the forty-first city


@pytest.mark.parametrize("on", [date(2010, 1, 1), *CHANGES, date(2027, 1, 1)], ids=str)
def test_on_every_day_of_change_each_place_lies_in_places_that_exist(on):
    for code in TABLE.codes:
        if not TABLE.exists(code, on):
            continue
        parent = TABLE.division(code, on).parent
        assert parent is None or TABLE.exists(parent, on) or TABLE.division(code, on).level == "area"
    for union in ("YRD", "YRD-DEMO", "ZJ-26"):
        assert all(TABLE.exists(member, on) for member in TABLE.members(union, on))


def test_what_ends_is_succeeded_and_what_begins_has_a_predecessor_on_that_day():
    for code in TABLE.codes:
        for version in TABLE.versions(code):
            gone = {record.on for record in TABLE.successions if record.from_code == code}
            come = {record.on for record in TABLE.successions if record.to_code == code}
            assert version.valid_to is None or version.valid_to in gone
            assert version.level == "area" or version.valid_from is None or version.valid_from in come


def test_what_begins_or_ends_says_by_which_act():
    for record in TABLE.successions:
        assert record.basis
        assert TABLE.exists(record.to_code, record.on)
        assert TABLE.division(record.from_code, date.fromordinal(record.on.toordinal() - 1))


def test_province_codes_of_identifiers_are_those_of_the_table():
    provinces = {division.code[:2] for division in TABLE.children(NATION, date(2026, 1, 1))}

    assert PROVINCES - provinces == {"10"}  # the nation's own registrations
    assert provinces - PROVINCES == set()


def copy_of(folder):
    packaged = resources.files("kechuang.kernel") / "data"
    for name in ("divisions.csv", "successions.csv", "unions.csv", "functional_areas.csv"):
        with resources.as_file(packaged / name) as file:
            shutil.copy(file, folder / name)
    return folder


def add(folder, name, row):
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(row + "\n")


AREA_HEAD = "code,name_zh,name_en,division,extent,valid_from,valid_to,confidence,source\n"


def test_a_node_may_have_functional_areas_of_its_own_and_a_bad_file_leaves_those_it_had(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(AREA_HEAD + "330190,新区,New area,330106,part,,,D,本节点\n", encoding="utf-8")
    bad.write_text(AREA_HEAD + "330191,新区,New area,999999,part,,,D,本节点\n", encoding="utf-8")
    day = date(2026, 1, 1)

    try:
        place.own_areas(good)
        with pytest.raises(PlaceError) as refused:
            place.own_areas(bad)
        found = place.division("330190", day)
        below = [area.code for area in place.areas("330106", day)]
    finally:
        place.own_areas(None)

    assert (found.name_zh, found.level) == ("新区", "area")
    assert below == ["330172", "330190"]
    assert (refused.value.code, refused.value.values["code"]) == ("place.dangling", "999999")
    assert [area.code for area in place.areas("330106", day)] == ["330172"]


def test_a_table_of_ones_own_can_be_loaded(tmp_path):
    add(copy_of(tmp_path), "divisions.csv", "350100,福州市,Fuzhou,,,,")

    assert load_places(tmp_path).division("350100", date(2026, 1, 1)).parent == "350000"


@pytest.mark.parametrize(
    ("name", "row", "why"),
    [
        ("divisions.csv", "35010,福州市,Fuzhou,,,,", "ValueError: 35010"),
        ("divisions.csv", "350100,福州市,Fuzhou,2010年,,,", "ValueError: Invalid isoformat string: '2010年'"),
        ("successions.csv", "2010-01-01,330106,330108,half,day,…", "KeyError: 'half'"),
        ("unions.csv", "YRD,club,…,…,310000,,,S,…", "KeyError: 'club'"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_file_and_line(tmp_path, name, row, why):
    lines = len((copy_of(tmp_path) / name).read_text(encoding="utf-8").splitlines())
    add(tmp_path, name, row)

    with pytest.raises(PlaceError) as caught:
        load_places(tmp_path)

    assert caught.value.code == "place.bad_file"
    assert caught.value.values == {"file": name, "line": str(lines + 1), "why": why}


@pytest.mark.parametrize("name", ["successions.csv", "unions.csv", "functional_areas.csv"])
def test_a_code_that_is_nowhere_is_refused_with_the_file_that_names_it(tmp_path, name):
    row = {
        "successions.csv": "2010-01-01,330106,339999,whole,day,…",
        "unions.csv": "YRD,union,…,…,339999,,,S,…",
        "functional_areas.csv": "330199,…,…,339999,part,,,D,…",
    }[name]
    add(copy_of(tmp_path), name, row)

    with pytest.raises(PlaceError) as caught:
        load_places(tmp_path)

    assert (caught.value.code, caught.value.values) == ("place.dangling", {"code": "339999", "file": name})


def test_two_records_of_a_code_on_one_day_are_refused():
    twice = [
        Division("330106", "西湖区", "Xihu District", "county", None, None, date(2020, 1, 2)),
        Division("330106", "西湖区", "Xihu District", "county", None, date(2020, 1, 1)),
    ]

    with pytest.raises(PlaceError) as caught:
        Places(twice)

    assert caught.value.code == "place.overlap"


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(PlaceError) as caught:
        load_places(tmp_path)

    assert (caught.value.code, caught.value.values["file"]) == ("place.bad_file", "divisions.csv")
