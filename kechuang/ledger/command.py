"""``kechuang ledger``: verify the node, sign heads, write proofs, and check them anywhere.

Exit codes: 0 all is well (``check``: authentic); 1 something was altered, or the proof is broken; 2 the call itself
cannot be carried out (no such entry, file or key); 3 ``check`` without a key: consistent, not authenticated.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from kechuang.ledger.checkpoint import NoteError, Verifier
from kechuang.ledger.findings import sentence
from kechuang.ledger.proof import CheckResult, Verdict, check

WELL, BROKEN, IMPOSSIBLE, NOT_AUTHENTICATED = 0, 1, 2, 3
LARGEST = 10 * 1024 * 1024
GROUPS = "public,parties,authority,personal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Offer verify, prove, check, checkpoint, keys, rotate and protect."""
    parser.add_argument("--chinese", action="store_true", default=_chinese(), help="say findings in Chinese")
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    one = steps.add_parser("verify", help="prove triggers, tree, groups, postings, checkpoints and rows")
    one.add_argument("logs", nargs="*", metavar="LOG", help="only these logs (all logs, and the rows beside them)")
    one.add_argument("--key", help="verifier key, or a file with it, that must have signed")
    one.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE", help="kept elsewhere")
    one.add_argument("--json", action="store_true", help="print the report as JSON")
    one = steps.add_parser("prove", help="write the proof of an entry")
    one.add_argument("id", help="the entry's id")
    one.add_argument("--out", type=Path, metavar="FILE", help="write here instead of printing")
    one.add_argument("--groups", default="public", help=f"groups to disclose, of {GROUPS} (public)")
    one = steps.add_parser("check", help="check a proof; needs no database")
    one.add_argument("file", metavar="FILE", help="the proof, or - for the input")
    one.add_argument("--key", help="the log's verifier key, or a file with it")
    one = steps.add_parser("checkpoint", help="sign the head of every log, or of those named")
    one.add_argument("logs", nargs="*", metavar="LOG")
    steps.add_parser("keys", help="print the verifier keys to publish")
    one = steps.add_parser("rotate", help="hand a log over to a new key")
    one.add_argument("log", metavar="LOG")
    one.add_argument("--old-key-lost", action="store_true", help="nothing vouches for the new key")
    steps.add_parser("protect", help="put the database's triggers back")


