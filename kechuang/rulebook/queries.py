"""The reads that pages and the API need. No tables: a rulebook lies in memory, and its edition names it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kechuang.rulebook.book import Entry, Key, Source
from kechuang.rulebook.resolve import Answer, Rulebook, Subject

# What can be unverified about a value: its number, the day from which it holds, the article in which it stands.
MARKS = ("s", "G", "D", "day", "clause")


@dataclass(frozen=True, slots=True)
class Line:
    """A key with its answer for one place and day."""

    key: Key
    answer: Answer


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list of values; empty fields narrow nothing."""

    words: str = ""
    domain: str = ""
    confidence: str = ""
    silent: bool = False


def keys(book: Rulebook, words: str = "", domain: str = "") -> list[Key]:
    """Keys whose name or title holds all the words, in the order of their names."""
    sought = words.lower().split()
    return [
        key
        for name, key in sorted(book.keys.items())
        if (not domain or key.domain == domain)
        and all(word in f"{name} {key.title.zh} {key.title.en}".lower() for word in sought)
    ]


def values(
    book: Rulebook, *, place: str, on: date, wanted: Wanted | None = None, subject: Subject | None = None
) -> list[Line]:
    """Every value for a place on a day; keys on which nothing speaks are left out unless ``silent`` asks for them."""
    wanted = wanted or Wanted()
    lines = [
        Line(key, book.ask(key.name, place=place, on=on, subject=subject))
        for key in keys(book, wanted.words, wanted.domain)
    ]
    return [line for line in lines if _fits(line.answer, wanted)]


def _fits(answer: Answer, wanted: Wanted) -> bool:
    if answer.value is None:
        return wanted.silent and not wanted.confidence
    if wanted.confidence == "not_S":
        return answer.confidence != "S"
    return not wanted.confidence or answer.confidence == wanted.confidence


def history(book: Rulebook, key: str) -> list[Entry]:
    """All that anybody ever said on a key: nation first, then downwards by code, each in the order of days."""
    said = [entry for entry in book.entries if entry.key == key]
    return sorted(said, key=lambda entry: (_order(entry.place), entry.since, str(entry.binds)))


def _order(place: str) -> tuple[bool, str]:
    return (place != "000000", place)


def marks(entry: Entry) -> tuple[str, ...]:
    """What is unverified about a value, as codes of :data:`MARKS`; empty where all of it was read."""
    found: list[str] = [entry.confidence] if entry.confidence != "S" else []
    if entry.since_confidence not in {None, "S"}:
        found.append("day")
    if entry.confidence == "S" and entry.clause == "unrecorded":
        found.append("clause")
    return tuple(found)


def unverified(
    book: Rulebook, *, on: date, mark: str = "", place: str = "", domain: str = "", words: str = ""
) -> list[Entry]:
    """Values in force on a day that are not S; with ``mark`` those of one kind, ``day`` and ``clause`` included."""
    named = {key.name for key in keys(book, words, domain)}
    return [
        entry
        for entry in sorted(book.entries, key=lambda entry: (entry.key, _order(entry.place)))
        if entry.standing == "in_force"
        and entry.in_force(on)
        and entry.key in named
        and (not place or entry.place == place)
        and (mark in marks(entry) if mark else entry.confidence != "S")
    ]


def counts(entries: Iterable[Entry]) -> dict[str, int]:
    """How many values bear each mark."""
    found = dict.fromkeys(MARKS, 0)
    for entry in entries:
        for mark in marks(entry):
            found[mark] += 1
    return found


def sources(book: Rulebook) -> list[tuple[Source, int]]:
    """Every source with the number of values taken from it."""
    used: dict[str, int] = {}
    for entry in book.entries:
        used[entry.source] = used.get(entry.source, 0) + 1
    return [(source, used.get(name, 0)) for name, source in book.sources.items()]
