"""An .xlsx file read as a stream: rows, days, shares, stored results of formulas, merged cells, what is hidden. Pure.

openpyxl's own streaming reader gives neither merged cells nor hidden rows, and its full reader holds every cell in
memory. Limits are checked before anything is unpacked. Nothing is ever calculated, and no link is ever followed.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import IO, Any

from lxml import etree  # type: ignore[import-untyped]  # the package ships no types

from kechuang.casework.imports.cell import DAY, ERROR, FORMULA, LOST, NUMBER, SHARE, TRUTH, Cell, Merge, Row, column_at

MOST_PART = 700 << 20
MOST_PARTS = 2000
MOST_STRINGS = 3_000_000
MOST_STRING = 32_767
MOST_MERGES = 200_000
MOST_COLUMNS = 200
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINKED = re.compile(r"relationships}id$")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BUILT_IN_DAYS = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
_BUILT_IN_SHARES = frozenset([9, 10])
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_FIRST_1900, _FIRST_1904 = date(1899, 12, 31), date(1904, 1, 1)
_LAST_SERIAL = 2_958_465  # 9999-12-31
_FALSE_LEAP_DAY = 60  # the 29 February 1900 that Excel counts and no calendar has
_MOST_EXACT = 10**15


class BookError(ValueError):
    """A file that cannot be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Sheet:
    """What is known of a sheet before its rows are read."""

    name: str
    part: str
    hidden: bool = False
    rows: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def day_of(serial: int, *, since_1904: bool = False) -> date | None:
    """Give the day of a day number: 1 is 1900-01-01, and 60, the day that never was, is None."""
    if since_1904:
        return _FIRST_1904 + timedelta(days=serial) if 0 <= serial <= _LAST_SERIAL - 1462 else None
    if serial == _FALSE_LEAP_DAY or not 1 <= serial <= _LAST_SERIAL:
        return None
    return _FIRST_1900 + timedelta(days=serial if serial < _FALSE_LEAP_DAY else serial - 1)


