"""Tables that lost their ruling: cells parted by bars, by single blanks, or printed one below the other.

Plain text of a PDF or a web page keeps the cells of a table and loses its lines. Three forms are told by their header
and get their tabs back, so that later steps see rows: `a | b | c` without outer bars; `指标 2020年 2025年` with one
blank between cells; and an indicator table with one cell a line. A text without such a header is not touched.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kechuang.policy.read.layer import edited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.layer import Edit, Layer

_DATED = (
    r"(?:(?:到|至)?20[0-4]\d\s?年?|“?十[一二三四五六]五”?(?:规划)?末?)(?:末|底)?(?:规划|预期)?(?:目标|基期|基数|现状|实际|预期|完成)?(?:值|数)?"
    r"|(?:规划|预期|发展)?目标(?:值|数)?"
)
_GOAL_CELL = re.compile(_DATED)
_NAME_CELL = re.compile(r"(?:主要|具体|规划|发展|评价)?(?:指标|指标名称|名称|指标内容)")
_OTHER_CELL = re.compile(
    r"序号|编号|类别|类型|一级指标|(?:计量)?单位|(?:指标)?(?:属性|性质)|备注|(?:基期|基数|现状|基准)(?:年|值|数)?"
    r"|(?:年均|累计|\[累计\]|〔累计〕)[^\d]{0,10}"
)
_VALUE = re.compile(
    r"[〔\[【（(]?(?:[≥>≤<＞＜﹥﹤]=?|约|前|第|>=)?\s?\d[\d.,，]*\s?(?:%|％|‰|[一-鿿]{0,4})[〕\]】）)]?(?:左右|以上|以内|以下)?"
    r"|[—\-–－/]{1,3}|[\ue000-\uf8ff\d.%％]{1,10}"
)
_BARS = "|│┃"
_ROWS_LEAST, _CELLS_LEAST, _CELLS_MOST = 3, 3, 9
_NAME_LONGEST, _HEADER_LONGEST, _MISSES = 40, 100, 3
_CELL = re.compile(r"[^\s\u3000]+")


def restored(layer: Layer) -> Layer:
    """The layer with tabs between the cells of such tables; linear in the text's length."""
    layer = edited(layer, sorted(_barred(layer.text)))
    layer = edited(layer, sorted(_spaced(layer.text)))
    return edited(layer, sorted(_stacked(layer.text)))


def _barred(text: str) -> Iterator[Edit]:
    """Runs of lines with the same number of bars, none at the line's edge."""
    run: list[tuple[int, str]] = []
    count = 0
    at = 0
    for line in [*text.split("\n"), ""]:
        bars = sum(line.count(b) for b in _BARS) if line.strip(" \t\u3000")[:1] not in {"", *_BARS} else 0
        bars = 0 if line.rstrip()[-1:] in _BARS else bars
        if bars != count or bars < _CELLS_LEAST - 1:
            if len(run) >= _ROWS_LEAST:
                for start, row in run:
                    yield from ((start + i, start + i + 1, "\t") for i, c in enumerate(row) if c in _BARS)
            run, count = [], bars
        if bars >= _CELLS_LEAST - 1:
            run.append((at, line))
        at += len(line) + 1


def _column_of(cells: list[str]) -> int | None:
    """Where the names stand, if the cells are the header of an indicator table."""
    if not _CELLS_LEAST <= len(cells) <= _CELLS_MOST:
        return None
    named = [i for i, c in enumerate(cells) if _NAME_CELL.fullmatch(c)]
    goals = [c for c in cells if _GOAL_CELL.fullmatch(c)]
    known = all(
        p for p in (_NAME_CELL.fullmatch(c) or _GOAL_CELL.fullmatch(c) or _OTHER_CELL.fullmatch(c) for c in cells)
    )
    return named[-1] if named and goals and known and any(re.search(r"20\d\d|五|目标", c) for c in goals) else None


