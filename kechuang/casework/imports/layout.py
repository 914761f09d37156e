"""What in a sheet is the table: titles above, heads of one to three rows, rows, totals, notes below. Pure.

Nothing is dropped in silence: every row that is not read is kept with the reason why.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kechuang.casework.imports import cell as cells
from kechuang.casework.imports.cell import NOTHING, Cell, Merge, Row
from kechuang.casework.imports.column import Column
from kechuang.casework.imports.match import Head, Sample, bare, guess, is_serial, normal, unit_of_note

LOOKED_AT = 60
MOST_HEAD_ROWS = 3
SAMPLED = 30
TOTAL, NOTE, SECTION, REPEATED, EXAMPLE, NUMBERED = "total", "note", "section", "repeated", "example", "numbered"
_TOTAL = re.compile(r"(合计|小计|总计|共计|累计|合計|小計|總計|共計|total|subtotal|sum)[:：]?")
_TOTAL_AT_END = re.compile(r".{0,12}(合计|小计|总计|合計|小計|總計)")
_NOTE = re.compile(
    r"(备注|备 注|注|说明|填表说明|填报说明|填表人|填报人|制表|制表人|审核|审核人|负责人|联系人|联系电话|单位负责人"
    r"|填报日期|制表日期|盖章|備註|註|說明|notes?|remarks?|prepared by)\s*[:：)）.、\d]",
    re.IGNORECASE,
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]")
_EXAMPLES = frozenset({"例", "示例", "样例", "範例", "example", "e.g."})
_NUMBERING = re.compile(r"[（(]?(\d{1,2}|[甲乙丙丁戊]|[A-Z])[）)]?(=.*)?")


@dataclass(slots=True)
class Layout:
    """Where a sheet's table stands: the rows of its heads, the heads, and what was said above it."""

    first_head: int
    last_head: int
    heads: list[Head]
    above: list[str] = field(default_factory=list)
    unit: str = ""

    @property
    def serial(self) -> int | None:
        """The column of running numbers, if there is one."""
        return next((head.at for head in self.heads if is_serial(head)), None)


@dataclass(slots=True)
class Skipped:
    """A row that was not read, and why: one of the words above."""

    number: int
    why: str
    text: str


@dataclass(slots=True)
class Told:
    """What was met while reading the rows below the heads."""

    skipped: list[Skipped] = field(default_factory=list)
    hidden_rows: int = 0
    filled_down: int = 0
    most: int = 200

    def skip(self, row: Row, why: str) -> None:
        """Keep why a row was left out; beyond 200 only the number counts."""
        if len(self.skipped) < self.most:
            text = " ".join(cell.text for _at, cell in sorted(row.cells.items())[:4])
            self.skipped.append(Skipped(row.number, why, text[:80]))


def find_layout(
    first_rows: Sequence[Row], merges: Sequence[Merge], wanted: Sequence[Column], words: Mapping[str, Sequence[str]]
) -> Layout | None:
    """Find the heads among the first rows: the block of one to three rows that names most columns of the register.

    Without any known head, the first row of at least two short texts; None for a sheet without such a row.
    """
    rows = list(first_rows[:LOOKED_AT])
    spread = _spread(rows, merges)
    best: tuple[int, int, int] | None = None
    chosen: Layout | None = None
    for at in range(len(rows)):
        for size in range(1, MOST_HEAD_ROWS + 1):
            block = rows[at : at + size]
            if len(block) < size or block[-1].number - block[0].number != size - 1 or not _may_be_heads(block):
                continue
            layout = _layout(block, spread, rows[:at])
            guesses = guess(layout.heads, wanted, words)
            rank = (sum(each.score for each in guesses), -size, -at)
            if guesses and (best is None or rank > best):
                best, chosen = rank, layout
    return _named_apart(chosen, rows, spread) if chosen else _unknown_heads(rows, spread)


def _named_apart(layout: Layout, rows: Sequence[Row], spread: Mapping[int, Mapping[int, str]]) -> Layout:
    """Where two heads read the same, the row above tells them apart: 本年 · 金额 and 上年 · 金额."""
    texts = [normal(head.text) for head in layout.heads]
    height = layout.last_head - layout.first_head + 1
    at = next(index for index, row in enumerate(rows) if row.number == layout.first_head)
    contiguous = at > 0 and rows[at - 1].number == layout.first_head - 1
    if len(set(texts)) == len(texts) or height == MOST_HEAD_ROWS or not contiguous or not _may_be_heads([rows[at - 1]]):
        return layout
    taller = _layout(rows[at - 1 : at + height], spread, rows[: at - 1])
    return (
        _named_apart(taller, rows, spread)
        if len({normal(each.text) for each in taller.heads}) > len(set(texts))
        else layout
    )


def _unknown_heads(rows: Sequence[Row], spread: Mapping[int, Mapping[int, str]]) -> Layout | None:
    for at, row in enumerate(rows):
        if len(row.cells) >= 2 and _may_be_heads([row]):
            return _layout([row], spread, rows[:at])
    return None


def _may_be_heads(block: Sequence[Row]) -> bool:
    """Heads are short texts: no numbers, days or identifiers stand among them."""
    for row in block:
        for cell in row.cells.values():
            year = cell.kind == cells.NUMBER and cell.text.isdecimal() and 1990 <= int(cell.text) <= 2100
            if (cell.kind != cells.TEXT and not year) or len(cell.text) > 120:
                return False
            if re.fullmatch(r"[\d\s.,%／/:：-]+", cell.text) and not year:
                return False
            if re.fullmatch(r"[0-9A-Z]{15,20}", cell.text.strip()):
                return False
    return True


