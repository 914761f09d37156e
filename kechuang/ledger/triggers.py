"""The triggers by which the database itself refuses to change what the ledger holds, on SQLite and PostgreSQL.

They are put back after every migration, because rebuilding a table on SQLite drops its triggers, and compared with
what they should be at start and by ``verify``. They stop mistakes, other programs and injected SQL. The owner of the
database can drop them, which is why the tree is signed and the checkpoints are kept elsewhere too.
"""

import logging
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "kechuang_"
log = logging.getLogger("kechuang.ledger")


@dataclass(frozen=True, slots=True)
class Guard:
    """What the database holds against changes of one table.

    ``keys`` are the column sets that make a row unique (a replace deletes the row that clashes). ``change`` is the
    condition, over OLD and NEW, under which an update is let through; ``erasable`` lets rows be deleted.
    """

    table: str
    says: str
    keys: tuple[tuple[str, ...], ...]
    change: str = ""
    erasable: bool = False


GUARDS = (
    Guard("ledger_entry", "ledger entries are never changed", (("id",), ("log", "seq"))),
    Guard("ledger_tile", "ledger tiles are never changed", (("id",), ("log", "level", "index"))),
    Guard("ledger_checkpoint", "ledger checkpoints are never changed", (("id",), ("log", "size", "key_id"))),
    Guard("ledger_logkey", "ledger keys are never changed", (("id",), ("log", "key_id"))),
    Guard(
        "ledger_log",
        "the head of a log only grows",
        (("code",),),
        change="NEW.code = OLD.code AND NEW.name = OLD.name AND NEW.algorithm = OLD.algorithm AND NEW.size > OLD.size",
    ),
    Guard(
        "ledger_personalgroup",
        "personal groups are erased, never changed",
        (("id",), ("entry", "label")),
        change='NEW.salt IS NULL AND NEW."values" IS NULL AND OLD."values" IS NOT NULL AND NEW.id = OLD.id'
        " AND NEW.entry = OLD.entry AND NEW.label = OLD.label AND NEW.subject = OLD.subject",
        erasable=True,
    ),
)

# Guards of other logs that only grow, beside the ledger's own: each app registers its own when it is loaded.
_others: list[Guard] = []


def register(guard: Guard) -> None:
    """Have the database guard one more table as it guards the ledger's."""
    if guard not in _others:
        _others.append(guard)


def guards(present: set[str]) -> tuple[Guard, ...]:
    """Give the ledger's guards, and those of others whose tables are there already."""
    return (*GUARDS, *(guard for guard in _others if guard.table in present))


def _present(using: str) -> set[str]:
    return set(connections[using].introspection.table_names())


@dataclass(frozen=True, slots=True)
class Rule:
    """One trigger on PostgreSQL. ``bits`` is how its catalogue writes the event (row 1, before 2, delete 8 …)."""

    event: str
    each: str
    bits: int
    body: str


class TriggersMissingError(Exception):
    """The database would let entries be changed; the message names the triggers and the remedy."""


def _sqlite(guard: Guard) -> dict[str, str]:
    """Give the statements that guard a table on SQLite, by trigger name."""
    table, refuse = guard.table, f"BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    # INSERT OR REPLACE deletes the rows that clash without firing delete triggers, so the insert itself is refused.
    # A row can also clash by SQLite's hidden row number.
    clash = [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in guard.keys]
    tests = [f"EXISTS (SELECT 1 FROM {table} WHERE {one})" for one in (*clash, "rowid = NEW.rowid")]  # noqa: S608 - constants
    only = f" WHEN NOT ({guard.change})" if guard.change else ""
    made = {
        "update": f"BEFORE UPDATE ON {table}{only} {refuse}",
        "replace": f"BEFORE INSERT ON {table} WHEN {' OR '.join(tests)} {refuse}",
    }
    if not guard.erasable:
        made["delete"] = f"BEFORE DELETE ON {table} {refuse}"
    return {f"{PREFIX}{table}_{kind}": f"CREATE TRIGGER {PREFIX}{table}_{kind} {body}" for kind, body in made.items()}


