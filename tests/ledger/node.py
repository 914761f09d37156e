"""A node of its own for processes: a database, a home, and a module of the tests working on them."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Node:
    """Processes that share one database, on SQLite or PostgreSQL; each runs ``module`` with some words."""

    module = "tests.ledger.process"

    def __init__(self, home: Path, url: str) -> None:
        self.environment = {**os.environ, "KECHUANG_HOME": str(home), "DATABASE_URL": url}
        self.call("make")

    def start(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", self.module, *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def call(self, *words: str) -> str:
        process = self.start(*words)
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return out

    def sealed(self) -> dict:
        return json.loads(self.call("seal"))
