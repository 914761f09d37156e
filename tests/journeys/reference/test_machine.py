"""The reference journeys at the machine: a backup restored elsewhere, and a person erased for good."""

from time import perf_counter

import pytest
from django.db import connection

from tests.config import node
from tests.journeys.reference.conftest import TOLD
from tests.journeys.reference.hand import Effort

pytestmark = pytest.mark.django_db
SECRET = {"KECHUANG_BACKUP_PASSPHRASE": "a long passphrase of the office"}

# The library of the tests began with a fund that no fact gave it; verifying after the restore finds that, and says so.
FUND_FOUND = 1


class Keyboard:
    """Types commands; every sign and the Enter key count."""

    def __init__(self, home) -> None:
        self.home, self.effort = home, Effort()

    def type(self, *words: str, home=None, codes=(0,)) -> str:
        before = perf_counter()
        self.effort.keys += len(" ".join(("kechuang", *words))) + 1
        self.effort.decisions += 1
        status, said = node.run(home or self.home, *words, **SECRET)
        self.effort.machine_seconds += perf_counter() - before
        assert status in codes, said
        return said


@pytest.fixture
def keyboard(tmp_path, request):
    if connection.vendor != "sqlite":
        pytest.skip("the tables are copied from SQLite; the browser's journeys run on both")
    home = tmp_path / "home"
    node.copied(home)
    node.act(home, 0, 3)
    found = Keyboard(home)
    yield found
    TOLD.append((request.node.name, "", found.effort))


def test_backup_restored(keyboard, tmp_path):
    """The node is backed up, the machine is gone, and the node answers on another one."""
    keyboard.type("backup", str(tmp_path / "node.backup"))

    said = keyboard.type("restore", str(tmp_path / "node.backup"), home=tmp_path / "elsewhere", codes=(0, FUND_FOUND))

    assert said.startswith("restored 6 entries")
    assert (tmp_path / "elsewhere" / "node.sqlite3").exists()


def test_person_erased(keyboard):
    """A person is erased by one command; the name stands in no file of the node."""
    held = [path.name for path in keyboard.home.rglob("*") if path.is_file() and b"stranger" in path.read_bytes()]

    keyboard.type("erase", "stranger", "--yes")

    left = [path.name for path in keyboard.home.rglob("*") if path.is_file() and b"stranger" in path.read_bytes()]
    assert "node.sqlite3" in held or "node.sqlite3-wal" in held
    assert left == []
