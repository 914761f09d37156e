"""``kechuang notice check FILE``: check the evidence bundle of an agreed price anywhere, without a database."""

import argparse
from pathlib import Path
from typing import TextIO

from kechuang.ledger.checkpoint import NoteError, Verifier
from kechuang.mechanisms.market.notice.rules import bundle


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="check a bundle: exit 0 authentic, 3 whole, 1 altered, 2 cannot be read")
    check.add_argument("file", type=Path)
    check.add_argument("--key", help="the log's verifier key, or a file with it, had from elsewhere")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Check one bundle and say what it proves."""
    try:
        data = arguments.file.read_bytes()
        key = _key(arguments.key) if arguments.key else None
    except (OSError, NoteError) as error:
        print(f"cannot be checked: {error}", file=out)
        return 2
    checked = bundle.check(data, key)
    for finding in checked.findings:
        print(f"{finding.code}  {finding.what}", file=out)
    if not checked.ok:
        print(f"{arguments.file} was altered or is incomplete: {len(checked.findings)} differences", file=out)
        return 1
    print(f"{checked.case}: notice of {checked.start} to {checked.end}, round {checked.rounds}", file=out)
    print(f"{checked.snapshots} pages, each as its fact in the ledger states it", file=out)
    if checked.days_without:
        print(f"days without a page: {', '.join(checked.days_without)}", file=out)
    if checked.authentic:
        print("authentic: the key given signed the catalogue and the checkpoint", file=out)
        return 0
    print("whole; nobody vouches for it until --key gives the authority's verifier key", file=out)
    return 3


def _key(given: str) -> Verifier:
    path = Path(given)
    return Verifier.parse(path.read_text() if path.exists() else given)
