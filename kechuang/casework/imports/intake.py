"""Takes a table in: keeps its bytes, looks where the table stands, and guesses which column is which."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db.models import F

from kechuang.casework.files import bytes as kept
from kechuang.casework.files.look import marks
from kechuang.casework.imports import layout as layouts
from kechuang.casework.imports import match
from kechuang.casework.imports.cell import column_name
from kechuang.casework.imports.layout import Layout
from kechuang.casework.imports.match import Head
from kechuang.casework.imports.models import CHECKING, COLUMNS, Remembered, Upload
from kechuang.casework.imports.opening import Contents, OpeningError, Seen, look
from kechuang.casework.imports.registry import Desk, ImportKind, words
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock

MOST_BYTES = 40 << 20
REMEMBERED, GUESSED, CORRECTED = "remembered", "guessed", "corrected"
FAULT_SHEET = "核对结果"
# A second sheet that names nearly as many columns, or a head that is only similar: somebody must look [our design].
_RIVAL, _UNSURE = 0.6, 60


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody hands in: a stream of bytes with its name."""

    source: BinaryIO
    name: str
    size: int


def take(kind: ImportKind, given: Given, desk: Desk) -> Upload | Refusal:
    """Keep a table and look at it. What cannot be read, or bears a mark of secrecy, is refused and not kept."""
    if given.size > MOST_BYTES:
        return Refusal("imports.too_large", {"name": given.name[:80], "megabytes": MOST_BYTES >> 20}, place="file")
    level = marks.level_in_name(given.name)
    if level:
        return Refusal("imports.secret", {"level": level}, place="file")
    digest, size = kept.keep_stream(given.source)
    upload = Upload(
        kind=kind.code,
        mode=desk.mode,
        office=desk.office,
        person_id=desk.actor.person,
        name=given.name[:200],
        file_digest=digest,
        size=size,
        made_at=clock.now(),
    )
    refusal = _look(upload, kind)
    if refusal:
        kept.remove_unheld([digest])
        return refusal
    upload.save()
    return upload


def _look(upload: Upload, kind: ImportKind) -> Refusal | None:
    try:
        contents = look(upload.file_digest)
    except OpeningError as error:
        return error.refusal
    level = _level(contents)
    if level:
        return Refusal("imports.secret", {"level": level}, place="file")
    upload.form, upload.sheets = contents.form, []
    best: tuple[int, int] | None = None
    for at, sheet in enumerate(contents.sheets):
        found = layouts.find_layout(sheet.first, sheet.merges, kind.columns, words(kind.code))
        if found is None or sheet.name.startswith(FAULT_SHEET):
            continue
        described = _described(at, sheet, found, kind)
        upload.sheets.append(described)
        rank = (described["score"] - 1000 * sheet.hidden, -at)
        if best is None or rank > best:
            best, upload.sheet = rank, at
    if best is None:
        return Refusal("imports.no_table", {"name": upload.name[:80]}, place="file")
    upload.told = {"external": contents.external}
    choose_sheet(upload, kind, upload.sheet)
    return None


def _level(contents: Contents) -> str:
    """A mark of secrecy stands in the first lines of a sheet."""
    lines = [cell.text for sheet in contents.sheets for row in sheet.first for cell in row.cells.values()]
    first = "\n".join(cell.text for sheet in contents.sheets for row in sheet.first[:5] for cell in row.cells.values())
    return marks.level_in(marks.Text(first=first, lines=tuple(lines)))


def _described(at: int, sheet: Seen, found: Layout, kind: ImportKind) -> dict[str, Any]:
    told = layouts.Told()
    rows = list(layouts.body(sheet.first, sheet.merges, found, told))
    samples = layouts.samples(rows)
    guesses = match.guess(found.heads, kind.columns, words(kind.code), samples)
    return {
        "at": at,
        "name": sheet.name,
        "hidden": sheet.hidden,
        "rows": max(0, sheet.rows - len([row for row in sheet.first if row.number <= found.last_head])),
        "hidden_columns": [column_name(each) for each in sheet.hidden_columns[:20]],
        "layout": _layout_json(found),
        "title": layouts.title_of(found),
        "guesses": {
            each.column: {"at": each.at, "head": each.head, "reason": each.reason, "score": each.score}
            for each in guesses
        },
        "samples": {str(at): [cell.text[:60] for cell in each.cells[:3]] for at, each in samples.items()},
        "score": sum(each.score for each in guesses),
    }


def _layout_json(found: Layout) -> dict[str, Any]:
    return {
        "first": found.first_head,
        "last": found.last_head,
        "unit": found.unit,
        "heads": [[head.at, list(head.parts)] for head in found.heads],
    }


