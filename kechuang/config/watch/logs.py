"""Logs without personal data: one line an event, as text or as JSON (``KECHUANG_LOG=json``), with the request's id.

What other libraries put into a message may hold names (a path that was asked for, a value that a table refused). So a
message of theirs is written as its template, without the values; an exception as its type and places, without its text.
Our own loggers (``kechuang.*``) write values, and never give names of persons.
"""

import json
import logging
import os
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
OWN = "kechuang"
EXTRA = ("route", "method", "status", "ms")
MOST_PLACES = 25


class Plain(logging.Formatter):
    """One line: moment, level, logger, request, words; the places of an exception in the same line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        event = said(record)
        extra = " ".join(f"{name}={event[name]}" for name in EXTRA if name in event)
        parts = [event["at"], event["level"], event["logger"], event.get("request", "-"), event["event"], extra]
        if "error" in event:
            parts.append(f"{event['error']} at {' < '.join(event['places'])}")
        return " ".join(part for part in parts if part)


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return json.dumps(said(record), ensure_ascii=False)


def said(record: logging.LogRecord) -> dict[str, Any]:
    """Give what may be said of a record."""
    event: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "event": _words(record),
    }
    if known := request_id.get() or getattr(record, "request_id", ""):
        event["request"] = known
    event |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
    status = getattr(record, "status_code", None)
    if isinstance(status, int):
        event["status"] = status
    if record.exc_info and record.exc_info[0] is not None:
        event["error"] = f"{record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}"
        event["places"] = _places(record.exc_info[2])
    return event


def _words(record: logging.LogRecord) -> str:
    own = record.name == OWN or record.name.startswith(f"{OWN}.")
    try:
        return record.getMessage() if own else str(record.msg)[:300]
    except (TypeError, ValueError):
        return str(record.msg)[:300]


def _places(trace: TracebackType | None) -> list[str]:
    found = [
        f"{os.path.relpath(frame.f_code.co_filename) if OWN in frame.f_code.co_filename else frame.f_code.co_name}"
        f":{line}"
        for frame, line in walk_tb(trace)
    ]
    return found[::-1][:MOST_PLACES]


def configuration(form: str, level: str) -> dict[str, Any]:
    """Give Django's LOGGING setting for a form (text, json) and a least level."""
    shown = level.upper() if level.upper() in logging.getLevelNamesMapping() else "WARNING"
    formatter = Json if form == "json" else Plain
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"{formatter.__module__}.{formatter.__name__}"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "kechuang": {"level": shown, "propagate": True},
            # A page that is not there, or is not for this reader, is no fault of the node.
            "django.request": {"level": "ERROR", "propagate": True},
            "django": {"level": "WARNING", "handlers": [], "propagate": True},
        },
    }
