"""Lists of things that lie in memory: filters in the address, numbered pages, files. For rules, which have no table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from kechuang.web import excel, exports
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure

SIZE = 50


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its words, whether it is dropped on a phone, and how a row gives it to a file."""

    label: str
    css: str
    export: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Field:
    """A filter as ``web/parts/filter.html`` shows it."""

    name: str
    label: str
    kind: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    every: str = ""
    placeholder: str = ""

    @property
    def filter(self) -> "Field":
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list in memory as one request sees it."""

    key: str
    rows: Sequence[Any]
    heads: Sequence[Head]
    filters: Sequence[Field]
    row_template: str
    empty: str
    caption: str
    path: str
    lead: str = ""
    number: int = 1
    params: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.rows) // SIZE))

    @property
    def current(self) -> int:
        return min(max(1, self.number), self.pages)

    @property
    def part(self) -> Sequence[Any]:
        return self.rows[self.first - 1 : self.last]

    @property
    def first(self) -> int:
        return (self.current - 1) * SIZE + 1

    @property
    def last(self) -> int:
        return min(self.current * SIZE, len(self.rows))

    @property
    def total(self) -> int:
        return len(self.rows)

    def address(self, **more: str) -> str:
        kept = {name: value for name, value in {**self.params, **more}.items() if value}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    @property
    def links(self) -> list[tuple[str, str]]:
        """The addresses of the first, previous, next and last page, where there are such."""
        here, end = self.current, self.pages
        back = [("first", 1), ("previous", here - 1)] if here > 1 else []
        onward = [("next", here + 1), ("last", end)] if here < end else []
        return [(code, self.address(page=str(number))) for code, number in [*back, *onward]]

    @property
    def downloads(self) -> list[tuple[str, str]]:
        return [(name, self.address(export=code)) for code, name in (("csv", "CSV"), ("xlsx", "Excel"))]


def respond(
    request: HttpRequest,
    shown: Listed,
    *,
    title: str,
    facts: Sequence[str] = (),
    figures: Sequence[Figure] = (),
    crumbs: Sequence[Crumb] = (),
    actions: Sequence[Action] = (),
    intro: str = "",
) -> HttpResponseBase:
    """Answer with the page, with its rows alone for a partial update, or with a file of all rows."""
    if request.GET.get("export") in exports.FORMATS and not shown.fault:
        return _file(shown, request.GET["export"], title)
    context = {"list": shown, "figures": figures, "intro": intro}
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target", "").endswith(
        f"rows-{shown.key}"
    ):
        response: HttpResponse = render(request, "rulebook/parts/update.html", context)
    else:
        status = 400 if shown.fault else 200
        words = {
            "title": title,
            "facts": facts,
            "crumbs": crumbs,
            "actions": actions,
            "failed": bool(shown.fault),
            "status": status,
        }
        response = page(request, "rulebook/list.html", context, **words)  # type: ignore[arg-type]
    patch_vary_headers(response, ("HX-Request", "HX-Target", "Cookie"))
    return response


def _file(shown: Listed, kind: str, title: str) -> HttpResponseBase:
    heads = [head.label for head in shown.heads]
    rows = [[head.export(row) for head in shown.heads] for row in shown.rows]
    if kind == "csv":
        return exports.csv_response(heads, cast("list[list[Any]]", rows), name=exports.file_name(title, "csv"))
    chosen = "; ".join(f"{name}={value}" for name, value in shown.params.items() if value) or gettext("none")
    file = excel.workbook(title, heads, rows, [(gettext("Title"), title), (gettext("Filters"), chosen)])
    return FileResponse(
        file, as_attachment=True, filename=exports.file_name(title, "xlsx"), content_type=excel.CONTENT_TYPE
    )
