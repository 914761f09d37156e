"""``migrate`` that makes the tables of an empty database at once (``kechuang.config.tables``)."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from kechuang.config import tables

PARTS = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """Django's own command; where the whole of an empty database is asked for, the tables are made first."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as Django declares it
        """Make the tables of an empty database, then go on as ever: what is done already is not done again."""
        connection = connections[options["database"]]
        if not any(options.get(part) for part in PARTS) and tables.empty(connection):
            tables.make(connection)
        super().handle(*args, **options)
