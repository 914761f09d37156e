"""``kechuang ledger verify`` holds the register of documents against the facts."""

import pytest

from kechuang.casework.files import bytes as bytes_
from kechuang.ledger.verify import verify
from kechuang.policy import actions, rules
from kechuang.policy.models import Document, Target
from tests.policy.plans import TEXT, reading

BETTER = TEXT.replace("20家", "25家") + "\n（演示更正）\n"


def errors() -> list[tuple[str, str]]:
    found = [finding for finding in verify(processes=1).findings if finding.error]
    return [(finding.code, str(finding.values.get("column", ""))) for finding in found]


@pytest.fixture
def register(desk):
    """A document that was revised, and one that was withdrawn."""
    document = desk.accept()
    actions.replace(desk.draft(BETTER), document.pk, rules.as_read(reading(BETTER)), "换上更正本", by=desk.planner)
    gone = desk.accept("另一份通知（演示）\n\n一、甲\n\n演示。\n", "gone.txt")
    actions.withdraw(gone.pk, "误传了征求意见稿", by=desk.planner, key="w1")
    return Document.objects.get(pk=document.pk)


def test_an_honest_register_has_no_finding(register):
    assert errors() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("title", "改过的标题"), ("number", "别的文号"), ("version", 7), ("withdrawn", True), ("text_digest", "0" * 64)],
)
def test_a_changed_row_is_named(register, column, value):
    Document.objects.filter(pk=register.pk).update(**{column: value})

    assert ("ledger.row_differs", column) in errors()


def test_changed_findings_are_named(register):
    changed = {**register.reading, "title": "改过的标题"}
    Document.objects.filter(pk=register.pk).update(reading=changed)

    assert errors() == [("ledger.row_differs", "findings")]


def test_a_target_taken_away_is_named(register):
    Target.objects.filter(code="T001").delete()

    assert errors() == [("ledger.row_differs", "targets")]


def test_a_lost_file_is_named(register):
    bytes_.path_of(register.text_digest).unlink()

    assert errors() == [("ledger.row_differs", "kept")]
