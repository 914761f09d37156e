"""An empty database gets the tables that the way of all migrations leads to."""

import os
import re
import subprocess
import sys

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from kechuang.config import database, tables
from tests.stores import ROOT, empty_database, make_tables

WALK = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
"""

# The table between Django's groups and permissions, which no node fills, has a wider key by one way than by the other.
KEY_OF_A_TABLE_BETWEEN = {
    f"('auth_group_permissions', 'id', '{kind}', None, 'NO', None)" for kind in ("bigint", "integer")
}
COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public'
"""
KEYS = "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0"
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
POSTGRES = (COLUMNS, KEYS, INDEXES)


@pytest.fixture
def opened():
    """Give connections of their own to further databases."""
    names = []

    def begin(name, url):
        connections.databases[name] = connection.settings_dict | database.of(url)
        names.append(name)
        return connections[name]

    yield begin
    for name in names:
        connections[name].close()
        del connections[name], connections.databases[name]


def asked(store, *questions):
    rows = []
    with store.cursor() as cursor:
        for question in questions:
            cursor.execute(question)
            rows += map(repr, cursor.fetchall())
    return set(rows)


def shape_in_sqlite(store):
    """Columns, checks, keys and indexes of each table, whatever their order."""
    shape = {}
    with store.cursor() as cursor:
        for name in store.introspection.table_names(cursor):
            [[made]] = cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [name])
            columns = sorted(tuple(row)[1:] for row in cursor.execute(f"PRAGMA table_info('{name}')").fetchall())
            keys = sorted(tuple(row)[2:] for row in cursor.execute(f"PRAGMA foreign_key_list('{name}')").fetchall())
            where = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s"
            indexes = sorted(row[0] for row in cursor.execute(where, [name]).fetchall())
            rules = sorted(re.findall(r'CONSTRAINT "\w+" (?:CHECK|UNIQUE) \(.*?\)(?=, CONSTRAINT|, "|\)$)', made))
            shape[name] = (columns, keys, indexes, rules, sorted(re.findall(r"\bCHECK\b", made)))
    return shape


def steps(store):
    return sorted(MigrationRecorder(store).applied_migrations())


def walked(home, url):
    """Go the way of all migrations in a process of its own, for steps over rows ask the one database of the process."""
    home.mkdir()
    environment = {**os.environ, "KECHUANG_HOME": str(home), "DATABASE_URL": url}
    subprocess.run([sys.executable, "-c", WALK], cwd=ROOT, env=environment, check=True, timeout=300)
    return url


def made(home, url):
    """Make the tables as ``kechuang init`` does."""
    home.mkdir()
    make_tables(home, url)
    return url


def test_tables_made_at_once_are_those_of_all_migrations_on_sqlite(opened, tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        first = opened("made", made(tmp_path / "made", f"sqlite://{tmp_path}/made.sqlite3"))
        second = opened("walked", walked(tmp_path / "walked", f"sqlite://{tmp_path}/walked.sqlite3"))

        assert shape_in_sqlite(first) == shape_in_sqlite(second)
        assert steps(first) == steps(second)
        assert len(steps(first)) > 100


def test_tables_made_at_once_are_those_of_all_migrations_on_postgresql(opened, tmp_path, postgres, django_db_blocker):
    with django_db_blocker.unblock(), empty_database(postgres) as one, empty_database(postgres) as other:
        first = opened("made", made(tmp_path / "made", one))
        second = opened("walked", walked(tmp_path / "walked", other))

        assert asked(first, *POSTGRES) ^ asked(second, *POSTGRES) == KEY_OF_A_TABLE_BETWEEN
        assert steps(first) == steps(second)


def test_a_database_with_any_table_is_not_empty(db):
    assert not tables.empty(connection)
