"""A node of its own in a folder: its tables copied from the test database, then used through processes."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[2]
ACTS = """
import sys
from datetime import date
import django
django.setup()
from kechuang.casework.files import actions, keeping
from kechuang.casework.models import Case
from kechuang.ledger import sign
from kechuang.ledger.models import Log
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import PLACE, read_actor, register_role
from tests.casework import lending
from tests.casework.conftest import stock
from kechuang.casework.act import act
from kechuang.web import chance
from tests.casework.files.made import upload
from decimal import Decimal
if not Log.objects.exists():
    library = stock()
lending.register()
register_role("tests.clerk", PLACE, ["loan:lend", "loan:read", "evidence:add"])
clerk = read_actor(Person.objects.get(username="clerk"))
office, holder = Body.objects.get(code="lib").pk, Body.objects.get(code="firm").pk
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    case = act(lending.LEND, lending.Lend(chance.uuid7(), office, holder, Decimal(1)), by=clerk, key=f"n{number}").case
file = keeping.keep(upload(b"delivery note " + sys.argv[1].encode(), "note.txt"), by=clerk, declared=True, on=date.today())
assert actions.add(file, Case.objects.get(pk=case), by=clerk, key=f"e{sys.argv[1]}")
sign.checkpoint_all(made_at=clock.now())
"""


def copied(home: Path) -> None:
    """Make the node's folder with all tables and no rows of ours."""
    home.mkdir(parents=True, exist_ok=True)
    connection.ensure_connection()
    target = sqlite3.connect(home / "node.sqlite3")
    target.execute("PRAGMA journal_mode=WAL")
    target.executescript("\n".join(connection.connection.iterdump()))
    target.close()


def environment(home: Path, **more: str) -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if not name.startswith(("KECHUANG_", "DATABASE_URL"))}
    settings = {"KECHUANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kechuang.config.settings"}
    return {**found, **settings, "PYTHONPATH": str(ROOT), **more}


def run(home: Path, *words: str, **more: str) -> tuple[int, str]:
    """Run a command of the product on the node; give exit code and what it said."""
    command = [sys.executable, "-m", "kechuang", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(home, **more), capture_output=True, text=True, timeout=240, check=False
    )
    return done.returncode, done.stdout + done.stderr


def act(home: Path, first: int, last: int, **more: str) -> None:
    """Lend some times, hand in a file, sign."""
    command = [sys.executable, "-c", ACTS, str(first), str(last)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(home, **more), capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
