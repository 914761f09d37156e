"""A calendar as iCalendar (RFC 5545): what must be done as VTODO, what lasts as VEVENT; kind and number only."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event, Todo

from kechuang.casework.notices.agenda import SEASON, Item


def write(items: Iterable[Item], *, name: str, host: str, base: str = "") -> bytes:
    """Write a calendar. The same items give the same bytes: the stamp of each is its last change, not the hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kechuang//Calendar of due days//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6))
    for item in items:
        calendar.add_component(_component(item, host, base))
    return calendar.to_ical()


def _component(item: Item, host: str, base: str) -> Todo | Event:
    lasting = item.kind == SEASON
    made: Todo | Event = Event() if lasting else Todo()
    made.add("uid", f"{item.key}@{host}")
    made.add("dtstamp", _stamp(item))
    made.add("summary", item.plain)
    if lasting:
        made.add("dtstart", item.on)
        made.add("dtend", (item.until or item.on) + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    else:
        made.add("due", item.on)
        made.add("status", "NEEDS-ACTION")
    if base and item.url:
        made.add("url", base.rstrip("/") + item.url)
    return made


def _stamp(item: Item) -> datetime:
    try:
        changed = datetime.fromisoformat(item.changed)
    except ValueError:
        return datetime.combine(date(item.on.year, 1, 1), time(), UTC)
    return (changed if changed.tzinfo else changed.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def etag(body: bytes) -> str:
    """Give the strong entity tag of a calendar."""
    return f'"{sha256(body).hexdigest()[:32]}"'
