"""The demonstration, told for its first seven weeks: the same on SQLite and PostgreSQL, proved, and wrong on purpose."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[2]
UNTIL = (os.environ.get("KECHUANG_TEST_ALL") and "2026-11-20") or "2025-06-24"


def told(home: Path, url: str) -> dict:
    environment = {**os.environ, "KECHUANG_HOME": str(home), "DATABASE_URL": url}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "kechuang", "demo", "--check", "--json", "--until", UNTIL]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    return told(home, f"sqlite://{home}/node.sqlite3")


def test_the_story_is_proved_and_settled(on_sqlite):
    assert on_sqlite["findings"] == []
    assert on_sqlite["settlement"]["balanced"] == "yes"
    assert on_sqlite["acts"]["sharing.voucher.order.reserve"] > 20
    assert on_sqlite["acts"]["policy.document.import"] == 1


def test_every_fact_of_an_act_was_appended(on_sqlite):
    entries, steps = on_sqlite["records"]["ledger.Entry"], on_sqlite["records"]["casework.Step"]

    assert entries >= steps - on_sqlite["acts"].get("sharing.settlement.period.open", 0)


def test_postgresql_gives_the_same_root(on_sqlite, postgres, tmp_path):
    import psycopg

    name = f"demo_{uuid4().hex[:12]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        other = told(tmp_path, urlunsplit(urlsplit(postgres)._replace(path=f"/{name}")))
    finally:
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    assert other["logs"] == on_sqlite["logs"]
    assert other["root"] == on_sqlite["root"]
    assert other["refusals"] == on_sqlite["refusals"]