def _spread(rows: Sequence[Row], merges: Sequence[Merge]) -> dict[int, dict[int, str]]:
    """Give the text of every cell of the first rows, merged cells all with the text of their first."""
    found = {row.number: {at: row.text(at) for at in row.cells} for row in rows}
    last = rows[-1].number if rows else 0
    for merge in merges:
        if merge.top > last:
            continue
        text = found.get(merge.top, {}).get(merge.left, "")
        for number in range(merge.top, min(merge.bottom, last) + 1):
            for at in range(merge.left, merge.right + 1):
                if text:
                    found.setdefault(number, {})[at] = text
    return found


def _layout(block: Sequence[Row], spread: Mapping[int, Mapping[int, str]], above: Sequence[Row]) -> Layout:
    numbers = [row.number for row in block]
    places = sorted({at for number in numbers for at in spread.get(number, {})})
    heads = [Head(at, _parts([spread.get(number, {}).get(at, "") for number in numbers])) for at in places]
    said = [text for row in above for text in dict.fromkeys(spread[row.number].values()) if text]
    unit = next((unit for text in reversed(said) if (unit := unit_of_note(text))), "")
    return Layout(numbers[0], numbers[-1], [head for head in heads if head.parts], said, unit)


def _parts(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the parts of a head from top to bottom, each once, on one line."""
    return tuple(dict.fromkeys(plain for text in texts if (plain := "".join(text.split("\n")).strip())))


def body(rows: Iterable[Row], merges: Sequence[Merge], layout: Layout, told: Told) -> Iterator[Row]:
    """Give the rows of the table below its heads, merged cells filled down; ``told`` keeps what was left out."""
    heads = {head.at: normal(head.text) for head in layout.heads}
    last_parts = {head.at: normal(head.parts[-1]) for head in layout.heads}
    fill = _Fill(merges, layout)
    width = max(2, len(layout.heads))
    first = True
    for plain in rows:
        if plain.number <= layout.last_head:
            continue
        row = fill.down(plain, told)
        why = _why_not(row, plain, layout, (heads, last_parts), width, fill)
        if first and not why and _is_numbering(plain):
            why = NUMBERED
        if why:
            told.skip(plain, why)
            continue
        first = False
        told.hidden_rows += row.hidden
        yield row


def _why_not(
    row: Row, plain: Row, layout: Layout, heads: tuple[Mapping[int, str], Mapping[int, str]], width: int, fill: "_Fill"
) -> str:
    texts = [cell.text.strip() for _at, cell in sorted(plain.cells.items()) if not cell.empty]
    serial = layout.serial
    if serial is not None and normal(row.text(serial)) in _EXAMPLES:
        return EXAMPLE
    squeezed = "".join(texts[0].split()).lower() if texts else ""
    if any(_TOTAL.fullmatch("".join(text.split()).lower()) for text in texts[:3]):
        return TOTAL
    if _TOTAL_AT_END.fullmatch(squeezed) and len(texts) < width:
        return TOTAL
    if not fill.heads.isdisjoint(texts) and any(
        sum(normal(row.text(at)) == text for at, text in each.items()) * 2 > len(each) for each in heads if each
    ):
        return REPEATED
    few = len(texts) <= 2 and width > 2
    if few and _NOTE.match(texts[0]):
        return NOTE
    if len(texts) == 1 and width > 2 and (fill.wide(plain.number, width) or _SECTION.match(texts[0])):
        return SECTION
    return ""


def _is_numbering(row: Row) -> bool:
    """Whether a row under the heads numbers the columns: 1 2 3, 甲 乙 1 2."""
    texts = [cell.text.strip() for _at, cell in sorted(row.cells.items())]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    return len(numbers) < 2 or all(after - before == 1 for before, after in pairwise(numbers))


class _Fill:
    """Merged cells of the body: what stands in the first is meant for all rows."""

    def __init__(self, merges: Sequence[Merge], layout: Layout) -> None:
        below = [merge for merge in merges if merge.bottom > layout.last_head]
        self.tall = sorted((each for each in below if each.bottom > each.top), key=lambda each: each.top)
        self.broad = {each.top: each.right - each.left + 1 for each in below if each.right > each.left}
        self.heads = {part for head in layout.heads for part in head.parts}
        self.at, self.open = 0, dict[int, tuple[int, Cell]]()

    def wide(self, number: int, width: int) -> bool:
        """Whether a row holds one cell across at least half of the table."""
        return self.broad.get(number, 0) * 2 >= width

    def down(self, row: Row, told: Told) -> Row:
        """Give a row with what merged cells above say for it."""
        self.open = {at: held for at, held in self.open.items() if held[0] >= row.number}
        while self.at < len(self.tall) and self.tall[self.at].top <= row.number:
            merge = self.tall[self.at]
            self.at += 1
            if merge.top == row.number and merge.left in row.cells:
                self.open[merge.left] = (merge.bottom, row.cells[merge.left])
        missing = {at: cell for at, (_last, cell) in self.open.items() if row.cells.get(at, NOTHING).empty}
        if not missing:
            return row
        told.filled_down += len(missing)
        return Row(row.number, {**row.cells, **missing}, row.hidden)


def samples(rows: Iterable[Row]) -> dict[int, Sample]:
    """Give the first values of each column."""
    found: dict[int, Sample] = {}
    for row, _ in zip(rows, range(SAMPLED), strict=False):
        for at, cell in row.cells.items():
            found.setdefault(at, Sample()).cells.append(cell)
    return found


def title_of(layout: Layout) -> str:
    """Give the first line above the heads: usually the title of the ledger."""
    return next((text for text in layout.above if len(bare(text)) > 3), "")[:120]
