"""How a fact's values become typed columns. Pure.

A stored value is JSON. Its column is ``<group>.<field>`` for text, with an ending for every other kind: ``:fen`` for
amounts (a field that ends in ``_yuan``), ``:day``, ``:whole``, ``:truth``, ``:json`` for lists and objects. What a
column holds depends on the stored value alone, never on the code of today, so a file can always be made again.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

TEXT, FEN, DAY, WHOLE, TRUTH, JSON = "", ":fen", ":day", ":whole", ":truth", ":json"
TYPES = {TEXT: "VARCHAR", FEN: "BIGINT", DAY: "DATE", WHOLE: "BIGINT", TRUTH: "BOOLEAN", JSON: "VARCHAR"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_FEN = 2**63 - 1


def column(group: str, field: str, kind: str = TEXT) -> str:
    """Give the name of a column."""
    return f"{group}.{field}{kind}"


def type_of(name: str) -> str:
    """Give a column's type in DuckDB."""
    kind = name[name.index(":") :] if ":" in name else TEXT
    return TYPES[kind]


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def typed(group: str, values: Mapping[str, object]) -> dict[str, object]:
    """Give the columns of one group's values; null values have none."""
    found: dict[str, object] = {}
    for field, value in values.items():
        match value:
            case None:
                continue
            case bool():
                found[column(group, field, TRUTH)] = value
            case int():
                found[column(group, field, WHOLE)] = value
            case str():
                found |= _text(group, field, value)
            case _:
                found[column(group, field, JSON)] = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return found


def _text(group: str, field: str, value: str) -> dict[str, object]:
    found: dict[str, object] = {column(group, field): value}
    if field.endswith("_yuan") and (fen := _fen(value)) is not None:
        found[column(group, field, FEN)] = fen
    elif _DAY.fullmatch(value) and _is_day(value):
        found[column(group, field, DAY)] = value
    return found


def _fen(value: str) -> int | None:
    """Read an amount as whole fen; None for what is no amount in whole fen."""
    try:
        fen = Decimal(value).scaleb(2)
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() and abs(fen) <= MOST_FEN else None


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
