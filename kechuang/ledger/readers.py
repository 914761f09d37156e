"""Who may read which groups of an entry. Everybody reads the public group; packages that know more register here."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from django.http import HttpRequest

from kechuang.ledger.models import Entry

type Reader = Callable[[HttpRequest, Entry], AbstractSet[str]]

_readers: dict[str, Reader] = {}


def register_reader(name: str, reader: Reader) -> None:
    """Have a package open further groups to those who may read them; it answers for entries that it knows."""
    _readers[name] = reader


def readable_groups(request: HttpRequest, entry: Entry) -> frozenset[str]:
    """Give the groups of an entry that the asker may read: one function for page, proof and API."""
    return frozenset({"public"}).union(*(reader(request, entry) for reader in _readers.values()))
