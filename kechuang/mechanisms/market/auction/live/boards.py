"""Boards in the memory of a serving process: one poller reads what changed for everybody who watches.

So a watcher costs neither a database connection nor a query. The poller runs only while somebody watches.
"""

import logging
import threading
import time
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection

from kechuang.mechanisms.market.auction.models import Board

POLL_SECONDS = 0.1
FORGET_SECONDS = 20.0
WAIT_SECONDS = 2.0
MOST_WATCHED = 2000
log = logging.getLogger("kechuang.auction")


@dataclass(slots=True)
class Shown:
    """A board as it is served: its version, its bytes, and the shift of the lot's clock in seconds."""

    version: int
    body: bytes
    shift: int


class Boards:
    """The cache of one process."""

    def __init__(self) -> None:
        self._shown: dict[UUID, Shown | None] = {}
        self._watched: dict[UUID, float] = {}
        self._lock = threading.Lock()
        self._came = threading.Condition(self._lock)
        self._thread: threading.Thread | None = None

    def get(self, lot: UUID) -> Shown | None:
        """Give the board of a lot as it was read last, None for no such lot. The first watcher waits for the poller."""
        with self._lock:
            if len(self._watched) >= MOST_WATCHED and lot not in self._watched:
                return None
            self._watched[lot] = time.monotonic()
            if lot in self._shown:
                return self._shown[lot]
            self._begin()
            self._came.wait_for(lambda: lot in self._shown, WAIT_SECONDS)
            return self._shown.get(lot)

    def _begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._poll, name="auction-boards", daemon=True)
            self._thread.start()

    def _poll(self) -> None:
        try:
            while self._turn():
                time.sleep(POLL_SECONDS)
        finally:
            connection.close()

    def _turn(self) -> bool:
        """Read what changed of the watched lots; False when nobody watches any more."""
        with self._lock:
            old = time.monotonic() - FORGET_SECONDS
            for lot in [lot for lot, seen in self._watched.items() if seen < old]:
                del self._watched[lot]
                self._shown.pop(lot, None)
            if not self._watched:
                self._thread = None
                return False
            known = {lot: shown.version if shown else -1 for lot, shown in self._shown.items()}
            wanted = list(self._watched)
        try:
            found = read(wanted, known)
        except DatabaseError:
            log.exception("the boards of running lots could not be read; tried again at once")
            connection.close()
            return True
        with self._lock:
            for lot in wanted:
                self._shown.setdefault(lot, None)
            self._shown.update(found)
            self._came.notify_all()
        return True


def read(lots: list[UUID], known: dict[UUID, int]) -> dict[UUID, Shown]:
    """Read the boards that are newer than those known (two short queries at most)."""
    versions = dict(Board.objects.filter(lot__in=lots).values_list("lot_id", "version"))
    newer = [lot for lot, version in versions.items() if known.get(lot, -1) != version]
    if not newer:
        return {}
    rows = Board.objects.filter(lot__in=newer).values_list(
        "lot_id", "version", "body", "lot__sale__clock_shift_seconds"
    )
    return {lot: Shown(version, body.encode(), shift) for lot, version, body, shift in rows}


BOARDS = Boards()
