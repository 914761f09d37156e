"""Which tables can be taken in: every register and mechanism names its own kind here, from ``AppConfig.ready``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, override

from kechuang.casework.act import Outcome
from kechuang.casework.imports.column import Column
from kechuang.casework.imports.values import Read
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, Scope, scope
from kechuang.web.slots import Words

INSERT, UPDATE, UPSERT = "insert", "update", "upsert"
MODES = (INSERT, UPDATE, UPSERT)
LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and for whom a table is taken in: who, for which office, on which day, in which mode."""

    actor: Actor
    office: Body
    on: date
    mode: str
    reach: Scope


@dataclass(frozen=True, slots=True)
class Filled:
    """A value that was filled in for the writer: where it comes from (a message id), and as of which day."""

    value: Read
    source: str
    on: date | None = None


@dataclass(slots=True)
class Row:
    """One row whose cells could be read: its number in the sheet and its values by column.

    ``fill`` puts in what the platform knows; ``fault`` says what is wrong; ``known`` is what the register holds for
    this row (values by column), which makes it a change; ``seen`` is whatever ``write`` needs to know again, as JSON
    (a version, an id). A cell that could not be read (``broken``) has no value and no second fault. ``bodies`` are the
    bodies of the node that a column names, in order; ``extra`` is whatever ``check`` hands on to ``write``. A row with
    a fault is never written.
    """

    number: int
    values: dict[str, Read]
    raw: Mapping[str, str]
    seen: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Read] | None = None
    filled: dict[str, Filled] = field(default_factory=dict)
    faults: list[tuple[str, Refusal, tuple[str, ...]]] = field(default_factory=list)
    broken: frozenset[str] = frozenset()
    bodies: dict[str, tuple[Body, ...]] = field(default_factory=dict)
    extra: Any = None

    def get(self, column: str) -> Any:  # noqa: ANN401 - what the column's kind gives
        """Give a value, None where the cell is empty or not in the table."""
        return self.values.get(column)

    def text(self, column: str) -> str:
        """Give a text value, empty where there is none."""
        value = self.values.get(column)
        return "" if value is None else str(value)

    def fill(self, column: str, value: Read, source: str, on: date | None = None) -> None:
        """Put a value into an empty cell, and say where it comes from."""
        if value is not None and self.values.get(column) is None and column not in self.broken:
            self.values[column] = value
            self.filled[column] = Filled(value, source, on)

    def fault(self, refusal: Refusal, column: str = "", suggestions: Sequence[str] = ()) -> None:
        """Say what is wrong with a cell; one that could not be read has been named already."""
        place = column or refusal.place
        if place not in self.broken:
            self.faults.append((place, refusal, tuple(suggestions)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """One table that can be taken in.

    ``columns`` with their kinds; ``key`` names the columns that tell two rows apart (each entry a tuple of columns, the
    first that is filled counts); ``modes`` which of insert, update and upsert may be chosen. ``check`` looks at rows
    that could be read, at most 500 at once, with a fixed number of queries: it fills, faults and compares. ``write``
    hands them to the gateway under the keys given and returns the outcomes in the same order. ``rows`` gives the
    records in reach as values by column, for a file that can be changed and handed in again. ``offices`` narrows whose
    desk the writer may sit at; ``list_url`` names the page where the written rows stand.
    """

    code: str
    label: Words
    permission: str
    columns: tuple[Column, ...]
    check: Callable[[Sequence[Row], Desk], None]
    write: Callable[[Sequence[tuple[Row, str]], Desk], Sequence[Outcome]]
    key: tuple[tuple[str, ...], ...] = ()
    modes: tuple[str, ...] = (INSERT,)
    rows: Callable[[Desk], Iterable[Mapping[str, Read]]] | None = None
    choices: Callable[[str, Desk], Sequence[tuple[str, str]]] | None = None
    needs_authority: bool = True
    list_url: str = ""
    note: Words = ""

    def __post_init__(self) -> None:
        unknown = set(self.modes) - set(MODES)
        if unknown or not self.modes:
            raise ValueError(f"{self.code}: modes are {', '.join(MODES)}, not {self.modes}")
        known = {column.code for column in self.columns}
        if strange := {name for names in self.key for name in names} - known:
            raise ValueError(f"{self.code}: the key names unknown columns {sorted(strange)}")

    def column(self, code: str) -> Column:
        """Give a column by its code. Raises KeyError."""
        for column in self.columns:
            if column.code == code:
                return column
        raise KeyError(code)


KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Make a kind of table known; registering the same code again replaces it."""
    KINDS[kind.code] = kind
    words.cache_clear()
    return kind


def usable(actor: Actor, on: date) -> list[ImportKind]:
    """Give the kinds that an actor may take in somewhere, in the order of registration."""
    return [kind for kind in KINDS.values() if offices_of(kind, actor, on)]


def offices_of(kind: ImportKind, actor: Actor, on: date) -> list[UUID]:
    """Give the bodies for which an actor may take a kind of table in, in the order of the grants."""
    found = []
    for grant in actor.grants:
        alone = Actor(person=actor.person, grants=(grant,))
        if scope(alone, kind.permission, on) and (grant.authority or not kind.needs_authority):
            found.append(grant.body)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=64)
def words(code: str) -> dict[str, tuple[str, ...]]:
    """Give the labels of a kind's columns in all languages."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with override(language):
            for column in KINDS[code].columns:
                found.setdefault(column.code, []).append(gettext(column.label))
    return {column: tuple(dict.fromkeys(labels)) for column, labels in found.items()}


def choices_of(kind: ImportKind, column: Column, desk: Desk) -> list[tuple[str, str]]:
    """Give the codes of a choice with their labels in the current language."""
    own = kind.choices(column.code, desk) if kind.choices else ()
    return [*((code, gettext(label)) for code, label in column.choices), *own]


def choice_words(kind: ImportKind, column: Column, desk: Desk) -> dict[str, str]:
    """Give every word by which a choice is known, compacted, with its code: codes, labels in all languages, aliases."""
    found = {compact(word): code for word, code in column.words}
    for language in LANGUAGES:
        with override(language):
            found |= {compact(str(label)): code for code, label in choices_of(kind, column, desk)}
    return found | {compact(code): code for code, _label in [*choices_of(kind, column, desk)]}
