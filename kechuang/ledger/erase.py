"""Erasing a person: the personal groups lose salt and values, and the log stays valid without them.

What remains in the leaf is a digest over a 32-byte salt that nobody holds any more, so not even a guessed name can be
tested against it.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from kechuang.ledger.models import PersonalGroup


def erase(*, entries: Collection[str] = (), subject: str = "", erased_at: datetime) -> int:
    """Empty the personal groups of the entries named, and all of the subject (a pseudonymous ref); give their number.

    A group that holds several persons goes as a whole, and one that is erased already is not counted. Call
    :func:`scrub` once the transaction is over.
    """
    with transaction.atomic():
        _overwrite()
        rows = PersonalGroup.objects.filter(values__isnull=False)
        count = rows.filter(entry__in=list(entries)).update(salt=None, values=None, erased_at=erased_at)
        if subject:
            count += rows.filter(subject=subject).update(salt=None, values=None, erased_at=erased_at)
    return count


def _overwrite() -> None:
    """Have SQLite write zeros over what it lets go, even where the node's settings do not; PostgreSQL cannot."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def scrub() -> bool:
    """Remove what the database still keeps of erased rows in its own files; outside a transaction.

    Says whether it is done. On SQLite a reader that holds on to an old snapshot can be in the way; then call it again.

    SQLite: the write-ahead log is folded in and cut to nothing. PostgreSQL: the table is rewritten, which locks it for
    moments, since a plain vacuum leaves the bytes on their page. The server's write-ahead log and backups follow their
    own retention; ``docs/ledger.md`` says what an operator has to do about them.
    """
    if connection.in_atomic_block:
        raise RuntimeError("scrub works on what is committed: call it after the transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return cursor.fetchone()[0] == 0
        cursor.execute("VACUUM (FULL) ledger_personalgroup")
        return True
