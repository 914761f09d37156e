"""The database of a node into a file and back: SQLite by its online backup, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from kechuang.config.backup.packing import BackupError
from kechuang.ledger.models import Log

SQLITE, POSTGRES = "database.sqlite3", "database.dump"


def heads() -> dict[str, dict[str, Any]]:
    """Give size and root of every log."""
    return {log.code: {"size": log.size, "root": bytes(log.root).hex()} for log in Log.objects.order_by("code")}


def applied() -> list[str]:
    """Give the migrations that the database has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [f"{app}.{name}" for app, name in cursor.fetchall()]


def dump(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Write the database as of one moment into a file of the folder, while others go on; give file and what it holds.

    Raises BackupError where pg_dump is missing or fails.
    """
    return _dump_postgres(folder) if connection.vendor == "postgresql" else _dump_sqlite(folder)


def _dump_sqlite(folder: Path) -> tuple[Path, dict[str, Any]]:
    path = folder / SQLITE
    path.touch(mode=0o600)
    connection.ensure_connection()
    source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True, timeout=30)
    target = sqlite3.connect(path)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        logs = target.execute("SELECT code, size, root FROM ledger_log ORDER BY code").fetchall()
        done = target.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    finally:
        source.close()
        target.close()
    held = {code: {"size": size, "root": bytes(root).hex()} for code, size, root in logs}
    return path, {"logs": held, "migrations": [f"{app}.{name}" for app, name in done]}


def _dump_postgres(folder: Path) -> tuple[Path, dict[str, Any]]:
    path = folder / POSTGRES
    path.touch(mode=0o600)
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.in_atomic_block or len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={path}")
        return path, {"logs": heads(), "migrations": applied()}


def _run(program: str, *options: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not on the path: install the client tools of PostgreSQL on this machine")
    held: Any = connection.settings_dict
    environment = {**os.environ, "PGPASSWORD": held["PASSWORD"]}
    where = [f"--dbname={held['NAME']}"]
    for option, name in (("host", "HOST"), ("port", "PORT"), ("username", "USER")):
        where += [f"--{option}={held[name]}"] if held[name] else []
    done = subprocess.run([found, *where, *options], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - the program found on the path, options of our own
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-400:]}")


def empty() -> bool:
    """Say whether the database holds no table of the node."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return True
    return "django_migrations" not in connection.introspection.table_names()


def restore(path: Path) -> None:
    """Put a dumped database in place; PostgreSQL's must be empty, SQLite's file is replaced whole."""
    if path.name == POSTGRES:
        if connection.vendor != "postgresql":
            raise BackupError("the backup holds a PostgreSQL database: set DATABASE_URL to an empty one")
        _run("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", str(path))
        return
    if connection.vendor != "sqlite":
        raise BackupError("the backup holds an SQLite database: unset DATABASE_URL to restore it")
    connection.close()
    place = Path(str(connection.settings_dict["NAME"]))
    for ending in ("-wal", "-shm"):
        Path(f"{place}{ending}").unlink(missing_ok=True)
    path.replace(place)
    connection.connect()


def patient(seconds: int) -> Callable[[], None]:
    """Wait for locks no longer than this on this connection; give what puts the old patience back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
        else:
            cursor.execute(f"PRAGMA busy_timeout = {int(seconds) * 1000}")

    def again() -> None:
        with connection.cursor() as cursor:
            reset = "RESET lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 30000"
            cursor.execute(reset)

    return again
