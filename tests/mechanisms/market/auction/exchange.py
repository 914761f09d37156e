"""A node with one running lot, and its processes: workers, bidders, and the whole server as an operator starts it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.ledger.node import ROOT, Node

START_SECONDS = 180


class Exchange(Node):
    """Processes of one running lot."""

    module = "tests.mechanisms.market.auction.process"
    port = 0

    def total(self) -> dict:
        return json.loads(self.call("sum"))

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen]:
        """Serve the node with ``kechuang serve`` until the block ends; its processes are one group."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "kechuang", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self._listening(server)
            yield server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()

    def _listening(self, server: subprocess.Popen) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and server.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise TimeoutError("the server does not listen")
