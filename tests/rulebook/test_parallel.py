"""One text enacted by several places: as many acts as places, the same everywhere."""

import pytest

from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.load import current, load
from tests.rulebook.books import write

GROUP = (
    '- id: both\n  title: {zh: 共同决定, en: a joint decision}\n  places: ["330000", "330421"]\n  since: 2025-09-01\n'
)


def act(value="50%", since="2025-09-01") -> str:
    return (
        "- key: demo.share\n  meaning: floor\n  values:\n"
        f"  - {{since: {since}, value: {value}, source: law, clause: '1', confidence: S, parallel: both}}\n"
    )


def root(tmp_path, **acts: str):
    files = {f"{place}/rules/joint.yaml": text for place, text in acts.items()}
    return write(tmp_path, {"groups.yaml": GROUP, **files})


def codes(where) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load([where])
    return [fault.code for fault in caught.value.all]


def test_the_same_act_in_every_place_loads(tmp_path):
    book = load([root(tmp_path, **{"330000-zhejiang": act(), "330421-jiashan": act()})])

    assert [entry.parallel for entry in book.entries if entry.parallel] == ["both", "both"]


def test_a_place_that_says_nothing_is_missed(tmp_path):
    assert codes(root(tmp_path, **{"330000-zhejiang": act()})) == ["parallel.incomplete"]


@pytest.mark.parametrize("other", [act("60%"), act(since="2025-10-01")], ids=["another value", "another day"])
def test_a_place_that_says_something_else_is_refused(tmp_path, other):
    assert codes(root(tmp_path, **{"330000-zhejiang": act(), "330421-jiashan": other})) == ["parallel.differs"]


def test_a_place_outside_the_group_is_refused(tmp_path):
    acts = {"330000-zhejiang": act(), "330421-jiashan": act(), "000000-nation": act(since="2026-01-01")}

    assert codes(root(tmp_path, **acts)) == ["parallel.place"]


def test_the_decision_of_the_four_standing_committees_is_four_acts():
    acts = [entry for entry in current().entries if entry.parallel == "yrd-coordinated-innovation-2025"]

    assert sorted(entry.place for entry in acts) == ["310000", "320000", "330000", "340000"]
    assert len({entry.value for entry in acts}) == 1
