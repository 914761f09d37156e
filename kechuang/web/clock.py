"""The only place that asks what time it is.

A demonstration node has a fixed today (stored in the database by ``kechuang.casework.demo_day``), so that the same
page shows the same deadlines a year later. Everything else is told the moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


class _Node:
    """The node's own fixed moment, set once at start on a demonstration node."""

    moment: datetime | None = None


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return _fixed.get() or _Node.moment or datetime.now(UTC)


def today() -> date:
    """Give the present day in China, where every deadline of the platform is counted."""
    return now().astimezone(CHINA).date()


def real_now() -> datetime:
    """Give the machine's moment even on a demonstration node: for sessions, locks and timings, never for cases."""
    return datetime.now(UTC)


def real_today() -> date:
    """Give the machine's day in China: for the ends of tokens and of what is kept, never for cases."""
    return real_now().astimezone(CHINA).date()


def stop_at(moment: datetime | None) -> None:
    """Fix the node's moment for this process; None lets the clock run again."""
    _Node.moment = moment


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Hold the clock at one moment inside the block."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
