"""Checks rows: cells are read, empty ones filled, doubles named, the register asked; nothing is written to a register.

The same function checks a whole table chunk by chunk, one corrected row, and every row once more before it is written.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kechuang.casework.imports import bodies, stored
from kechuang.casework.imports import column as columns
from kechuang.casework.imports.cell import KINDS, TEXT, Cell
from kechuang.casework.imports.column import Column
from kechuang.casework.imports.models import FAULTY, READY, SAME, CellFault, Line, Upload
from kechuang.casework.imports.registry import (
    INSERT,
    UPDATE,
    Desk,
    ImportKind,
    Row,
    choice_words,
)
from kechuang.casework.imports.values import Read, Setting, Understanding, read
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.web import divisions

CHUNK = 500
MOST_RAW = 400
NEEDED, DOUBLE, REGISTER = "needed", "double", "register"
_GROUPS = {
    "imports.needed": NEEDED,
    "imports.row_twice": DOUBLE,
    "imports.known_already": REGISTER,
    "imports.not_known": REGISTER,
    "organisation.known": REGISTER,
}

type FirstRow = Callable[[str, int], int | None]
"""Gives the row that had a key before, and remembers the key for this one."""


@dataclass(slots=True)
class Result:
    """What came of a row: the row, its line, its faults as they will be kept, notes on how cells were understood."""

    line: Line
    row: Row
    faults: list[CellFault] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)


class Checker:
    """Checks the rows of one upload at one desk."""

    def __init__(self, upload: Upload, kind: ImportKind, desk: Desk) -> None:
        self.upload, self.kind, self.desk = upload, kind, desk
        self.mapped = [column for column in kind.columns if column.code in upload.mapping]
        self.settings = {column.code: self._setting(column) for column in kind.columns}

    def _setting(self, column: Column) -> Setting:
        unit = self.upload.mapping.get(column.code, {}).get("unit", "")
        choices = choice_words(self.kind, column, self.desk) if column.kind == columns.CHOICE else {}
        return Setting(on=self.desk.on, unit=unit, choices=choices)

    def check(self, lines: Sequence[Line], first_row: FirstRow) -> list[Result]:
        """Check at most 500 rows; the lines get state, key, what was filled in and what the register said."""
        results = [self._read(line) for line in lines]
        rows = [result.row for result in results]
        bodies.resolve(rows, self.mapped)
        self.kind.check(rows, self.desk)
        for result in results:
            self._settle(result, first_row)
        return results

    def _read(self, line: Line) -> Result:
        values: dict[str, Read] = {}
        broken: list[tuple[str, Understanding]] = []
        notes: dict[str, int] = {}
        raw = texts_of(line)
        for code, cell in cells_of(line).items():
            found = read(self.kind.column(code), cell, self.settings[code])
            if found.ok:
                values[code] = found.value
                if found.note:
                    notes[f"{code} {found.note}"] = 1
            else:
                broken.append((code, found))
        row = Row(line.number, values, raw, seen=dict(line.seen.get("own", {})))
        for code, found in broken:
            row.fault(Refusal(found.code, found.values), code, self._texts(code, found.suggestions))
        row.broken = frozenset(code for code, _found in broken)
        return Result(line, row, notes=notes)

    def values_of(self, line: Line) -> dict[str, Read]:
        """Give the values that the cells of a line write, as far as they can be read."""
        found = {code: read(self.kind.column(code), cell, self.settings[code]) for code, cell in cells_of(line).items()}
        return {code: each.value for code, each in found.items()}

    def _texts(self, code: str, suggestions: Iterable[str]) -> tuple[str, ...]:
        """Suggestions as people would write them: places by name, not by number."""
        if self.kind.column(code).kind != columns.PLACE:
            return tuple(suggestions)
        return tuple(f"{divisions.name(each)} {each}" if each.isdecimal() else each for each in suggestions)

    def _settle(self, result: Result, first_row: FirstRow) -> None:
        row, line = result.row, result.line
        self._compare(row)
        self._demand(row)
        line.key = self.key_of(row)
        if line.key and (first := first_row(line.key, line.number)) is not None and first != line.number:
            row.fault(Refusal("imports.row_twice", {"row": first}), self._key_column(row))
        line.filled = {
            code: {"value": stored.encode(each.value), "source": each.source, "on": stored.encode(each.on)}
            for code, each in row.filled.items()
        }
        line.seen = {"own": row.seen}
        if row.known is not None:
            line.seen["changes"] = {
                code: [stored.encode(before), stored.encode(row.values.get(code))]
                for code, before in self.changes(row).items()
            }
        result.faults = [self._kept(row, *each) for each in row.faults]
        line.state = FAULTY if row.faults else SAME if row.known is not None and not self.changes(row) else READY

    def _compare(self, row: Row) -> None:
        """An empty cell changes nothing; whether the row may meet a record depends on the mode that was chosen."""
        for code, value in (row.known or {}).items():
            if row.values.get(code) is None and code not in row.broken:
                row.values[code] = value
        if row.known is not None and self.desk.mode == INSERT and self.changes(row):
            row.fault(Refusal("imports.known_already", {"raw": self._named(row)}), self._key_column(row))
        if row.known is None and self.desk.mode == UPDATE and not row.broken:
            row.fault(Refusal("imports.not_known", {"raw": self._named(row)}), self._key_column(row))

    def _demand(self, row: Row) -> None:
        missing = (
            each.code for each in self.kind.columns if each.needed and row.values.get(each.code) in {None, "", ()}
        )
        named = {place for place, _refusal, _suggestions in row.faults}
        for code in missing:
            if code not in named:
                row.fault(Refusal("imports.needed", {"column_code": self.kind.column(code).label}), code)

    def changes(self, row: Row) -> dict[str, Read]:
        """Give what the register held before in the columns that a row changes."""
        known = row.known or {}
        wanted = [column.code for column in self.kind.columns if column.code in known or column.code in row.values]
        return {code: known.get(code) for code in wanted if row.values.get(code) != known.get(code)}

    def key_of(self, row: Row) -> str:
        """Give the digest of what tells a row apart from others, or an empty text where it says nothing of it."""
        for names in self.kind.key:
            values = [row.values.get(name) for name in names]
            if all(value is not None for value in values):
                plain = "\x1f".join([names[0], *(compact(stored.plain(value)) for value in values)])
                return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()
        return ""

    def _key_column(self, row: Row) -> str:
        for names in self.kind.key:
            if all(row.values.get(name) is not None for name in names):
                return names[-1]
        return self.kind.key[0][-1] if self.kind.key else self.kind.columns[0].code

    def _named(self, row: Row) -> str:
        return stored.plain(row.values.get(self._key_column(row)))

    def _group(self, place: str, code: str) -> str:
        """Give the kind of a fault, by which a reader filters: missing, double, known already, or the kind of data."""
        if code in _GROUPS:
            return _GROUPS[code]
        kinds = {column.code: column.kind for column in self.kind.columns}
        return kinds.get(place, columns.TEXT)

    def _kept(self, row: Row, place: str, refusal: Refusal, suggestions: tuple[str, ...]) -> CellFault:
        return CellFault(
            upload=self.upload,
            number=row.number,
            column=place[:48],
            raw=row.raw.get(place, "")[:MOST_RAW],
            code=refusal.code[:64],
            group=self._group(place, refusal.code),
            values={name: stored.encode(value) for name, value in refusal.values.items()},
            suggestions=list(suggestions),
        )


def cells_of(line: Line) -> dict[str, Cell]:
    """Give the cells of a line: as read, or as corrected on the page."""
    found = {code: Cell(text, KINDS[kind]) for code, (text, kind) in line.cells.items()}
    return found | {code: Cell(text, TEXT) for code, text in line.edited.items()}


def texts_of(line: Line) -> dict[str, str]:
    """Give the texts of a line."""
    return {code: cell.text for code, cell in cells_of(line).items()}


def digest_of(upload: Upload) -> str:
    """Give the digest that binds an agreement to what was checked: file, sheet, columns, mode, corrections, outcome."""
    bound: list[Any] = [upload.file_digest, upload.sheet, upload.mode, upload.edition, str(upload.checked_on)]
    plain = json.dumps([*bound, upload.mapping, upload.counts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def memory(known: Mapping[str, int]) -> FirstRow:
    """Remember keys while a table is read from the top: the first row with a key keeps it."""
    seen = {bytes.fromhex(key): number for key, number in known.items()}

    def first(key: str, number: int) -> int | None:
        return seen.setdefault(bytes.fromhex(key), number)

    return first


def in_table(upload: Upload) -> FirstRow:
    """Ask the lines that stand already: for one corrected row."""

    def first(key: str, number: int) -> int | None:
        rows = upload.lines.filter(key=key).exclude(number=number).order_by("number")
        found = rows.values_list("number", flat=True).first()
        return found if found is not None and found < number else None

    return first
