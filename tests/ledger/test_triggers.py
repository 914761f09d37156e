"""The database itself refuses to change what the ledger holds: run on SQLite and on PostgreSQL."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from kechuang.ledger import sign, triggers
from kechuang.ledger.logs import open_log
from kechuang.ledger.models import Checkpoint, Entry, Log, LogKey, PersonalGroup, Tile
from tests.ledger.facts import AT, LOG, named, write, write_many

ENTRY, TILE, CHECKPOINT = "ledger entries", "ledger tiles", "ledger checkpoints"
KEY, HEAD, PERSONAL = "ledger keys", "the head of a log", "personal groups"
TABLES = {
    Entry: ENTRY,
    Tile: TILE,
    Checkpoint: CHECKPOINT,
    LogKey: KEY,
    Log: HEAD,
    PersonalGroup: PERSONAL,
}
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a statement of SQLite's own")
postgres_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a statement of PostgreSQL's own")


@pytest.fixture
def filled(log):
    write_many(256)
    write(named())
    sign.checkpoint(LOG, made_at=AT)
    return log


def held() -> dict:
    return {model: list(model.objects.order_by("pk").values()) for model in TABLES}


def refused(statement: str, *values: object) -> str:
    """Run a statement that must fail and change nothing; give the first line of the database's answer."""
    before = held()
    with pytest.raises(DatabaseError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert held() == before
    return str(answer.value).partition("\n")[0]


UPDATES = [
    ("UPDATE ledger_entry SET act = 'other'", ENTRY),
    ("UPDATE ledger_entry SET seq = seq + 1000", ENTRY),
    ("UPDATE ledger_entry SET disclosed = '{}' WHERE seq = 3", ENTRY),
    ("UPDATE ledger_tile SET root = hashes", TILE),
    ("UPDATE ledger_checkpoint SET size = 1", CHECKPOINT),
    ("UPDATE ledger_logkey SET since_size = 5", KEY),
    ("UPDATE ledger_log SET size = size - 1", HEAD),
    ("UPDATE ledger_log SET root = frontier", HEAD),
    ("UPDATE ledger_log SET size = size + 1, code = 'other'", HEAD),
    ("UPDATE ledger_log SET size = size + 1, algorithm = 'sm3'", HEAD),
    ("UPDATE ledger_personalgroup SET \"values\" = '{}'", PERSONAL),
    ("UPDATE ledger_personalgroup SET salt = NULL", PERSONAL),
    ("UPDATE ledger_personalgroup SET salt = NULL, \"values\" = NULL, subject = 'x'", PERSONAL),
    ("UPDATE ledger_personalgroup SET salt = NULL, \"values\" = NULL, entry = 'x'", PERSONAL),
]


@pytest.mark.parametrize(("statement", "says"), UPDATES)
def test_updates_are_refused(filled, statement, says):
    assert says in refused(statement)


@pytest.mark.parametrize("model", [Entry, Tile, Checkpoint, LogKey, Log])
@pytest.mark.parametrize("condition", ["", " WHERE 1 = 1"])
def test_deletes_are_refused(filled, model, condition):
    assert TABLES[model] in refused(f"DELETE FROM {model._meta.db_table}{condition}")


@pytest.mark.parametrize("model", [Entry, Tile, Checkpoint, LogKey, Log])
def test_deletes_through_objects_are_refused(filled, model):
    with pytest.raises(DatabaseError, match=TABLES[model]), transaction.atomic():
        model.objects.all().delete()


@pytest.mark.parametrize("model", TABLES)
def test_rows_cannot_be_put_in_place_of_others(filled, model):
    """INSERT OR REPLACE deletes the row that clashes, and ON CONFLICT DO UPDATE changes it."""
    columns = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    changed = ", ".join(
        "'changed'" if column in {"note", "name", "disclosed", "label"} else f'"{column}"' for column in columns
    )
    table, key = model._meta.db_table, model._meta.pk.column
    last = columns[-1]

    update = f'INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE true ON CONFLICT ("{key}") DO UPDATE'
    assert TABLES[model] in refused(f'{update} SET "{last}" = excluded."{last}"')
    if connection.vendor == "sqlite":
        assert TABLES[model] in refused(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {changed} FROM {table}")
        assert TABLES[model] in refused(f"REPLACE INTO {table} ({names}) SELECT {changed} FROM {table}")


@sqlite_only
@pytest.mark.parametrize("model", TABLES)
def test_rows_cannot_be_replaced_by_their_other_keys(filled, model):
    """A row also clashes by a unique constraint, and by the row number that SQLite keeps unseen."""
    fields = [field.column for field in model._meta.concrete_fields]
    table, key = model._meta.db_table, model._meta.pk.column
    fresh = {"id": "'fresh'" if model is Entry else "9999", "code": "'fresh'"}
    names = ", ".join(f'"{column}"' for column in fields)
    other = ", ".join(fresh[column] if column == key else f'"{column}"' for column in fields)

    if model is not Log:
        assert TABLES[model] in refused(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {other} FROM {table} LIMIT 1")
    if model in {Entry, Log}:
        moved = ", ".join({"seq": "9999"}.get(column, fresh.get(column, f'"{column}"')) for column in fields)
        by_number = f"INSERT OR REPLACE INTO {table} (rowid, {names}) SELECT rowid, {moved} FROM {table} LIMIT 1"
        assert TABLES[model] in refused(by_number)


@postgres_only
@pytest.mark.parametrize("model", TABLES)
def test_truncating_is_refused(filled, model):
    assert TABLES[model] in refused(f"TRUNCATE {model._meta.db_table}")
    assert TABLES[model] in refused(f"TRUNCATE {model._meta.db_table} CASCADE")


@postgres_only
def test_silencing_ordinary_triggers_does_not_help(filled):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            cursor.execute("SELECT tgenabled::text FROM pg_trigger WHERE tgname LIKE 'kechuang%'")
            assert {mode for (mode,) in cursor.fetchall()} == {"A"}
            return
        cursor.execute("SET LOCAL session_replication_role = replica")
    assert ENTRY in refused("DELETE FROM ledger_entry")


def test_what_has_to_go_on_goes_on(filled):
    write_many(3)
    assert PersonalGroup.objects.update(salt=None, values=None, erased_at=AT) == 1
    assert PersonalGroup.objects.filter(values=None).delete()[0] == 1
    assert Log.objects.get().size == 260


def test_an_erased_group_is_not_touched_again(filled):
    PersonalGroup.objects.update(salt=None, values=None, erased_at=AT)

    assert PERSONAL in refused("UPDATE ledger_personalgroup SET erased_at = NULL")


def test_everything_is_guarded_from_the_first_migration_on(db):
    assert triggers.missing() == []
    triggers.demand()


def test_missing_triggers_are_named_and_put_back(filled, caplog):
    names = sorted(
        name
        for guard in triggers.guards(set(connection.introspection.table_names()))
        for name in (triggers._postgres if postgres() else triggers._sqlite)(guard)
    )
    triggers.remove()
    assert triggers.missing() == names
    with pytest.raises(triggers.TriggersMissingError, match="kechuang ledger protect"):
        triggers.demand()

    call_command("migrate", verbosity=0)

    assert triggers.missing() == []
    assert ENTRY in refused("DELETE FROM ledger_entry")
    said = f"triggers of the ledger were missing and are put back: {', '.join(names)}"
    assert [record.getMessage() for record in caplog.records if record.name == "kechuang.ledger"] == [said]


def postgres() -> bool:
    return connection.vendor == "postgresql"


def test_a_trigger_that_was_weakened_counts_as_missing(filled):
    name = "kechuang_ledger_entry_delete"
    with connection.cursor() as cursor:
        if postgres():
            cursor.execute(f"ALTER TABLE ledger_entry DISABLE TRIGGER {name}")
            assert triggers.missing() == [name]
            cursor.execute(f"ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER {name}")
            body = "BEGIN RETURN OLD; END"
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$"
            )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON ledger_entry BEGIN SELECT 1; END")

    assert triggers.missing() == [name]
    triggers.install()
    assert triggers.missing() == []


@pytest.fixture
def migrated(committed_db, home):
    """A migration has changed the table of entries, which on SQLite means: copied it and dropped the old one."""
    open_log(LOG)
    write_many(256)
    operation = migrations.AlterField("entry", "act", models.CharField(max_length=200, blank=True))
    before = ProjectState.from_apps(apps)
    after = before.clone()
    operation.state_forwards("ledger", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("ledger", editor, before, after)
    yield
    with connection.schema_editor() as editor:
        operation.database_backwards("ledger", editor, after, before)


def test_the_guards_stand_after_a_migration_that_rebuilds_the_table(migrated):
    assert (triggers.missing() != []) == (connection.vendor == "sqlite")

    call_command("migrate", verbosity=0)

    assert triggers.missing() == []
    assert Entry.objects.count() == 256
    assert ENTRY in refused("UPDATE ledger_entry SET act = 'other'")
    assert ENTRY in refused("DELETE FROM ledger_entry")
