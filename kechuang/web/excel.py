"""Excel files, written row by row so that memory does not grow with the list."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SPOOL = 4 * 1024 * 1024
_SHEET_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], about: Sequence[tuple[str, str]]
) -> BinaryIO:
    """Write a workbook: one sheet of rows with a frozen head, one that says what, when, under which filters."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(_SHEET_FORBIDDEN).strip()[:31] or "1")
    sheet.freeze_panes = "A2"
    for index, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(10, min(40, 2 * len(head) + 4))
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    notes = book.create_sheet(gettext("About this file")[:31])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 16, 70
    for term, value in about:
        notes.append([_cell(notes, term, bold=True), _cell(notes, value)])
    file = SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - handed to the response, which closes it
    book.save(file)
    file.seek(0)
    return cast("BinaryIO", file)


def _cell(sheet: Any, value: object, *, bold: bool = False) -> WriteOnlyCell:  # noqa: ANN401 - openpyxl's write-only sheet
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with “=” stays text
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell
