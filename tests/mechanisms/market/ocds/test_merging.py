"""Releases merge by the rules of the standard: the public cases come out right, and cases of our own."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ocdsmerge.rules import get_merge_rules

from kechuang.mechanisms.market.ocds import merge_rules
from kechuang.mechanisms.market.ocds.merging import MergeRefusedError, compiled, ordered, versioned
from tests.mechanisms.market.ocds.shared import FOLDER, faults, needs_shared, read

CASES = sorted(
    path.stem
    for path in (FOLDER / "merge-fixtures/1.1").glob("*.json")
    if not path.stem.endswith(("-compiled", "-versioned"))
)
FIRST = {"ocid": "x-1", "id": "a", "date": "2026-01-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender"}
SECOND = {**FIRST, "id": "b", "date": "2026-01-02T00:00:00Z"}


@needs_shared
def test_there_are_seventeen_public_cases_of_each_kind():
    assert len(CASES) == 17


@needs_shared
@pytest.mark.parametrize("case", CASES)
def test_a_public_case_compiles_as_the_standard_says(case):
    assert compiled(read(f"merge-fixtures/1.1/{case}.json")) == read(f"merge-fixtures/1.1/{case}-compiled.json")


@needs_shared
@pytest.mark.parametrize("case", CASES)
def test_a_public_case_is_versioned_as_the_standard_says(case):
    assert versioned(read(f"merge-fixtures/1.1/{case}.json")) == read(f"merge-fixtures/1.1/{case}-versioned.json")


@needs_shared
def test_the_process_of_six_releases_compiles_to_its_record_in_any_order():
    releases = read("fictional-example-1.1/ocds-213czf-000-00001.json")["releases"]

    found = compiled(list(reversed(releases)))

    assert len(releases) == 6
    assert found == read("fictional-example-1.1/record.json")["records"][0]["compiledRelease"]
    assert faults("release-schema.json", found) == []


@needs_shared
def test_the_table_of_rules_is_that_of_the_release_schema():
    assert merge_rules.table() == get_merge_rules(read("release-schema.json"))


def test_a_null_takes_a_field_away_and_history_keeps_it():
    releases = [FIRST | {"tender": {"id": "t", "title": "甲"}}, SECOND | {"tender": {"id": "t", "title": None}}]

    found, history = compiled(releases), versioned(releases)

    assert found["tender"] == {"id": "t"}
    assert [each["value"] for each in history["tender"]["title"]] == ["甲", None]


def test_members_of_a_list_merge_by_id_and_plain_lists_are_replaced_whole():
    releases = [
        FIRST | {"parties": [{"id": "1", "name": "甲", "roles": ["seller"]}, {"id": "2", "name": "乙"}]},
        SECOND | {"parties": [{"id": "1", "roles": ["seller", "payee"]}]},
    ]

    found = compiled(releases)

    assert found["parties"] == [
        {"id": "1", "name": "甲", "roles": ["seller", "payee"]},
        {"id": "2", "name": "乙"},
    ]
    assert (found["id"], found["date"], found["tag"]) == ("x-1-2026-01-02T00:00:00Z", SECOND["date"], ["compiled"])


def test_the_order_is_that_of_moments_and_not_of_their_text():
    early = FIRST | {"date": "2026-01-02T01:00:00+08:00", "tender": {"id": "t", "title": "early"}}
    late = SECOND | {"date": "2026-01-01T20:00:00Z", "tender": {"id": "t", "title": "late"}}

    found = compiled([late, early])

    assert found["tender"]["title"] == "late"


@pytest.mark.parametrize(
    ("releases", "said"),
    [
        ([], "there is no release to merge"),
        ([FIRST, SECOND | {"ocid": "x-2"}], "releases of one process have one ocid; these have 'x-1, x-2'"),
        ([FIRST | {"date": None}], "release 'a' has no date that can be read"),
        ([FIRST | {"date": "2026-01-01T00:00:00"}], "the date of release 'a' names no offset from UTC"),
        (
            [FIRST | {"awards": [{"id": "1"}, {"id": "1"}]}],
            "Multiple objects have the `id` value '1' in the `awards` array",
        ),
    ],
)
def test_what_cannot_be_merged_is_refused_by_name(releases, said):
    with pytest.raises(MergeRefusedError) as refused:
        compiled(releases)

    assert str(refused.value) == said


texts = st.text("甲乙ab", min_size=1, max_size=3)
tenders = st.fixed_dictionaries({"id": st.just("t")}, optional={"title": st.none() | texts, "description": texts})
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
offsets = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@settings(max_examples=40)
@given(
    st.lists(st.tuples(moments, offsets, tenders), min_size=1, max_size=6, unique_by=lambda each: each[0]), st.randoms()
)
def test_the_last_said_value_stands_in_whatever_order_releases_come(found, shuffled):
    releases = [
        FIRST | {"id": str(number), "date": at.astimezone(offset).isoformat(), "tender": tender}
        for number, (at, offset, tender) in enumerate(found)
    ]
    last: dict[str, object] = {}
    for _at, _offset, tender in sorted(found, key=lambda each: each[0]):
        last |= tender
    shuffled.shuffle(releases)

    assert compiled(releases)["tender"] == {name: value for name, value in last.items() if value is not None}
    assert [each["id"] for each in ordered(releases)] == [
        str(found.index(each)) for each in sorted(found, key=lambda each: each[0])
    ]
