"""Wakes the workers of this machine when a wish was written, and who waits for an answer when one was.

So neither need look all the time. A datagram to a socket file in ``KECHUANG_HOME``: a hint and no more, for what it
says stands in the database. A lost one costs the pause between looks.
"""

import atexit
import contextlib
import os
import select
import socket
import threading
import time
from pathlib import Path

from django.conf import settings

from kechuang.web import chance

WORKERS, ASKERS = "auction", "answers"
LONGEST_PATH = 100
LOOK_AGAIN_SECONDS = 1.0
UNHEARD_SECONDS = 0.02


class Ringer:
    """Rings every bell of a kind; keeps the list of bells for a second."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._bells: list[str] = []
        self._looked = 0.0

    def ring(self) -> None:
        """Wake who listens."""
        if time.monotonic() - self._looked > LOOK_AGAIN_SECONDS:
            self._bells = [str(path) for path in Path(settings.KECHUANG_HOME).glob(f"{self._kind}-*.sock")]
            self._looked = time.monotonic()
        if not self._bells:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as rope:
            rope.setblocking(False)
            for bell in self._bells:
                with contextlib.suppress(OSError):  # a process that ended left its bell
                    rope.sendto(b"!", bell)


RINGER, ANSWERED = Ringer(WORKERS), Ringer(ASKERS)


class Bell:
    """What a process listens to; ``name`` begins with the number of the process."""

    def __init__(self, name: str, kind: str = WORKERS) -> None:
        self.path = Path(settings.KECHUANG_HOME) / f"{kind}-{name}.sock"
        self.socket: socket.socket | None = None
        if len(str(self.path)) <= LONGEST_PATH:
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            with contextlib.suppress(FileNotFoundError):
                self.path.unlink()
            self.socket.bind(str(self.path))
            self.socket.setblocking(False)
        self._sweep(kind)

    @staticmethod
    def _sweep(kind: str) -> None:
        """Take away the bells of processes that were killed."""
        for path in Path(settings.KECHUANG_HOME).glob(f"{kind}-*.sock"):
            pid = path.stem.split("-")[1]
            if pid.isdigit() and not _alive(int(pid)):
                with contextlib.suppress(OSError):
                    path.unlink()

    def wait(self, seconds: float) -> None:
        """Sleep until somebody rings, at most so long."""
        if self.socket is None:
            time.sleep(seconds)
            return
        if select.select([self.socket], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                while self.socket.recv(64):
                    pass

    def close(self) -> None:
        """Take the bell away."""
        if self.socket is not None:
            self.socket.close()
            with contextlib.suppress(FileNotFoundError):
                self.path.unlink()


class Ear:
    """Where a process hears that answers were written: bound by the first thread that waits for one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bell: Bell | None = None
        self._of = ("", 0)

    def listen(self) -> None:
        """Wait until answers were written, at most so long that a lost ring costs little."""
        with self._lock:
            here = (str(settings.KECHUANG_HOME), os.getpid())
            if self._bell is None or self._of != here:
                self._bell, self._of = Bell(f"{os.getpid()}-{chance.random_id()[:12]}", ASKERS), here
                atexit.register(self._bell.close)
        self._bell.wait(UNHEARD_SECONDS)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
