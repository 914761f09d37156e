"""Excel files, written row by row so that memory does not grow with the list."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
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
_MEASURED, _WIDEST = 50, 48
_FORMATS = {"whole": "#,##0", "share": "0.00%", "number": "#,##0.############", "money": "#,##0.00", "wan": "#,##0.00"}
_SHEET_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    about: Sequence[tuple[str, str]],
    kinds: Sequence[str] = (),
) -> BinaryIO:
    """Write a workbook: one sheet of rows with a frozen head and a filter, one that says what, when, by which filters.

    ``kinds`` are the kinds of the columns as ``web.tables`` names them: amounts get separators and two decimals, shares
    percent, codes stay text whatever they look like. Columns are as wide as their head and first rows ask.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(_SHEET_FORBIDDEN).strip()[:31] or "1")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(heads)))}1"
    coming = iter(rows)
    first = list(islice(coming, _MEASURED))
    for index, head in enumerate(heads, start=1):
        widest = max((_width(row[index - 1]) for row in first if len(row) >= index), default=0)
        sheet.column_dimensions[get_column_letter(index)].width = max(10, min(_WIDEST, max(_width(head), widest) + 3))
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    for row in chain(first, coming):
        sheet.append([_cell(sheet, value, kinds[at] if at < len(kinds) else "") for at, value in enumerate(row)])
    notes = book.create_sheet(gettext("About this file")[:31])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 16, 70
    for term, value in about:
        notes.append([_cell(notes, term, bold=True), _cell(notes, value)])
    file = SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - handed to the response, which closes it
    book.save(file)
    file.seek(0)
    return cast("BinaryIO", file)


def _width(value: object) -> int:
    """Give how wide a value is: a Chinese character takes the room of two."""
    return sum(1 + (ord(character) > 0x2E7F) for character in str("" if value is None else value)[:60])


def _cell(sheet: Any, value: object, kind: str = "", *, bold: bool = False) -> WriteOnlyCell:  # noqa: ANN401 - openpyxl's write-only sheet
    if kind == "code" and value is not None:
        value = str(value)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with “=” stays text
        cell.number_format = "@" if kind == "code" else "General"
    elif isinstance(value, Decimal):
        cell.number_format = _FORMATS.get(kind, "#,##0.00")
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int):
        cell.number_format = _FORMATS.get(kind, "General")
    if bold:
        cell.font = Font(bold=True)
    return cell
