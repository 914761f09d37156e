"""The demonstration's fixed today: kept in a file of the node, so that every process shows the same day."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from kechuang.web import clock

FILE = "demonstration.json"
LAST_DAY = date(2026, 11, 20)
MORNING = time(9, 30, tzinfo=clock.CHINA)


def moment_on(day: date) -> datetime:
    """Give the moment that the demonstration shows on a day."""
    return datetime.combine(day, MORNING).astimezone(UTC)


def today() -> date:
    """Give the stored day, or the last day of the story."""
    path = settings.KECHUANG_HOME / FILE
    return date.fromisoformat(json.loads(path.read_text())["today"]) if path.exists() else LAST_DAY


def set_today(day: date) -> None:
    """Store the day; readers see the old or the new one, never half of it."""
    path = settings.KECHUANG_HOME / FILE
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"today": day.isoformat()}))
    part.replace(path)


class DemonstrationClock:
    """Shows every request the demonstration's day, on a demonstration node only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hold the clock while the request is answered."""
        if not settings.KECHUANG_DEMO:
            return self.get_response(request)
        with clock.fixed(moment_on(today())):
            return self.get_response(request)
