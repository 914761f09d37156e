"""Making a backup of a running node: database, files, checkpoints, and sealed, its keys.

The order makes it consistent while the node serves: checkpoints first (a file ahead of its database would look like a
tail that was cut off), then the database as of one moment, then files, which are written before a row names them.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

from kechuang.casework.files import bytes as kept
from kechuang.config.backup import database, packing
from kechuang.config.backup.packing import FORMAT, MANIFEST, BackupError
from kechuang.web import chance, clock

LAST = "last-backup.json"
PLAIN_FOLDERS = ("checkpoints", "regions")
PLAIN_FILES = ("demonstration.json",)


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    path: Path
    size: int
    entries: int
    sealed: bool
    logs: dict[str, Any]


def program_version() -> str:
    """Give the version of the program."""
    try:
        return version("kechuang")
    except PackageNotFoundError:
        return "0"


def passphrase() -> str:
    """Give the passphrase that seals backups, or ''."""
    return os.environ.get("KECHUANG_BACKUP_PASSPHRASE", "")


def make(path: Path, *, secret: str = "", plain_keys: bool = False) -> Made:
    """Write a backup whole or not at all, read it back, and note it as the last. Raises BackupError.

    Private keys go in only where the backup is sealed with ``secret``, or where ``plain_keys`` says so.
    """
    home, part = Path(settings.KECHUANG_HOME), path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=home) as work, os.fdopen(descriptor, "wb") as out:
            early = _early(home, Path(work))
            dumped, held = database.dump(Path(work))
            manifest = _manifest(held, sealed=bool(secret), keys=bool(secret) or plain_keys)
            with packing.writing(out, secret, chance.draw(16)) as pack:
                pack.put(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
                pack.put_file(dumped.name, dumped)
                _put(pack, home, early, keys=bool(secret) or plain_keys)
            out.flush()
            os.fsync(out.fileno())
        entries = check(part, secret)["entries"]
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    made = Made(path, path.stat().st_size, entries, bool(secret), held["logs"])
    _note(home, made)
    return made


def _manifest(held: dict[str, Any], *, sealed: bool, keys: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "program": program_version(),
        "made_at": clock.real_now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": held["migrations"],
        "logs": held["logs"],
        "sealed": sealed,
        "keys": keys,
    }


def _early(home: Path, work: Path) -> dict[str, Path]:
    """Set aside what must not be younger than the database."""
    found: dict[str, Path] = {}
    for number, path in enumerate(sorted((home / "checkpoints").glob("*.jsonl"))):
        aside = work / f"checkpoint-{number}"
        aside.write_bytes(path.read_bytes())
        found[f"checkpoints/{path.name}"] = aside
    return found


def _put(pack: packing.Pack, home: Path, early: dict[str, Path], *, keys: bool) -> None:
    for name, path in early.items():
        pack.put_file(name, path)
    for digest in kept.all_digests():
        pack.put_file(f"files/{digest[:2]}/{digest[2:]}", kept.path_of(digest))
    for path in sorted((home / "regions").rglob("*")):
        if path.is_file():
            pack.put_file(path.relative_to(home).as_posix(), path)
    for name in PLAIN_FILES:
        pack.put_file(name, home / name)
    if keys:
        for path in sorted((home / "keys").glob("*")):
            if path.is_file() and path.suffix in {".key", ".old"}:
                pack.put_file(f"keys/{path.name}", path)
        pack.put_file("secret.key", home / "secret.key")


def check(path: Path, secret: str = "") -> dict[str, Any]:
    """Read a backup from end to end and give its manifest with the number of entries. Raises BackupError."""
    names: list[str] = []

    def take(name: str, _stream: IO[bytes]) -> None:
        names.append(name)

    try:
        with path.open("rb") as source:
            manifest = packing.read(source, secret, take)
    except FileNotFoundError:
        raise BackupError(f"there is no file {path}") from None
    return {**manifest, "entries": len(names) + 1}


def _note(home: Path, made: Made) -> None:
    """Write down when the last backup was made, for ``kechuang doctor``."""
    sizes = {code: log["size"] for code, log in made.logs.items()}
    note = {"at": clock.real_now().isoformat(timespec="seconds"), "bytes": made.size, "sealed": made.sealed}
    part = home / f"{LAST}.part"
    part.write_text(json.dumps({**note, "file": str(made.path.resolve()), "logs": sizes}))
    part.replace(home / LAST)
