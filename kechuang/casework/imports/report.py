"""What a page, a file and the interface say of a checked table: faults, what was filled in, what was left out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop

from kechuang.casework.imports import checking, stored
from kechuang.casework.imports import column as columns
from kechuang.casework.imports.column import Column
from kechuang.casework.imports.match import Head, is_serial
from kechuang.casework.imports.models import CellFault, Line, Upload
from kechuang.casework.imports.registry import Desk, ImportKind, choices_of
from kechuang.casework.imports.values import Read
from kechuang.kernel.refusal import Refusal
from kechuang.web import divisions, written
from kechuang.web.refusals import remedy, sentence

PAGE = 50
_RESIDENT = re.compile(r"(?<!\d)(\d{6})(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}(\d{2}[\dXx])(?![0-9A-Za-z])")
GROUPS = {
    checking.NEEDED: gettext_noop("missing"),
    checking.DOUBLE: gettext_noop("twice in the table"),
    checking.REGISTER: gettext_noop("against the register"),
    columns.TEXT: gettext_noop("a text"),
    columns.CODE: gettext_noop("number or code"),
    columns.CREDIT: gettext_noop("credit code"),
    columns.DAY: gettext_noop("day"),
    columns.AMOUNT: gettext_noop("amount"),
    columns.WHOLE: gettext_noop("whole number"),
    columns.NUMBER: gettext_noop("a number"),
    columns.SHARE: gettext_noop("a share"),
    columns.CHOICE: gettext_noop("choice"),
    columns.PLACE: gettext_noop("place"),
    columns.BODY: gettext_noop("body"),
    columns.BODIES: gettext_noop("bodies"),
}
REMEDIES = {
    columns.DAY: gettext_noop("Write 2026-11-21 or 2026年11月21日."),
    columns.AMOUNT: gettext_noop("Write digits only, such as 1200 or 1200.50; the unit stands in the head."),
    columns.WHOLE: gettext_noop("Write a whole number in digits."),
    columns.NUMBER: gettext_noop("Write a number in digits."),
    columns.SHARE: gettext_noop("Write a percentage such as 60%."),
    columns.CREDIT: gettext_noop("Copy the 18 characters from the business licence; format the column as text."),
    columns.PLACE: gettext_noop("Write the county or city with its name or its six digits."),
    columns.CHOICE: gettext_noop("Choose one of the words of the list."),
    columns.BODY: gettext_noop("Write the registered name, or the credit code."),
    columns.BODIES: gettext_noop("Write the registered names with 、 between them."),
}
REASONS = {
    "same": gettext_noop("same head"),
    "alias": gettext_noop("a head that offices use for it"),
    "bare": gettext_noop("same head but for the brackets"),
    "path": gettext_noop("two heads read together"),
    "part": gettext_noop("the head contains it"),
    "like": gettext_noop("a similar head"),
    "values": gettext_noop("the values look like it"),
    "remembered": gettext_noop("as the last time"),
    "corrected": gettext_noop("chosen by you"),
}
SKIPPED = {
    "total": gettext_noop("total row"),
    "note": gettext_noop("note below the table"),
    "section": gettext_noop("title of a section"),
    "repeated": gettext_noop("heads repeated"),
    "example": gettext_noop("example"),
    "numbered": gettext_noop("numbers of the columns"),
}


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One fault as a page shows it. ``field`` names its input, ``choices`` are offered where only they are taken."""

    number: int
    column: str
    code: str
    label: str
    raw: str
    says: str
    remedy: str
    suggestions: Sequence[str]
    choices: Sequence[str]
    field: str
    value: str
    anchor: str


def masked(text: str) -> str:
    """Give a text with the birthday in a resident's number hidden."""
    return _RESIDENT.sub(r"\1********\2", text)


def label_of(kind: ImportKind, code: str) -> str:
    """Give the label of a column in the current language; the code itself for one that is not there any more."""
    found = next((column.label for column in kind.columns if column.code == code), "")
    return gettext(found) if found else code


