"""A value as a jurist writes it, read by the type of its key: 70%, 30万, [25,35), true, a choice, text, a table."""

import re
from decimal import Decimal

from kechuang.rulebook.bands import band, check_bands
from kechuang.rulebook.book import Column, Key
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.form import Form, both_languages, items, scalar
from kechuang.rulebook.value import Band, Cell, Table, Value
from kechuang.rulebook.yamldoc import Node, Scalar

UNITS: dict[str, tuple[str, ...]] = {
    "share": ("share",),
    "yuan": ("yuan",),
    "days": ("calendar_day", "working_day"),
    "months": ("month",),
    "years": ("year",),
    "hours": ("hour",),
    "minutes": ("minute",),
    "count": ("",),
    "percent_points": ("percent_point",),
    "number": ("",),
    "yearly_day": ("",),
    "flag": ("",),
    "choice": ("",),
    "text": ("",),
    "table": ("",),
}
ORDERED = frozenset(UNITS) - {"flag", "yearly_day", "text", "table"}
CELL_TYPES = frozenset({*UNITS, "band", "code"}) - {"table", "choice"}

_YEARLY_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_WHOLE = re.compile(r"-?\d+")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)\s*(万|亿)?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*([%％])?")
_SCALE = {None: 1, "万": 10_000, "亿": 100_000_000}


def value(node: Node, key: Key) -> Value:
    """The value of ``key``. Raises :class:`RulebookError` naming the type that was expected."""
    if key.type == "table":
        return _table(node, key)
    if key.type == "text":
        return both_languages(node, "value")
    if key.type == "choice":
        found = scalar(node).strip()
        codes = [code for code, _ in key.choices]
        if found not in codes:
            raise RulebookError(
                node.spot, "value.choice", {"found": found, "key": key.name, "allowed": ", ".join(codes)}
            )
        return found
    return scalar_of(node, key.type, key.name)


def scalar_of(node: Node, kind: str, key: str) -> Decimal | int | bool | str:
    """A number, flag or day of the year as its type is written; ``key`` is what a fault says it was for."""
    text = scalar(node).strip()
    if kind == "flag" and text in {"true", "false"}:
        return text == "true"
    if kind == "yearly_day" and _YEARLY_DAY.fullmatch(text):
        return text
    if kind == "share" and (found := _SHARE.fullmatch(text)):
        return Decimal(found[1]) / 100 if found[2] else Decimal(found[1])
    if kind in {"yuan", "number", "percent_points"} and (found := _NUMBER.fullmatch(text)):
        return Decimal(found[1]) * _SCALE[found[2]]
    if kind in {"days", "months", "years", "hours", "minutes", "count"} and _WHOLE.fullmatch(text):
        return int(text)
    raise RulebookError(node.spot, "value.type", {"found": text, "type": kind, "key": key})


def _table(node: Node, key: Key) -> Table:
    names = [column.name for column in key.columns]
    rows = []
    for item in items(node, "value"):
        form = Form(item, names, "row")
        rows.append({column.name: _cell(form.raw(column.name), column, key.name) for column in key.columns})
    if not rows:
        raise RulebookError(node.spot, "table.empty", {"key": key.name})
    table = Table(tuple(rows))
    for column in key.columns:
        if column.covers:
            check_bands([cell for cell in table.column(column.name) if isinstance(cell, Band)], column, node.spot)
    return table


def _cell(node: Node, column: Column, key: str) -> Cell:
    if isinstance(node, Scalar) and node.empty:
        if column.type in {"band", "code"}:
            raise RulebookError(node.spot, "cell.empty", {"column": column.name, "key": key})
        return None
    if column.type == "band":
        return band(scalar(node), node.spot)
    if column.type == "code":
        return scalar(node).strip()
    if column.type == "text":
        return both_languages(node, column.name)
    return scalar_of(node, column.type, key)
