"""Keeping files byte for byte under the SHA-256 of their content, below ``KECHUANG_HOME/files``.

A file that is there is never written again, so nothing that was published can be changed afterwards.
"""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")


class MissingFileError(LookupError):
    """A file that the register names is not on this node's disk; restore it from the backup."""


def _path(digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no digest")
    return Path(settings.KECHUANG_HOME) / "files" / digest[:2] / digest[2:]


def keep(data: bytes) -> str:
    """Keep bytes and give their digest. Whole or not at all: written aside, then moved into place."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if path.exists():
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return digest


def held(digest: str) -> bool:
    """Say whether the bytes of a digest are on this node's disk."""
    return _path(digest).exists()


def read(digest: str) -> bytes:
    """Give the bytes of a digest, checked against it. Raises MissingFileError if they are gone or damaged."""
    try:
        data = _path(digest).read_bytes()
    except FileNotFoundError:
        raise MissingFileError(digest) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise MissingFileError(digest)
    return data


def keep_text(text: str) -> str:
    """Keep a text as UTF-8 and give its digest."""
    return keep(text.encode())


def read_text(digest: str) -> str:
    """Give the text of a digest."""
    return read(digest).decode()
