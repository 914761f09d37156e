"""Columns of the register lines: few at first, the others by choice."""

from kechuang.policy.works.lists import LINES
from kechuang.web.looks import arranged

FIRST = ["code", "clause", "indicator", "amount", "year", "mentions", "total", "level", "place", "work"]


def test_columns_for_experts_come_when_they_are_chosen():
    assert [column.name for column in arranged(LINES, [])[0]] == FIRST
    assert [column.name for column in arranged(LINES, ["name", "doubts"])[0]] == ["indicator", "name", "doubts"]


def test_files_have_every_column():
    assert set(FIRST) | {"name", "part_of", "doubts"} == {column.name for column in LINES.columns if column.export}
