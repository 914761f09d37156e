"""Periods, and statements as they travel: read back what was written, refuse what was altered."""

import json
from datetime import date
from decimal import Decimal

import pytest

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.settlement.rules.lines import PAID, Line
from kechuang.mechanisms.sharing.settlement.rules.message import Message, read_message
from kechuang.mechanisms.sharing.settlement.rules.periods import Period, longest, period_of

HALF = Period(date(2026, 1, 1), date(2026, 6, 30))
LINE = Line(
    order="330100/case/0197",
    number="KJQ-1",
    kind=PAID,
    payer="330100",
    provider="310000",
    amount=Decimal("1000.5"),
    on=date(2026, 3, 4),
)
MESSAGE = Message(sender="330100", receiver="310000", period=HALF, version=1, edition="abc", log_size=7, lines=(LINE,))


@pytest.mark.parametrize(
    ("on", "months", "first", "last", "code"),
    [
        (date(2026, 2, 28), 6, date(2026, 1, 1), date(2026, 6, 30), "2026H1"),
        (date(2026, 12, 31), 6, date(2026, 7, 1), date(2026, 12, 31), "2026H2"),
        (date(2026, 8, 1), 3, date(2026, 7, 1), date(2026, 9, 30), "2026Q3"),
        (date(2028, 2, 29), 1, date(2028, 2, 1), date(2028, 2, 29), "2028M02"),
        (date(2026, 5, 1), 12, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 5, 1), 4, date(2026, 5, 1), date(2026, 8, 31), "2026P5-8"),
    ],
)
def test_a_period_is_a_whole_part_of_a_calendar_year(on, months, first, last, code):
    period = period_of(on, months)

    assert (period.first, period.last, period.code, period.holds(on)) == (first, last, code, True)


def test_when_the_rule_changes_the_next_period_begins_the_day_after_and_leaves_no_gap():
    following = HALF.next(4)

    assert (following.first, following.last, following.code) == (date(2026, 7, 1), date(2026, 8, 31), "2026P7-8")
    assert following.next(4).code == "2026P9-12"


def test_the_longest_period_within_the_limit_divides_the_year():
    assert [longest(months) for months in (12, 11, 6, 5, 2, 1)] == [12, 6, 6, 4, 2, 1]
    assert longest(0) == Refusal("settlement.period_limit", {"months": 0})


def test_a_statement_comes_back_as_it_was_sent():
    raw = json.loads(json.dumps(MESSAGE.as_json()))

    assert read_message(raw) == MESSAGE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "other/1"}, "settlement.message_format"),
        ({"edition": "other"}, "settlement.message_altered"),
        ({"lines": []}, "settlement.message_altered"),
        ({"version": "x"}, "settlement.message_unreadable"),
        ({"period": {"first": "2026-13-01", "last": "2026-06-30"}}, "settlement.message_unreadable"),
        ({"to": "330100"}, "settlement.message_unreadable"),
        ({"lines": [{**MESSAGE.body["lines"][0], "amount": "0"}]}, "settlement.message_unreadable"),
        ({"lines": [{**MESSAGE.body["lines"][0], "amount": "NaN"}]}, "settlement.message_unreadable"),
        ({"lines": [{**MESSAGE.body["lines"][0], "payer": "340100"}]}, "settlement.message_unreadable"),
        ({"lines": [MESSAGE.body["lines"][0]] * 2}, "settlement.message_unreadable"),
    ],
)
def test_a_message_that_was_altered_or_cannot_be_read_is_refused(change, code):
    assert read_message({**MESSAGE.as_json(), **change}).code == code


def test_anything_else_is_no_message():
    assert read_message(["x"]).code == "settlement.message_format"
