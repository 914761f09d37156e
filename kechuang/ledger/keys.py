"""Private keys of logs: in files that only their owner reads, or in the environment, and never in the database."""

import os
import re
from pathlib import Path

from django.conf import settings

from kechuang.ledger.checkpoint import NoteError, Signer, origin_of
from kechuang.web import chance


class KeyUnusableError(Exception):
    """A private key that is missing, exposed or not one; the message says where and what to do."""


def folder() -> Path:
    """Give the folder of the key files."""
    return Path(settings.KECHUANG_HOME) / "keys"


def variable(log: str) -> str:
    """Give the environment variable that may hold a log's private key instead of a file."""
    return "KECHUANG_LEDGER_KEY_" + re.sub(r"[^A-Z0-9]", "_", log.upper())


def path(log: str) -> Path:
    """Give the file of a log's private key."""
    return folder() / f"{log}.key"


def read(log: str) -> Signer | None:
    """Give a log's private key, from the environment first; None if there is none.

    Raises KeyUnusableError for a key that cannot be read, is another log's, or lies open to other users.
    """
    text, where = os.environ.get(variable(log), ""), f"${variable(log)}"
    if not text:
        file = path(log)
        if not file.exists():
            return None
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise KeyUnusableError(f"{file} can be read by other users; run: chmod 600 {file}")
        text, where = file.read_text(encoding="ascii", errors="replace"), str(file)
    try:
        signer = Signer.parse(text)
    except NoteError as broken:
        raise KeyUnusableError(f"{where}: {broken}") from None
    if signer.name != origin_of(log):
        raise KeyUnusableError(f"{where} is the key of {signer.name}, not of {origin_of(log)}")
    return signer


def draw(log: str) -> Signer:
    """Draw a new key for a log; it is not kept until :func:`keep` is called."""
    return Signer(origin_of(log), chance.salt())


def keep(log: str, signer: Signer) -> None:
    """Write a log's private key to its file, for its owner's eyes only; a key already there is set aside by its id.

    Raises KeyUnusableError where the environment holds the key, for a file would then not be used.
    """
    if os.environ.get(variable(log)):
        raise KeyUnusableError(
            f"the key of {log} is held in ${variable(log)}: replace it there, then unset the old one"
        )
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    file, fresh = path(log), path(log).with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(signer.secret() + "\n")
        out.flush()
        os.fsync(out.fileno())
    if file.exists():
        old = read(log)
        file.replace(file.with_suffix(f".{old.verifier.id.hex()}.old") if old else file)
    fresh.replace(file)
