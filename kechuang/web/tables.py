"""Lists, declared once: columns, filters, order, figures, exports; the page, the files and the API come from it.

A list stands on any queryset. Whose rows it holds is the caller's business: pass rows that are already scoped.
See ``docs/page-kit.md`` for whole examples.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kechuang.web import cells, keyset
from kechuang.web.filters import Filter
from kechuang.web.keyset import Ask, Key, Slice, Total
from kechuang.web.parts import Empty
from kechuang.web.slots import Words

type Value = str | Callable[[Any], Any] | None

PAGING = ("after", "before", "end")
# Every declared list by its key, so that an office's own template can name its columns.
KNOWN: dict[str, "List"] = {}
RESERVED = frozenset({"sort", "row", "export", "chart", "columns", "density", "view", *PAGING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    ``value`` is an attribute path (``holder__name``) or a function of the row; by default the name itself. ``kind``
    is one of ``cells.KINDS``: text, main (one line, full text on hover), code, state, money (yuan), wan (ten thousand
    yuan), whole, year, number, share, percent (bar and number), day, moment, place (a division's code, shown by name).
    ``sort`` are the columns of the database by which the list may be ordered by this column (an index should serve
    them, followed by the primary key). ``phone`` says whether narrow screens show it, ``shown`` whether a wide one does
    before its reader chose columns (files and programs always have it). ``html`` replaces the cell's markup and never
    the exported value. ``edit`` gives the address at which the reader may change this one cell (``inline.cell_page``
    answers there), or an empty text.
    """

    name: str
    label: Words
    value: Value = None
    kind: str = "text"
    sort: tuple[str, ...] = ()
    link: bool = False
    phone: bool = True
    shown: bool = True
    export: bool = True
    api: bool = True
    html: Callable[[Any], SafeString] | None = None
    edit: Callable[[HttpRequest, Any], str] | None = None

    def __post_init__(self) -> None:
        if self.kind not in cells.KINDS:
            raise ValueError(f"column {self.name}: the kind {self.kind!r} is none of {', '.join(cells.KINDS)}")

    def of(self, row: object) -> Any:  # noqa: ANN401 - whatever the column holds
        """Give the column's value in a row."""
        if callable(self.value):
            return self.value(row)
        value: Any = row
        for step in (self.value or self.name).split("__"):
            value = getattr(value, step, None) if value is not None else None
        return value

    def cell(self, row: object) -> SafeString:
        """Give the column's markup in a row."""
        return self.html(row) if self.html else cells.html(self.kind, self.of(row))

    @property
    def css(self) -> str:
        """The classes of the column's cells."""
        names = ["number"] if self.kind in cells.NUMBER_KINDS else []
        names += {
            "code": ["code"],
            "state": ["tight"],
            "percent": ["tight"],
            "place": ["tight"],
            "main": ["main-cell"],
        }.get(self.kind, [])
        return " ".join(names if self.phone else [*names, "wide"])

    @property
    def said(self) -> Words:
        """What a narrow screen says before a number or a day, for it has no head row; empty where it speaks itself."""
        return self.label if self.phone and self.kind in cells.NUMBER_KINDS else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """Something to do with the chosen rows: their keys are posted as ``row`` to ``url``."""

    label: Words
    url: str
    permission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list, declared once.

    ``key`` names it in addresses of partial updates and in file names; ``order`` is a column's name, with ``-`` for
    descending; the primary key breaks ties. ``row_url`` gives a row's own page; ``panel`` a template which shows one
    row beside the list. ``numbered`` says whether rows show their number unless the reader chose otherwise. ``total``
    may answer a maintained tally for the filters in use, or None where there is none. ``persons`` gives the references
    of those of whom a row speaks by name: that such rows left the node as a file is noted for them.
    """

    key: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: str
    empty: Empty
    row_url: Callable[[Any], str] | None = None
    panel: str = ""
    panel_context: Callable[[HttpRequest, Any], Mapping[str, Any]] | None = None
    total: Callable[[HttpRequest, Mapping[str, str]], int | None] | None = None
    bulk: Sequence[BulkAction] = ()
    size: int = 25
    exports: bool = True
    numbered: bool = True
    caption: Words = ""
    persons: Callable[[Any], Iterable[str]] | None = None
    _names: frozenset[str] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        names = [name for each in self.filters for name in each.names]
        reserved = RESERVED & set(names)
        if reserved or len(names) != len(set(names)):
            raise ValueError(f"list {self.key}: the filters' names {sorted(names)} meet each other or the list's own")
        object.__setattr__(self, "_names", frozenset(names))
        self.keys(self.order)
        KNOWN[self.key] = self

    def values(self, params: Mapping[str, str]) -> dict[str, str]:
        """Give the filters' parameters that are set, and nothing else that stands in the address."""
        given = {name: params.get(name, "").replace("\x00", "") for name in sorted(self._names)}
        return {name: value for name, value in given.items() if value.strip()}

    def sort(self, params: Mapping[str, str]) -> str:
        """Give the order asked for, or the list's own where none or an unknown one is asked."""
        asked = params.get("sort", "")
        known = {column.name for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in known else self.order

    def keys(self, sort: str) -> tuple[Key, ...]:
        """Give the columns of an order with the primary key as the last. Raises ValueError for an unknown order."""
        name, descending = sort.removeprefix("-"), sort.startswith("-")
        for column in self.columns:
            if column.name == name and column.sort:
                flipped = (Key(each.removeprefix("-"), descending is not each.startswith("-")) for each in column.sort)
                return (*flipped, Key("pk", descending))
        raise ValueError(f"list {self.key}: no column {name!r} that sorts")

    def narrow[M: Model](self, rows: QuerySet[M], values: Mapping[str, str]) -> QuerySet[M]:
        """Apply every filter. Raises TypedError for a value that cannot be read."""
        for each in self.filters:
            rows = each.narrow(rows, values)
        return rows

    def ordered[M: Model](self, rows: QuerySet[M], sort: str) -> QuerySet[M]:
        """Give rows in an order, all of them: for exports."""
        return rows.order_by(*(f"{'-' if key.descending else ''}{key.column}" for key in self.keys(sort)))

    def count(self, request: HttpRequest, rows: QuerySet[Any], values: Mapping[str, str]) -> Total:
        """Give the number of rows: a maintained tally where there is one, else a bounded count."""
        known = self.total(request, values) if self.total else None
        return keyset.bounded_total(rows) if known is None else Total(known)

    def slice(self, rows: QuerySet[Any], sort: str, ask: Ask, total: Total) -> Slice:
        """Give one page of rows with one query. Raises keyset.CursorError for an unreadable cursor."""
        return keyset.take(rows, self.keys(sort), self.size, ask, total)

    def exported(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        """Give the exported values row by row."""
        columns = [column for column in self.columns if column.export]
        for row in rows:
            yield [cells.exported(column.kind, column.of(row)) for column in columns]

    def export_heads(self) -> list[str]:
        """Give the heads of an export."""
        return [str(column.label) for column in self.columns if column.export]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the template shows it; ``number`` is its place in the whole list, 0 where nobody knows it."""

    id: str
    url: str
    panel_url: str
    cells: list[tuple[Column, SafeString]]
    chosen: bool
    number: int = 0

    @property
    def said(self) -> str:
        """What names the row to those who hear it: the text of its main cells and codes, else of its first cell."""
        named = _texts(markup for column, markup in self.cells if column.kind in {"main", "code"})
        texts = _texts(markup for _column, markup in self.cells)
        return " ".join(islice(named, 2)) or next(texts, str(self.number or ""))


def _texts(cells: Iterable[SafeString]) -> Iterator[str]:
    """Give the text of cells that hold one, each when it is asked for: reading markup is what costs most of a list."""
    return (text for markup in cells if (text := strip_tags(markup).strip()))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column with the address that sorts by it."""

    column: Column
    url: str
    direction: str


def address(path: str, values: Mapping[str, str], **more: str) -> str:
    """Give an address with the filters in it; empty values are left out."""
    query = urlencode({name: value for name, value in {**values, **more}.items() if value})
    return f"{path}?{query}" if query else path


def cell_id(list_key: str, row: object, column: str) -> str:
    """Give the id of one cell on a page."""
    return f"cell-{list_key}-{row}-{column}"


def editable(row: Row, column: Column, markup: SafeString, list_key: str, url: str) -> SafeString:
    """Put the way to change a cell behind its markup."""
    name = cell_id(list_key, row.id, column.name)
    return format_html(
        '<span class="cell" id="{}">{} <a class="edit no-print" id="edit-{}" href="{}" hx-get="{}" hx-target="#{}" '
        'hx-swap="outerHTML" data-edit-cell>{}<span class="away"> {}</span></a></span>',
        name,
        markup,
        name,
        url,
        url,
        name,
        gettext("Edit"),
        column.label,
    )


def linked(row: Row, markup: SafeString, panel_id: str) -> SafeString:
    """Make the link of a row: its own page, or with a script its panel beside the list."""
    if not row.url and not row.panel_url:
        return markup
    if not row.panel_url:
        return format_html('<a class="row-link" id="open-{}" href="{}">{}</a>', row.id, row.url, markup)
    return format_html(
        '<a class="row-link" id="open-{}" href="{}" hx-get="{}" hx-target="#{}" hx-swap="innerHTML" '
        'hx-push-url="true" data-row="{}">{}</a>',
        row.id,
        row.url or row.panel_url,
        row.panel_url,
        panel_id,
        row.id,
        markup,
    )
