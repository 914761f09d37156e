"""Cells read into values by the kind of their column: what is understood is said, what is unclear refused. Pure.

A value is text, a whole number, a Decimal, a day, or a tuple of texts; an empty cell is None. Amounts come out in yuan,
shares as fractions.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import lru_cache

from kechuang.casework.imports import cell as cells
from kechuang.casework.imports import column as columns
from kechuang.casework.imports.book import day_of
from kechuang.casework.imports.cell import Cell
from kechuang.casework.imports.column import UNITS, Column
from kechuang.kernel import place as divisions
from kechuang.kernel.dates import read_date
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.text import compact
from kechuang.kernel.money import yuan
from kechuang.kernel.numerals import read_capitals
from kechuang.kernel.reading import Fault, MoneyError, PlaceError
from kechuang.kernel.refusal import Value

type Read = str | int | Decimal | date | tuple[str, ...] | None

NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "無", "空", "N/A", "NA", "NULL", "NONE", "#N/A", "暂无"}
)
_SPOKEN = {"万": Decimal(10_000), "萬": Decimal(10_000), "亿": Decimal(10**8), "億": Decimal(10**8)}
_AMOUNT = re.compile(r"([+-]?)(\d[\d,]*(?:\.\d+)?|\.\d+)(千|万|萬|亿|億)?(元|圆|圓|人民币|RMB|CNY)?", re.IGNORECASE)
_COUNTED = re.compile(r"([+-]?\d{1,18}(?:\.\d{1,20})?)(万|萬|亿|億)?(?:[个人项家件名台套次年]|人次)?")
_COMMAS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_DOTTED_MONTH = re.compile(r"(\d{4})\.(\d{1,2})")
_CLOCK = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_051  # 1950-01-01 and 2100-01-01 as day numbers
_MOST_SUGGESTED = 3


@dataclass(slots=True)
class Understanding:
    """What came of one cell: its value, or the code and values of what is wrong, with texts that would be taken.

    ``note`` is a code that says how the text was understood where a reader may want to know (a day number, a month).
    """

    value: Read = None
    code: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    note: str = ""

    @property
    def ok(self) -> bool:
        """Whether the cell could be read."""
        return not self.code


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading needs to know beside the cell: the unit of the column's head, the day, the words of choices."""

    on: date
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


def read(column: Column, cell: Cell, setting: Setting) -> Understanding:
    """Read one cell."""
    text = cell.text.strip().removeprefix("'").strip()
    if cell.kind == cells.ERROR:
        return _wrong("imports.cell_error", raw=text)
    if cell.kind == cells.FORMULA:
        return _wrong("imports.formula", raw=text[:120])
    if cell.kind == cells.LOST and column.kind not in columns.NUMBERS:
        return _wrong("imports.digits_lost", raw=text)
    if _says_nothing(text, column):
        return Understanding()
    if len(text) > column.longest:
        return _wrong("imports.too_long", raw=f"{text[:60]}…", found=len(text), most=column.longest)
    return _READERS[column.kind](column, Cell(text, cell.kind), setting)


def split_bodies(text: str, separators: str = "、；;\n") -> tuple[str, ...]:
    """Give the bodies that a cell names, each once, in order; a separator inside brackets parts nothing."""
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in "（(【[") - (character in "）)】]")
        if character in separators and depth <= 0:
            parts.append(current)
            current, depth = "", 0
        else:
            current += character
    plain = (" ".join(part.split()) for part in [*parts, current])
    return tuple(dict.fromkeys(part for part in plain if part))


def _says_nothing(text: str, column: Column) -> bool:
    return not text or (column.kind != columns.TEXT and compact(text, drop="") in NOTHING)


def _wrong(code: str, suggestions: tuple[str, ...] = (), **values: Value) -> Understanding:
    return Understanding(code=code, values=dict(values), suggestions=suggestions[:_MOST_SUGGESTED])


def _faulty(fault: Fault | None, suggestions: tuple[str, ...] = ()) -> Understanding:
    if fault is None:
        return _wrong("imports.unreadable_cell", raw="")
    return Understanding(code=fault.code, values=dict(fault.values), suggestions=suggestions[:_MOST_SUGGESTED])


