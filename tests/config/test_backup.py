"""A machine is lost and its node lives again from the backup; a backup that cannot be trusted is not restored."""

import json
import shutil
from pathlib import Path

import pytest
from django.db import connection

from kechuang.config.backup import packing
from kechuang.config.backup.sealed import MAGIC
from tests.config import node
from tests.stores import empty_database

pytestmark = pytest.mark.django_db
SECRET = {"KECHUANG_BACKUP_PASSPHRASE": "a long passphrase of the office"}


@pytest.fixture(scope="module")
def lived(tmp_path_factory, django_db_setup, django_db_blocker):
    """A node with acts, a file, keys and checkpoints, and two backups: one sealed, one open and older than its end."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            pytest.skip("the tables are copied from SQLite; PostgreSQL has a test of its own")
        base = tmp_path_factory.mktemp("lived")
        home = base / "home"
        node.copied(home)
    node.act(home, 0, 3)
    status, said = node.run(home, "backup", str(base / "open.backup"))
    assert status == 0, said
    node.act(home, 3, 5)
    status, said = node.run(home, "backup", str(base / "sealed.backup"), **SECRET)
    assert status == 0, said
    return base


def files_of(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for name in ("files", "keys", "checkpoints")
        for path in sorted((home / name).rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def roots(home: Path, **more) -> list:
    _status, said = node.run(home, "ledger", "verify", "--json", **more)
    report = json.loads(said[said.index("{") :])
    wrong = [one for one in report["findings"] if one["values"].get("table") != "casework_account" and one["error"]]
    assert wrong == []
    return [(log["code"], log["size"], log["root"]) for log in report["logs"]]


def test_a_lost_machine_lives_again_elsewhere(lived, tmp_path):
    before, kept = roots(lived / "home"), files_of(lived / "home")
    lost = tmp_path / "moved away"
    shutil.move(lived / "home", lost)
    try:
        _status, said = node.run(tmp_path / "elsewhere", "restore", str(lived / "sealed.backup"), **SECRET)
    finally:
        shutil.move(lost, lived / "home")

    elsewhere = tmp_path / "elsewhere"
    assert "restored" in said, said
    assert roots(elsewhere) == before
    assert files_of(elsewhere) == kept
    assert (elsewhere / "secret.key").read_text() == (lived / "home" / "secret.key").read_text()


def test_a_backup_older_than_what_was_sealed_says_so(lived, tmp_path):
    seal = lived / "home" / "checkpoints" / "330100.jsonl"

    status, said = node.run(tmp_path / "home", "restore", str(lived / "open.backup"), "--checkpoint", str(seal))

    assert status == 3
    assert "OLDER THAN WHAT WAS SEALED: log 330100 held 7 entries, the backup holds 4; the last 3 are lost" in said
    assert "no private keys" in said


def test_an_open_backup_holds_no_private_key_and_a_sealed_one_shows_nothing(lived):
    key = (lived / "home" / "keys" / "330100.key").read_bytes().strip()
    plain, sealed = (lived / "open.backup").read_bytes(), (lived / "sealed.backup").read_bytes()

    assert [key in plain, b"delivery note 0" in plain] == [False, True]
    assert [sealed.startswith(MAGIC), key in sealed, b"delivery note" in sealed, b"clerk" in sealed] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("change", ["cut", "flipped", "wrong passphrase"])
def test_a_backup_that_cannot_be_trusted_changes_nothing(lived, tmp_path, change):
    data = bytearray((lived / "sealed.backup").read_bytes())
    if change == "flipped":
        data[len(data) // 2] ^= 1
    bad = tmp_path / "bad.backup"
    bad.write_bytes(data[:-40] if change == "cut" else data)
    secret = {"KECHUANG_BACKUP_PASSPHRASE": "another"} if change == "wrong passphrase" else SECRET

    status, said = node.run(tmp_path / "home", "restore", str(bad), **secret)

    assert (status, "nothing was restored" in said) == (1, True)
    assert not (tmp_path / "home" / "node.sqlite3").exists()


def test_an_open_backup_whose_entry_was_altered_is_named(lived, tmp_path):
    data = (lived / "open.backup").read_bytes().replace(b"delivery note 0", b"delivery note 9")
    (tmp_path / "bad.backup").write_bytes(data)

    with (tmp_path / "bad.backup").open("rb") as source, pytest.raises(packing.BackupError) as error:
        packing.read(source, "", lambda _name, _stream: None)

    assert "these entries differ: files/" in str(error.value)


def test_a_node_that_lives_is_not_overwritten_unless_told_and_then_set_aside(lived, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(lived / "home", home)

    refused = node.run(home, "restore", str(lived / "open.backup"))
    replaced = node.run(home, "restore", str(lived / "open.backup"), "--replace")

    aside = [path.name for path in home.glob("replaced-*")]
    assert (refused[0], replaced[0], len(aside)) == (1, 3, 1)
    assert "holds a database already" in refused[1]
    assert (home / aside[0] / "node.sqlite3").exists()


def test_postgresql_lives_again_in_another_database(postgres, stores, tmp_path):
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    with stores.on_postgres(postgres) as one, empty_database(postgres) as other:
        node.act(home, 0, 2, DATABASE_URL=one)
        made = node.run(home, "backup", str(tmp_path / "a.backup"), DATABASE_URL=one, **SECRET)
        back = node.run(elsewhere, "restore", str(tmp_path / "a.backup"), DATABASE_URL=other, **SECRET)

        assert (made[0], "restored" in back[1]) == (0, True), made[1] + back[1]
        assert roots(elsewhere, DATABASE_URL=other) == roots(home, DATABASE_URL=one)
