"""Changing one cell of a list where it stands; without script on a page with the one field.

::

    Column(name="name", …, edit=lambda request, row: reverse("…", args=[row.pk]) if may… else "")

    @requires("…")
    def name(request, identifier):
        row = get_object_or_404(scoped, pk=identifier)
        form = NameForm(request.POST or None, initial={"name": row.name})
        return inline.cell_page(request, form, inline.Cell(ROWS, "name", row), save=…, title=…, back=reverse("…"))

``save(values)`` writes, brings ``row`` up to date and gives None, or a Refusal, which stands beside the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kechuang.kernel.refusal import Refusal
from kechuang.web import undo
from kechuang.web.forms import KitForm, form_page
from kechuang.web.refusals import sentence
from kechuang.web.slots import Words
from kechuang.web.tables import Column, List, Row, cell_id, linked


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a list: which list, which column, which row."""

    declared: List
    column: str
    row: Any

    @property
    def shape(self) -> Column:
        """The column."""
        return next(each for each in self.declared.columns if each.name == self.column)

    @property
    def id(self) -> str:
        """The cell's id on the page."""
        return cell_id(self.declared.key, self.row.pk, self.column)

    @property
    def markup(self) -> SafeString:
        """What the cell shows."""
        markup = self.shape.cell(self.row)
        if not self.shape.link:
            return markup
        url = self.declared.row_url(self.row) if self.declared.row_url else ""
        return linked(Row(str(self.row.pk), url, "", [], chosen=False), markup, "")


def cell_page(
    request: HttpRequest,
    form: KitForm,
    cell: Cell,
    *,
    save: Callable[[Mapping[str, Any]], Refusal | None],
    title: Words,
    back: str,
    **words: Any,  # noqa: ANN401 - handed to page()
) -> HttpResponse:
    """Show the field, take it, and show the cell again; a fault comes back beside the field with status 422."""
    partly = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target", "").endswith(
        f"#{cell.id}"
    )
    saved = False
    if partly:
        form.auto_id = f"{cell.id}-%s"
    if form.is_bound and form.is_valid():
        fault = save(form.cleaned_data)
        saved = fault is None
        if fault is not None:
            form.refuse(fault)
    if not partly:
        if saved:
            return redirect(back)
        return form_page(request, form, title=title, submit=_("Save"), cancel_url=back, **words)
    if saved or "cancel" in request.GET:
        here = getattr(request, "htmx", None) and request.htmx.current_url_abs_path
        context: dict[str, Any] = {"cell": cell, "url": request.path, "said": _told(request), "after": here or back}
        response = render(request, "web/parts/cell.html", context)
    else:
        field = next(iter(form.visible_fields()))
        refused = sentence(form.refusal) if form.refusal else ""
        context = {"cell": cell, "form": form, "field": field, "url": request.path, "refused": refused}
        response = render(request, "web/parts/cell_form.html", context, status=422 if form.wrong else 200)
    patch_vary_headers(response, ("HX-Request", "HX-Target", "Cookie"))
    return response


def _told(request: HttpRequest) -> list[tuple[str, str]]:
    """What the step says for itself, with the address that takes it back: it stands in the cell until the next page."""
    return [(str(message), undo.address_in(message.extra_tags)) for message in messages.get_messages(request)]
