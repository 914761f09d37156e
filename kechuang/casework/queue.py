"""A fair queue in front of SQLite's single writer.

SQLite lets writers poll for its lock, and eight polling processes starve each other. The operating system's file lock
wakes waiters in the order in which they came. PostgreSQL needs no queue: rows are locked there.
"""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_depth = threading.local()


@contextmanager
def writer() -> Iterator[None]:
    """Wait for the turn to write; nested use in one thread waits once."""
    if connection.vendor != "sqlite" or getattr(_depth, "held", False):
        yield
        return
    with (settings.KECHUANG_HOME / "writer.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _depth.held = True
        try:
            yield
        finally:
            _depth.held = False
            fcntl.flock(file, fcntl.LOCK_UN)
