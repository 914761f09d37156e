"""Work on a file in a child process with limits, so that a hostile file can end only itself.

The child gets the bytes on its standard input and answers on its standard output with JSON or with a picture; it may
write no file. Its environment holds nothing of the node's.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from typing import BinaryIO

from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.look.look import Looked, look
from kechuang.casework.files.look.picture import page_of, picture_of

_RESERVED_EXIT = 75
_TASKS = ("look", "document", "page", "picture")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use: processor and wall-clock seconds, memory in megabytes of address space."""

    cpu_seconds: int = 30
    wall_seconds: int = 90
    megabytes: int = 2048


LIMITS = Limits()


def look_at(source: BinaryIO | bytes, name: str, limits: Limits = LIMITS, *, document: bool = False) -> Looked:
    """Look at a file in a child. Raises UnfitError, also for one that would not stop or would not fit.

    ``document``: a published document of which only the text is read (see ``look.look``).
    """
    answer = json.loads(_ask("document" if document else "look", source, name, 0, limits))
    if "code" in answer:
        raise UnfitError(answer["code"], **answer["values"])
    return Looked(answer["kind"], answer["pages"], tuple((code, value) for code, value in answer["notes"]))


def page_png(source: BinaryIO | bytes, number: int, limits: Limits = LIMITS) -> bytes:
    """Give a page of a PDF (counted from 0) as PNG. Raises UnfitError."""
    return _ask("page", source, "", number, limits)


def picture_png(source: BinaryIO | bytes, limits: Limits = LIMITS) -> bytes:
    """Give an image drawn anew as PNG, bounded in pixels, without what stood beside its pixels. Raises UnfitError."""
    return _ask("picture", source, "", 0, limits)


def _ask(task: str, source: BinaryIO | bytes, name: str, number: int, limits: Limits) -> bytes:
    words = [task, name, str(number), str(limits.cpu_seconds), str(limits.megabytes)]
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path), *words]
    given: dict[str, object]
    descriptor = _descriptor(source)
    if isinstance(source, bytes):
        given = {"input": source}
    elif descriptor is None:
        source.seek(0)
        given = {"input": source.read()}
    else:
        source.seek(0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        given = {"stdin": descriptor}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and code
            command,
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
            **given,  # type: ignore[call-overload]
        )
    except subprocess.TimeoutExpired as error:
        raise UnfitError("files.too_slow", name=name, seconds=limits.wall_seconds) from error
    finally:
        if descriptor is not None:
            os.lseek(descriptor, 0, os.SEEK_SET)
    if done.returncode == 0 and done.stdout:
        return bytes(done.stdout)
    raise _ended(done.returncode, done.stderr, name, limits)


def _descriptor(source: BinaryIO | bytes) -> int | None:
    """Give the descriptor from which a child may read, or None for bytes that only this process holds."""
    try:
        return None if isinstance(source, bytes) else source.fileno()
    except (OSError, AttributeError):
        return None


def _ended(code: int, errors: bytes, name: str, limits: Limits) -> UnfitError:
    if code in {-24, -9, 152, 137}:
        return UnfitError("files.too_slow", name=name, seconds=limits.cpu_seconds)
    if b"MemoryError" in errors or code == _RESERVED_EXIT:
        return UnfitError("files.too_big_inside", name=name, megabytes=limits.megabytes)
    return UnfitError("files.broken", name=name, kind="?", detail=f"exit {code}")


def serve(task: str, name: str, number: int, cpu_seconds: int, megabytes: int) -> None:
    """The child's whole work: set limits, do the task, answer."""
    if task not in _TASKS:
        raise ValueError(task)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        reply = _answer(task, data, name, number)
    except MemoryError:
        sys.exit(_RESERVED_EXIT)
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()


def _answer(task: str, data: bytes, name: str, number: int) -> bytes:
    if task == "page":
        return page_of(data, number)
    if task == "picture":
        return picture_of(data)
    try:
        found = look(data, name, document=task == "document")
    except UnfitError as unfit:
        return json.dumps({"code": unfit.code, "values": unfit.values}).encode("ascii")
    return json.dumps({"kind": found.kind, "pages": found.pages, "notes": found.notes}).encode("ascii")


_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kechuang.casework.files.look import isolated; "
    "isolated.serve(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6]))"
)