def head_of(upload: Upload, kind: ImportKind, code: str) -> str:
    """Give the head as the table itself has it, else the label."""
    placed = upload.mapping.get(code)
    return placed["head"] if placed else label_of(kind, code)


def refusal_of(fault: CellFault) -> Refusal:
    """Give a kept fault as a refusal."""
    return Refusal(fault.code, stored.decode_all(fault.values), place=fault.column)


def remedy_of(kind: ImportKind, fault: CellFault) -> str:
    """Give what to do about a fault: of the fault itself, of its column, or of its kind of data."""
    own = remedy(refusal_of(fault))
    if own:
        return own
    column = next((each for each in kind.columns if each.code == fault.column), None)
    if column is None:
        return ""
    general = column.remedy or REMEDIES.get(column.kind, "")
    return gettext(general) if general else ""


def show_fault(upload: Upload, kind: ImportKind, fault: CellFault, desk: Desk) -> ShownFault:
    """Give a fault in words."""
    column = next((each for each in kind.columns if each.code == fault.column), None)
    return ShownFault(
        number=fault.number,
        column=fault.column,
        code=fault.code,
        label=head_of(upload, kind, fault.column),
        raw=masked(fault.raw),
        says=sentence(refusal_of(fault)),
        remedy=remedy_of(kind, fault),
        suggestions=[_typed(each) for each in fault.suggestions],
        choices=_choices(kind, column, desk),
        field=f"cell:{fault.number}:{fault.column}",
        value=fault.raw,
        anchor=f"f-{fault.number}-{fault.column}",
    )


def _typed(suggestion: str) -> str:
    """A suggested place carries its code behind its name; it is the code that is typed."""
    return suggestion


def _choices(kind: ImportKind, column: Column | None, desk: Desk) -> list[str]:
    if column is None or column.kind != columns.CHOICE:
        return []
    return [label for _code, label in choices_of(kind, column, desk)]


def faults_page(upload: Upload, *, group: str = "", column: str = "", after: str = "") -> tuple[list[CellFault], str]:
    """Give at most 50 faults behind a place in the list, and the place behind them where there are more."""
    rows = upload.faults.order_by("number", "id")
    if group:
        rows = rows.filter(group=group)
    if column:
        rows = rows.filter(column=column)
    number, _dash, identifier = after.partition("-")
    if number.isdecimal() and identifier.isdecimal():
        from django.db.models import Q  # noqa: PLC0415 - beside its only use

        rows = rows.filter(Q(number__gt=int(number)) | Q(number=int(number), id__gt=int(identifier)))
    found = list(rows[: PAGE + 1])
    more = f"{found[PAGE - 1].number}-{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return found[:PAGE], more


def filled_of(upload: Upload, kind: ImportKind) -> list[dict[str, Any]]:
    """Give what was filled in: column, rows, where it comes from, as of which day."""
    rows = []
    for name, (count, day) in upload.told.get("filled", {}).items():
        code, _tab, source = name.partition("\t")
        if count > 0:
            on = date.fromisoformat(day) if day else None
            rows.append({"column": label_of(kind, code), "rows": count, "source": gettext(source), "on": on})
    return rows


