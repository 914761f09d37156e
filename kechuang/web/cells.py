"""How one value stands in a list: as HTML on the page, as a typed value in an export, as JSON in the API."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kechuang.web import divisions, written
from kechuang.web.parts import Clause, State

NOTHING = SafeString("—")
KINDS = (
    "text",
    "main",
    "code",
    "state",
    "money",
    "wan",
    "whole",
    "year",
    "number",
    "share",
    "percent",
    "day",
    "moment",
    "place",
)
NUMBER_KINDS = frozenset({"money", "wan", "whole", "year", "number", "share", "day"})


def html(kind: str, value: Any) -> SafeString:  # noqa: ANN401 - any value that a list shows
    """Write a value as HTML; nothing is shown as a dash."""
    if value is None or value == "":
        return NOTHING
    writer = _WRITERS.get(kind)
    return writer(value) if writer else conditional_escape(value)


def _line(value: object) -> SafeString:
    return format_html('<span class="one-line" title="{0}">{0}</span>', value)


def _state(value: State) -> SafeString:
    return _state_html(str(value.word), value.tone)


@lru_cache(maxsize=512)
def _state_html(word: str, tone: str) -> SafeString:
    return SafeString(render_to_string("web/parts/state.html", {"state": State(word, tone)}).strip())


def _percent(value: Decimal | int) -> SafeString:
    return _meter_html(str(value))


@lru_cache(maxsize=512)
def _meter_html(value: str) -> SafeString:
    percent = Decimal(value)
    context = {"percent": percent, "shown": max(Decimal(0), min(Decimal(100), percent)), "tone": ""}
    return SafeString(render_to_string("web/parts/meter.html", context).strip())


_WRITERS: dict[str, Callable[[Any], SafeString]] = {
    "main": _line,
    "state": _state,
    "percent": _percent,
    "money": lambda value: SafeString(written.money(value)),
    "wan": lambda value: SafeString(written.money(value, unit="wan")),
    "whole": lambda value: SafeString(written.whole(value)),
    "number": lambda value: SafeString(written.number(value)),
    "share": lambda value: SafeString(written.share(value)),
    "day": lambda value: format_html('<time datetime="{0}">{0}</time>', written.day(value)),
    "moment": lambda value: SafeString(written.moment(value)),
    "place": lambda value: conditional_escape(divisions.name(str(value))),
}


def exported(kind: str, value: Any) -> str | int | Decimal | date | None:  # noqa: ANN401 - any value that a list shows
    """Give the typed value of a cell for CSV and Excel: words for states and places, numbers and days as such."""
    if kind == "place" and value:
        return divisions.name(str(value))
    if value is None or (isinstance(value, str | int | Decimal | date) and not isinstance(value, datetime | bool)):
        return value
    return written.moment(value) if isinstance(value, datetime) else str(value)


def as_json(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Give the value of a cell for the API: amounts and days as text, states as code and word."""
    if isinstance(value, State):
        return {"code": value.code, "word": str(value.word), "language": get_language()}
    if isinstance(value, Clause):
        return {"text": value.text, "document": str(value.document), "place": str(value.place)}
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int) else str(value)
