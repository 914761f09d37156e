"""Bodies through their reforms: chains are followed to the day asked, and doubts are said."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.works import regional
from kechuang.policy.works.succession import Change, Resolver, Table, faults
from kechuang.rulebook.load import packaged_root


def change(before, after, since, kind="renamed"):
    to = tuple((name,) for name in after)
    return Change(names=(before,), to=to, kind=kind, since=since, source="改革方案", mark="G", place="330000")


CHAIN = Resolver(Table((change("甲局", ["乙局"], "2018-10"), change("乙局", ["丙局"], "2023")), {"丁局": "丁局"}))


@pytest.mark.parametrize(
    ("day", "today"),
    [
        (date(2018, 9, 30), "甲局"),
        (date(2018, 10, 1), "乙局"),
        (date(2022, 12, 31), "乙局"),
        (date(2023, 1, 1), "丙局"),
    ],
)
def test_a_chain_is_followed_to_the_day_asked(day, today):
    assert CHAIN.resolve("甲局", date(2016, 1, 1), day).today == ((today,),)


def test_doubts_are_said_where_name_and_day_do_not_fit():
    assert CHAIN.resolve("乙局", date(2016, 1, 1), date(2020, 1, 1)).doubts == ("before_its_time",)
    assert CHAIN.resolve("甲局", date(2020, 1, 1), date(2020, 1, 1)).doubts == ("after_its_time",)
    assert CHAIN.resolve("甲局", None, date(2020, 1, 1)).doubts == ("no_day",)


def test_a_split_gives_all_and_a_group_and_an_unknown_none():
    split = Resolver(Table((change("甲局", ["乙局", "丙局"], "2018", "split"),), {}))

    assert split.resolve("甲局", date(2016, 1, 1), date(2020, 1, 1)).today == (("乙局",), ("丙局",))
    assert [CHAIN.resolve(name, None, date(2020, 1, 1)).status for name in ("有关设区市政府", "戊局", "丁局")] == [
        "group",
        "unknown",
        "unchanged",
    ]


NAMES = st.sampled_from(["甲局", "乙局", "丙局", "丁局"])


@settings(max_examples=80)
@given(
    st.lists(st.tuples(NAMES, NAMES, st.sampled_from(["2018", "2018-10", "2023-07", "2023-07-20"])), max_size=5),
    NAMES,
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
)
def test_any_table_is_answered_and_no_step_lies_after_the_day(rows, name, day):
    resolver = Resolver(Table(tuple(change(a, [b], since) for a, b, since in rows if a != b), {}))

    found = resolver.resolve(name, date(2012, 1, 1), day)

    assert all(step.first_day <= day for step in found.steps)
    assert len(found.steps) == len(set(map(id, found.steps)))
    assert (found.status == "unknown") == (not resolver.known(name))


def test_a_table_that_contradicts_itself_is_refused():
    assert faults(Table((change("甲局", ["甲局"], "2018"),), {})) == ["甲局: its own successor"]
    assert faults(Table((change("甲局", ["乙局", "丙局"], "2018"),), {})) == [
        "甲局: a split names several successors, and nothing else does"
    ]


def test_the_packaged_tables_are_sound_and_hold_in_their_places():
    table = regional.table([packaged_root()])

    assert faults(table) == []
    assert {change.mark for change in table.changes} <= {"s", "G"}
    assert regional.resolver("330000").known("省经信委")
    assert not regional.resolver("340000").known("省经信委")
    assert regional.resolver("340000").known("环境保护部")
