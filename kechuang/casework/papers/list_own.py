"""A list's rows in an office's own Excel or Word template."""

import io
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.files import bytes as kept
from kechuang.casework.files.views import attachment
from kechuang.casework.papers import offering, reach
from kechuang.web import clock, exports
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, may

MOST_ROWS = {"xlsx": 20_000, "docx": 2_000}


def answer(request: HttpRequest, declared: Any, export: exports.Export) -> HttpResponseBase:  # noqa: ANN401 - a list
    """Give the file where the address names a template, else the templates to choose from."""
    actor, today = actor_of(request), clock.today()
    if not may(actor, reach.TEMPLATES, on=today):
        raise Http404
    fitting = offering.current(actor, f"{offering.LIST}{declared.key}", today)
    wanted = request.GET.get("template", "")
    if not wanted:
        return _choose(request, declared, export, fitting)
    template = next((each for each in fitting if str(each.pk) == wanted), None)
    if template is None:
        raise Http404
    rows = _first(export.rows, MOST_ROWS[template.media])
    try:
        data = offering.fill(template, offering.list_filling(declared, export.title, rows))
    except kept.MissingFileError:
        raise Http404 from None
    return attachment(io.BytesIO(data), exports.file_name(export.title, template.media))


def _first(rows: Any, most: int) -> list[list[Any]]:  # noqa: ANN401 - an iterator of rows
    return [[_plain(value) for value in row] for _at, row in zip(range(most), rows, strict=False)]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column exports
    return (
        value
        if value is None or isinstance(value, (str, int)) or hasattr(value, "as_tuple") or hasattr(value, "isoformat")
        else str(value)
    )


def _choose(request: HttpRequest, declared: Any, export: exports.Export, fitting: list[Any]) -> HttpResponseBase:  # noqa: ANN401 - a list
    given = request.GET.copy()
    rows = []
    for each in fitting:
        given["template"] = str(UUID(str(each.pk)))
        rows.append((each, f"{request.path}?{given.urlencode()}"))
    url = f"{reverse('papers:template-new')}?target={offering.LIST}{declared.key}"
    return page(
        request,
        "papers/choose.html",
        {"rows": rows},
        title=_("Into our own template"),
        facts=[export.title],
        crumbs=[Crumb(export.title, request.path)],
        actions=[Action(label=_("Upload a template"), url=url, primary=not rows)],
    )
