"""Answers a request for a list: the page, a part of it for htmx, one row's panel, or a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from kechuang.web import disclosing, exports, looks, slots
from kechuang.web.keyset import Ask, CursorError, Slice, Total, bounded_total
from kechuang.web.page import page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of
from kechuang.web.refusals import sentence
from kechuang.web.tables import PAGING, Head, List, Row, address, editable, linked
from kechuang.web.typed import TypedError


@dataclass
class Listing:
    """A list as it stands in one request; read by ``web/list.html`` and its parts.

    ``part`` says that the rows are only some of the list's own, which are counted instead of read from its tally.
    """

    declared: List
    request: HttpRequest
    rows: QuerySet[Any]
    strip: Sequence[Figure] = ()
    title: str = ""
    part: bool = False

    def __post_init__(self) -> None:
        params = self.request.GET.dict()
        self.values = self.declared.values(params)
        self.sort = self.declared.sort(params)
        self.fault = self.stale = ""
        try:
            self.narrowed = self.declared.narrow(self.rows, self.values)
        except TypedError as error:
            self.fault = sentence(error.refusal)
            self.narrowed = self.rows.none()

    @cached_property
    def total(self) -> Total:
        """How many rows the filters leave."""
        if self.fault:
            return Total(0)
        if self.part:
            return bounded_total(self.narrowed)
        return self.declared.count(self.request, self.narrowed, self.values)

    @cached_property
    def slice(self) -> Slice:
        """The rows of this page; a page address that cannot be read shows the first page and says so."""
        params = self.request.GET
        ask = Ask(after=params.get("after", ""), before=params.get("before", ""), end="end" in params)
        try:
            return self.declared.slice(self.narrowed, self.sort, ask, self.total)
        except CursorError:
            self.stale = "stale"
            return self.declared.slice(self.narrowed, self.sort, Ask(), self.total)

    @property
    def caption(self) -> str:
        """What the table is called."""
        return str(self.declared.caption) or self.title

    @property
    def status(self) -> int:
        """400 where a filter could not be read, else 200."""
        return 400 if self.fault else 200

    @property
    def path(self) -> str:
        """The list's own address without parameters."""
        return self.request.path

    @cached_property
    def look(self) -> looks.Look:
        """How this reader looks at the list."""
        return looks.look_at(self.request, self.declared)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: the order, and how the list is looked at where the address says so."""
        return list(self.carried.items())

    @cached_property
    def carried(self) -> dict[str, str]:
        """What every link of the list carries besides the filters."""
        params = self.request.GET
        kept = {"sort": self.sort} if self.sort != self.declared.order else {}
        kept |= {name: params[name] for name in looks.LOOK if params.get(name)}
        if self.look.opens is not None:
            kept["view"] = params.get("view") or looks.ALL
        return kept

    @property
    def reset_url(self) -> str:
        """The list without filters, in its own order."""
        return address(self.path, {}, view=looks.ALL if self.look.opens is not None else "")

    @property
    def views(self) -> list[dict[str, Any]]:
        """The views of this list with their addresses, the one in use marked."""
        more = {name: value for name, value in self.carried.items() if name != "view"}
        rows = []
        for view in self.look.named:
            current = looks.same(view, self.values, more)
            first = self.look.opens == view
            rows.append({"view": view, "url": looks.opened(view), "current": current, "first": first})
        return rows

    @property
    def here(self) -> str:
        """The address of what is shown, without page and row."""
        return address(self.path, self.values, **self.carried)

    @cached_property
    def may_keep(self) -> bool:
        """Whether the reader may keep views: whoever is signed in."""
        return actor_of(self.request).person is not None

    @property
    def settings(self) -> list[dict[str, Any]]:
        """Every column with its place and whether it is shown, shown ones first: the form of column settings."""
        shown = list(self.look.columns)
        hidden = [column for column in self.declared.columns if column not in shown]
        rows: list[dict[str, Any]] = [
            {"name": looks.ORDINAL, "label": gettext("Row number"), "shown": self.look.ordinal, "fixed": False, "at": 0}
        ]
        for number, column in enumerate([*shown, *hidden], start=1):
            row = {"name": column.name, "label": column.label, "shown": column in shown, "fixed": column.link}
            rows.append({**row, "at": number})
        return rows

    @cached_property
    def filters(self) -> list[dict[str, Any]]:
        """The filters with their templates."""
        return [each.shown(self.request, self.values) for each in self.declared.filters]

    @property
    def figures(self) -> list[Figure]:
        """The strip, each figure linked to the filter that it stands for and marked where that is the one in use."""
        shown = []
        for figure in self.strip:
            wanted = figure.filters
            url = figure.url if wanted is None else self._figure_url(wanted)
            shown.append(replace(figure, url=url, current=wanted is not None and wanted == self.values))
        return shown

    def _figure_url(self, wanted: Mapping[str, str]) -> str:
        """A figure's filters; the columns stay, and a list that opens with a view is told to leave it."""
        kept = {name: value for name, value in self.carried.items() if name in looks.LOOK}
        view = looks.ALL if self.look.opens is not None else ""
        return address(self.path, wanted, **kept, view=view)

    @property
    def heads(self) -> list[Head]:
        """The column heads with their sort links."""
        heads = []
        for column in self.look.columns:
            direction = ""
            if self.sort.removeprefix("-") == column.name and column.sort:
                direction = "descending" if self.sort.startswith("-") else "ascending"
            wanted = f"-{column.name}" if direction == "ascending" else column.name
            url = address(self.path, self.values, **{**self.carried, "sort": wanted}) if column.sort else ""
            heads.append(Head(column, url, direction))
        return heads

    @cached_property
    def shown(self) -> list[Row]:
        """The rows of this page."""
        first = self.slice.first
        return [self._row(row, first + at if first else 0) for at, row in enumerate(self.slice.rows)]

    def _row(self, row: Any, number: int) -> Row:  # noqa: ANN401 - any model
        key = str(row.pk)
        url = self.declared.row_url(row) if self.declared.row_url else ""
        paging = {name: self.request.GET.get(name, "") for name in PAGING}
        panel_url = address(self.path, self.values, **self.carried, **paging, row=key) if self.declared.panel else ""
        shown = Row(key, url, panel_url, [], chosen=key == self.request.GET.get("row"), number=number)
        for column in self.look.columns:
            markup = column.cell(row)
            if column.link:
                markup = linked(shown, markup, self.panel_id)
            if column.edit and (edit_url := column.edit(self.request, row)):
                markup = editable(shown, column, markup, self.declared.key, edit_url)
            shown.cells.append((column, markup))
        return shown

    @property
    def ids(self) -> str:
        """The beginning of the ids on the page."""
        return self.declared.key

    @property
    def panel_id(self) -> str:
        """The id of the panel beside the list."""
        return f"panel-{self.declared.key}"

    @property
    def pages(self) -> dict[str, str]:
        """The addresses of the first, previous, next and last page; empty where there is none."""
        part, keep = self.slice, {**self.values, **self.carried}
        return {
            "first": address(self.path, keep) if part.previous else "",
            "previous": address(self.path, keep, before=part.previous) if part.previous else "",
            "next": address(self.path, keep, after=part.next) if part.next else "",
            "last": address(self.path, keep, end="1") if part.next else "",
        }

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """The addresses of the exports with their names."""
        if not self.declared.exports:
            return []
        keep = {**self.values, **self.carried}
        rows = [(name, address(self.path, keep, export=code)) for code, name in (("csv", "CSV"), ("xlsx", "Excel"))]
        if exports.OWN and slots.allowed(self.request, exports.OWN.permission):
            rows.append((str(exports.OWN.label), address(self.path, keep, export="own")))
        return rows

    def export(self, kind: str) -> exports.Export:
        """Give all filtered rows in the order in use; an Excel file takes only so many."""
        ordered = self.declared.ordered(self.narrowed, self.sort)
        excel = kind == "xlsx"
        rows = (ordered[: exports.EXCEL_ROWS] if excel else ordered).iterator(chunk_size=exports.CHUNK)
        return exports.Export(
            title=self.title,
            heads=self.declared.export_heads(),
            rows=self.declared.exported(rows),
            filters=self.values,
            cut=excel and (not self.total.exact or self.total.number > exports.EXCEL_ROWS),
            kinds=tuple(column.kind for column in self.declared.columns if column.export),
        )

    @property
    def bulk(self) -> list[Any]:
        """The bulk actions that this reader may take."""
        return [each for each in self.declared.bulk if slots.allowed(self.request, each.permission)]

    @cached_property
    def panel(self) -> dict[str, Any] | None:
        """What the panel needs for the row named in the address, if it is one of the reader's rows."""
        key = self.request.GET.get("row", "")
        if not key or not self.declared.panel:
            return None
        try:
            row = self.rows.filter(pk=key).first()
        except (ValueError, ValidationError):
            return None
        if row is None:
            return None
        more = self.declared.panel_context(self.request, row) if self.declared.panel_context else {}
        return {"row": row, "url": self.declared.row_url(row) if self.declared.row_url else "", **more}


