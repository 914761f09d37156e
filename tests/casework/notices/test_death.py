"""A follower that is killed, again and again, loses no notice and makes none twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.casework.notices.follower import FACTS

ROOT = Path(__file__).parents[3]


def start(home, word):
    environment = {**os.environ, "KECHUANG_HOME": str(home), "DATABASE_URL": f"sqlite://{home}/node.sqlite3"}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.casework.notices.follower", word],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def call(home, word, said=""):
    process = start(home, word)
    out, _ = process.communicate(said, timeout=120)
    assert process.returncode == 0
    return out


def test_a_killed_follower_goes_on_where_it_was(stores, tmp_path):
    stores.on_sqlite(tmp_path)
    call(tmp_path, "make")
    seen = []
    for steps in (1, 4):
        process = start(tmp_path, "follow")
        with process:
            process.stdout.readline()
            process.stdin.write("\n")
            process.stdin.flush()
            for _step in range(steps):
                process.stdout.readline()
            process.kill()
        seen.append(json.loads(call(tmp_path, "sum")))

    call(tmp_path, "follow", "\n")

    assert all(each["notices"] == each["keys"] == each["position"] for each in seen)
    assert json.loads(call(tmp_path, "sum")) == {"notices": FACTS, "keys": FACTS, "position": FACTS}
