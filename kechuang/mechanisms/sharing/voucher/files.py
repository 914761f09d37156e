"""Files that parties hand in: kept byte for byte under their digest, bounded, remembered while a form is corrected.

A form that is refused must not lose what was uploaded: the kept file travels in a hidden field, signed for its person,
so that nobody can hand in a file by naming a digest that belongs to somebody else.
"""

from dataclasses import asdict, dataclass

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from kechuang.casework.files import looking
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules.report import Sketch, sketch
from kechuang.policy import intake, kept
from kechuang.web.permissions import Actor

MOST_BYTES = 20 * 1024 * 1024
ACCEPTED = ".pdf,.docx,.ofd,.txt,.html,.png,.jpg,.jpeg"
LONGEST_NAME = 120
_SALT = "sharing.voucher.file"
_SIGNATURES = ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"))
_PACKED = ((b"OFD.xml", "ofd"), (b"word/", "docx"), (b"xl/", "xlsx"))


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in: its digest, its name as the person knows it, its size in bytes."""

    sha256: str
    name: str
    size: int


def take(file: UploadedFile, *, declared: bool) -> Handed | Refusal:
    """Keep an upload that is declared to hold no state secrets (非涉密).

    Refuses an empty one, one that is too large, and whatever the look finds unfit; of a refused one nothing is kept.
    """
    name, size = (file.name or "")[-LONGEST_NAME:], file.size or 0
    if not size:
        return Refusal("voucher.file_empty", {"name": name})
    if size > MOST_BYTES or not getattr(file, "whole", True):
        return Refusal("voucher.file_too_large", {"name": name, "bytes": size, "limit": MOST_BYTES})
    return _take(file.read(), name, declared=declared)


def take_text(text: str, name: str, *, declared: bool) -> Handed | Refusal:
    """Keep a pasted text as UTF-8, looked at as a file is."""
    return _take(text.encode(), name, declared=declared)


def _take(data: bytes, name: str, *, declared: bool) -> Handed | Refusal:
    refusal = looking.undeclared(name, declared=declared) or looking.unfit(data, name)
    return refusal or Handed(kept.keep(data), name, len(data))


def token(handed: Handed, actor: Actor) -> str:
    """What stands in the hidden field while the form is corrected."""
    return signing.dumps(asdict(handed), salt=f"{_SALT}:{actor.person}", compress=True)


def remembered(value: str, actor: Actor) -> Handed | None:
    """The file that a hidden field stands for; None for nothing, or for another person's."""
    try:
        return Handed(**signing.loads(value, salt=f"{_SALT}:{actor.person}")) if value else None
    except (signing.BadSignature, TypeError):
        return None


def sketch_of(handed: Handed) -> Sketch | None:
    """The sketch of a report's text, read in a child process with limits; None where no text can be read."""
    found = intake.read_file(kept.read(handed.sha256), handed.name)
    return None if isinstance(found, Refusal) else sketch(found.text)


def extension(data: bytes) -> str:
    """The ending that fits the bytes, so that a served file opens with the right program."""
    for begin, ending in _SIGNATURES:
        if data.startswith(begin):
            return ending
    if data.startswith(b"PK"):
        return next((ending for mark, ending in _PACKED if mark in data), "zip")
    try:
        data.decode()
    except UnicodeDecodeError:
        return "bin"
    return "txt"