def _note_export(request: HttpRequest, listing: Listing) -> None:
    """Have it noted for the persons named in a list that their rows left the node as a file."""
    declared = listing.declared
    if declared.persons is None:
        return
    rows = listing.narrowed.iterator(chunk_size=exports.CHUNK)
    disclosing.note(
        request,
        record=f"list/{declared.key}",
        kind=f"list.{declared.key}",
        groups={"personal"},
        way=disclosing.EXPORT,
        subjects={subject for row in rows for subject in declared.persons(row)},
    )


def list_page(
    declared: List,
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    figures: Sequence[Figure] = (),
    template: str = "web/list.html",
    context: Mapping[str, Any] | None = None,
    part: bool = False,
    **words: Any,  # noqa: ANN401 - handed to page()
) -> HttpResponseBase:
    """Answer a request for a list over rows that are already scoped to the reader, or over a ``part`` of them.

    ``words`` are the page's title, facts, crumbs and actions. ``?export=csv|xlsx`` answers a file of all filtered rows.
    """
    listing = Listing(declared, request, rows, figures, title=str(words["title"]), part=part)
    if not request.GET and listing.look.opens is not None:
        return redirect(looks.opened(listing.look.opens))
    if declared.exports and not listing.fault and request.GET.get("export") in (*exports.FORMATS, "own"):
        _note_export(request, listing)
    if declared.exports and not listing.fault and request.GET.get("export") in exports.FORMATS:
        return exports.respond(listing.export(request.GET["export"]), request.GET["export"])
    if exports.OWN and declared.exports and not listing.fault and request.GET.get("export") == "own":
        return exports.OWN.answer(request, declared, listing.export("xlsx"))
    shown = {**(context or {}), "list": listing}
    target = request.headers.get("HX-Target", "").partition("#")[2]
    parts = {
        f"rows-{declared.key}": "web/parts/list_update.html",
        f"list-{declared.key}": "web/parts/list.html",
        listing.panel_id: "web/parts/panel.html",
    }
    if request.headers.get("HX-Request") == "true" and target in parts:
        response: HttpResponse = render(request, parts[target], shown, status=listing.status)
    else:
        response = page(request, template, shown, failed=bool(listing.fault), status=listing.status, **words)
    patch_vary_headers(response, ("HX-Request", "HX-Target", "Cookie"))
    return response
