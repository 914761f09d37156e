"""Indicator tables: a header row with years, then name, unit and a value a year; the last goal year is the promise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.view import View

_YEAR = re.compile(r"(?P<y>20[0-4]\d)年?(?:[^\d]{0,8})$")
_VALUE = re.compile(
    r"^(?P<sign>[≥>≤<＞＜]|不低于|超过|不少于|突破)?(?P<v>\d+(?:\.\d+)?)(?:(?:—|-|"
    r"~)(?P<m>\d+(?:\.\d+)?))?(?P<u>%|[百千万亿]{0,2}[一-鿿/]{0,6})?(?P<s>以上|左右|以内)?$"
)
_NAME_UNIT = re.compile(r"^(?P<n>.{3,50}?)[（(](?P<u>%|‰|[一-鿿/%万亿]{1,9})[）)]$")
_NAMES = re.compile(r"指标|名称|项目|目标")
_SIGNS = {"≥": "ge", ">": "gt", "≤": "le", "<": "lt", "＞": "gt", "＜": "lt", "不低于": "ge",
          "超过": "gt", "不少于": "ge", "突破": "gt", "以上": "ge", "左右": "approx", "以内": "le"}  # fmt: skip
_INDEX = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3}|（\d{1,2}）)$")
_UNIT = re.compile(r"^(?:%|‰|[百千万亿]{0,2}[一-鿿/%万亿·]{1,8})$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One promised or reported value of a table row, in view offsets from the row's name to its value."""

    role: str
    name: str
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    year: int
    comparator: str
    start: int
    end: int


def find(view: View, known: int | None) -> list[Cell]:
    """All value cells under year columns; years up to the document's own are records."""
    return list(_cells(view, known))


def _cells(view: View, known: int | None) -> Iterator[Cell]:
    years: dict[int, int] = {}
    width = unit_at = at = 0
    for line in view.text.split("\n"):
        cells = line.split("\t")
        if len(cells) < 3:
            if line.strip():
                years = {}
            at += len(line) + 1
            continue
        header = {i: int(m["y"]) for i, c in enumerate(cells) if len(c) < 16 and (m := _YEAR.search(c))}
        if header and any(_NAMES.search(c) for c in cells) and not any(_VALUE.match(c) and len(c) < 4 for c in cells):
            years, width = header, len(cells)
            unit_at = next((i for i, c in enumerate(cells) if "单位" in c and len(c) < 6), -1)
        elif years and len(cells) >= width - 1:
            yield from _row(cells, at, years, unit_at, width, known)
        at += len(line) + 1


def _row(
    cells: list[str], at: int, years: dict[int, int], unit_at: int, width: int, known: int | None
) -> Iterator[Cell]:
    shift = len(cells) - width if len(cells) < width else 0
    offsets = [at]
    for cell in cells[:-1]:
        offsets.append(offsets[-1] + len(cell) + 1)
    first = min(years) + shift
    named = [
        i for i in range(min(first, len(cells))) if cells[i] and not _INDEX.match(cells[i]) and i != unit_at + shift
    ]
    if not named:
        return
    name, unit = cells[named[-1]], None
    bracket = _NAME_UNIT.match(name)
    if 0 <= unit_at + shift < len(cells) and unit_at >= 0 and _UNIT.match(cells[unit_at + shift]):
        unit = cells[unit_at + shift]
    elif bracket:
        name, unit = bracket["n"], bracket["u"]
    last = max(years.values())
    for column, year in years.items():
        place = column + shift
        found = _VALUE.match(cells[place]) if 0 <= place < len(cells) else None
        if not found:
            continue
        past = (known is not None and year < known) or (year < last and known is None)
        sign = _SIGNS.get(found["sign"] or found["s"] or "", "eq")
        top = Decimal(found["m"]) if found["m"] else None
        yield Cell(
            "baseline" if past else "target",
            name,
            Decimal(found["v"]),
            top,
            found["u"] or unit,
            year,
            "range" if top is not None else sign,
            offsets[named[-1]],
            offsets[place] + len(cells[place]),
        )
