"""The inputs of a report: the same bytes for the same values, read back whole, and compared value by value."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kechuang.mechanisms.delivery.evaluation.report import inputs
from kechuang.mechanisms.delivery.evaluation.report.inputs import Ahead, Difference, Goal, Inputs, Point, Target
from kechuang.mechanisms.delivery.evaluation.report.words import STATES, WHY
from tests.mechanisms.delivery.evaluation.report.samples import BEHIND, MET, PLAN, small

texts = st.text(max_size=12)
numbers = st.decimals(-10_000, 10_000, places=2, allow_nan=False)
years = st.integers(2020, 2035)
periods = years.map(str)
targets = st.builds(
    Target,
    code=st.from_regex(r"T[0-9]{3}", fullmatch=True),
    clause=texts,
    chapter=texts,
    quote=texts,
    indicator=texts,
    form=st.sampled_from(["level", "increment", "annual", "growth", "share", "rank", "coverage", "soft"]),
    unit=st.sampled_from(["家", "%", ""]),
    goal=st.none() | numbers,
    due_year=years,
    path=st.lists(st.builds(Goal, period=periods, value=numbers), max_size=3).map(tuple),
    base=st.none() | numbers,
    value=st.none() | numbers,
    period=periods,
    facts=st.lists(st.from_regex(r"[0-9a-f]{8}", fullmatch=True), max_size=2).map(tuple),
    state=st.sampled_from(STATES),
    why=st.sampled_from(sorted(WHY)),
    late=st.just(()) | st.tuples(years, years),
    asked=st.none() | numbers,
    ratio=st.none() | numbers,
    points=st.lists(st.builds(Point, period=periods, value=numbers, source=texts), max_size=4).map(tuple),
    ahead=st.lists(st.builds(Ahead, year=years, value=numbers, low=numbers, high=numbers), max_size=3).map(tuple),
    bodies=st.lists(texts, max_size=2).map(tuple),
)
reports = st.builds(
    Inputs,
    plan=st.just(PLAN),
    kind=st.sampled_from(inputs.KINDS),
    title=texts,
    years=st.lists(years, max_size=3).map(tuple),
    data_year=years,
    vintage=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    host=texts,
    targets=st.lists(targets, max_size=6, unique_by=lambda each: each.code).map(tuple),
)


@given(reports)
@examples(max_examples=60, deadline=None)
def test_inputs_are_read_back_as_they_were_with_the_same_bytes(made):
    again = inputs.read(inputs.canonical(made))

    assert again == made
    assert inputs.canonical(again) == inputs.canonical(made)
    assert inputs.differences(made, again) == []


def test_the_digest_is_of_the_canonical_bytes_and_changes_with_any_value():
    one, other = small(), small(data_year=2024)

    assert inputs.digest(one) == inputs.digest(small())
    assert inputs.digest(one) != inputs.digest(other)


def test_values_that_older_inputs_lack_have_their_defaults():
    plain = inputs.to_plain(small())
    del plain["check_note"], plain["targets"][0]["version"]

    assert inputs.from_plain(plain) == small()


@pytest.mark.parametrize("wrong", [b"[]", b'{"kind":"annual"}', b'{"plan":1}', b'{"targets":[{"goal":"many"}]}'])
def test_what_are_no_inputs_is_refused(wrong):
    with pytest.raises(ValueError, match=r"no inputs|one of"):
        inputs.read(wrong)


def test_a_corrected_value_is_the_one_difference_and_says_where():
    corrected = replace(BEHIND, value=Decimal("3.1"))

    found = inputs.differences(small(), small(targets=(MET, corrected, small().targets[2])))

    assert found == [Difference("targets[T002].value", "2.9", "3.1")]


def test_a_target_more_shifts_no_other():
    found = inputs.differences(small(targets=(BEHIND,)), small(targets=(MET, BEHIND)))

    assert [each.where for each in found] == ["targets[T001]"]


def test_where_the_node_stands_is_no_difference():
    assert inputs.differences(small(), small(address="x", edition="e2", logs=(("330100", 999),))) == []
