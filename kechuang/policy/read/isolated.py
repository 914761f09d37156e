"""Reading in a child process with limits, so that a hostile file can end only itself.

The child gets the bytes on its standard input and answers on its standard output: one JSON line with a refusal, or a
pickle-free JSON of the extraction. The parent reads the extracted text itself (`read_text` is linear and pure) only
after the child has read it once within the limits.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kechuang.policy.read import read
from kechuang.policy.read.document import Origin
from kechuang.policy.read.extract.limits import MAX_BYTES
from kechuang.policy.read.faults import ReadingRefused

if TYPE_CHECKING:
    from kechuang.policy.read.document import Document

_RESERVED_EXIT = 75


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may use: processor and wall-clock seconds, memory in megabytes of address space."""

    cpu_seconds: int = 60
    wall_seconds: int = 120
    megabytes: int = 3072


def read_isolated(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """The document, extracted and read once in a limited child first. Raises `ReadingRefused`, nothing else."""
    bounds = limits or Limits()
    if len(data) > MAX_BYTES:
        raise ReadingRefused("reading.too_large", name=name, bytes=len(data), limit=MAX_BYTES)
    command = [
        sys.executable,
        "-I",
        "-c",
        _CHILD,
        json.dumps(sys.path),
        name,
        str(bounds.cpu_seconds),
        str(bounds.megabytes),
    ]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=bounds.wall_seconds, check=False)  # noqa: S603  # our own interpreter and code
    except subprocess.TimeoutExpired as error:
        raise ReadingRefused("reading.timeout", name=name, seconds=bounds.wall_seconds) from error
    answer = _answer(done.stdout)
    if answer is None:
        raise _ended(done.returncode, done.stderr, name, bounds)
    if "refusal" in answer:
        raise ReadingRefused(answer["refusal"]["code"], **answer["refusal"]["values"])
    return read.read_text(answer["text"], Origin(**answer["origin"]))


def _answer(output: bytes) -> dict[str, Any] | None:
    try:
        loaded = json.loads(output)
    except ValueError:
        return None
    return loaded if isinstance(loaded, dict) else None


def _ended(code: int, errors: bytes, name: str, bounds: Limits) -> ReadingRefused:
    """Why the child gave no answer: the processor limit ends it by signal, memory by an error it can still name."""
    if code in {-24, -9, 152, 137}:
        return ReadingRefused("reading.timeout", name=name, seconds=bounds.cpu_seconds)
    if b"MemoryError" in errors or code == _RESERVED_EXIT:
        return ReadingRefused("reading.memory", name=name, megabytes=bounds.megabytes)
    return ReadingRefused("reading.crashed", name=name, detail=f"exit {code}")


def serve(name: str, cpu_seconds: int, megabytes: int) -> None:
    """The child's whole work: set limits, extract, read once, answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        document = read.read_bytes(data, name)
    except ReadingRefused as refused:
        reply: dict[str, object] = {"refusal": {"code": refused.refusal.code, "values": dict(refused.refusal.values)}}
    except MemoryError:
        sys.exit(_RESERVED_EXIT)
    else:
        origin = document.origin
        assert origin is not None
        fields = {
            "name": origin.name,
            "kind": origin.kind,
            "encoding": origin.encoding,
            "pages": origin.pages,
            "sha256": origin.sha256,
        }
        reply = {"text": document.raw, "origin": fields}
    sys.stdout.buffer.write(json.dumps(reply, ensure_ascii=True).encode("ascii"))


_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kechuang.policy.read import isolated; isolated.serve(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)
