"""Calendar files: what any reader of RFC 5545 gets back is what was written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.market.roadshow.rules import ical

STAMP = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("路演;,\\\n:\"' nN会议"), st.characters(min_codepoint=32, max_codepoint=0xFFFF,
                       exclude_categories=("Cs", "Cc", "Zl", "Zp"))),
    max_size=160,
)  # fmt: skip


def item(**more) -> ical.Item:
    values = {
        "uid": "1@330100",
        "stamp": STAMP,
        "start": datetime(2026, 6, 18, 6, 0, tzinfo=UTC),
        "end": datetime(2026, 6, 18, 9, 0, tzinfo=UTC),
        "title": "路演",
        **more,
    }
    return ical.Item(**values)


def test_a_calendar_is_written_as_the_standard_says():
    text = ical.calendar("日历", [item(title="一;二,三\\四", sequence=2, cancelled=True, start=date(2026, 6, 18),
                                       end=date(2026, 6, 19))])  # fmt: skip

    lines = text.split("\r\n")
    assert lines[:6] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kechuang//market calendar//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:日历",
    ]
    assert lines[6:] == [
        "BEGIN:VEVENT",
        "UID:1@330100",
        "DTSTAMP:20260601T010000Z",
        "DTSTART;VALUE=DATE:20260618",
        "DTEND;VALUE=DATE:20260620",
        "SUMMARY:一\\;二\\,三\\\\四",
        "SEQUENCE:2",
        "STATUS:CANCELLED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@settings(max_examples=80)
@given(text=TEXTS)
def test_no_line_is_longer_than_75_octets_and_unfolding_gives_it_back(text):
    line = f"SUMMARY:{ical.escaped(text)}"

    folded = ical.folded(line)

    assert max(len(piece.encode()) for piece in folded.split("\r\n")) <= 75
    assert folded.replace("\r\n ", "") == line


@settings(max_examples=60, deadline=None)
@given(title=TEXTS, about=TEXTS, hours=st.integers(1, 100))
def test_another_library_reads_back_what_was_written(title, about, hours):
    icalendar = pytest.importorskip("icalendar", reason="the library that reads it back is not installed")
    one = item(title=title, about=about, end=datetime(2026, 6, 18, 6, 0, tzinfo=UTC) + timedelta(hours=hours))

    read = icalendar.Calendar.from_ical(ical.calendar("日历", [one]))
    event = read.walk("VEVENT")[0]

    assert str(event["SUMMARY"]) == title
    assert str(event.get("DESCRIPTION", "")) == about
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (one.start, one.end)
    assert read.errors == []
