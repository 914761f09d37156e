"""Comparing versions: everything appears once, nothing changes against itself, numbers keep their old and new values."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.works.compare import Number, Part, Side, compare, compare_numbers
from kechuang.policy.works.sametext import bare, differences

TITLES = st.sampled_from(["总体要求", "主要任务", "平台建设", "人才引育", "保障措施"])
TEXTS = st.text(alphabet="建设平台引进人才加大投入强化保障。", max_size=30)
UNITS = st.sampled_from(["家", "%", "万家", "亿元"])
PARTS = st.lists(st.tuples(TITLES, TEXTS), max_size=6, unique_by=lambda row: row[0]).map(
    lambda rows: tuple(Part(str(at), "", title, text) for at, (title, text) in enumerate(rows, start=1))
)


def number(indicator, value, clause="1", **more):
    plain = {"code": "T", "subject": "", "comparator": "ge", "value_max": "", "unit": "家", "year": 2030}
    return Number(clause=clause, indicator=indicator, value=value, **plain | more)


NUMBERS = st.lists(
    st.builds(
        number,
        st.sampled_from(["高新技术企业", "省级实验室", "科技特派员"]),
        st.sampled_from(["1", "20", "300"]),
        st.sampled_from(["1", "2"]),
        unit=UNITS,
        year=st.sampled_from([None, 2027, 2030]),
    ),
    max_size=7,
).map(tuple)
SIDES = st.builds(Side, PARTS, NUMBERS)


@settings(max_examples=60)
@given(SIDES, SIDES)
def test_every_clause_and_number_of_both_sides_appears_once(old, new):
    found = compare(old, new)

    assert sorted(each.old.path for each in found.clauses if each.old) == sorted(part.path for part in old.parts)
    assert [each.new.path for each in found.clauses if each.new] == [part.path for part in new.parts]
    assert sorted(map(repr, (each.old for each in found.numbers if each.old))) == sorted(map(repr, old.numbers))
    assert sorted(map(repr, (each.new for each in found.numbers if each.new))) == sorted(map(repr, new.numbers))


@settings(max_examples=40)
@given(SIDES)
def test_nothing_changes_against_itself(side):
    found = compare(side, side)

    assert {each.kind for each in (*found.numbers, *found.clauses)} <= {"same"}


@settings(max_examples=80)
@given(st.text(alphabet="甲乙丙丁。；", max_size=40), st.text(alphabet="甲乙丙丁。；", max_size=40))
def test_differences_turn_one_text_into_the_other(one, other):
    built, at = [], 0
    for each in differences(one, other):
        assert one[each.one_at : each.one_at + len(each.one)] == each.one
        assert other[each.other_at : each.other_at + len(each.other)] == each.other
        built += [one[at : each.one_at], each.other]
        at = each.one_at + len(each.one)

    assert "".join([*built, one[at:]]) == other


def test_a_number_is_followed_into_the_clause_where_it_went():
    old = [number("高新技术企业", "100", "1"), number("省级实验室", "20", "1")]
    new = [number("省级实验室", "20", "2"), number("高新技术企业数", "120", "2", year=2031)]

    found = compare_numbers(old, new, {"1": "2"})

    assert [(each.kind, each.what, each.old.value, each.new.value) for each in found] == [
        ("changed", ("value", "year"), "100", "120"),
        ("same", (), "20", "20"),
    ]


def test_another_unit_for_the_same_amount_is_no_change():
    found = compare_numbers([number("企业", "1.6", unit="万家")], [number("企业", "16000")], {"1": "1"})

    assert [(each.kind, each.what) for each in found] == [("same", ())]


def test_a_clause_put_in_renumbers_those_after_it_and_moves_none():
    old = Side((Part("1", "", "要求", "甲。"), Part("2", "", "任务", "乙。")), ())
    new = Side((Part("1", "", "要求", "甲。"), Part("2", "", "基础", "新。"), Part("3", "", "任务", "乙。")), ())

    found = compare(old, new)

    assert [each.kind for each in found.clauses] == ["same", "added", "same"]


def test_clauses_that_change_places_are_moved():
    old = Side((Part("1", "", "甲", "一。"), Part("2", "", "乙", "二。"), Part("3", "", "丙", "三。")), ())
    new = Side((Part("1", "", "丙", "三。"), Part("2", "", "甲", "一。"), Part("3", "", "乙", "二。")), ())

    found = compare(old, new)

    assert [(each.new.title, each.kind) for each in found.clauses] == [("丙", "moved"), ("甲", "same"), ("乙", "same")]


def test_markup_blanks_and_line_breaks_are_no_text():
    assert bare("<p>建设 平台\n\u3000共享</p>") == "建设平台共享"
