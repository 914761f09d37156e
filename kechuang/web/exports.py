"""Files of a list: every filtered row, as CSV (streamed, with a byte order mark so that Excel reads it) or Excel.

A demonstration says so in every row and in the file's name.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext

from kechuang.web import clock, excel
from kechuang.web.keyset import Total
from kechuang.web.slots import Words
from kechuang.web.tables import List

FORMATS = ("csv", "xlsx")
EXCEL_ROWS = 200_000
CHUNK = 2000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Exported(Protocol):
    """A list as it stands in one request: what ``web.listing`` hands over."""

    declared: List
    sort: str
    narrowed: QuerySet[Any]
    values: dict[str, str]

    @property
    def total(self) -> Total:
        """How many rows the filters leave."""


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What a file is made of: its title, its heads, its rows in order, and the filters that made it."""

    title: str
    heads: list[str]
    rows: Iterator[list[Any]]
    filters: Mapping[str, str]
    cut: bool = False
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """How a list goes into an office's own template: who may, what it is called, and what answers."""

    label: Words
    permission: str
    answer: Callable[[HttpRequest, Any, Export], HttpResponseBase]


OWN: Own | None = None


def register_own(own: Own) -> None:
    """Have a package fill offices' own templates with the rows of lists."""
    global OWN  # noqa: PLW0603 - one answer a process, registered at start
    OWN = own


def respond(export: Export, kind: str) -> HttpResponseBase:
    """Answer with rows as a file. ``cut`` says that an Excel file could not take them all."""
    heads, rows = _marked(with_units(export.heads, export.kinds), export.rows)
    if kind == "csv":
        return csv_response(heads, rows, name=file_name(export.title, "csv"))
    filters = "; ".join(f"{name}={value}" for name, value in export.filters.items()) or gettext("none")
    about = [(gettext("Title"), export.title), (gettext("Filters"), filters), (gettext("As of"), _as_of())]
    if export.cut:
        about.append((gettext("Note"), gettext("At most 200,000 rows stand in an Excel file; the CSV file has all.")))
    if demo():
        about.append((gettext("Note"), gettext("Demonstration: persons, firms and figures on this node are invented.")))
    file = excel.workbook(export.title, heads, rows, about, export.kinds)
    name = file_name(export.title, "xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=excel.CONTENT_TYPE)


def with_units(heads: list[str], kinds: Sequence[str]) -> list[str]:
    """Give heads that name the unit of their amounts, where they do not yet."""
    unit = gettext("yuan")
    named = (unit, "元", "yuan")
    marked = []
    for at, head in enumerate(heads):
        money = at < len(kinds) and kinds[at] in {"money", "wan"}
        bare = money and not any(word in head for word in named)
        marked.append(f"{head} ({unit})" if bare and head.isascii() else f"{head}（{unit}）" if bare else head)
    return marked


def csv_response(heads: list[str], rows: Iterable[list[Any]], *, name: str) -> StreamingHttpResponse:
    """Stream rows as CSV with a byte order mark."""
    response = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _lines(heads: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(heads)
    for row in rows:
        yield writer.writerow([_safe(value) for value in row])


def _safe(value: object) -> object:
    """Text that a spreadsheet would run as a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def demo() -> bool:
    """Say whether this node is a demonstration."""
    return bool(getattr(settings, "KECHUANG_DEMO", False))


def _marked(heads: list[str], rows: Iterator[list[Any]]) -> tuple[list[str], Iterator[list[Any]]]:
    if not demo():
        return heads, rows
    mark = gettext("demonstration")
    return [*heads, gettext("Nature of the data")], ([*row, mark] for row in rows)


def file_name(title: str, extension: str) -> str:
    """Give a file name that says what, on which day, and whether it is a demonstration."""
    plain = "".join("_" if character in '\\/:*?"<>|\n\r\t' else character for character in title)[:60]
    mark = gettext("(demonstration)") if demo() else ""
    return f"{plain}{mark}-{clock.today():%Y%m%d}.{extension}"


def _as_of() -> str:
    return f"{clock.now().astimezone(clock.CHINA):%Y-%m-%d %H:%M}"