class Book:
    """An open file. Raises :class:`BookError` for what is no workbook and for one beyond the limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise BookError("imports.unreadable") from error
        self._check_sizes()
        self.since_1904 = False
        self.external = any(name.startswith("xl/externalLinks/") for name in self._archive.namelist())
        try:
            self.sheets = self._sheets()
            self._strings = self._shared_strings()
            self._formats = self._styles()
        except (KeyError, etree.XMLSyntaxError, ValueError, zipfile.BadZipFile, OSError, RuntimeError) as error:
            if isinstance(error, BookError):
                raise
            raise BookError("imports.unreadable") from error

    def _check_sizes(self) -> None:
        parts = self._archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_PART:
            raise BookError("imports.unfolds_too_far")
        if "xl/workbook.xml" not in self._archive.namelist():
            raise BookError("imports.unreadable")

    def _parts(self, name: str, *tags: str) -> Iterator[Any]:
        """Stream the elements of a part; each is emptied once it has been looked at."""
        wanted = [prefix + tag for prefix in (_MAIN, _STRICT) for tag in tags] if tags else None
        with self._archive.open(name) as file:
            yield from _elements(file, wanted)

    def _sheets(self) -> list[Sheet]:
        targets = {}
        for element in self._parts("xl/_rels/workbook.xml.rels"):
            if element.tag.endswith("}Relationship"):
                targets[element.get("Id")] = element.get("Target", "")
        found = []
        for element in self._parts("xl/workbook.xml", "workbookPr", "sheet"):
            if element.tag.endswith("workbookPr"):
                self.since_1904 = element.get("date1904") in {"1", "true"}
                continue
            linked = next((value for name, value in element.attrib.items() if _LINKED.search(name)), "")
            target = targets.get(linked, "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if "worksheets/" in part:
                found.append(Sheet(element.get("name", ""), part, element.get("state", "visible") != "visible"))
        return found

    def _shared_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        found: list[str] = []
        for element in self._parts("xl/sharedStrings.xml", "si"):
            if len(found) >= MOST_STRINGS:
                raise BookError("imports.unfolds_too_far")
            found.append(_string(element))
        return found

    def _styles(self) -> list[str]:
        """Give for each cell style whether its numbers are days, shares or plain numbers."""
        if "xl/styles.xml" not in self._archive.namelist():
            return []
        own: dict[int, str] = {}
        kinds: list[str] = []
        for element in self._parts("xl/styles.xml", "numFmts", "cellXfs"):
            if element.tag.endswith("numFmts"):
                own = {int(each.get("numFmtId", 0)): _format_kind(each.get("formatCode", "")) for each in element}
                continue
            kinds = [_style_kind(int(each.get("numFmtId", 0)), own) for each in element]
        return kinds

    def look(self, sheet: Sheet) -> None:
        """Find merged cells and hidden columns of a sheet, which stand behind and before its rows; count its rows."""
        for element in self._parts(sheet.part, "col", "mergeCell", "row"):
            if element.tag.endswith("}col") and element.get("hidden") in {"1", "true"}:
                first, last = int(element.get("min", 1)), int(element.get("max", 1))
                sheet.hidden_columns += range(first - 1, min(last, MOST_COLUMNS))
            elif element.tag.endswith("}mergeCell") and len(sheet.merges) < MOST_MERGES:
                merge = _merge(element.get("ref", ""))
                if merge is not None:
                    sheet.merges.append(merge)
            elif element.tag.endswith("}row"):
                sheet.rows += any(len(cell) for cell in element)

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """Stream the rows that hold something; cells beyond the first 200 columns are left out."""
        number = 0
        try:
            for element in self._parts(sheet.part, "row"):
                number = int(element.get("r", number + 1))
                cells = self._cells(element)
                if cells:
                    yield Row(number, cells, element.get("hidden") in {"1", "true"})
        except (etree.XMLSyntaxError, ValueError, zipfile.BadZipFile, OSError, RuntimeError) as error:
            raise BookError("imports.unreadable") from error

    def _cells(self, row: Any) -> dict[int, Cell]:  # noqa: ANN401 - lxml's element
        found: dict[int, Cell] = {}
        at = -1
        for element in row:
            reference = _REFERENCE.match(element.get("r", ""))
            at = column_at(reference[1]) if reference else at + 1
            if at < MOST_COLUMNS and len(element):
                cell = self._cell(element)
                if cell is not None and not cell.empty:
                    found[at] = cell
        return found

    def _cell(self, element: Any) -> Cell | None:  # noqa: ANN401 - lxml's element
        kind, style = element.get("t", "n"), element.get("s")
        value, formula = "", None
        for part in element:
            tag = part.tag.rpartition("}")[2]
            if tag == "v":
                value = part.text or ""
            elif tag == "f":
                formula = part.text or ""
            elif tag == "is":
                return Cell(_string(part))
        if not value:
            return Cell(f"={formula}"[:200], FORMULA) if formula is not None and kind != "str" else None
        if kind == "s":
            at = int(value)
            return Cell(self._strings[at]) if 0 <= at < len(self._strings) else None
        if kind == "n":
            return self._number(value, self._formats[int(style)] if style and int(style) < len(self._formats) else "")
        named = {"b": TRUTH, "e": ERROR}.get(kind)
        if named == TRUTH:
            return Cell("TRUE" if value == "1" else "FALSE", TRUTH)
        return Cell(value[:MOST_STRING], named) if named else Cell(_iso(value, kind), DAY if kind == "d" else "text")

    def _number(self, value: str, kind: str) -> Cell:
        number = float(value)
        if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124 - how a float says it is none
            return Cell(value[:60], ERROR)
        if kind == DAY and 0 <= number < _LAST_SERIAL:
            day = day_of(int(number), since_1904=self.since_1904)
            return Cell(day.isoformat(), DAY) if day else Cell(value[:60], ERROR)
        if number.is_integer():
            if abs(number) >= _MOST_EXACT:
                return Cell(value[:60], LOST)
            return Cell(str(int(number)), SHARE if kind == SHARE else NUMBER)
        return Cell(_shortest(number), SHARE if kind == SHARE else NUMBER)


def _shortest(number: float) -> str:
    """The shortest decimal that is this number, without an exponent."""
    text = repr(number)
    if "e" not in text:
        return text
    head, _, power = text.partition("e")
    digits = head.lstrip("-").replace(".", "")
    point = len(head.lstrip("-").partition(".")[0]) + int(power)
    sign = "-" if number < 0 else ""
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return f"{sign}{digits.ljust(point, '0')[:point]}.{digits[point:] or '0'}"


def _elements(file: IO[bytes], wanted: list[str] | None) -> Iterator[Any]:
    parser = etree.iterparse(
        file,
        events=("end",),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _event, element in parser:
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _string(element: Any) -> str:  # noqa: ANN401 - lxml's element
    """Give the text of a string: its runs, without the reading aids of East Asian text."""
    parts = []
    for part in element:
        tag = part.tag.rpartition("}")[2]
        if tag == "t":
            parts.append(part.text or "")
        elif tag == "r":
            parts += [each.text or "" for each in part if each.tag.endswith("}t")]
    return _unescaped("".join(parts))[:MOST_STRING]


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", _character, text)


def _character(found: re.Match[str]) -> str:
    """Give an escaped character; nothing for NUL and halves of characters, which no database takes."""
    number = int(found[1], 16)
    return "" if number == 0 or 0xD800 <= number <= 0xDFFF else chr(number)


def _iso(value: str, kind: str) -> str:
    return value[:10] if kind == "d" else _unescaped(value)[:MOST_STRING]


def _format_kind(code: str) -> str:
    plain = _QUOTED.sub("", code.partition(";")[0]).lower()
    if "%" in plain:
        return SHARE
    return DAY if re.search(r"[yd]|mmm|m[-/月]|[-/年]m", plain) else ""


def _style_kind(number: int, own: dict[int, str]) -> str:
    if number in own:
        return own[number]
    return DAY if number in _BUILT_IN_DAYS else SHARE if number in _BUILT_IN_SHARES else ""


def _merge(reference: str) -> Merge | None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if start is None or end is None:
        return None
    return Merge(int(start[2]), column_at(start[1]), int(end[2]), min(column_at(end[1]), MOST_COLUMNS - 1))
