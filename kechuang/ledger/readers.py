"""Who may read which groups of an entry. Everybody reads the public group; packages that know more register here."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from uuid import UUID

from django.http import HttpRequest

from kechuang.kernel.ref import id_text
from kechuang.ledger.models import Entry
from kechuang.web import disclosing

type Reader = Callable[[HttpRequest, Entry], AbstractSet[str]]

_readers: dict[str, Reader] = {}


def register_reader(name: str, reader: Reader) -> None:
    """Have a package open further groups to those who may read them; it answers for entries that it knows."""
    _readers[name] = reader


def disclose(request: HttpRequest, entry: Entry, readable: AbstractSet[str], *, way: str = "") -> None:
    """Have it noted which restricted groups of an entry are shown; call it once the personal ones have been read.

    A fact whose readers stand on the other side of the case, or whose personal values are erased, opens nothing.
    """
    shown = readable & set(entry.groups)
    subjects: AbstractSet[str] = getattr(entry, "subjects", frozenset())
    if "personal" in readable and hasattr(entry, "subjects") and subjects:
        shown = shown | {"personal"}
    disclosing.note(
        request,
        record=entry.pk,
        kind=entry.type,
        groups=shown,
        way=way,
        case=_case(entry),
        subjects=subjects,
    )


def _case(entry: Entry) -> UUID | None:
    try:
        return UUID(id_text(entry.case))
    except ValueError:
        return None


def readable_groups(request: HttpRequest, entry: Entry) -> frozenset[str]:
    """Give the groups of an entry that the asker may read: one function for page, proof and API."""
    return frozenset({"public"}).union(*(reader(request, entry) for reader in _readers.values()))