def _chinese() -> bool:
    return os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Carry out one step and give its exit code."""
    steps: dict[str, Callable[[argparse.Namespace, TextIO], int]] = {
        "verify": run_verify,
        "prove": run_prove,
        "check": run_check,
        "checkpoint": run_checkpoint,
        "keys": run_keys,
        "rotate": run_rotate,
        "protect": run_protect,
    }
    if arguments.step != "check":
        import django  # noqa: PLC0415 - checking a proof must work without it

        django.setup()
    return steps[arguments.step](arguments, out)


def _say(arguments: argparse.Namespace, code: str, values: dict[str, str | int]) -> str:
    return sentence(code, values, "zh" if arguments.chinese else "en")


def _fail(text: str) -> int:
    print(text, file=sys.stderr)
    return IMPOSSIBLE


def read_key(given: str) -> Verifier:
    """Read a verifier key from the argument or from the file that it names. Raises NoteError."""
    text = given
    if "+" not in given or Path(given).is_file():
        try:
            text = Path(given).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as broken:
            raise NoteError(f"the key {given!r} is neither a verifier key nor a file with one: {broken}") from None
    return Verifier.parse(text)


def run_check(arguments: argparse.Namespace, out: TextIO) -> int:
    """Check a proof file, without Django and without the database."""
    try:
        key = read_key(arguments.key) if arguments.key else None
        text = sys.stdin.read(LARGEST + 1) if arguments.file == "-" else _read(Path(arguments.file))
        found = json.loads(text)
    except NoteError as broken:
        return _fail(f"--key: {broken}")
    except (OSError, ValueError, RecursionError) as broken:
        return _fail(f"{arguments.file} is no proof: {broken}")
    result = check(found, key)
    for code, value in result.faults:
        print(_say(arguments, code, {"value": value}), file=out)
    if result.verdict is Verdict.BROKEN:
        print("BROKEN", file=out)
        return BROKEN
    _describe(result, out)
    if result.verdict is Verdict.CONSISTENT:
        print("consistent, not authenticated: give the log's verifier key with --key", file=out)
        return NOT_AUTHENTICATED
    print(f"authentic: signed by key {result.key_id}", file=out)
    return WELL


def _read(file: Path) -> str:
    if file.stat().st_size > LARGEST:
        raise ValueError(f"it is larger than {LARGEST} bytes")
    return file.read_text(encoding="utf-8")


def _describe(result: CheckResult, out: TextIO) -> None:
    leaf = result.leaf or {}
    print(f"log {result.log}, entry {result.seq} of {result.size}: {leaf['type']} version {leaf['version']}", file=out)
    print(f"id {leaf['id']}, on {leaf['on']}, recorded {leaf.get('recorded_at', '')}", file=out)
    for label, values in (result.opened or {}).items():
        print(f"{label}: {json.dumps(values, ensure_ascii=False, sort_keys=True)}", file=out)
    if result.closed:
        print(f"not disclosed: {', '.join(result.closed)}", file=out)


def run_verify(arguments: argparse.Namespace, out: TextIO) -> int:
    """Prove the node and print what was proved and what was found."""
    from kechuang.ledger.models import Log  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.verify import verify  # noqa: PLC0415 - needs loaded apps

    known = set(Log.objects.values_list("code", flat=True))
    unknown = sorted(set(arguments.logs) - known)
    if unknown:
        return _fail(f"there is no log {', '.join(unknown)}; there are: {', '.join(sorted(known)) or 'none'}")
    try:
        key = read_key(arguments.key) if arguments.key else None
    except NoteError as broken:
        return _fail(f"--key: {broken}")
    report = verify(logs=arguments.logs, key=key, checkpoints=arguments.checkpoint)
    if arguments.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2), file=out)
        return WELL if report.ok else BROKEN
    for log in report.logs:
        erased = f", {log.erased} erased" if log.erased else ""
        print(f"{log.code}: {log.size} entries, {log.groups} groups{erased}, {log.checkpoints} checkpoints", file=out)
        print(f"  root {log.root}", file=out)
    for finding in report.findings:
        mark = "✗" if finding.error else "!"
        print(f"{mark} {finding.code}: {_say(arguments, finding.code, dict(finding.values))}", file=out)
    for code, count in report.more.items():
        print(f"✗ {code}: {count} more", file=out)
    rows = f"; rows compared: {', '.join(report.checks)}" if report.checks else ""
    print(f"the ledger is whole{rows}" if report.ok else "THE LEDGER IS NOT WHOLE", file=out)
    return WELL if report.ok else BROKEN


def run_prove(arguments: argparse.Namespace, out: TextIO) -> int:
    """Write the proof of an entry; a head that no checkpoint covers yet is signed first."""
    from kechuang.ledger import prove, read, sign  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.keys import KeyUnusableError  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    groups = {label.strip() for label in arguments.groups.split(",") if label.strip()}
    entry = read.entry(arguments.id)
    if entry is None:
        return _fail(f"there is no entry {arguments.id}")
    try:
        sealed = sign.covering(entry.log, entry.seq) or sign.checkpoint(entry.log, made_at=clock.now())
    except KeyUnusableError as broken:
        return _fail(str(broken))
    text = json.dumps(prove.prove(entry, groups, sealed), ensure_ascii=False, indent=2) + "\n"
    if arguments.out is None:
        out.write(text)
    else:
        arguments.out.write_text(text, encoding="utf-8")
        print(
            f"entry {entry.seq} of {sealed.size}; check it: kechuang ledger check {arguments.out} --key KEY", file=out
        )
    return WELL


def run_checkpoint(arguments: argparse.Namespace, out: TextIO) -> int:
    """Sign heads and print the checkpoints."""
    from kechuang.ledger import sign  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.keys import KeyUnusableError  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.models import Log  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    try:
        if arguments.logs:
            made = [sign.checkpoint(code, made_at=clock.now()) for code in arguments.logs]
        else:
            made = sign.checkpoint_all(made_at=clock.now())
    except (KeyUnusableError, Log.DoesNotExist) as broken:
        return _fail(str(broken))
    for one in made:
        print(one.note, file=out)
    return WELL


def run_keys(_arguments: argparse.Namespace, out: TextIO) -> int:
    """Print each log's verifier keys, oldest first."""
    from kechuang.ledger.models import LogKey  # noqa: PLC0415 - needs loaded apps

    for key in LogKey.objects.order_by("log", "pk"):
        print(key.verifier, file=out)
    return WELL


def run_rotate(arguments: argparse.Namespace, out: TextIO) -> int:
    """Draw a new key for a log and print it."""
    from kechuang.ledger import sign  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.keys import KeyUnusableError  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.models import Log  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    try:
        made = sign.rotate(arguments.log, made_at=clock.now(), old_key_lost=arguments.old_key_lost)
    except (KeyUnusableError, Log.DoesNotExist) as broken:
        return _fail(str(broken))
    print(f"from {made.since_size} entries on, {arguments.log} is signed by\n{made.verifier}", file=out)
    return WELL


def run_protect(_arguments: argparse.Namespace, out: TextIO) -> int:
    """Put the triggers back and say which were missing."""
    from kechuang.ledger import triggers  # noqa: PLC0415 - needs loaded apps

    absent = triggers.missing()
    triggers.install()
    for name in absent:
        print(f"put back: {name}", file=out)
    if not absent:
        print("all triggers were in place", file=out)
    return WELL
