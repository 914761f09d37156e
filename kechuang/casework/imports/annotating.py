"""Writes comments and coloured borders into somebody's own workbook; the work of a child process without Django."""

import io
import json
import resource
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side

CPU_SECONDS, MEGABYTES = 100, 2048
_RED = Side("medium", color="FFB23420")
_BORDER = Border(left=_RED, right=_RED, top=_RED, bottom=_RED)
_WIDTHS = (8, 26, 30, 60, 60)


def serve() -> None:
    """Read a line of JSON and a workbook, answer the workbook with comments."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    said = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(annotate(sys.stdin.buffer.read(), said))


def annotate(data: bytes, said: Mapping[str, Any]) -> bytes:
    """Give the workbook with comments, corrections, a sheet of faults; formats stay as far as openpyxl keeps them."""
    book = load_workbook(io.BytesIO(data), rich_text=True, keep_links=False)
    for sheet in list(book.worksheets):
        if sheet.title == said["title"]:
            book.remove(sheet)
    sheet: Any = book.worksheets[said["sheet"]]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == said["author"]:
                cell.comment, cell.border = None, Border()
    for number, at, text in said["edited"]:
        cell = _cell(sheet, number, at)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
    for (number, at), texts in _by_cell(said["faults"]).items():
        cell = _cell(sheet, number, at)
        text = ILLEGAL_CHARACTERS_RE.sub("", "\n".join(texts))[:2000]
        cell.comment = Comment(text, said["author"], width=320, height=120)
        cell.border = _BORDER
    _fault_sheet(book, said)
    return _saved(book)


def _cell(sheet: Any, number: int, at: int) -> Any:  # noqa: ANN401 - openpyxl's cells
    """Give a cell; of merged ones the first, which alone can hold anything."""
    cell = sheet.cell(number, at + 1)
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _by_cell(faults: Iterable[Mapping[str, Any]]) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for fault in faults:
        at = fault["at"] if fault["at"] is not None else 0
        found.setdefault((fault["row"], at), []).append(f"{fault['label']}：{fault['says']}{fault['remedy']}")
    return found


def fresh(table: tuple[Sequence[str], Iterable[tuple[int, list[str]]]], said: Mapping[str, Any]) -> bytes:
    """Give a new workbook of the rows at fault, with the same comments."""
    book = Workbook()
    sheet: Any = book.active
    heads, rows = table
    sheet.append(list(heads))
    places: dict[int, int] = {}
    for number, texts in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", text) for text in texts])
        places[number] = sheet.max_row
        for cell in sheet[sheet.max_row]:
            cell.data_type, cell.number_format = "s", "@"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    order = {head: at for at, head in enumerate(heads)}
    for (number, label), texts in _by_label(said["faults"]).items():
        if number in places and label in order:
            cell = sheet.cell(places[number], order[label] + 1)
            cell.comment = Comment("\n".join(texts)[:2000], said["author"], width=320, height=120)
            cell.border = _BORDER
    sheet.freeze_panes = "A2"
    _fault_sheet(book, said)
    return _saved(book)


def _by_label(faults: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    for fault in faults:
        found.setdefault((fault["row"], fault["label"]), []).append(f"{fault['says']}{fault['remedy']}")
    return found


def _fault_sheet(book: Any, said: Mapping[str, Any]) -> None:  # noqa: ANN401 - openpyxl's book
    sheet = book.create_sheet(said["title"])
    sheet.append(said["heads"])
    for fault in said["faults"]:
        row = [fault["row"], fault["label"], fault["raw"], fault["says"], fault["remedy"]]
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", each) if isinstance(each, str) else each for each in row])
        for cell in sheet[sheet.max_row][1:]:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _saved(book: Any) -> bytes:  # noqa: ANN401 - openpyxl's book
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
