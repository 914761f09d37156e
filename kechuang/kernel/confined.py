"""Work in a child process with limits, so that a hostile file can end only the child.

The child gets bytes on its standard input and answers on its standard output; it may write no file, and its environment
holds nothing of the node's.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

_OUT_OF_MEMORY = 75
_KILLED = {-24, -9, 152, 137}
_CHILD = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import serve; serve(sys.argv[2:])"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use: processor and wall-clock seconds, memory in megabytes of address space."""

    cpu_seconds: int
    wall_seconds: int
    megabytes: int


class EndedError(Exception):
    """The child gave no answer: ``slow`` after ``seconds``, over ``memory``, or ``broken`` with an exit status."""

    def __init__(self, reason: str, *, seconds: int = 0, status: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds
        self.status = status


def run(module: str, words: list[str], source: BinaryIO | bytes, limits: Limits) -> bytes:
    """Give what ``module.serve(words)`` answers in a child that stands under the limits. Raises EndedError.

    An open file is read from its beginning, by the child itself where it has a descriptor.
    """
    bounds = [str(limits.cpu_seconds), str(limits.megabytes)]
    command = [sys.executable, "-I", "-c", _CHILD.format(module=module), json.dumps(sys.path), *bounds, *words]
    descriptor = _descriptor(source)
    given: dict[str, object] = {"stdin": descriptor}
    if isinstance(source, bytes):
        given = {"input": source}
    else:
        source.seek(0)
        if descriptor is None:
            given = {"input": source.read()}
        else:
            os.lseek(descriptor, 0, os.SEEK_SET)
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
        raise EndedError("slow", seconds=limits.wall_seconds) from error
    finally:
        if descriptor is not None:
            os.lseek(descriptor, 0, os.SEEK_SET)
    if done.returncode == 0 and done.stdout:
        return bytes(done.stdout)
    raise _ended(done.returncode, done.stderr, limits)


def _descriptor(source: BinaryIO | bytes) -> int | None:
    """Give the descriptor from which a child may read, or None for bytes that only this process holds."""
    try:
        return None if isinstance(source, bytes) else source.fileno()
    except (OSError, AttributeError):
        return None


def _ended(status: int, errors: bytes, limits: Limits) -> EndedError:
    """The processor limit ends a child by signal, memory by an error that it can still name."""
    if status in _KILLED:
        return EndedError("slow", seconds=limits.cpu_seconds)
    if b"MemoryError" in errors or status == _OUT_OF_MEMORY:
        return EndedError("memory")
    return EndedError("broken", status=status)


def answer(words: list[str], work: Callable[[list[str], bytes], bytes]) -> None:
    """The child's side: stand under the limits that ``run`` wrote before the words, do the work, write the answer."""
    cpu_seconds, megabytes = int(words[0]), int(words[1])
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        reply = work(words[2:], sys.stdin.buffer.read())
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
