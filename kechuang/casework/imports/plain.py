"""Tables as plain text: CSV files of any common encoding, and rows pasted from a spreadsheet. Pure."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from kechuang.casework.imports.book import MOST_COLUMNS, BookError
from kechuang.casework.imports.cell import FORMULA, Cell, Row

_AS_TEXT = re.compile(r'="([^"]*)"')
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
MOST_CELL = 32_767
csv.field_size_limit(1 << 20)


def decode(data: bytes) -> str:
    """Give the text of a file in UTF-8, UTF-16 with its mark, or GB18030; raises :class:`BookError` for others."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BookError("imports.encoding") from error


def rows(text: str) -> Iterator[Row]:
    """Stream the rows of text: cells parted by tabs, commas, semicolons or bars, whichever the first lines have most.

    A row keeps the number that it has in the file as a spreadsheet counts it. ``="0571"``, the trick that keeps zeros,
    is read as its text; any other formula is not calculated.
    """
    clean = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(clean), delimiter=_delimiter(clean)), start=1):
            found = {at: _cell(raw) for at, raw in enumerate(cells[:MOST_COLUMNS]) if raw.strip()}
            if found:
                yield Row(number, found)
    except csv.Error as error:
        raise BookError("imports.unreadable") from error


def _delimiter(text: str) -> str:
    head = text[:4000]
    return max("\t,;|", key=lambda mark: (head.count(mark), -"\t,;|".index(mark)))


def _cell(raw: str) -> Cell:
    text = raw.strip()[:MOST_CELL]
    kept = _AS_TEXT.fullmatch(text)
    if kept:
        return Cell(kept[1])
    return Cell(text[:200], FORMULA) if text.startswith("=") and len(text) > 1 else Cell(text)
