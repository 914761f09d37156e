"""The words of events: kinds, outcomes, sides, times; and the listings, where that mechanism is installed."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.mechanisms.market.roadshow.models import Event, Meeting
from kechuang.web import clock, divisions, written
from kechuang.web.slots import Words

KINDS: dict[str, Words] = {
    "roadshow": _("roadshow"),
    "matching": _("matching of demands"),
    "preview": _("preview of a sale"),
    "training": _("training"),
}
# What stands in the calendar besides events.
SALE, LISTING = "sale", "listing"
CALENDAR_KINDS: dict[str, Words] = {**KINDS, SALE: _("sale by auction"), LISTING: _("last day of a listing")}
OUTCOMES: dict[str, Words] = {
    "nothing": _("nothing came of it"),
    "talks": _("they talk on"),
    "trial": _("a trial was agreed"),
    "demand": _("a demand was set"),
    "contract": _("a contract was signed"),
}


def listings() -> Any:  # noqa: ANN401 - the module of another mechanism
    """Give the queries of listings; None on a node without them."""
    if not apps.is_installed("kechuang.mechanisms.market.listing"):
        return None
    return import_module("kechuang.mechanisms.market.listing.queries")


def kind(code: str) -> str:
    """Name a kind of entry of the calendar."""
    return str(CALENDAR_KINDS.get(code, code))


def span(starts: datetime, ends: datetime) -> str:
    """Write when an event takes place, in China's time."""
    first, last = starts.astimezone(clock.CHINA), ends.astimezone(clock.CHINA)
    begin = f"{written.day(first.date())} {first:%H:%M}"
    if first.date() == last.date():
        return f"{begin}–{last:%H:%M}"
    return f"{begin} – {written.day(last.date())} {last:%H:%M}"


def where(row: Event) -> str:
    """Write where an event takes place."""
    return " ".join(part for part in (divisions.name(row.place), row.venue) if part)


def side(row: Meeting, which: str) -> str:
    """Name a side of a meeting."""
    body = getattr(row, which)
    return body.name if body else getattr(row, f"{which}_name")


def month_of(text: str, today: Any) -> tuple[int, int]:  # noqa: ANN401 - a day
    """Read a month (2026-06); anything else is the month of today."""
    year, _dash, month = text.partition("-")
    if len(year) == 4 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and 2000 <= int(year) <= 2100:
        return int(year), int(month)
    return today.year, today.month


def shifted(year: int, month: int, by: int) -> str:
    """Give the month so many months later, as an address writes it."""
    at = year * 12 + month - 1 + by
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


DAY = timedelta(days=1)
WEEKDAYS: tuple[Words, ...] = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