def _spaced(text: str) -> Iterator[Edit]:
    header: list[str] = []
    name = misses = at = 0
    for line in text.split("\n"):
        cells = list(_CELL.finditer(line)) if len(line) <= _HEADER_LONGEST and "\t" not in line else []
        words = [c.group() for c in cells]
        column = _column_of(words)
        if column is not None:
            header, name, misses = words, column, 0
            yield from _parted(cells, at, 0, 0)
        elif header:
            surplus = max(0, len(cells) - len(header))
            # A row without its class (printed once, for several rows) is one cell shorter, before the name.
            named = name - 1 if name and len(cells) == len(header) - 1 else name
            values = sum(1 for w in words[named + 1 + surplus :] if _VALUE.fullmatch(w))
            if len(cells) >= len(header) - 1 and values and not _VALUE.fullmatch(words[named]):
                yield from _parted(cells, at, named, surplus)
                misses = 0
            elif line.strip():
                misses += 1
                header = header if misses < _MISSES and "。" not in line else []
        at += len(line) + 1


def _parted(cells: list[re.Match[str]], at: int, name: int, surplus: int) -> Iterator[Edit]:
    """Tabs for the blanks between cells; a name printed with blanks in it stays one cell."""
    for i, (one, following) in enumerate(pairwise(cells)):
        if not name <= i < name + surplus:
            yield at + one.end(), at + following.start(), "\t"


def _stacked(text: str) -> Iterator[Edit]:
    lines: list[tuple[int, int, str]] = []
    at = 0
    for raw in text.split("\n"):
        body = raw.strip(" \t\u3000|")
        if body:
            start = at + raw.index(body)
            lines.append((start, start + len(body), body))
        at += len(raw) + 1
    i = 0
    while i < len(lines):
        width, name = _header_at(lines, i)
        i += 1
        if not width:
            continue
        rows = [lines[i - 1 : i - 1 + width]]
        after = i - 1 + width
        while (taken := _group(lines, after, rows[0], name)) is not None:
            rows.append(lines[after + taken[0] : after + taken[1]])
            i = after = after + taken[1]
        if len(rows) > 1:
            for row in rows:
                yield from _joined(row, name, len(row) - width, text)


def _header_at(lines: list[tuple[int, int, str]], i: int) -> tuple[int, int]:
    """How many lines from here on are the header of an indicator table, and which of them heads the names."""
    cells: list[str] = []
    for line in lines[i : i + _CELLS_MOST]:
        if not (_NAME_CELL.fullmatch(line[2]) or _GOAL_CELL.fullmatch(line[2]) or _OTHER_CELL.fullmatch(line[2])):
            break
        cells.append(line[2])
    column = _column_of(cells)
    return (len(cells), column) if column is not None else (0, 0)


def _group(
    lines: list[tuple[int, int, str]], i: int, header: list[tuple[int, int, str]], name: int
) -> tuple[int, int] | None:
    """The lines of the next row as offsets from here: one a cell, a wrapped name, or a class of its own before it."""
    width = len(header)
    goals = [k for k, h in enumerate(header) if _GOAL_CELL.fullmatch(h[2])]
    for skip, more in ((0, 0), (0, 1), (1, 0), (1, 1)):
        row = [line[2] for line in lines[i + skip : i + skip + width + more]]
        if len(row) < width + more or any("\t" in c or "。" in c or len(c) > _NAME_LONGEST for c in row):
            continue
        shift = [k + more if k > name else k for k in goals]
        named = not any(_VALUE.fullmatch(row[k]) for k in range(name, name + more + 1))
        if named and all(_VALUE.fullmatch(row[k]) for k in shift):
            return skip, skip + width + more
    return None


def _joined(row: list[tuple[int, int, str]], name: int, more: int, text: str) -> Iterator[Edit]:
    for k, (one, following) in enumerate(pairwise(row)):
        yield one[1], following[0], "" if name <= k < name + more else "\t"
    end = row[-1][1]
    stop = text.find("\n", end)
    tail = text[end : stop if stop >= 0 else len(text)]
    if tail.strip() and not tail.strip(" \t|"):
        yield end, end + len(tail), ""
