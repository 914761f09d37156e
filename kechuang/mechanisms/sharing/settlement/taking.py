"""A statement that comes as a file: declared, looked at for its kind and for marks of secrecy, then read."""

import json
from collections.abc import Iterator
from typing import Any

from kechuang.casework.files import looking
from kechuang.kernel.refusal import Refusal

MOST_BYTES = 5 * 1024 * 1024
NAMED = 80


def message_of(file: Any, *, declared: bool) -> dict[str, Any] | Refusal:  # noqa: ANN401 - an uploaded file
    """Give the message that an upload holds. Nothing of the upload is kept here, whatever comes of it."""
    name = (file.name or "")[-NAMED:]
    undeclared = looking.undeclared(name, declared=declared)
    if undeclared:
        return undeclared
    if file.size > MOST_BYTES or not getattr(file, "whole", True):
        return Refusal("settlement.file_too_large", {"most": "5 MB"}, place="file")
    data = file.read()
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return Refusal("settlement.message_unreadable", {"detail": name}, place="file")
    return looking.unfit(data, name) or marked(raw, name) or raw


def marked(raw: object, name: str) -> Refusal | None:
    """Give the refusal of a message of which some text bears a mark of secrecy, however JSON writes it, or None."""
    return looking.marked("\n".join(_texts(raw)), name)


def _texts(raw: object) -> Iterator[str]:
    waiting = [raw]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting.extend((*each.keys(), *each.values()))
        elif isinstance(each, list):
            waiting.extend(each)
