"""Indicator tables: a header row with years, then name, unit and a value a year; the last goal year is the promise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.view import View

_YEAR = re.compile(r"(?P<y>20[0-4]\d)年?(?:[^\d]{0,12})$")
_PLAN = re.compile(r"“?(?P<p>十[一二三四五六]五)”?(?:规划)?(?:末|期末|时期|期间)?(?P<t>[^\d]{0,8})$")
_BASE = re.compile(r"基[数期年准]|现状|实际|完成|现值|初始|底数|已达")
_GOAL = re.compile(r"^(?:规划|预期|计划|工作|最终|总体|力争)?目标(?:值|数)?(?:[（(][^（）()]{0,8}[）)])?$")
_RATE = re.compile(r"(?:年均|平均)(?:增速|增长|增幅)|年均$|增速")
_VALUE = re.compile(
    r"^[〔\[【]?(?:累计|达到?|提高到|增长|实现)?(?P<sign>[≥>≤<＞＜]=?|不低于|不少于|不超过|控制在|超过?|突破|约|前|第)?"
    r"(?P<v>\d+(?:\.\d+)?)(?:(?:—|-|~|至)(?P<m>\d+(?:\.\d+)?))?"
    r"(?P<u>%|‰|[百千万亿]{0,2}(?:个百分点|[一-鿿]{0,4}?(?:/[一-鿿]{1,4})?)?)(?P<s>以上|左右|以内|以下)?[〕\]】]?$"
)
_ODD_UNIT = re.compile(r"以上$|左右$|以内$|以下$|[年月日第]")
_NAME_UNIT = re.compile(r"^(?P<n>.{2,50}?)[（(](?P<u>%|‰|[一-鿿/%万亿·]{1,10})[）)]$")
_NAMES = re.compile(r"指标|名称|项目|目标|内容")
_SIGNS = {"≥": "ge", ">=": "ge", ">": "gt", "≤": "le", "<=": "le", "<": "lt", "＞": "gt", "＜": "lt", "不低于": "ge",
          "超过": "gt", "超": "gt", "不少于": "ge", "突破": "gt", "不超过": "le", "控制在": "le", "约": "approx",
          "前": "le", "第": "le", "以上": "ge", "左右": "approx", "以内": "le", "以下": "le"}  # fmt: skip
_INDEX = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3}|（\d{1,2}）)$")
_UNIT = re.compile(r"^(?:%|‰|[百千万亿]{0,2}[一-鿿/%万亿·（）]{1,10})$")
_PLAN_ENDS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_TITLE_UNIT = re.compile(r"(?:计量)?单位：(?P<u>%|[一-鿿/%万亿、]{1,16})[）)]?$")
_ALLOTS = re.compile(
    r"(?:目标|任务|指标|计划)[^。]{0,8}(?:分解|下达|分配|安排)|(?:分解|下达)[^。]{0,8}(?:目标|任务|指标)"
)
_PLACES = re.compile(r"县|市|区|镇|街道|地区|单位|园区")
_COLUMN = 24
_TITLE_LENGTH = 60
_PART = re.compile(r"(?:其中|#)[：:]?")
_INDEX_NAME = re.compile(r"指数|得分|评分|系数|倍差")


@dataclass(frozen=True, slots=True)
class Cell:
    """One promised or reported value of a table row, in view offsets from the row's name to its value."""

    role: str
    name: str
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    year: int | None
    comparator: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Column:
    """One value column: its year (None: the header gives none), whether it reports, whether it holds yearly rates."""

    year: int | None
    base: bool
    rate: bool


