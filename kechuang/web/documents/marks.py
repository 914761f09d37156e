"""Marks in an office's own template: {{holder.name}} or {{电话}}, and {{#rows}} in a row that is repeated. Pure.

A template holds no code: a mark is the name of a value and nothing else, and what is filled in is never read as a mark.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kechuang.web.documents.filling import Filling, Plain, written

MARK = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
ROWS, END = "#rows", "/rows"
ROW = "rows."
MOST_MARKS = 2_000
NEAREST = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """The marks that a filling offers: name (code or what it is called, folded) → code; those of rows apart."""

    values: Mapping[str, str]
    rows: Mapping[str, str]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A mark that nothing stands for, with the nearest that something does."""

    mark: str
    nearest: tuple[str, ...]


def folded(name: str) -> str:
    """Give a name for comparing: width, case and blanks do not matter."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def known(filling: Filling) -> Known:
    """Give the marks that a filling offers, by code and by what the value is called."""
    values = {folded(each.label): each.code for each in reversed(filling.values)}
    values |= {folded(each.code): each.code for each in filling.values}
    rows = {folded(each.label): each.code for each in reversed(filling.columns)}
    rows |= {folded(each.code): each.code for each in filling.columns}
    rows |= {folded(ROW + name): code for name, code in list(rows.items())}
    shown = [each.label for each in filling.values] + [each.code for each in filling.values]
    shown += [each.label for each in filling.columns] + [ROW + each.code for each in filling.columns]
    return Known(values, rows, tuple(dict.fromkeys(shown)))


def found(texts: Iterable[str]) -> list[str]:
    """Give the marks in some texts, each once, in their order."""
    return list(dict.fromkeys(name for text in texts for name in MARK.findall(text)))[:MOST_MARKS]


def unknown(marks: Iterable[str], offered: Known) -> list[Unknown]:
    """Give the marks that nothing stands for."""
    names = {folded(each): each for each in offered.shown}
    missing = []
    for mark in marks:
        name = folded(mark)
        if name in {ROWS, END} or name in offered.values or name in offered.rows:
            continue
        near = get_close_matches(name, names, n=3, cutoff=NEAREST)
        missing.append(Unknown(mark, tuple(names[each] for each in near)))
    return missing


type Say = Callable[[str], str | None]
"""What a mark's name stands for; None where it stands for nothing here and stays as it is."""


def of_values(filling: Filling) -> Say:
    """Give what the marks of single values stand for."""
    offered = known(filling)

    def say(mark: str) -> str | None:
        code = offered.values.get(folded(mark))
        return filling[code] if code is not None else "" if folded(mark) in {ROWS, END} else None

    return say


def of_row(filling: Filling, row: Mapping[str, Plain]) -> Say:
    """Give what marks stand for in one repeated row: the row's own values first."""
    offered, outer = known(filling), of_values(filling)
    kinds = {each.code: each.kind for each in filling.columns}

    def say(mark: str) -> str | None:
        code = offered.rows.get(folded(mark))
        return written(row.get(code), kinds[code]) if code is not None else outer(mark)

    return say


def replaced(text: str, say: Say) -> str:
    """Give a text with its marks filled in; one that stands for nothing stays as it is."""

    def one(match: re.Match[str]) -> str:
        value = say(match[1])
        return match[0] if value is None else value

    return MARK.sub(one, text)


def repeats(text: str) -> bool:
    """Say whether a row is to be repeated."""
    return any(folded(name) == ROWS for name in MARK.findall(text))
