"""The child process that unpacks a table: it has limits, loads no Django, and answers one line of JSON a row.

The file is its standard input. The first line says what the file holds; then, if a sheet was asked for, a line a row.
"""

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from kechuang.casework.imports import plain
from kechuang.casework.imports.book import Book, BookError, Sheet
from kechuang.casework.imports.cell import KINDS, Row

CPU_SECONDS, MEGABYTES = 240, 2048
FIRST_ROWS = 60
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = b"PK\x03\x04"
_WEB = (b"<html", b"<!doctype html", b"<table", b"<?xml")


def serve(sheet: int) -> None:
    """Set limits, read the file, answer. ``sheet`` -1 asks only what is there."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        for line in answer(sys.stdin.buffer.read(), sheet):
            sys.stdout.write(f"{json.dumps(line, ensure_ascii=True, separators=(',', ':'))}\n")
    except BookError as error:
        sys.stdout.write(f"{json.dumps({'error': error.code})}\n")
    except MemoryError:
        sys.stdout.write(f"{json.dumps({'error': 'imports.unfolds_too_far'})}\n")


def answer(data: bytes, sheet: int) -> Iterator[Any]:
    """Give what is to be said of a file."""
    if data.startswith(_PACKED):
        yield from _of_book(Book(data), sheet)
        return
    if data.startswith(_OLD):
        raise BookError("imports.old_format")
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB):
        raise BookError("imports.web_page")
    if data.startswith(b"%PDF"):
        raise BookError("imports.no_table_format")
    text = plain.decode(data)
    if sheet < 0:
        sheet_of_text = Sheet("", "", rows=text.count("\n") + 1)
        yield {"form": "text", "external": False, "sheets": [_sheet(sheet_of_text, plain.rows(text))]}
        return
    yield {"merges": []}
    yield from _lines(plain.rows(text))


def _of_book(book: Book, sheet: int) -> Iterator[Any]:
    if sheet < 0:
        yield {"form": "xlsx", "external": book.external, "sheets": list(_sheets(book))}
        return
    wanted = book.sheets[sheet]
    book.look(wanted)
    yield {"merges": _merges(wanted)}
    yield from _lines(book.rows(wanted))


def _sheets(book: Book) -> Iterator[dict[str, Any]]:
    for sheet in book.sheets[:60]:
        book.look(sheet)
        yield _sheet(sheet, book.rows(sheet))


def _sheet(sheet: Sheet, rows: Iterable[Row]) -> dict[str, Any]:
    return {
        "name": sheet.name[:60],
        "hidden": sheet.hidden,
        "rows": sheet.rows,
        "hidden_columns": sheet.hidden_columns,
        "merges": [each for each in _merges(sheet) if each[0] <= 2 * FIRST_ROWS],
        "first": list(_lines(islice(rows, FIRST_ROWS))),
    }


def _merges(sheet: Sheet) -> list[list[int]]:
    return [[each.top, each.left, each.bottom, each.right] for each in sheet.merges]


def _lines(rows: Iterable[Row]) -> Iterator[list[Any]]:
    number_of = {kind: at for at, kind in enumerate(KINDS)}
    for row in rows:
        cells = [[at, cell.text, number_of[cell.kind]] for at, cell in row.cells.items()]
        yield [row.number, int(row.hidden), cells]