def notes_of(upload: Upload, kind: ImportKind) -> list[str]:
    """Give in sentences how the table was understood, and everything that was left out or met on the way."""
    told, said = upload.told, []
    sheet = next((each for each in upload.sheets if each["at"] == upload.sheet), {})
    values = {"first": upload.layout.get("first"), "last": upload.layout.get("last")}
    if values["first"] == values["last"]:
        said.append(gettext("The heads stand in row %(first)d.") % values)
    else:
        said.append(gettext("The heads stand in rows %(first)d to %(last)d.") % values)
    if told.get("remembered_on") and upload.mapped_how == "remembered":
        said.append(
            gettext("The columns are taken as your office set them on %(day)s.") % {"day": told["remembered_on"]}
        )
    if upload.layout.get("unit"):
        said.append(
            gettext("Amounts without a unit are in %(unit)s, as the table says above its heads.") % upload.layout
        )
    counts: dict[str, list[int]] = {}
    for number, why, _text in told.get("skipped", []):
        counts.setdefault(why, []).append(number)
    for why, numbers in counts.items():
        shown = "、".join(str(number) for number in numbers[:8]) + ("…" if len(numbers) > 8 else "")
        said.append(gettext("Not read (%(why)s): row %(rows)s.") % {"why": gettext(SKIPPED[why]), "rows": shown})
    for count, words in (
        (told.get("filled_down", 0), gettext("%(n)d cells were filled down from merged cells.")),
        (told.get("hidden_rows", 0), gettext("%(n)d hidden rows were read as well.")),
    ):
        if count:
            said.append(words % {"n": count})
    if sheet.get("hidden_columns"):
        said.append(
            gettext("Hidden columns were read as well: %(columns)s.") % {"columns": ", ".join(sheet["hidden_columns"])}
        )
    if told.get("external"):
        said.append(
            gettext("The file leans on other workbooks; the values last stored in it were read, no link was followed.")
        )
    for note, count in told.get("notes", {}).items():
        code, _blank, word = note.partition(" ")
        values_of_note = {"column": label_of(kind, code), "n": count}
        said.append(gettext(word) % values_of_note)
    unused = _unused(upload)
    if unused:
        said.append(gettext("Not taken in: the columns %(columns)s.") % {"columns": "、".join(unused)})
    return said


def _unused(upload: Upload) -> list[str]:
    used = {each["at"] for each in upload.mapping.values()}
    heads = [Head(at, tuple(parts)) for at, parts in upload.layout.get("heads", [])]
    return [head.text[:20] for head in heads if head.at not in used and not is_serial(head)][:20]


def show(kind: ImportKind, code: str, value: Read, desk: Desk) -> str:
    """Write a value as a page shows it."""
    column = next((each for each in kind.columns if each.code == code), None)
    if value is None or value == "":
        return ""
    if column is not None and column.kind == columns.PLACE:
        return divisions.name(str(value))
    if column is not None and column.kind == columns.CHOICE:
        return dict(choices_of(kind, column, desk)).get(str(value), str(value))
    if column is not None and column.kind == columns.AMOUNT and not isinstance(value, str | tuple | date):
        return written.money(value)  # type: ignore[arg-type]  # an amount is a Decimal
    if column is not None and column.kind == columns.SHARE and not isinstance(value, str | tuple | date | int):
        return written.share(value)
    return stored.plain(value)


def changes_of(kind: ImportKind, lines: Iterable[Line], desk: Desk) -> list[dict[str, Any]]:
    """Give the cells that rows would change: row, what it is, column, before, after."""
    rows = []
    for line in lines:
        named = masked(next((text for text in checking.texts_of(line).values() if text), ""))
        for code, (before, after) in line.seen.get("changes", {}).items():
            rows.append(
                {
                    "number": line.number,
                    "named": named,
                    "column": label_of(kind, code),
                    "before": show(kind, code, stored.decode(before), desk),
                    "after": show(kind, code, stored.decode(after), desk),
                }
            )
    return rows


def preview(upload: Upload, kind: ImportKind, lines: Sequence[Line], desk: Desk) -> dict[str, Any]:
    """Give the first rows as they would be written: heads, values as they were read, what was filled in marked."""
    checker = checking.Checker(upload, kind, desk)
    filled = {code for line in lines for code in line.filled}
    shown = [column for column in kind.columns if column.code in upload.mapping or column.code in filled]
    rows = []
    for line in lines:
        known = {code: stored.decode(said["value"]) for code, said in line.filled.items()}
        values = {**checker.values_of(line), **known}
        cells = [
            {"text": masked(show(kind, column.code, values.get(column.code), desk)), "filled": column.code in known}
            for column in shown
        ]
        rows.append({"number": line.number, "cells": cells})
    return {"heads": [gettext(column.label) for column in shown], "rows": rows}
