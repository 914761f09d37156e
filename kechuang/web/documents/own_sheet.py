"""Fills an office's own Excel template: marks in cells, a repeated row, or a list's rows under the office's heads."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter

from kechuang.web.documents import marks
from kechuang.web.documents.filling import Filling, Plain
from kechuang.web.documents.paper import clean

MOST_ROWS = 20_000
MOST_CELLS = 200_000
LEAST_HEADS = 2


class SheetError(ValueError):
    """A template that cannot be filled; ``code`` says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def texts(data: bytes) -> list[str]:
    """Give every text of a template's cells."""
    book = load_workbook(BytesIO(data))
    return [cell.value for sheet in book.worksheets for cell in _cells(sheet) if isinstance(cell.value, str)]


def _cells(sheet: Any) -> Iterable[Any]:  # noqa: ANN401 - openpyxl has no types
    if (sheet.max_row or 0) * (sheet.max_column or 0) > MOST_CELLS:
        raise SheetError("template.sheet_too_large", most=MOST_CELLS)
    for row in sheet.iter_rows():
        yield from row


@dataclass(frozen=True, slots=True)
class Heads:
    """Where a template's own heads stand and what they mean: column number → code; and heads that mean nothing."""

    row: int
    codes: dict[int, str]
    strange: tuple[str, ...]


def heads(sheet: Any, filling: Filling) -> Heads | None:  # noqa: ANN401 - openpyxl has no types
    """Find the row of heads: the one with most cells that name a column, at least two; the lowest of a two-row head."""
    offered = marks.known(filling).rows
    best: Heads | None = None
    for row in sheet.iter_rows(max_row=min(sheet.max_row or 1, 30)):
        named = [(cell.column, str(cell.value)) for cell in row if isinstance(cell.value, str) and cell.value.strip()]
        codes = {column: offered[marks.folded(text)] for column, text in named if marks.folded(text) in offered}
        strange = tuple(text for _column, text in named if marks.folded(text) not in offered)
        if len(codes) >= LEAST_HEADS and (best is None or len(codes) >= len(best.codes)):
            best = Heads(row[0].row, codes, strange)
    return best


def heads_of(data: bytes, filling: Filling) -> Heads | None:
    """Find the heads of a template's first sheet."""
    return heads(load_workbook(BytesIO(data)).worksheets[0], filling)


def fill(data: bytes, filling: Filling) -> bytes:
    """Give the template filled; without a repeated row its rows go under its own heads, where it has such."""
    book = load_workbook(BytesIO(data))
    rows = filling.rows[:MOST_ROWS]
    repeated = False
    for sheet in book.worksheets:
        at = next((row[0].row for row in sheet.iter_rows() if marks.repeats(_row_text(row))), 0)
        # What was filled into rows is not looked at again.
        done = range(0)
        if at:
            repeated = True
            done = _repeat(sheet, at, filling, rows)
        say, typed = marks.of_values(filling), _typed(filling)
        for cell in _cells(sheet):
            if cell.row not in done:
                _fill(cell, say, typed)
    if not repeated and rows and (found := heads(book.worksheets[0], filling)):
        _under(book.worksheets[0], found, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row_text(row: Iterable[Any]) -> str:
    return "".join(cell.value for cell in row if isinstance(cell.value, str))


def _typed(filling: Filling) -> dict[str, Plain]:
    """Give single values as they are, by folded name, for cells that hold nothing but a mark."""
    return {name: filling.raw(code) for name, code in marks.known(filling).values.items()}


def _fill(cell: Any, say: marks.Say, typed: dict[str, Plain]) -> None:  # noqa: ANN401 - openpyxl has no types
    if not isinstance(cell.value, str) or "{{" not in cell.value or isinstance(cell, MergedCell):
        return
    alone = marks.MARK.fullmatch(cell.value.strip())
    name = marks.folded(alone[1]) if alone else ""
    if name in typed:
        _write(cell, typed[name])
    else:
        _write(cell, marks.replaced(cell.value, say))


def _write(cell: Any, value: Plain) -> None:  # noqa: ANN401 - openpyxl has no types
    """Write a value; text is text, also when a spreadsheet would take it for a formula."""
    if isinstance(value, str):
        cell.value = "\n".join(clean(line) for line in value.split("\n"))
        cell.data_type = "s"
    else:
        cell.value = value


def _repeat(sheet: Any, at: int, filling: Filling, rows: Iterable[Any]) -> range:  # noqa: ANN401 - openpyxl has no types
    rows = list(rows)
    pattern = [(cell.column, cell.value, copy.copy(cell._style)) for cell in sheet[at]]  # noqa: SLF001 - the documented way to copy a style
    _shift(sheet, at, len(rows) - 1)
    height = sheet.row_dimensions[at].height
    offered = marks.known(filling).rows
    for number, values in enumerate(rows, at):
        say = marks.of_row(filling, values)
        typed: dict[str, Plain] = {name: values.get(code) for name, code in offered.items()}
        for column, text, style in pattern:
            cell = sheet.cell(number, column)
            cell._style = copy.copy(style)  # noqa: SLF001 - the documented way to copy a style
            bare = marks.MARK.sub(_unmarked, text).strip() if isinstance(text, str) else text
            cell.value = bare
            if isinstance(bare, str):
                _fill(cell, say, typed)
        if height:
            sheet.row_dimensions[number].height = height
    if not rows:
        for column, _text, _style in pattern:
            sheet.cell(at, column).value = None
    return range(at, at + max(1, len(rows)))


def _unmarked(match: Any) -> str:  # noqa: ANN401 - a match
    return "" if marks.folded(match[1]) in {marks.ROWS, marks.END} else str(match[0])


def _shift(sheet: Any, at: int, by: int) -> None:  # noqa: ANN401 - openpyxl has no types
    """Move everything below a row down: cells with their styles and formulas, heights, and merged cells."""
    if by <= 0:
        return
    last, width = sheet.max_row, sheet.max_column
    heights = {row: sheet.row_dimensions[row].height for row in range(at + 1, last + 1)}
    merged = [each for each in list(sheet.merged_cells.ranges) if each.min_row > at]
    for each in merged:
        sheet.merged_cells.remove(each)
    if last > at:
        sheet.move_range(f"A{at + 1}:{get_column_letter(width)}{last}", rows=by, translate=True)
    for row, height in heights.items():
        sheet.row_dimensions[row + by].height = height
    for each in merged:
        each.shift(row_shift=by)
        sheet.merged_cells.add(each)


def _under(sheet: Any, found: Heads, rows: Iterable[Any]) -> None:  # noqa: ANN401 - openpyxl has no types
    rows = list(rows)
    first = found.row + 1
    styles = {column: copy.copy(sheet.cell(first, column)._style) for column in found.codes}  # noqa: SLF001 - the documented way to copy a style
    _shift(sheet, first, len(rows) - 1)
    for number, values in enumerate(rows, first):
        for column, code in found.codes.items():
            cell = sheet.cell(number, column)
            cell._style = copy.copy(styles[column])  # noqa: SLF001 - the documented way to copy a style
            _write(cell, values.get(code))
