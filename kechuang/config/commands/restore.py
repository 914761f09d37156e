"""``kechuang restore``: a node from its backup, checked whole before anything is changed, proved afterwards."""

import argparse
from pathlib import Path
from typing import TextIO

import django

OLDER = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the backup and what is known from elsewhere."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="set the SQLite node that stands here aside")
    parser.add_argument(
        "--checkpoint", type=Path, action="append", default=[], help="a checkpoint kept elsewhere; may be given again"
    )


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Restore and prove. Exit 0 proved, 1 not restored or not proved, 3 restored but older than what was sealed."""
    django.setup()
    from kechuang.config.backup import bringing_back, database, making  # noqa: PLC0415 - needs loaded apps
    from kechuang.config.backup.packing import BackupError  # noqa: PLC0415 - beside it
    from kechuang.ledger import triggers  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.verify import verify  # noqa: PLC0415 - needs loaded apps

    try:
        done = bringing_back.restore(
            arguments.file, secret=making.passphrase(), replace=arguments.replace, sealed=arguments.checkpoint
        )
    except (BackupError, OSError) as error:
        print(f"nothing was restored: {error}", file=out)
        return 1
    print(f"restored {done.entries + 1} entries of the backup made {done.manifest['made_at']}", file=out)
    triggers.install()
    if database.heads() != done.manifest["logs"]:
        print("the logs are not those of the backup: do not use this node, and ask for help", file=out)
        return 1
    if not done.manifest["keys"]:
        print("the backup held no private keys: put keys/ and secret.key back from where you keep them", file=out)
    for lost in done.lost:
        print(
            f"OLDER THAN WHAT WAS SEALED: log {lost.log} held {lost.sealed} entries, the backup holds {lost.held}; the"
            f" last {lost.sealed - lost.held} are lost unless a younger backup has them",
            file=out,
        )
    if done.pending:
        print(f"{len(done.pending)} steps of the tables are to be made: run `kechuang upgrade`, then verify", file=out)
        return OLDER if done.lost else 0
    report = verify()
    for finding in report.findings:
        print(f"  {finding.code} {dict(finding.values)}", file=out)
    if not report.ok:
        print("restored, but the ledger does not verify", file=out)
        return OLDER if done.lost else 1
    sizes = ", ".join(f"{log.code} {log.size}" for log in report.logs)
    print(f"the ledger verifies: {sizes or 'no log'}", file=out)
    return OLDER if done.lost else 0
