"""Calendar files after RFC 5545: escaping, folding at 75 octets, times in UTC. Pure.

Times stand in UTC (form 2 of section 3.3.5), so that no VTIMEZONE is needed; a day without a time is a DATE whose end
is the day after (section 3.6.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
PRODUCT = "-//Kechuang//market calendar//ZH"
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry. ``end`` of a whole-day entry is its last day; ``sequence`` rises with every change that is told."""

    uid: str
    stamp: datetime
    start: datetime | date
    end: datetime | date
    title: str
    place: str = ""
    about: str = ""
    url: str = ""
    organiser: str = ""
    category: str = ""
    sequence: int = 0
    cancelled: bool = False


def escaped(text: str) -> str:
    """Escape a TEXT value (section 3.3.11); control characters, which no value may hold, are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """Fold a content line so that no piece is longer than 75 octets and no character is cut (section 3.1)."""
    pieces, piece, room = [], "", OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", OCTETS - 1
        piece += sign
        room -= size
    pieces.append(piece)
    return "\r\n ".join(pieces)


def _time(name: str, value: datetime | date) -> str:
    if isinstance(value, datetime):
        return f"{name}:{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


def _lines(item: Item) -> Iterable[str]:
    end = item.end if isinstance(item.end, datetime) else item.end + timedelta(days=1)
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(item.uid)}"
    yield _time("DTSTAMP", item.stamp)
    yield _time("DTSTART", item.start)
    yield _time("DTEND", end)
    yield f"SUMMARY:{escaped(item.title)}"
    for name, value in (("LOCATION", item.place), ("DESCRIPTION", item.about), ("CATEGORIES", item.category)):
        if value:
            yield f"{name}:{escaped(value)}"
    if item.organiser:
        yield f"CONTACT:{escaped(item.organiser)}"
    if item.url:
        yield f"URL:{item.url}"
    yield f"SEQUENCE:{item.sequence}"
    yield f"STATUS:{'CANCELLED' if item.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def calendar(name: str, items: Iterable[Item]) -> str:
    """Give a whole calendar object, lines ended by CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for item in items:
        lines.extend(_lines(item))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)
