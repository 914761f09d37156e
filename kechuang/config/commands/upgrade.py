"""``kechuang upgrade``: the tables of a node to this program's version, with a backup first and no waiting for ever."""

import argparse
from pathlib import Path
from typing import TextIO

import django
from django.core.management import call_command
from django.db import DatabaseError, connection

BUSY = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do before, and how long to wait for locks."""
    parser.add_argument("--backup", type=Path, help="where the backup before goes; default KECHUANG_HOME/backups")
    parser.add_argument("--no-backup", action="store_true", help="there is a backup already")
    parser.add_argument("--lock-seconds", type=int, default=10, help="how long to wait for a lock (10)")
    parser.add_argument("--dry", action="store_true", help="only say what would be done")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Bring the tables up. Exit 0 done, 1 failed, 2 the tables are younger than the program, 4 somebody held a lock."""
    django.setup()
    from kechuang.config.backup import database  # noqa: PLC0415 - needs loaded apps

    again = database.patient(arguments.lock_seconds)
    try:
        status = _upgrade(arguments, out)
    except DatabaseError as error:
        if "lock" not in str(error).lower():
            raise
        connection.close()
        print(
            f"somebody held a lock for more than {arguments.lock_seconds} s; the step was taken back whole.", file=out
        )
        print("Stop the node (or put a file read-only into KECHUANG_HOME), then run it again.", file=out)
        return BUSY
    again()
    return status


def _upgrade(arguments: argparse.Namespace, out: TextIO) -> int:
    from kechuang.config.backup import bringing_back, database, making  # noqa: PLC0415 - needs loaded apps
    from kechuang.config.backup.packing import BackupError  # noqa: PLC0415 - beside it

    applied = [] if database.empty() else database.applied()
    beyond = bringing_back.beyond(applied)
    if beyond:
        print(
            f"the tables are younger than this program ({making.program_version()}): {', '.join(beyond[:3])}", file=out
        )
        print("nothing was changed: install the newer program, or restore the backup made before the upgrade", file=out)
        return 2
    steps = bringing_back.pending(applied)
    print(f"program {making.program_version()}: {len(steps)} steps to make", file=out)
    for step in steps if applied else ():
        print(f"  {step}", file=out)
    if arguments.dry:
        return 0
    if applied and steps and not arguments.no_backup:
        folder = arguments.backup or making.Path(making.settings.KECHUANG_HOME) / "backups"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stamp = f"before-{making.program_version()}-{making.clock.real_now():%Y%m%d-%H%M%S}.backup"
        path = folder / stamp if folder.is_dir() else folder
        try:
            made = making.make(path, secret=making.passphrase(), plain_keys=True)
        except (BackupError, OSError) as error:
            print(f"nothing was changed, because there is no backup: {error}", file=out)
            return 1
        print(f"backup: {made.path} ({made.size} bytes)", file=out)
    call_command("migrate", verbosity=0, interactive=False)
    return _prove(out)


def _prove(out: TextIO) -> int:
    """Put the triggers back and prove the heads of the logs; the whole proof is ``kechuang ledger verify``."""
    from kechuang.config.health import ledger  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger import triggers  # noqa: PLC0415 - needs loaded apps

    triggers.install()
    wrong = [*triggers.missing(), *ledger.heads_that_differ()]
    if wrong:
        print(f"the tables are up to date, but the ledger is not whole: {', '.join(wrong)}", file=out)
        print("run `kechuang ledger verify`, and do not let the node take acts before it passes", file=out)
        return 1
    print("tables up to date, triggers in place, heads of the logs as they were sealed", file=out)
    return 0
