"""What a rule may say: amounts, shares, terms, yes or no, a choice, text, or a table with bands.

Amounts and shares are :class:`Decimal` read from text, terms and counts are ``int``, a choice is its code. Nothing here
is ever a float. ``as_json`` gives the form that a basis and an export carry: decimals as text, tables as lists of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

type Language = Literal["zh", "en"]
type Cell = Decimal | int | bool | str | Text | Band | None
type Value = Decimal | int | bool | str | Text | Table | None
type Json = str | int | bool | list[Json] | dict[str, Json] | None


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in simplified Chinese and in English."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of numbers; ``None`` is an open end. ``[25,35)`` holds 25 and not 35."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = False

    def holds(self, number: Decimal | int) -> bool:
        if self.low is not None and (number < self.low or (number == self.low and not self.low_included)):
            return False
        return self.high is None or number < self.high or (number == self.high and self.high_included)

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return str(self.low)
        if self.high is None:
            return f"{'≥' if self.low_included else '>'}{self.low}"
        if self.low is None:
            return f"{'≤' if self.high_included else '<'}{self.high}"
        return f"{'[' if self.low_included else '('}{self.low}, {self.high}{']' if self.high_included else ')'}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of the source; all have the key's columns. A ``None`` cell is a gap in the source."""

    rows: tuple[Mapping[str, Cell], ...]

    def lookup(self, column: str, wanted: Decimal | int | str) -> Mapping[str, Cell] | None:
        """The first row whose ``column`` equals ``wanted`` or, for bands, holds it; ``None`` if no row does."""
        for row in self.rows:
            cell = row[column]
            if cell.holds(wanted) if isinstance(cell, Band) and not isinstance(wanted, str) else cell == wanted:
                return row
        return None

    def column(self, name: str) -> tuple[Cell, ...]:
        return tuple(row[name] for row in self.rows)

    def __hash__(self) -> int:
        return hash(tuple(tuple(row.items()) for row in self.rows))


def as_json(value: Value | Cell) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return plain(value)
        case Text():
            return {"zh": value.zh, "en": value.en}
        case Band():
            return str(value)
        case Table():
            return [{name: as_json(cell) for name, cell in row.items()} for row in value.rows]
        case _:
            assert_never(value)


def plain(number: Decimal) -> str:
    """A decimal without exponent and without idle zeros: 0.70 is ``0.7``, 300000 stays ``300000``."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
