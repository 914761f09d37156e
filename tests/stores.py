"""Databases for tests that start processes: the tables are made once by a process of their own, and copied from then on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

ROOT = Path(__file__).parents[1]


def named(server: str, name: str) -> str:
    """Give the address of a database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def told(server: str, *statements: str) -> None:
    """Say something to a server outside any transaction."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def make_tables(home: Path, url: str) -> None:
    environment = {**os.environ, "KECHUANG_HOME": str(home), "DATABASE_URL": url}
    command = [sys.executable, "-m", "kechuang", "init"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300)


class Stores:
    """Makes databases with all tables: a file copied, or a database made from a template on the server."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.templates: dict[str, str] = {}

    def on_sqlite(self, home: Path) -> str:
        """Put a file with all tables into a folder; give its address."""
        if "" not in self.templates:
            made = self.base / "sqlite"
            made.mkdir()
            make_tables(made, f"sqlite://{made}/node.sqlite3")
            self.templates[""] = str(made / "node.sqlite3")
        home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.templates[""], home / "node.sqlite3")
        return f"sqlite://{home}/node.sqlite3"

    @contextmanager
    def on_postgres(self, server: str) -> Iterator[str]:
        """Make a database with all tables, and drop it in the end."""
        if server not in self.templates:
            template = f"template_{uuid4().hex[:12]}"
            told(server, f"CREATE DATABASE {template}")
            self.templates[server] = template
            home = self.base / template
            home.mkdir()
            make_tables(home, named(server, template))
        name = f"test_{uuid4().hex[:12]}"
        told(server, f"CREATE DATABASE {name} TEMPLATE {self.templates[server]}")
        try:
            yield named(server, name)
        finally:
            told(server, f"DROP DATABASE {name} WITH (FORCE)")

    def end(self) -> None:
        """Drop the templates."""
        for server, template in self.templates.items():
            if server:
                told(server, f"DROP DATABASE {template} WITH (FORCE)")


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """Make a database without any table, and drop it in the end."""
    name = f"test_{uuid4().hex[:12]}"
    told(server, f"CREATE DATABASE {name}")
    try:
        yield named(server, name)
    finally:
        told(server, f"DROP DATABASE {name} WITH (FORCE)")
