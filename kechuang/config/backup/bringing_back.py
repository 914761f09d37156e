"""Bringing a node back from a backup: checked whole before anything is put in place, and proved afterwards."""

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kechuang.config.backup import database, packing
from kechuang.config.backup.packing import BackupError
from kechuang.ledger import checkpoint as notes
from kechuang.web import clock

FOLDERS = ("files", "checkpoints", "keys", "regions")


@dataclass(frozen=True, slots=True)
class Lost:
    """A log whose sealed size, known from elsewhere, is beyond what the backup holds."""

    log: str
    held: int
    sealed: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place."""

    manifest: dict[str, Any]
    entries: int
    lost: tuple[Lost, ...]
    pending: tuple[str, ...]


def restore(path: Path, *, secret: str = "", replace: bool = False, sealed: Iterable[Path] = ()) -> Restored:
    """Put a backup in place of what is there. Raises BackupError, and then nothing was changed.

    A node that holds a database is only replaced when told so, and is set aside, not deleted. ``sealed`` are files with
    checkpoints kept elsewhere; those of this home are looked at too.
    """
    home = Path(settings.KECHUANG_HOME)
    if not database.empty() and not (replace and connection.vendor == "sqlite"):
        raise BackupError(
            "this node holds a database already: restore into an empty KECHUANG_HOME (and an empty DATABASE_URL), or"
            " say --replace to set an SQLite node aside"
        )
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as folder:
        work, names = Path(folder), []

        def take(name: str, stream: IO[bytes]) -> None:
            names.append(name)
            place = work / name
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with place.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
            place.chmod(0o600)

        try:
            with path.open("rb") as source:
                manifest = packing.read(source, secret, take)
        except FileNotFoundError:
            raise BackupError(f"there is no file {path}") from None
        _fits(manifest)
        lost = tuple(_lost(manifest, home, sealed))
        if replace:
            _set_aside(home)
        _in_place(work, home)
    return Restored(manifest, len(names), lost, tuple(pending(manifest["migrations"])))


def _fits(manifest: dict[str, Any]) -> None:
    """Refuse a backup of a younger program, whose tables this one does not know."""
    vendor = connection.vendor
    if manifest["database"] != vendor:
        raise BackupError(f"the backup is of a node on {manifest['database']}, and this one stands on {vendor}")
    unknown = beyond(manifest["migrations"])
    if unknown:
        raise BackupError(
            f"the backup was made by a younger program ({manifest['program']}): {', '.join(unknown[:3])} is unknown"
            " here. Install that version first."
        )


def beyond(applied: Iterable[str]) -> list[str]:
    """Give the migrations that this program does not know, of the apps that it knows."""
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    for migration in loader.disk_migrations.values():
        known |= {f"{app}.{name}" for app, name in migration.replaces}
    return sorted(name for name in applied if name not in known)


def pending(applied: Iterable[str]) -> list[str]:
    """Give the migrations of this program that a database does not have yet."""
    have = set(applied)
    loader = MigrationLoader(None)
    return sorted(
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if f"{app}.{name}" not in have
        and not (migration.replaces and all(f"{a}.{n}" in have for a, n in migration.replaces))
    )


def _lost(manifest: dict[str, Any], home: Path, sealed: Iterable[Path]) -> Iterable[Lost]:
    """Compare with checkpoints that were kept elsewhere: they say how long each log once was."""
    greatest: dict[str, int] = {}
    for path in [*sorted((home / "checkpoints").glob("*.jsonl")), *sealed]:
        for note in _notes(path):
            try:
                stated = notes.Statement.parse(notes.Note.parse(note).text)
            except notes.NoteError:
                continue
            log = stated.origin.removeprefix("kechuang/")
            greatest[log] = max(greatest.get(log, 0), stated.size)
    for log, size in sorted(greatest.items()):
        held = manifest["logs"].get(log, {}).get("size", 0)
        if size > held:
            yield Lost(log, held, size)


def _notes(path: Path) -> Iterable[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if not text.lstrip().startswith("{"):
        yield text
        return
    for line in text.splitlines():
        try:
            yield str(json.loads(line)["note"])
        except (ValueError, KeyError, TypeError):
            continue


def _set_aside(home: Path) -> None:
    stamp = clock.real_now().strftime("%Y%m%d-%H%M%S")
    aside = home / f"replaced-{stamp}"
    aside.mkdir(mode=0o700)
    connection.close()
    names = [*FOLDERS, "secret.key", "demonstration.json", "last-backup.json"]
    database_file = Path(str(connection.settings_dict["NAME"]))
    for path in [*(home / name for name in names), *(Path(f"{database_file}{end}") for end in ("", "-wal", "-shm"))]:
        if path.exists():
            shutil.move(path, aside / path.name)


def _in_place(work: Path, home: Path) -> None:
    """Move everything to where the node looks for it; the database last, for it makes the node whole."""
    for name in FOLDERS:
        if (work / name).is_dir():
            _merge(work / name, home / name)
    for name in ("secret.key", "demonstration.json"):
        if (work / name).exists():
            (work / name).replace(home / name)
    for name in (database.SQLITE, database.POSTGRES):
        if (work / name).exists():
            database.restore(work / name)
            return
    raise BackupError("the backup holds no database")


def _merge(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(mode=0o700, exist_ok=True)
            continue
        if target.name == "checkpoints" and place.exists():
            shutil.move(place, place.with_suffix(".jsonl.before-restore"))
        path.replace(place)
