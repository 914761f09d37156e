"""Keeping files byte for byte under the SHA-256 of their content, below ``KECHUANG_HOME/files``.

A file that is there is never written again, so nothing that was published can be changed afterwards. Whoever keeps a
digest in a table says so by ``register_holder``; bytes that nobody holds any more may be removed.
"""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import QuerySet

CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")

type Holder = Callable[[Collection[str]], Collection[str]]

HOLDERS: dict[str, Holder] = {}


class MissingFileError(LookupError):
    """A file that the register names is not on this node's disk; restore it from the backup."""


def register_holder(name: str, holder: Holder) -> None:
    """Have a package say which of some digests its tables still name; registering the same name again replaces it."""
    HOLDERS[name] = holder


def register_columns(name: str, rows: Callable[[], QuerySet[Any]], *columns: str) -> None:
    """Have the columns of a table hold the digests that stand in them."""

    def holder(digests: Collection[str]) -> Collection[str]:
        wanted = list(digests)
        found: set[str] = set()
        for column in columns:
            found.update(rows().filter(**{f"{column}__in": wanted}).values_list(column, flat=True))
        return found

    register_holder(name, holder)


def folder() -> Path:
    """Give the folder of all kept files."""
    return Path(settings.KECHUANG_HOME) / "files"


def path_of(digest: str) -> Path:
    """Give the place of a digest's bytes. Raises ValueError for text that is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no digest")
    return folder() / digest[:2] / digest[2:]


@contextmanager
def _turn(how: int) -> Iterator[None]:
    """Keeping and removing exclude each other, in all processes."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / ".lock").open("a") as file:
        fcntl.flock(file, how)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def keep(data: bytes) -> str:
    """Keep bytes and give their digest. Whole or not at all: written aside, then moved into place."""
    return _keep(iter((data,)))[0]


def keep_stream(source: BinaryIO) -> tuple[str, int]:
    """Keep what a stream holds from its beginning, a megabyte at a time; give digest and size in bytes."""
    source.seek(0)
    return _keep(iter(lambda: source.read(CHUNK), b""))


def _keep(pieces: Iterator[bytes]) -> tuple[str, int]:
    with _turn(fcntl.LOCK_SH):
        handle, aside = tempfile.mkstemp(prefix=".part-", dir=folder())
        try:
            found, size = hashlib.sha256(), 0
            with os.fdopen(handle, "wb") as file:
                for piece in pieces:
                    found.update(piece)
                    size += len(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            path = path_of(found.hexdigest())
            if path.exists():
                Path(aside).unlink()
            else:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    return found.hexdigest(), size


def held(digest: str) -> bool:
    """Say whether the bytes of a digest are on this node's disk."""
    return path_of(digest).exists()


def read(digest: str) -> bytes:
    """Give the bytes of a digest, checked against it. Raises MissingFileError if they are gone or damaged."""
    try:
        data = path_of(digest).read_bytes()
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


def still_held(digests: Collection[str]) -> set[str]:
    """Give those of the digests that some package's tables name."""
    return {digest for holder in HOLDERS.values() for digest in holder(digests)}


def still_held_elsewhere(digests: Collection[str], apart_from: str) -> set[str]:
    """Give those of the digests that a package other than the one named holds."""
    others = [holder for name, holder in HOLDERS.items() if name != apart_from]
    return {digest for holder in others for digest in holder(digests)}


def remove_unheld(digests: Collection[str]) -> int:
    """Remove the bytes that nobody holds any more; give their number. Previews made from them go too."""
    with _turn(fcntl.LOCK_EX):
        gone = set(digests) - still_held(digests)
        removed = 0
        for digest in gone:
            path = path_of(digest)
            removed += path.exists()
            path.unlink(missing_ok=True)
    return removed


def all_digests() -> Iterator[str]:
    """Give the digests of all kept files, in order."""
    for first in sorted(folder().glob("[0-9a-f][0-9a-f]")):
        for path in sorted(first.iterdir()):
            digest = first.name + path.name
            if _DIGEST.fullmatch(digest):
                yield digest


def leftovers() -> Iterator[Path]:
    """Give what an interrupted write left aside."""
    yield from folder().glob(".part-*")