@dataclass(frozen=True, slots=True)
class _Header:
    columns: dict[int, _Column]
    unit_at: int
    name_at: int
    width: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table that allots goals: a column each of them, a row each place."""

    names: tuple[str, ...]
    units: tuple[str | None, ...]
    year: int | None


def find(view: View, known: int | None, horizon: int | None = None) -> list[Cell]:
    """All value cells under year and target columns; columns of the past or named 基数, 现状, 完成 are records."""
    return list(_cells(view, known, horizon))


def _cells(view: View, known: int | None, horizon: int | None) -> Iterator[Cell]:
    header: _Header | None = None
    at = 0
    unit = None
    grid: _Grid | None = None
    title = ""
    for line in view.text.split("\n"):
        cells = line.split("\t")
        if len(cells) < 3:
            header = header if not line.strip() else None
            named = _TITLE_UNIT.search(line) if len(line) < _TITLE_LENGTH else None
            title = line if len(line) < _TITLE_LENGTH and _ALLOTS.search(line) else title if named or not line else ""
            grid = grid if not line.strip() else None
            unit = named["u"] if named else unit if not line.strip() or header else None
        else:
            opened = _header(cells, horizon)
            spread = _spread(cells, title, horizon) if opened is None and header is None else None
            if spread is not None:
                grid = spread
            if opened is not None:
                header, grid = replace(opened, unit=unit), None
                unit = None
            elif grid is not None and spread is None and len(cells) == len(grid.names) + 1:
                yield from _grid_row(cells, at, grid, unit)
            elif header is not None and len(cells) >= header.width - 1:
                yield from _row(cells, at, header, known)
        at += len(line) + 1


def _spread(cells: list[str], title: str, horizon: int | None) -> _Grid | None:
    """The columns of an allotment (东湖区 | 高新技术企业数（家） | …) under a title that allots goals."""
    if not title or not _PLACES.search(cells[0]) or any(re.search(r"20\d\d|\d{3}", c) for c in cells):
        return None
    if any(not 2 <= len(c) <= _COLUMN or c[:1].isdigit() for c in cells[1:]):
        return None
    year = re.search(r"20[2-4]\d", title)
    named = [_NAME_UNIT.match(c) for c in cells[1:]]
    names = tuple(m["n"] if m else c for m, c in zip(named, cells[1:], strict=True))
    return _Grid(names, tuple(m["u"] if m else None for m in named), int(year.group()) if year else horizon)


def _grid_row(cells: list[str], at: int, grid: _Grid, unit: str | None) -> Iterator[Cell]:
    units = (unit or "").split("、")
    place = at + len(cells[0]) + 1
    for i, cell in enumerate(cells[1:]):
        found = _VALUE.match(cell)
        if found and not (found["u"] and _ODD_UNIT.search(found["u"])) and cells[0]:
            own = grid.units[i] or (units[i] if len(units) == len(grid.names) else unit if len(units) == 1 else None)
            top = Decimal(found["m"]) if found["m"] else None
            sign = "range" if top is not None else _SIGNS.get(found["sign"] or found["s"] or "", "eq")
            name = cells[0] + grid.names[i]
            yield Cell(
                "target", name, Decimal(found["v"]), top, found["u"] or own, grid.year, sign, at, place + len(cell)
            )
        place += len(cell) + 1


def _header(cells: list[str], horizon: int | None) -> _Header | None:
    columns = {i: c for i, cell in enumerate(cells) if len(cell) < 20 and (c := _column(cell, horizon)) is not None}
    names = [i for i, c in enumerate(cells) if _NAMES.search(c) and i not in columns and len(c) < 12]
    if not names or not any(c.year for c in columns.values()):
        return None
    if any(_VALUE.match(c) and len(c) < 4 for c in cells):
        return None
    unit_at = next((i for i, c in enumerate(cells) if "单位" in c and len(c) < 6 and i not in columns), -1)
    called = [i for i in names if "类" not in cells[i] and i < min(columns)]
    return _Header(columns, unit_at, called[-1] if called else names[-1], len(cells))


def _column(cell: str, horizon: int | None) -> _Column | None:
    base, rate = bool(_BASE.search(cell)), bool(_RATE.search(cell))
    year = _YEAR.search(cell)
    if year:
        return _Column(int(year["y"]), base, rate)
    plan = _PLAN.match(cell)
    if plan:
        return _Column(_PLAN_ENDS[plan["p"]], base, rate)
    if _GOAL.match(cell) or (rate and len(cell) < 10):
        return _Column(horizon, base, rate)
    return _Column(None, True, rate) if base and len(cell) < 8 else None


def _row(cells: list[str], at: int, header: _Header, known: int | None) -> Iterator[Cell]:
    shift = len(cells) - header.width if len(cells) < header.width else 0
    offsets = [at]
    for cell in cells[:-1]:
        offsets.append(offsets[-1] + len(cell) + 1)
    unit_at = header.unit_at + shift
    first = min(header.columns) + shift
    named = [i for i in range(min(first, len(cells))) if cells[i] and not _INDEX.match(cells[i]) and i != unit_at]
    if not named:
        return
    at_name = header.name_at + shift if header.name_at + shift in named else named[-1]
    name, unit = re.sub(r"^\d{1,2}[.、]", "", cells[at_name]), None
    bracket = _NAME_UNIT.match(name)
    if 0 <= unit_at < len(cells) and header.unit_at >= 0 and _UNIT.match(cells[unit_at]):
        unit = cells[unit_at]
    if bracket:
        name, unit = bracket["n"], unit or bracket["u"]
    unit = unit or (header.unit if header.unit and "、" not in header.unit else None)
    part = _PART.match(name)
    name = name[part.end() :] if part else name
    last = max(c.year for c in header.columns.values() if c.year)
    for column, kind in header.columns.items():
        place = column + shift
        found = _VALUE.match(cells[place]) if 0 <= place < len(cells) else None
        if not found or (found["u"] and _ODD_UNIT.search(found["u"])) or (kind.rate and cells[place][0] in "〔[【"):
            continue
        year = kind.year
        past = kind.base or (
            year is not None and ((known is not None and year < known) or (known is None and year < last))
        )
        top = Decimal(found["m"]) if found["m"] else None
        sign = "range" if top is not None else _SIGNS.get(found["sign"] or found["s"] or "", "eq")
        own = found["u"] or ("位" if found["sign"] in {"前", "第"} else None)
        if kind.rate:
            own = own or "%"
        lacking = "" if _INDEX_NAME.search(name) else None
        yield Cell(
            "baseline" if past else "target",
            name + ("年均增长" if kind.rate and not re.search(r"增[长速幅]", name) else ""),
            Decimal(found["v"]),
            top,
            own or unit or lacking,
            year,
            sign,
            offsets[at_name],
            offsets[place] + len(cells[place]),
        )
