"""A node with one running lot, and its processes: workers, bidders, and the whole server as an operator starts it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.ledger.node import ROOT, Node

STARTED = "Started worker"


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
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            said = []
            for line in server.stdout:
                said.append(line)
                if STARTED in line:
                    break
            assert STARTED in said[-1], said
            yield server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            server.stdout.close()
