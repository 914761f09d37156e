"""What a page or a program asks for, read from an address: place, day, subject. Wrong input becomes a refusal."""

from collections.abc import Mapping
from datetime import date

from kechuang.kernel import place as places
from kechuang.kernel.reading import FaultError
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import queries
from kechuang.rulebook.book import Subject
from kechuang.rulebook.resolve import Rulebook
from kechuang.web import clock
from kechuang.web.typed import TypedError, read_day

USUAL_PLACE = "330000"


def day(params: Mapping[str, str]) -> date:
    """The day asked for, today where none is. Raises TypedError."""
    raw = params.get("on", "").strip()
    return read_day(raw) if raw else clock.today()


def place(book: Rulebook, params: Mapping[str, str], on: date) -> str:
    """The place asked for, by its code or its Chinese name.

    Raises TypedError with the kernel's own code where there is none on that day, or several.
    """
    raw = params.get("place", "").strip() or USUAL_PLACE
    try:
        code = raw if raw.isascii() else places.find(raw, on).require().code
        book.places(code, on)
    except FaultError as error:
        raise _refused(error) from None
    return code


def _refused(error: FaultError) -> TypedError:
    """The kernel's fault as typed input: its values may be called ``code`` too, so they are set as a whole."""
    typed = TypedError(error.code)
    typed.refusal = Refusal(error.code, dict(error.values))
    return typed


def subject(book: Rulebook, params: Mapping[str, str]) -> Subject | None:
    """Whom the question is about; None for the usual subject. Raises TypedError for a word that no rule uses."""
    raw = params.get("subject", "").strip()
    if not raw:
        return None
    found = Subject.parse(raw)
    unknown = {found.kind} - set(book.terms.kinds) | found.tags - set(book.terms.tags)
    if unknown:
        raise TypedError("rulebook.unknown_subject", raw=raw, allowed=", ".join(book.terms.kinds))
    return found


def mark(params: Mapping[str, str], label: str) -> str:
    """Which kind of unverified value is asked for. Raises TypedError for an unknown one."""
    found = params.get("mark", "")
    if found and found not in queries.MARKS:
        raise TypedError("filter.unknown_choice", raw=found, label=label)
    return found