def _text(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    lines = [" ".join(line.split()) for line in cell.text.splitlines()]
    return Understanding("\n".join(line for line in lines if line))


def _code(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    if re.fullmatch(r"\d(\.\d+)?[eE]\+\d{2}", cell.text):
        return _wrong("imports.digits_lost", raw=cell.text)
    return Understanding("".join(unicodedata.normalize("NFKC", cell.text).split()))


def _credit(column: Column, cell: Cell, setting: Setting) -> Understanding:
    plain = _code(column, cell, setting)
    if not plain.ok:
        return plain
    reading = read_credit_code(cell.text)
    if reading.value is None:
        return _faulty(reading.fault, reading.suggestions)
    return Understanding(reading.value.text)


def _day(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    text = _CLOCK.sub("", unicodedata.normalize("NFKC", cell.text).strip()).rstrip(".").removesuffix("止").strip()
    if cell.kind == cells.DAY:
        return Understanding(date.fromisoformat(text))
    if cell.kind == cells.NUMBER and (found := _number_as_day(text)) is not None:
        return found
    reading = read_date(text)
    if reading.value is None:
        return _faulty(reading.fault, reading.suggestions)
    written = reading.value
    if written.precision == "day":
        return Understanding(written.first)
    if written.precision == "year" or not column.month:
        return _wrong("imports.day_missing", raw=cell.text)
    day = written.last if column.month == "last" else written.first
    return Understanding(day, note=f"imports.note.month_{column.month}")


def _number_as_day(text: str) -> Understanding | None:
    """A number in a column of days: 20260305, the day number of a spreadsheet, or the stump of 2026.10."""
    dotted = _DOTTED_MONTH.fullmatch(text)
    if dotted and int(dotted[2]) in {1, 10} and len(dotted[2]) == 1:
        return _wrong("imports.month_cut", (f"{dotted[1]}-01", f"{dotted[1]}-10"), raw=text, year=dotted[1])
    if dotted or not text.isdecimal():
        return None
    number = int(text)
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        day = day_of(number)
        return Understanding(day, note="imports.note.day_number") if day else None
    return None


def _amount(column: Column, cell: Cell, setting: Setting) -> Understanding:
    text = _bare(cell.text).lstrip("¥￥").removeprefix("人民币").removeprefix("RMB")
    unit = setting.unit or column.unit
    capitals = read_capitals(text)
    if capitals is not None:
        return _yuan(capitals, cell.text)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return _wrong("imports.amount", raw=cell.text, unit=unit)
    number = Decimal(found[1] + found[2].replace(",", ""))
    if "," in found[2] and "," in _COMMAS.sub("", found[2]):
        return _wrong("imports.amount", raw=cell.text, unit=unit)
    spoken, currency = found[3] or "", found[4] or ""
    if not spoken and not currency:
        note = "" if setting.unit or column.unit == "元" else "imports.note.own_unit"
        return _yuan(number * UNITS[unit], cell.text, note)
    if setting.unit and setting.unit != "元" and not (spoken and currency):
        return _wrong("imports.unit_twice", (f"{number:f}",), raw=cell.text, unit=setting.unit, number=f"{number:f}")
    scale = Decimal(1000) if spoken == "千" else _SPOKEN.get(spoken, Decimal(1))
    return _yuan(number * scale, cell.text, "imports.note.unit_in_cell")


def _yuan(number: Decimal, raw: str, note: str = "") -> Understanding:
    try:
        return Understanding(yuan(_tidy(number)), note=note)
    except MoneyError as error:
        return Understanding(code=error.code, values={**error.values, "raw": raw})


def _tidy(number: Decimal) -> Decimal:
    """A sheet keeps 0.1 + 0.2 as 0.30000000000000004: beyond ten digits after the point nothing was meant."""
    return round(number, 8) if number.copy_abs() < Decimal(10**15) else number


def _number(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    found = _COUNTED.fullmatch(_COMMAS.sub("", _bare(cell.text)))
    if found is None:
        return _wrong("imports.number", raw=cell.text)
    return Understanding(Decimal(found[1]) * _SPOKEN.get(found[2] or "", Decimal(1)))


def _whole(column: Column, cell: Cell, setting: Setting) -> Understanding:
    found = _number(column, cell, setting)
    if not isinstance(found.value, Decimal):
        return found
    if found.value != found.value.to_integral_value():
        return _wrong("imports.not_whole", raw=cell.text)
    return Understanding(int(found.value))


def _share(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    text = _bare(cell.text)
    if cell.kind == cells.SHARE:
        return _share_of(Decimal(text), cell.text)
    if text.startswith("百分之"):
        text = f"{text.removeprefix('百分之')}%"
    percent = text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return _wrong("imports.share", raw=cell.text)
    if percent or setting.unit == "%":
        return _share_of(number / 100, cell.text)
    if number <= 1:
        return _share_of(number, cell.text)
    return _wrong("imports.share_unclear", (f"{text}%",), raw=cell.text)


def _share_of(number: Decimal, raw: str) -> Understanding:
    if not number.is_finite() or not 0 <= number <= 1:
        return _wrong("imports.share", raw=raw)
    return Understanding(round(number, 8))


def _bare(text: str) -> str:
    """Text in half width without blanks; brackets around a number make it negative, as accountants write."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-").replace("，", ",")
    closed = re.fullmatch(r"\((\d[\d,.]*)\)", plain)
    return f"-{closed[1]}" if closed else plain


def _choice(column: Column, cell: Cell, setting: Setting) -> Understanding:
    found = setting.choices.get(compact(cell.text))
    if found is not None:
        return Understanding(found)
    known = list(dict.fromkeys(setting.choices))
    near = get_close_matches(compact(cell.text), known, _MOST_SUGGESTED, 0.5)
    shown = {setting.choices[each]: each for each in reversed(near)}
    listed = ", ".join(label for _code, label in column.choices)
    return _wrong("imports.choice", tuple(reversed(shown.values())), raw=cell.text, listed_codes=listed)


def _place(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    return _place_of(cell.text, setting.on)


@lru_cache(maxsize=2048)
def _place_of(text: str, on: date) -> Understanding:
    plain = compact(text)
    if plain.isdecimal() and len(plain) in {6, 9}:
        try:
            return Understanding(divisions.division(plain, on).code)
        except PlaceError as error:
            return _faulty(error.fault)
    reading = divisions.find(text, on)
    if reading.value is None:
        return _faulty(reading.fault, reading.suggestions)
    return Understanding(reading.value.code)


def _body(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    return Understanding(" ".join(cell.text.split()))


def _bodies(column: Column, cell: Cell, setting: Setting) -> Understanding:  # noqa: ARG001 - one signature for all readers
    return Understanding(split_bodies(cell.text, column.separators))


_READERS: dict[str, Callable[[Column, Cell, Setting], Understanding]] = {
    columns.TEXT: _text,
    columns.CODE: _code,
    columns.CREDIT: _credit,
    columns.DAY: _day,
    columns.AMOUNT: _amount,
    columns.WHOLE: _whole,
    columns.NUMBER: _number,
    columns.SHARE: _share,
    columns.CHOICE: _choice,
    columns.PLACE: _place,
    columns.BODY: _body,
    columns.BODIES: _bodies,
}
