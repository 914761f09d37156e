"""Wakes the workers of this machine when a wish was written, so that they need not look all the time.

A datagram to a socket file in ``KECHUANG_HOME``. It is a hint and no more: a lost one costs the pause between looks.
"""

import contextlib
import os
import select
import socket
import time
from pathlib import Path

from django.conf import settings

PATTERN = "auction-*.sock"
LONGEST_PATH = 100
LOOK_AGAIN_SECONDS = 1.0


class Ringer:
    """Rings every worker's bell; keeps the list of bells for a second."""

    def __init__(self) -> None:
        self._bells: list[str] = []
        self._looked = 0.0

    def ring(self) -> None:
        """Wake the workers."""
        if time.monotonic() - self._looked > LOOK_AGAIN_SECONDS:
            self._bells = [str(path) for path in Path(settings.KECHUANG_HOME).glob(PATTERN)]
            self._looked = time.monotonic()
        if not self._bells:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as rope:
            rope.setblocking(False)
            for bell in self._bells:
                with contextlib.suppress(OSError):  # a worker that ended left its bell
                    rope.sendto(b"!", bell)


RINGER = Ringer()


class Bell:
    """What a worker listens to."""

    def __init__(self, name: str) -> None:
        self.path = Path(settings.KECHUANG_HOME) / f"auction-{name}.sock"
        self.socket: socket.socket | None = None
        if len(str(self.path)) <= LONGEST_PATH:
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            with contextlib.suppress(FileNotFoundError):
                self.path.unlink()
            self.socket.bind(str(self.path))
            self.socket.setblocking(False)
        self._sweep()

    def _sweep(self) -> None:
        """Take away the bells of workers that were killed."""
        for path in Path(settings.KECHUANG_HOME).glob(PATTERN):
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


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
