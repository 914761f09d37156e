"""Workbooks handed out: the template, records to change, and the table itself with comments on its faults."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, BinaryIO

from django.utils.translation import gettext

from kechuang.casework.files import bytes as kept
from kechuang.casework.imports import annotating, checking, report, sheets, stored
from kechuang.casework.imports import column as columns
from kechuang.casework.imports.column import Column
from kechuang.casework.imports.models import FAULTY, REFUSED, Upload
from kechuang.casework.imports.registry import Desk, ImportKind, choices_of
from kechuang.casework.imports.stored import refusal_of
from kechuang.casework.imports.values import Read
from kechuang.web import divisions, exports
from kechuang.web.refusals import sentence

MOST_BYTES, MOST_ROWS, MOST_FAULTS = 6 << 20, 20_000, 20_000
WALL_SECONDS = 120
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kechuang.casework.imports import annotating; annotating.serve()"
)


def template(kind: ImportKind, desk: Desk, rows: Iterable[Mapping[str, Read]] = ()) -> BinaryIO:
    """Give the table to fill in, with lists to choose from, notes and an example; or with records to change."""
    described = [_described(kind, column, desk) for column in kind.columns]
    filled = [[_cell(kind, column, row.get(column.code), desk) for column in kind.columns] for row in rows]
    marked = f"{kind.label}{gettext('(demonstration)')}" if exports.demo() else str(kind.label)
    words = sheets.Words(
        title=marked[:31],
        serial=gettext("No."),
        example=gettext("example"),
        lists=gettext("Lists"),
        notes=gettext("How to fill in"),
        column=gettext("Column"),
        needed=gettext("Needed"),
        how=gettext("How to fill it in"),
        also=gettext("Other heads that are known"),
        yes=gettext("yes"),
        said=[
            gettext("Heads may be moved, and columns that you do not need may be left out."),
            gettext("The row marked as an example is not read."),
            gettext("An empty cell of a record to change leaves its value as it is."),
            str(kind.note),
        ],
        choose=gettext("Choose from the list."),
    )
    return sheets.write(described, filled, words)


def _described(kind: ImportKind, column: Column, desk: Desk) -> sheets.Described:
    general = column.remedy or report.REMEDIES.get(column.kind, "")
    label = gettext(column.label)
    unit = f"（{column.unit}）" if column.kind == columns.AMOUNT and column.unit not in label else ""
    return sheets.Described(
        label=f"{label}{unit}",
        kind=column.kind,
        needed=column.needed,
        how=gettext(general) if general else "",
        also="、".join(column.aliases),
        example=column.example,
        choices=[label for _code, label in choices_of(kind, column, desk)] if column.kind == columns.CHOICE else [],
        width=column.width,
    )


def _cell(kind: ImportKind, column: Column, value: Read, desk: Desk) -> Any:  # noqa: ANN401 - what a sheet holds
    """Give a value as it is written into a sheet, so that it is read as the same value."""
    if value is None or isinstance(value, tuple):
        return stored.plain(value)
    if column.kind == columns.PLACE:
        return divisions.name(str(value)) if _named_alone(str(value), desk) else str(value)
    if column.kind == columns.CHOICE:
        return dict(choices_of(kind, column, desk)).get(str(value), str(value))
    if column.kind == columns.AMOUNT and not isinstance(value, str):
        return value / columns.UNITS[column.unit]  # type: ignore[operator]  # an amount is a Decimal
    return value


def _named_alone(code: str, desk: Desk) -> bool:
    """Whether a place's name means that place and no other."""
    from kechuang.kernel import place  # noqa: PLC0415 - beside its only use

    found = place.find(divisions.name(code), desk.on)
    return found.value is not None and found.value.code == code


# --- the same file with comments


def annotated(upload: Upload, kind: ImportKind, desk: Desk) -> BinaryIO:
    """Give the table as it came, with a comment and a coloured border on every cell at fault, and a sheet of faults.

    What was corrected on the page is written into it. Text files and very large ones come back as a new workbook of
    the rows with faults alone.
    """
    said = _said(upload, kind, desk)
    whole = upload.form == "xlsx" and upload.size <= MOST_BYTES and upload.total <= MOST_ROWS
    if whole:
        marked = _marked(upload, said)
        if marked is not None:
            return BytesIO(marked)
    return BytesIO(annotating.fresh(_rows(upload, kind), said))


def _said(upload: Upload, kind: ImportKind, desk: Desk) -> dict[str, Any]:
    """Give everything that the annotated file says, in the reader's language."""
    faults = []
    for fault in upload.faults.order_by("number", "id")[:MOST_FAULTS]:
        shown = report.show_fault(upload, kind, fault, desk)
        faults.append(_fault(upload, shown.number, shown.column, shown.label, shown.raw, shown.says, shown.remedy))
    for line in upload.lines.filter(state=REFUSED).order_by("number")[:MOST_FAULTS]:
        refused = refusal_of(line.refusal)
        column = refused.place if refused.place in upload.mapping else next(iter(upload.mapping))
        label = report.head_of(upload, kind, column)
        faults.append(_fault(upload, line.number, column, label, "", sentence(refused), ""))
    edited = [
        [line.number, upload.mapping[code]["at"], text]
        for line in upload.lines.exclude(edited={}).order_by("number")[:MOST_FAULTS]
        for code, text in line.edited.items()
        if code in upload.mapping
    ]
    return {
        "sheet": upload.sheet,
        "faults": faults,
        "edited": edited,
        "title": gettext("核对结果"),
        "heads": [
            gettext(word) for word in ("Row", "Column", "What is written", "What is wrong", "How to put it right")
        ],
        "author": gettext("Kechuang"),
    }


def _fault(upload: Upload, number: int, column: str, label: str, raw: str, says: str, remedy: str) -> dict[str, Any]:
    at = upload.mapping.get(column, {}).get("at")
    return {"row": number, "at": at, "label": label, "raw": raw, "says": says, "remedy": remedy}


def _marked(upload: Upload, said: Mapping[str, Any]) -> bytes | None:
    """Have a limited child write the comments: openpyxl holds the whole workbook in memory."""
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)]
    data = json.dumps(said).encode() + b"\n" + kept.read(upload.file_digest)
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603 - our own interpreter and code
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"PK") else None


def _rows(upload: Upload, kind: ImportKind) -> tuple[Sequence[str], Iterable[tuple[int, list[str]]]]:
    """Give the heads of the table, and its rows at fault."""
    placed = sorted(upload.mapping.items(), key=lambda each: each[1]["at"])
    heads = [report.head_of(upload, kind, code) for code, _where in placed]
    lines = upload.lines.filter(state__in=(FAULTY, REFUSED)).order_by("number")

    def rows() -> Iterable[tuple[int, list[str]]]:
        for line in lines.iterator(chunk_size=500):
            texts = checking.texts_of(line)
            yield line.number, [texts.get(code, "") for code, _where in placed]

    upload.mapping = {code: {**where, "at": at} for at, (code, where) in enumerate(placed)}
    return heads, rows()
