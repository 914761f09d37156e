"""The breakdown of responsibilities as an Excel file that an office prints and files: merged cells, print setup."""

import math
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from kechuang.policy.filing.table import COLUMNS, Filed, Line, subtitle
from kechuang.web import exports

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Characters of the standard width that fill an A4 sheet across, at ten points.
WIDTH = 132
_LINE, _PAD, _TALLEST = 15.0, 6.0, 400.0
_CENTRED = {"number", "until", "lead"}
_HEAD_ROW = 3
_MOST_LINES = int((_TALLEST - _PAD) // _LINE)
_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BAND = PatternFill("solid", fgColor="EFEFEF")
_SENTENCE = re.compile(r"[^。；;\n]*[。；;\n]?")


def write(filed: Filed) -> bytes:
    """Give the workbook: the table, and a sheet that says what it was made from."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = gettext("Breakdown of responsibilities")[:31]
    _setup(sheet, filed)
    at = _HEAD_ROW + 1
    for part in filed.parts:
        if part.title:
            _band(sheet, at, part.title)
            at += 1
        for lines in _runs(part.lines):
            first = at
            for line in lines:
                at = _line(sheet, at, line)
            if len(lines) > 1:
                _join(sheet, "clause", first, at - 1)
    _about(book, filed)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def widths() -> list[int]:
    """Give the widths of the columns."""
    whole = sum(share for _code, _word, share in COLUMNS)
    return [max(6, round(WIDTH * share / whole)) for _code, _word, share in COLUMNS]


def _setup(sheet: Any, filed: Filed) -> None:  # noqa: ANN401 - openpyxl has no types
    last = get_column_letter(len(COLUMNS))
    for at, width in enumerate(widths(), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for row, text, font, height in (
        (1, filed.title, Font(name="方正小标宋简体", size=18), 54.0),
        (2, subtitle(filed), Font(name="仿宋_GB2312", size=11), 20.0),
    ):
        sheet.merge_cells(f"A{row}:{last}{row}")
        cell = sheet.cell(row, 1)
        _put(cell, text)
        cell.font, cell.alignment = font, Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = height
    for at, (_code, word, _share) in enumerate(COLUMNS, 1):
        cell = sheet.cell(_HEAD_ROW, at)
        _put(cell, str(word))
        cell.font, cell.border, cell.fill = Font(name="黑体", size=11), _BOX, _BAND
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[_HEAD_ROW].height = 34.0
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.75
    sheet.oddFooter.center.text = "— &P —"
    sheet.oddFooter.center.size = 12
    if exports.demo():
        sheet.oddHeader.left.text = gettext("(demonstration)")


def _band(sheet: Any, at: int, title: str) -> None:  # noqa: ANN401 - openpyxl has no types
    for column in range(1, len(COLUMNS) + 1):
        sheet.cell(at, column).border = _BOX
    sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(COLUMNS))
    cell = sheet.cell(at, 1)
    _put(cell, title)
    cell.font, cell.fill = Font(name="黑体", size=11), _BAND
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    sheet.row_dimensions[at].height = _PAD + _LINE * max(1, lines_of(title, WIDTH))


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Give rows together whose clause is one."""
    run: list[Line] = []
    for line in lines:
        if run and line.row.clause != run[-1].row.clause:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _line(sheet: Any, at: int, line: Line) -> int:  # noqa: ANN401 - openpyxl has no types
    """Write one row; where its text is higher than Excel lets a row be, it goes on in rows below, the rest merged."""
    room = widths()
    values = list(line.values)
    content = next(number for number, column in enumerate(COLUMNS) if column[0] == "content")
    pieces = pieces_of(values[content], room[content], _MOST_LINES)
    others = max(lines_of(value, room[number]) for number, value in enumerate(values) if number != content)
    least = -(-others // len(pieces))
    for offset, piece in enumerate(pieces):
        row = at + offset
        values[content] = piece
        for number, (code, _word, _share) in enumerate(COLUMNS):
            cell = sheet.cell(row, number + 1)
            cell.border, cell.font = _BOX, Font(name="仿宋_GB2312", size=10.5)
            side = "center" if code in _CENTRED else "left"
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
            if code == "number" and offset == 0:
                cell.value = line.number
            elif code == "content" or offset == 0:
                _put(cell, values[number])
        height = _PAD + _LINE * max(1, least, lines_of(piece, room[content]))
        sheet.row_dimensions[row].height = min(_TALLEST, height)
    if len(pieces) > 1:
        for code, _word, _share in COLUMNS:
            if code not in {"content", "clause"}:
                _join(sheet, code, at, at + len(pieces) - 1)
        _join(sheet, "clause", at, at + len(pieces) - 1)
    return at + len(pieces)


def _join(sheet: Any, code: str, first: int, last: int) -> None:  # noqa: ANN401 - openpyxl has no types
    """Merge the cells of a column; merges that lie within are taken back, and only the first cell keeps its text."""
    column = next(at for at, each in enumerate(COLUMNS, 1) if each[0] == code)
    within = [each for each in sheet.merged_cells.ranges if each.min_col == column and first <= each.min_row <= last]
    for each in within:
        if each.max_col == column:
            sheet.unmerge_cells(str(each))
    for row in range(first + 1, last + 1):
        sheet.cell(row, column).value = None
        sheet.cell(row, column).border = _BOX
    sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def lines_of(text: str, width: int) -> int:
    """Say how many lines a text takes in a column; a Chinese character takes the room of two."""
    room = max(1, width - 1)
    return sum(max(1, math.ceil(_wide(line) / room)) for line in text.split("\n")) if text else 1


def _wide(text: str) -> int:
    return sum(1 + (ord(character) > 0x2E7F) for character in text)


def pieces_of(text: str, width: int, most: int) -> list[str]:
    """Cut a text at ends of sentences into pieces that take at most so many lines; nothing is lost."""
    pieces, held = [], ""
    for sentence in _sentences(text, (width - 1) * most // 2):
        if held and lines_of(held + sentence, width) > most:
            pieces.append(held)
            held = ""
        held += sentence
    return [*pieces, held] if held or not pieces else pieces


def _sentences(text: str, longest: int) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        for at in range(0, len(match[0]), longest):
            yield match[0][at : at + longest]


def _put(cell: Any, text: str) -> None:  # noqa: ANN401 - openpyxl has no types
    """Write text that stays text, also when a spreadsheet would take it for a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
    if cell.value is not None:
        cell.data_type = "s"


def _about(book: Any, filed: Filed) -> None:  # noqa: ANN401 - openpyxl has no types
    document = filed.document
    notes = book.create_sheet(gettext("About this file")[:31])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 18, 90
    rows = [
        (gettext("Document"), document.title),
        (gettext("Document number"), document.number),
        (gettext("Register number"), document.case.number),
        (gettext("Version"), str(document.version)),
        (gettext("SHA-256 of the text"), document.text_digest),
        (gettext("Shown"), subtitle(filed)),
        *((gettext("Note"), note) for note in filed.notes),
    ]
    if exports.demo():
        rows.append((gettext("Nature of the data"), gettext("demonstration")))
    for at, (term, value) in enumerate(rows, 1):
        _put(notes.cell(at, 1), term)
        _put(notes.cell(at, 2), value)
        notes.cell(at, 1).font = Font(bold=True)
        notes.cell(at, 2).alignment = Alignment(wrap_text=True, vertical="top")
