"""Work on a file in a child process with limits, so that a hostile file can end only itself.

The child answers with JSON or with a picture (see ``kernel.confined``).
"""

from __future__ import annotations

import json
from typing import BinaryIO

from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.look.look import Looked, look
from kechuang.casework.files.look.picture import page_of, picture_of
from kechuang.kernel import confined
from kechuang.kernel.confined import Limits

_TASKS = ("look", "document", "page", "picture")
LIMITS = Limits(cpu_seconds=30, wall_seconds=90, megabytes=2048)


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
    try:
        return confined.run(__name__, [task, name, str(number)], source, limits)
    except confined.EndedError as ended:
        raise _unfit(ended, name, limits) from ended


def _unfit(ended: confined.EndedError, name: str, limits: Limits) -> UnfitError:
    if ended.reason == "slow":
        return UnfitError("files.too_slow", name=name, seconds=ended.seconds)
    if ended.reason == "memory":
        return UnfitError("files.too_big_inside", name=name, megabytes=limits.megabytes)
    return UnfitError("files.broken", name=name, kind="?", detail=f"exit {ended.status}")


def serve(words: list[str]) -> None:
    """The child's whole work."""
    if words[2] not in _TASKS:
        raise ValueError(words[2])
    confined.answer(words, _answer)


def _answer(words: list[str], data: bytes) -> bytes:
    task, name, number = words
    if task == "page":
        return page_of(data, int(number))
    if task == "picture":
        return picture_of(data)
    try:
        found = look(data, name, document=task == "document")
    except UnfitError as unfit:
        return json.dumps({"code": unfit.code, "values": unfit.values}).encode("ascii")
    return json.dumps({"kind": found.kind, "pages": found.pages, "notes": found.notes}).encode("ascii")
