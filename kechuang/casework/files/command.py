"""``kechuang archive``: check an archive package anywhere, write one, or write all that wait."""

import argparse
from pathlib import Path
from typing import TextIO

from kechuang.casework.files import archive_check
from kechuang.ledger.checkpoint import NoteError, Verifier


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    parts = parser.add_subparsers(dest="part", required=True)
    check = parts.add_parser("check", help="check a package without a database: exit 0 authentic, 3 whole, 1 altered")
    check.add_argument("file", type=Path)
    check.add_argument("--key", help="the log's verifier key, or a file with it, had from elsewhere")
    write = parts.add_parser("write", help="write the package of one closed case to a file")
    write.add_argument("case", help="the case's id")
    write.add_argument("file", type=Path)
    parts.add_parser("sweep", help="write the packages of all closed cases that have none")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Carry it out. Exit 0 done or authentic, 1 altered, 2 cannot be carried out, 3 whole but no key was given."""
    if arguments.part == "check":
        return _check(arguments, out)
    import django  # noqa: PLC0415 - checking needs no Django

    django.setup()
    return _sweep(out) if arguments.part == "sweep" else _write(arguments, out)


def _check(arguments: argparse.Namespace, out: TextIO) -> int:
    try:
        data = arguments.file.read_bytes()
        key = _key(arguments.key) if arguments.key else None
    except (OSError, NoteError) as error:
        print(f"cannot be checked: {error}", file=out)
        return 2
    checked = archive_check.check(data, key)
    for finding in checked.findings:
        print(f"{finding.code}  {finding.what}", file=out)
    if not checked.ok:
        print(f"{arguments.file} was altered or is incomplete: {len(checked.findings)} differences", file=out)
        return 1
    print(f"{checked.case}: {checked.files} files, {checked.facts} facts, all as catalogued", file=out)
    if checked.authentic:
        print("authentic: the key given signed the catalogue and the checkpoint", file=out)
        return 0
    print("whole; nobody vouches for it until --key gives the authority's verifier key", file=out)
    return 3


def _key(given: str) -> Verifier:
    path = Path(given)
    return Verifier.parse(path.read_text() if path.exists() else given)


def _write(arguments: argparse.Namespace, out: TextIO) -> int:
    from uuid import UUID  # noqa: PLC0415 - beside its one use

    from kechuang.casework.files import archiving  # noqa: PLC0415 - needs loaded apps
    from kechuang.casework.models import Case  # noqa: PLC0415 - needs loaded apps

    try:
        case = Case.objects.filter(pk=UUID(arguments.case)).first()
    except ValueError:
        case = None
    if case is None or not case.finished:
        print(f"there is no closed case {arguments.case}", file=out)
        return 2
    try:
        data = archiving.package(case)
    except archiving.NotSealedError:
        print("its last fact is not sealed yet: run `kechuang ledger checkpoint` first", file=out)
        return 2
    arguments.file.write_bytes(data)
    print(f"{arguments.file}: {len(data)} bytes", file=out)
    return 0


def _sweep(out: TextIO) -> int:
    from kechuang.casework.files import archiving  # noqa: PLC0415 - needs loaded apps

    total = 0
    while count := archiving.sweep():
        total += count
    print(f"{total} packages written", file=out)
    return 0
