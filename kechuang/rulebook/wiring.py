"""What the rulebook lays on the shared pages: menu entries, links to rules, finds in the search, its API."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.rulebook import load, queries
from kechuang.rulebook.shown import rule_address
from kechuang.rulebook.views import speaker
from kechuang.web import interface, slots


def find(_request: HttpRequest, words: str, limit: int) -> Iterator[slots.Hit]:
    """Rules whose key or title holds the words."""
    book = load.current()
    said = speaker(book)
    for key in queries.keys(book, words)[:limit]:
        yield slots.Hit(title=said.text(key.title), kind=_("Rule"), url=rule_address(key.name), note=key.name)


def _link(key: str, place: str = "", on: date | None = None, **_: object) -> str:
    return rule_address(key, place, on)


def _source_title(source: str, **_: object) -> str:
    book = load.current()
    return speaker(book).text(book.sources[source].title) if source in book.sources else ""


def _title(key: str) -> str:
    """The title of a rule in the reader's language; empty for a key of another edition."""
    book = load.current()
    return speaker(book).text(book.keys[key].title) if key in book.keys else ""


def _value(key: str, value: object, unit: str = "") -> str:
    """A value as a basis keeps it, in words; empty for a key of another edition."""
    book = load.current()
    return speaker(book).kept(book.keys[key], value, unit) if key in book.keys else ""


def _source(source: str) -> str:
    """The title of a source; empty for one of another edition."""
    book = load.current()
    return speaker(book).source(book.sources[source]) if source in book.sources else ""


def register() -> None:
    """Register once, when the app is ready."""
    slots.add_menu(
        slots.MenuEntry(
            group="open",
            label=_("Rules in force"),
            view="rulebook:values",
            permission=slots.PUBLIC,
            order=30,
            match=("rulebook:rule", "rulebook:sources", "rulebook:worked"),
        )
    )
    slots.add_menu(
        slots.MenuEntry(
            group="open",
            label=_("Unverified values"),
            view="rulebook:unverified",
            permission=slots.PUBLIC,
            order=31,
            under="rulebook:values",
        )
    )
    slots.add_source(slots.PaletteSource(name="rules", find=find, order=40))
    slots.add_link("rule", _link)
    slots.add_link("rule_title", _title)
    slots.add_link("rule_value", _value)
    slots.add_link("rule_clause", lambda clause: speaker(load.current()).clause(clause))
    slots.add_link("source_title", _source)
    slots.add_link("source_title", _source_title)
    slots.add_link("door.rules", lambda: reverse("rulebook:values"))
    interface.register("rules", "kechuang.rulebook.api:router")