def layout_of(upload: Upload) -> Layout:
    """Give the layout of the sheet that was chosen."""
    said = upload.layout
    heads = [Head(at, tuple(parts)) for at, parts in said["heads"]]
    return Layout(said["first"], said["last"], heads, [], said["unit"])


def sheet_of(upload: Upload) -> dict[str, Any]:
    """Give what is known of the sheet that was chosen."""
    return next(each for each in upload.sheets if each["at"] == upload.sheet)


def choose_sheet(upload: Upload, kind: ImportKind, at: int) -> None:
    """Choose a sheet: its layout, and its columns as the office corrected them the last time, or as guessed."""
    upload.sheet = at
    sheet = sheet_of(upload)
    upload.layout, upload.total = sheet["layout"], sheet["rows"]
    table = layout_of(upload)
    known = remembered(upload, table)
    if known is not None:
        upload.mapping, upload.mapped_how = _placed(known, table), REMEMBERED
        upload.told = {**upload.told, "remembered_on": known.on.isoformat()}
    else:
        upload.mapping = {code: _column(each["at"], each["reason"], table) for code, each in sheet["guesses"].items()}
        upload.mapped_how = GUESSED
    upload.state = COLUMNS if in_doubt(upload, kind) else CHECKING


def _column(at: int, reason: str, table: Layout, unit: str = "") -> dict[str, Any]:
    head = next(each for each in table.heads if each.at == at)
    return {"at": at, "head": head.text, "reason": reason, "unit": unit or head.unit or table.unit}


def in_doubt(upload: Upload, kind: ImportKind) -> bool:
    """Say whether somebody must look at the columns: a needed one is not there, or a guess is not sure."""
    if lacking(upload.mapping, kind):
        return True
    if upload.mapped_how == REMEMBERED:
        return False
    chosen = sheet_of(upload)
    rivals = [each for each in upload.sheets if each["at"] != upload.sheet and each["rows"] and not each["hidden"]]
    return any(each["score"] >= _RIVAL * chosen["score"] for each in rivals) or any(
        each["score"] < _UNSURE for each in chosen["guesses"].values()
    )


def lacking(mapping: Mapping[str, Any], kind: ImportKind) -> list[str]:
    """Give the labels of needed columns that are neither in the table nor filled from one that is."""
    return [
        column.label
        for column in kind.columns
        if column.needed and column.code not in mapping and not set(column.derived) & set(mapping)
    ]


def signature_of(table: Layout) -> str:
    """Give the digest of a table's heads, whatever the order of its columns."""
    return hashlib.sha256(match.signature(table.heads).encode()).hexdigest()


def remembered(upload: Upload, table: Layout) -> Remembered | None:
    """Give how the office's own table with these heads was understood the last time."""
    rows = Remembered.objects.filter(office_id=upload.office_id, kind=upload.kind, signature=signature_of(table))
    return rows.first()


def _placed(known: Remembered, table: Layout) -> dict[str, Any]:
    """Find the remembered heads where they stand this time; of equal heads the first ones in order."""
    waiting: dict[str, list[int]] = {}
    for head in table.heads:
        waiting.setdefault(match.normal(head.text), []).append(head.at)
    placed = {}
    for code, said in sorted(known.mapping.items(), key=lambda each: each[1]["order"]):
        places = waiting.get(said["head"], [])
        if places:
            placed[code] = _column(places.pop(0), REMEMBERED, table, said["unit"])
    return placed


def correct(upload: Upload, kind: ImportKind, chosen: Mapping[str, int | None], units: Mapping[str, str]) -> None:
    """Take the columns as somebody chose them, and remember them for the office's next table of this shape."""
    table = layout_of(upload)
    upload.mapping = {
        code: _column(at, CORRECTED, table, units.get(code, "")) for code, at in chosen.items() if at is not None
    }
    upload.mapped_how = CORRECTED
    remember(upload, kind)


def remember(upload: Upload, kind: ImportKind) -> None:
    """Remember the columns under the office, the kind and the heads."""
    table = layout_of(upload)
    order = {column.code: at for at, column in enumerate(kind.columns)}
    mapping = {
        code: {"head": match.normal(said["head"]), "unit": said["unit"], "order": said["at"] * 1000 + order[code]}
        for code, said in upload.mapping.items()
    }
    Remembered.objects.update_or_create(
        office_id=upload.office_id,
        kind=upload.kind,
        signature=signature_of(table),
        defaults={
            "heads": [head.text for head in table.heads],
            "mapping": mapping,
            "person_id": upload.person_id,
            "on": clock.today(),
        },
    )
    Remembered.objects.filter(office_id=upload.office_id, signature=signature_of(table)).update(used=F("used") + 1)


def held(digests: Sequence[str]) -> set[str]:
    """Give those of the digests whose bytes an upload still needs."""
    return set(Upload.objects.filter(file_digest__in=digests).values_list("file_digest", flat=True))
