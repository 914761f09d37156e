"""Addresses of clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.policy.paths import Heading, place, resolve, step_of, steps


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("四、", "四"),
        ("（三）", "(三)"),
        ("(十一)", "(十一)"),
        ("1.", "1"),
        ("12．", "12"),
        ("1.2", "1.2"),
        ("专 栏 2", "专栏2"),
        ("第三章", "第三章"),
        ("③", "③"),
        ("（ 二 ）", "(二)"),
        ("", ""),
    ],
)
def test_a_mark_has_one_plain_form(printed, plain):
    assert step_of(printed) == plain


def test_paths_run_from_the_top():
    headings = [
        Heading(1, "一、"),
        Heading(2, "（一）"),
        Heading(2, "（二）"),
        Heading(3, "1."),
        Heading(None, "专栏1"),
        Heading(3, "2."),
        Heading(1, "二、"),
        Heading(2, "（一）"),
    ]

    assert [(each.path, each.parent) for each in place(headings)] == [
        ("一", ""),
        ("一(一)", "一"),
        ("一(二)", "一"),
        ("一(二)1", "一(二)"),
        ("专栏1", "一(二)1"),
        ("一(二)2", "一(二)"),
        ("二", ""),
        ("二(一)", "二"),
    ]


def test_a_heading_without_a_mark_counts_inside_its_parent():
    headings = [
        Heading(1, "四、"),
        Heading(2, "(三)"),
        Heading(3, ""),
        Heading(3, ""),
        Heading(2, "(四)"),
        Heading(3, ""),
    ]

    assert [each.path for each in place(headings)] == ["四", "四(三)", "四(三)·1", "四(三)·2", "四(四)", "四(四)·1"]


def test_a_mark_that_damage_repeats_is_told_apart():
    assert [each.path for each in place([Heading(1, "二、"), Heading(2, "1."), Heading(2, "1.")])] == [
        "二",
        "二1",
        "二1[2]",
    ]


def test_marks_of_one_sort_do_not_run_together():
    headings = [Heading(1, "3."), Heading(2, "12."), Heading(1, "一、"), Heading(2, "十一、")]

    assert [each.path for each in place(headings)] == ["3", "3-12", "一", "一-十一"]
    assert steps("3-12") == ("3", "12")


PATHS = ["三", "三(十)", "四", "四(十一)", "四(十二)", "十一", "十一(二)", "二(六)3", "二(三)3", "专栏2"]


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("四(十一)", "四(十一)"),
        ("四（十一）", "四(十一)"),
        ("(十一)", "四(十一)"),
        ("十一", "十一"),
        ("十一(二)", "十一(二)"),
        ("二(六)3", "二(六)3"),
        ("专栏 2", "专栏2"),
        ("3", ""),
        ("(九)", ""),
        ("", ""),
    ],
)
def test_a_citation_means_the_path_or_its_only_ending(cited, found):
    assert resolve(cited, PATHS) == found


MARKS = st.sampled_from(["一、", "十一、", "（二）", "(十六)", "3.", "12.", "专栏1", "①", ""])


@given(st.lists(st.builds(Heading, st.sampled_from([1, 2, 3, None]), MARKS), max_size=40))
def test_no_path_is_given_twice_and_each_resolves_to_itself(headings):
    paths = [each.path for each in place(headings)]

    assert len(set(paths)) == len(paths)
    assert all("".join(steps(path)) == path.replace("-", "") for path in paths)
    assert [resolve(path, paths) for path in paths] == paths
