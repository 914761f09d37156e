"""Taking in what somebody uploads or pastes: read in a child process with limits; a reading or a refusal comes back."""

import hashlib
from dataclasses import dataclass

from kechuang.kernel.refusal import Refusal
from kechuang.policy.finding import Origin, Reading, reading_of
from kechuang.policy.read import isolated
from kechuang.policy.read.extract.limits import MAX_BYTES
from kechuang.policy.read.faults import ReadingRefused

PASTED = "pasted"
LONGEST_NAME = 200

__all__ = ["LONGEST_NAME", "MAX_BYTES", "PASTED", "Intake", "take_file", "take_text"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: the bytes as they came, the text that was read from them, and what was found in it."""

    data: bytes
    text: str
    reading: Reading


def take_file(data: bytes, name: str) -> Intake | Refusal:
    """Read a file's bytes; a file that cannot be read, or would not stop, comes back as a refusal."""
    return _take(data, name[-LONGEST_NAME:], "")


def take_text(text: str) -> Intake | Refusal:
    """Read pasted text, with the line ends that the form sent."""
    return _take(text.encode(), "pasted.txt", PASTED)


def _take(data: bytes, name: str, kind: str) -> Intake | Refusal:
    try:
        document = isolated.read_isolated(data, name)
    except ReadingRefused as refused:
        return Refusal(refused.refusal.code, refused.refusal.values, place="text" if kind else "file")
    found = document.origin
    origin = Origin(
        name="" if kind else name,
        kind=kind or (found.kind if found else ""),
        encoding=(found.encoding or "") if found else "",
        pages=found.pages if found else None,
        file_digest=hashlib.sha256(data).hexdigest(),
    )
    return Intake(data, document.raw, reading_of(document, origin))
