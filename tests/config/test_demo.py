"""The demonstration, told for its first seven weeks: the same on SQLite and PostgreSQL, proved, and wrong on purpose."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores import empty_database

ROOT = Path(__file__).parents[2]
UNTIL = (os.environ.get("KECHUANG_TEST_ALL") and "2026-11-20") or "2025-06-24"

# At least, and in the first seven weeks exactly: 4 cities with 10 posts each, 10 county desks with 3, 2 firms with 1;
# in each city a collection from its desks, a circular to one firm of each county, and a right that was corrected.
OFFICE = {
    "casework.body.set_post": 4 * 10 + 10 * 3 + 2,
    "casework.body.fill_post": 4 * 10 + 10 * 3 + 2,
    "casework.collection.send": 4,
    "casework.answer.answer": 10,
    "casework.collection.close": 4,
    "casework.notice.send": 10,
    "casework.notice.answer": 4,
    "casework.notice.confirm": 4,
    "casework.evidence.add": 2,
    "casework.paper.issue": 2,
    "sharing.voucher.right.standard.return": 4,
    "sharing.voucher.right.standard.resubmit": 4,
}


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
    assert on_sqlite["acts"]["policy.document.import"] == 4


def test_every_fact_of_an_act_was_appended(on_sqlite):
    entries, steps = on_sqlite["records"]["ledger.Entry"], on_sqlite["records"]["casework.Step"]

    assert entries >= steps - on_sqlite["acts"].get("sharing.settlement.period.open", 0)


def test_the_office_lives_in_the_story(on_sqlite):
    acts = on_sqlite["acts"]

    assert {name: acts.get(name, 0) for name in OFFICE if acts.get(name, 0) < OFFICE[name]} == {}
    assert {"case.held", "case.move_not_open"} & set(on_sqlite["refusals"]) == set()


def test_the_public_record_is_sealed_at_the_end(on_sqlite):
    assert on_sqlite["records"]["ledger.Checkpoint"] == len(on_sqlite["logs"])


def test_postgresql_gives_the_same_root(on_sqlite, postgres, tmp_path):
    with empty_database(postgres) as address:
        other = told(tmp_path, address)

    assert other["logs"] == on_sqlite["logs"]
    assert other["root"] == on_sqlite["root"]
    assert other["refusals"] == on_sqlite["refusals"]
