"""Taking in what somebody uploads or pastes: read in a child process with limits; a reading or a refusal comes back."""

import hashlib
from dataclasses import dataclass

from kechuang.casework.files import looking
from kechuang.kernel.refusal import Refusal
from kechuang.policy.finding import Origin, Reading, reading_of
from kechuang.policy.read import isolated
from kechuang.policy.read.extract.limits import MAX_BYTES
from kechuang.policy.read.faults import ReadingRefused

PASTED = "pasted"
PASTED_NAME = "pasted.txt"
LONGEST_NAME = 200

__all__ = ["LONGEST_NAME", "MAX_BYTES", "PASTED", "Intake", "read_file", "take_file", "take_text"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: the bytes as they came, the text that was read from them, and what was found in it."""

    data: bytes
    text: str
    reading: Reading


def take_file(data: bytes, name: str) -> Intake | Refusal:
    """Read an upload's bytes, and look at them; what cannot be read, or bears a mark of secrecy, is a refusal."""
    name = name[-LONGEST_NAME:]
    return _fit(_read(data, name, ""), name)


def take_text(text: str) -> Intake | Refusal:
    """Read pasted text, with the line ends that the form sent, and look at it as at a file."""
    return _fit(_read(text.encode(), PASTED_NAME, PASTED), PASTED_NAME)


def read_file(data: bytes, name: str) -> Intake | Refusal:
    """Read bytes that were looked at when they were kept; what cannot be read, or would not stop, is a refusal."""
    return _read(data, name[-LONGEST_NAME:], "")


def _fit(taken: Intake | Refusal, name: str) -> Intake | Refusal:
    if isinstance(taken, Refusal):
        return taken
    place = "text" if taken.reading.origin.kind == PASTED else "file"
    refusal = looking.unfit(taken.data, name, document=True, place=place)
    # The reader knows more encodings and layouts than the look: what it read is looked at for marks as well.
    return refusal or looking.marked(taken.text, name, place=place) or taken


def _read(data: bytes, name: str, kind: str) -> Intake | Refusal:
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
