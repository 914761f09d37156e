"""``kechuang attestation check FILE``: check a certificate anywhere, without a database.

FILE is an SD-JWT as text, or an evidence bundle (zip). Exit codes: 0 authentic and in force as far as the file says;
1 wrong, altered or incomplete; 2 cannot be read; 3 a bundle that is whole, but no key vouches for it; 4 revoked.
"""

import argparse
from pathlib import Path
from typing import TextIO

from kechuang.ledger.checkpoint import NoteError, Verifier
from kechuang.mechanisms.market.attestation import offline
from kechuang.web import clock

AUTHENTIC, WRONG, UNREADABLE, WHOLE, REVOKED = 0, 1, 2, 3, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser(
        "check", help="check a certificate: exit 0 authentic, 1 wrong, 2 cannot be read, 3 whole, 4 revoked"
    )
    check.add_argument("file", type=Path, help="an SD-JWT as text, or an evidence bundle (zip)")
    check.add_argument("--key", help="the authority's verifier key, or a file with it, had from elsewhere")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Check one file and say what it proves."""
    try:
        data = arguments.file.read_bytes()
        key = _key(arguments.key) if arguments.key else None
    except (OSError, NoteError, UnicodeDecodeError) as error:
        print(f"cannot be checked: {error}", file=out)
        return UNREADABLE
    checked = offline.check(data, key, int(clock.now().timestamp()))
    if not checked.ok:
        for finding in checked.findings:
            print(f"{finding.code}  {finding.what}", file=out)
        print(f"{arguments.file} is not accepted", file=out)
        return WRONG
    _say(checked, out)
    if checked.revoked_on:
        print(f"REVOKED on {checked.revoked_on}: the certificate counts no longer", file=out)
        return REVOKED
    if not checked.authentic:
        print("whole; nobody vouches for it until --key gives the authority's verifier key", file=out)
        return WHOLE
    print("authentic: signed by the key given", file=out)
    if not checked.bundle:
        print(f"amended or revoked since? look at {checked.claims.get('page', '')}", file=out)
    return AUTHENTIC


def _say(checked: offline.Checked, out: TextIO) -> None:
    for name, value in sorted(checked.claims.items()):
        print(f"{name:<18} {value}", file=out)
    if checked.bundle:
        print(f"{checked.versions} version(s), each as its fact in the ledger states it", file=out)


def _key(given: str) -> Verifier:
    path = Path(given)
    return Verifier.parse(path.read_text(encoding="ascii").strip() if path.exists() else given)
