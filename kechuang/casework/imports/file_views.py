"""Tables given out: the checked file with its comments, the empty table, the records that can be changed."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.imports import handing
from kechuang.casework.imports.desks import desk
from kechuang.casework.imports.views import USE, desk_for, kind_of, upload_of
from kechuang.web import excel
from kechuang.web.exports import file_name
from kechuang.web.permissions import actor_of, requires


@requires(USE)
@require_safe
def annotated(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Hand the same file back with comments on the cells at fault."""
    row, kind = upload_of(request, identifier)
    file = handing.annotated(row, kind, desk_for(request, row, kind))
    stem = row.name.rpartition(".")[0] or row.name
    return _file(file, _("%(name)s, checked") % {"name": stem})


@requires(USE)
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give an empty table with lists, notes and an example."""
    table, offices = kind_of(request, kind)
    here = desk(table, actor_of(request), offices[0], table.modes[0])
    assert here is not None
    return _file(handing.template(table, here), str(table.label))


@requires(USE)
@require_safe
def records(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the records in reach as a table that can be changed and handed in again."""
    table, offices = kind_of(request, kind)
    here = desk(table, actor_of(request), offices[0], table.modes[0])
    if table.rows is None or here is None:
        raise Http404
    return _file(
        handing.template(table, here, rows=table.rows(here)), _("%(table)s, to change") % {"table": table.label}
    )


def _file(file: Any, title: str) -> FileResponse:  # noqa: ANN401 - a binary file
    name = file_name(title, "xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=excel.CONTENT_TYPE)
