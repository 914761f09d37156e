"""The declaration and the look before a file is kept, for packages that keep bytes under tables of their own.

``keeping.keep`` does both for evidence. Who keeps bytes by ``bytes.keep`` asks here first, so that every upload is
declared (非涉密), and of a file that bears a mark of secrecy no byte is kept.
"""

from kechuang.casework.files.look import isolated, marks
from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.look.marks import Text
from kechuang.casework.files.look.texts import FIRST_CHARACTERS
from kechuang.kernel.refusal import Refusal

NAMED = 80


def undeclared(name: str, *, declared: bool) -> Refusal | None:
    """Give the refusal of an upload without the declaration, or None."""
    return None if declared else Refusal("files.not_declared", {"name": name[-NAMED:]}, place="declared")


def unfit(data: bytes, name: str, *, document: bool = False, place: str = "file") -> Refusal | None:
    """Look at bytes in a child process with limits; give why they are not taken, or None.

    ``document``: a published document of which only the text is read (``look.look`` says what that changes).
    """
    try:
        isolated.look_at(data, name, document=document)
    except UnfitError as fault:
        return Refusal(fault.code, fault.values, place=place)
    return None


def marked(text: str, name: str, *, place: str = "file") -> Refusal | None:
    """Give the refusal of a text that bears a mark of secrecy at its head or alone on a line, or None."""
    level = marks.level_in(Text(text[:FIRST_CHARACTERS], tuple(text.splitlines())))
    return Refusal("files.secret_mark", {"name": name[-NAMED:], "level": level}, place=place) if level else None