def _postgres(guard: Guard) -> dict[str, Rule]:
    """Give the rules that guard a table on PostgreSQL, by trigger name.

    The condition stands inside the function, not in the trigger: PostgreSQL keeps a function's text as it was written,
    and rewords a trigger's, so only the former can be compared.
    """
    refuse = f"RAISE EXCEPTION '{guard.says}' USING ERRCODE = 'restrict_violation';"
    only = f"IF {guard.change} THEN RETURN NEW; END IF; " if guard.change else ""
    rules = {
        "update": Rule("UPDATE", "ROW", 19, f"BEGIN {only}{refuse} END"),
        "truncate": Rule("TRUNCATE", "STATEMENT", 34, f"BEGIN {refuse} END"),
    }
    if not guard.erasable:
        rules["delete"] = Rule("DELETE", "ROW", 11, f"BEGIN {refuse} END")
    return {f"{PREFIX}{guard.table}_{kind}": rule for kind, rule in rules.items()}


def _install_sqlite(guard: Guard) -> list[str]:
    return [
        step for name, statement in _sqlite(guard).items() for step in (f"DROP TRIGGER IF EXISTS {name}", statement)
    ]


def _install_postgres(guard: Guard) -> list[str]:
    steps = []
    for name, rule in _postgres(guard).items():
        made = f"{name} BEFORE {rule.event} ON {guard.table} FOR EACH {rule.each}"
        steps += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${rule.body}$body$",
            f"DROP TRIGGER IF EXISTS {name} ON {guard.table}",
            f"CREATE TRIGGER {made} EXECUTE FUNCTION {name}()",
            # Also under session_replication_role = replica, which silences ordinary triggers.
            f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return steps


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger in place, replacing those of an earlier version."""
    connection = connections[using]
    steps = _install_postgres if connection.vendor == "postgresql" else _install_sqlite
    with connection.cursor() as cursor:
        for guard in guards(_present(using)):
            for step in steps(guard):
                cursor.execute(step)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every trigger: only for emptying a test database, which is what they are there to prevent."""
    connection = connections[using]
    postgres = connection.vendor == "postgresql"
    present = _present(using)
    with connection.cursor() as cursor:
        for guard in guards(present):
            if guard.table in present:
                for name in _postgres(guard) if postgres else _sqlite(guard):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {guard.table}" if postgres else ""))


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Name every trigger that is absent, switched off or not worded as it should be; empty when all stand."""
    connection = connections[using]
    wanted: dict[str, object] = {}
    all_guards = guards(_present(using))
    if connection.vendor == "postgresql":
        for guard in all_guards:
            wanted |= {name: (guard.table, rule.bits, "A", rule.body) for name, rule in _postgres(guard).items()}
        standing = _standing_postgres(connection)
    else:
        for guard in all_guards:
            wanted |= _sqlite(guard)
        standing = _standing_sqlite(connection)
    return sorted(name for name, text in wanted.items() if standing.get(name) != text)


def _standing_sqlite(connection: BaseDatabaseWrapper) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _standing_postgres(connection: BaseDatabaseWrapper) -> dict[str, object]:
    """Give, by trigger name: table, event bits, mode (A: always) and the body of the function that it calls."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, t.tgtype, t.tgenabled::text, p.prosrc FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgqual IS NULL AND t.tgattr = ''::int2vector"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
        return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}


def demand(using: str = DEFAULT_DB_ALIAS) -> None:
    """Raise TriggersMissingError unless every trigger stands; the server calls this when it starts.

    Before the first migration there is nothing to protect.
    """
    absent = missing(using)
    if absent and _tables_stand(using):
        raise TriggersMissingError(
            f"the database does not protect the ledger; missing or changed: {', '.join(absent)}."
            " Run `kechuang ledger verify` to see whether anything was altered, then `kechuang ledger protect`."
        )


def before_migrate(using: str = DEFAULT_DB_ALIAS, **_options: object) -> None:
    """Say so if a ledger that holds entries stood unprotected until now (pre_migrate)."""
    if not _tables_stand(using):
        return
    absent = missing(using)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_entry)")
        holds = bool(cursor.fetchone()[0])
    if absent and holds:
        log.warning("triggers of the ledger were missing and are put back: %s", ", ".join(absent))


def after_migrate(using: str = DEFAULT_DB_ALIAS, **_options: object) -> None:
    """Install after a migration, once the tables are there (post_migrate)."""
    if _tables_stand(using) and missing(using):
        install(using)


def _tables_stand(using: str) -> bool:
    present = _present(using)
    return all(guard.table in present for guard in GUARDS)
