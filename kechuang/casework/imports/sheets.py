"""Writes the workbook that people fill in: locked heads with notes, lists to choose from, an example row.

Text, code and place columns are formatted as text, so that no spreadsheet turns a number of 18 digits into a float.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from kechuang.casework.imports import column as columns

LAST_ROW = 10_000
_FORMATS = {
    columns.DAY: "yyyy-mm-dd",
    columns.AMOUNT: "#,##0.00",
    columns.WHOLE: "0",
    columns.NUMBER: "General",
    columns.SHARE: "0.00%",
}
_HEAD = PatternFill("solid", fgColor="FFEAF2F7")
_EXAMPLE = Font(color="FF5B6475", italic=False)
_LINE = Border(bottom=Side("thin", color="FFCBD1DA"))
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Described:
    """One column in words."""

    label: str
    kind: str
    needed: bool
    how: str
    also: str
    example: str
    choices: Sequence[str] = ()
    width: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """All other words of the workbook."""

    title: str
    serial: str
    example: str
    lists: str
    notes: str
    column: str
    needed: str
    how: str
    also: str
    yes: str
    choose: str
    said: Sequence[str] = field(default_factory=tuple)


def write(described: Sequence[Described], rows: Sequence[Sequence[Any]], words: Words) -> BinaryIO:
    """Write the workbook: with an example row, or with records and without one."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "".join(" " if mark in "[]:*?/\\" else mark for mark in words.title).strip()[:31] or "1"
    sheet.append([words.serial, *(f"{each.label}{' *' if each.needed else ''}" for each in described)])
    if rows:
        for number, row in enumerate(rows, start=1):
            sheet.append([number, *(_plain(value) for value in row)])
    else:
        sheet.append([words.example, *(each.example for each in described)])
        for cell in sheet[2]:
            cell.font = _EXAMPLE
    _dress(sheet, described, len(rows) + 1 if rows else 2)
    _lists(book, sheet, described, words)
    _explain(book, described, words)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _plain(value: Any) -> Any:  # noqa: ANN401 - what a sheet holds
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _dress(sheet: Any, described: Sequence[Described], last: int) -> None:  # noqa: ANN401 - openpyxl's sheet
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 8
    sheet.row_dimensions[1].height = 30
    for at, each in enumerate(described, start=2):
        letter = get_column_letter(at)
        dimension = sheet.column_dimensions[letter]
        dimension.width = each.width or max(12, min(34, 2 * len(each.label) + 4))
        dimension.protection = Protection(locked=False)
        dimension.number_format = _FORMATS.get(each.kind, "@")
        for number in range(2, last + 1):
            cell = sheet.cell(number, at)
            cell.number_format = _FORMATS.get(each.kind, "@")
            cell.protection = Protection(locked=False)
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that begins with “=” stays text
        if each.how:
            sheet.cell(1, at).comment = Comment(each.how, "Kechuang", width=280, height=90)
    for cell in sheet[1]:
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions["A"].protection = Protection(locked=False)
    for number in range(2, last + 1):
        sheet.cell(number, 1).protection = Protection(locked=False)
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)  # openpyxl's way of saying that it is allowed


def _lists(book: Workbook, sheet: Any, described: Sequence[Described], words: Words) -> None:  # noqa: ANN401 - openpyxl's sheet
    """Lists to choose from stand on a hidden sheet: a list inside a cell's rule may hold 255 characters only."""
    chosen = [(at, each) for at, each in enumerate(described, start=2) if each.choices]
    hidden: Any = book.create_sheet(words.lists[:31])
    hidden.sheet_state = "hidden"
    for place, (at, each) in enumerate(chosen, start=1):
        letter, target = get_column_letter(place), get_column_letter(at)
        hidden.cell(1, place, each.label)
        for number, choice in enumerate(each.choices, start=2):
            hidden.cell(number, place, choice)
        source = f"{quote_sheetname(hidden.title)}!${letter}$2:${letter}${len(each.choices) + 1}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.error, rule.prompt = words.choose, words.choose
        rule.add(f"{target}2:{target}{LAST_ROW}")
        sheet.add_data_validation(rule)
    for at, each in enumerate(described, start=2):
        if each.kind == columns.DAY:
            rule = DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True)
            rule.showErrorMessage, rule.errorStyle, rule.error = True, "warning", each.how
            rule.add(f"{get_column_letter(at)}2:{get_column_letter(at)}{LAST_ROW}")
            sheet.add_data_validation(rule)


def _explain(book: Workbook, described: Sequence[Described], words: Words) -> None:
    notes: Any = book.create_sheet(words.notes[:31])
    for line in words.said:
        if line:
            notes.append([line])
    notes.append([])
    notes.append([words.column, words.needed, words.how, words.also])
    for cell in notes[notes.max_row]:
        cell.font = Font(bold=True)
    for each in described:
        notes.append([each.label, words.yes if each.needed else "", each.how, each.also])
    for letter, width in (("A", 28), ("B", 8), ("C", 60), ("D", 60)):
        notes.column_dimensions[letter].width = width
