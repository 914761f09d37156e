"""``kechuang backup``: everything that a node needs to live again, in one file, while it serves."""

import argparse
from pathlib import Path
from typing import TextIO

import django

PREFIX, ENDING = "kechuang-", ".backup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to, and what to do about keys and old backups."""
    parser.add_argument("file", type=Path, help="the file to write; a folder gets a file named by the moment")
    parser.add_argument("--check", action="store_true", help="read an existing backup from end to end, write nothing")
    parser.add_argument("--plain-keys", action="store_true", help="put private keys in although nothing is sealed")
    parser.add_argument("--keep", type=int, default=0, help="in a folder: keep this many of the newest, remove others")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Make or check a backup. Exit 1 where it cannot be made or trusted."""
    django.setup()
    from kechuang.config.backup import making  # noqa: PLC0415 - needs loaded apps
    from kechuang.config.backup.packing import BackupError  # noqa: PLC0415 - beside it
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    secret = making.passphrase()
    try:
        if arguments.check:
            manifest = making.check(arguments.file, secret)
            print(
                f"whole: {manifest['entries']} entries, made {manifest['made_at']} by {manifest['program']}", file=out
            )
            return 0
        path = arguments.file
        if path.is_dir():
            path /= f"{PREFIX}{clock.real_now():%Y%m%d-%H%M%S}{ENDING}"
        made = making.make(path, secret=secret, plain_keys=arguments.plain_keys)
    except (BackupError, OSError) as error:
        print(f"no backup: {error}", file=out)
        return 1
    print(f"{made.path}: {made.size} bytes, {made.entries} entries, read back and whole", file=out)
    for log, head in made.logs.items():
        print(f"  {log}: {head['size']} entries, root {head['root'][:16]}…", file=out)
    if not made.sealed:
        said = "with private keys in plain text" if arguments.plain_keys else "WITHOUT private keys"
        print(f"not sealed, {said}: set KECHUANG_BACKUP_PASSPHRASE to seal database, files and keys", file=out)
    if arguments.file.is_dir() and arguments.keep > 0:
        _prune(arguments.file, arguments.keep, out)
    return 0


def _prune(folder: Path, keep: int, out: TextIO) -> None:
    for path in sorted(folder.glob(f"{PREFIX}*{ENDING}"))[:-keep]:
        path.unlink()
        print(f"removed the old {path.name}", file=out)
