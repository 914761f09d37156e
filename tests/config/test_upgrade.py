"""The upgrade path: a backup first, no waiting for ever, no way back by accident."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from tests.config import node
from tests.stores import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            pytest.skip("the tables are copied from SQLite")
        node.copied(tmp_path / "home")
    return tmp_path / "home"


def sql(home, *statements):
    """Run statements on the node's file; give the rows of the last one."""
    with closing(sqlite3.connect(home / "node.sqlite3")) as database, database:
        return [database.execute(statement).fetchall() for statement in statements][-1]


def test_a_younger_node_is_not_touched(home):
    sql(home, "INSERT INTO django_migrations (app, name, applied) VALUES ('files', '9999_future', '2030-01-01')")

    status, said = node.run(home, "upgrade")

    assert status == 2
    assert "the tables are younger than this program" in said
    assert "files.9999_future" in said


def test_triggers_are_put_back_and_heads_proved(home):
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = sql(home, names)
    sql(home, f"DROP TRIGGER {before[0][0]}")

    status, said = node.run(home, "upgrade")

    assert (status, "triggers in place" in said) == (0, True), said
    assert sql(home, names) == before


def test_a_lock_held_by_somebody_ends_the_upgrade_and_not_the_patience(home):
    sql(home, "DELETE FROM django_migrations WHERE app = 'sessions'", "DROP TABLE django_session")
    holder = sqlite3.connect(home / "node.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        status, said = node.run(home, "upgrade", "--no-backup", "--lock-seconds", "1")
    finally:
        holder.rollback()
        holder.close()

    again = node.run(home, "upgrade")
    assert (status, "somebody held a lock for more than 1 s" in said) == (4, True), said
    assert (again[0], "backup: " in again[1], "sessions.0001_initial" in again[1]) == (0, True, True), again[1]


def test_on_postgresql_a_held_table_ends_the_upgrade(postgres, stores, tmp_path):
    import psycopg

    home = tmp_path / "home"
    home.mkdir()
    with stores.on_postgres(postgres) as url:
        told(url, "DELETE FROM django_migrations WHERE app = 'sessions'", "DROP TABLE django_session")
        with psycopg.connect(url) as holder:
            holder.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            held = node.run(home, "upgrade", "--no-backup", "--lock-seconds", "1", DATABASE_URL=url)
            holder.rollback()
        again = node.run(home, "upgrade", "--no-backup", DATABASE_URL=url)

        assert (held[0], again[0]) == (4, 0), held[1] + again[1]
