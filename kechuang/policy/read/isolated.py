"""Reading in a child process with limits, so that a hostile file can end only itself.

The child answers with one line of JSON: a refusal, or the extracted text. The parent reads the text itself
(`read_text` is linear and pure) only after the child has read it once within the limits.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kechuang.kernel import confined
from kechuang.kernel.confined import Limits
from kechuang.policy.read import read
from kechuang.policy.read.document import Origin
from kechuang.policy.read.extract.limits import MAX_BYTES
from kechuang.policy.read.faults import ReadingRefused

if TYPE_CHECKING:
    from kechuang.policy.read.document import Document

LIMITS = Limits(cpu_seconds=60, wall_seconds=120, megabytes=3072)


def read_isolated(data: bytes, name: str, limits: Limits = LIMITS) -> Document:
    """The document, extracted and read once in a limited child first. Raises `ReadingRefused`, nothing else."""
    if len(data) > MAX_BYTES:
        raise ReadingRefused("reading.too_large", name=name, bytes=len(data), limit=MAX_BYTES)
    try:
        answer = json.loads(confined.run(__name__, [name], data, limits))
    except confined.EndedError as ended:
        raise _refused(ended, name, limits) from ended
    if "refusal" in answer:
        raise ReadingRefused(answer["refusal"]["code"], **answer["refusal"]["values"])
    return read.read_text(answer["text"], Origin(**answer["origin"]))


def _refused(ended: confined.EndedError, name: str, limits: Limits) -> ReadingRefused:
    if ended.reason == "slow":
        return ReadingRefused("reading.timeout", name=name, seconds=ended.seconds)
    if ended.reason == "memory":
        return ReadingRefused("reading.memory", name=name, megabytes=limits.megabytes)
    return ReadingRefused("reading.crashed", name=name, detail=f"exit {ended.status}")


def serve(words: list[str]) -> None:
    """The child's whole work."""
    confined.answer(words, _read)


def _read(words: list[str], data: bytes) -> bytes:
    try:
        document = read.read_bytes(data, words[0])
    except ReadingRefused as refused:
        reply: dict[str, object] = {"refusal": {"code": refused.refusal.code, "values": dict(refused.refusal.values)}}
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
    return json.dumps(reply, ensure_ascii=True).encode("ascii")
