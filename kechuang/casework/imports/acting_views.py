"""What may be done with an uploaded table: correct cells, agree, stop, go on, throw it away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kechuang.casework.imports import acting, report
from kechuang.casework.imports.models import CHECKED, CHECKING, WRITING, Upload
from kechuang.casework.imports.registry import ImportKind
from kechuang.casework.imports.views import USE, checked, desk_for, upload_of
from kechuang.kernel.refusal import Refusal
from kechuang.web.permissions import actor_of, requires


@requires(USE)
@require_POST
def cells(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Correct cells of the table on the page."""
    row, kind = upload_of(request, identifier)
    desk_for(request, row, kind)
    known = {column.code for column in kind.columns}
    wanted = _cells(request.POST, known)
    edition = request.POST.get("edition", "")
    if edition.isdecimal():
        row.edition = int(edition)
    changed = acting.correct(row, wanted)
    if isinstance(changed, Refusal):
        return _refused(request, row, kind, changed)
    words = ngettext("%(n)d cell corrected and checked again.", "%(n)d cells corrected and checked again.", changed)
    messages.success(request, words % {"n": changed})
    fault = request.POST.get("fault", "")
    return redirect(
        reverse("imports:upload-page", args=[row.pk]) + (f"?fault={fault}" if fault in report.GROUPS else "")
    )


def _cells(given: QueryDict, known: set[str]) -> dict[tuple[int, str], str]:
    """Read inputs named ``cell:12:place`` and the buttons that put a suggestion in."""
    found: dict[tuple[int, str], str] = {}
    pairs = [(name, given.getlist(name)[-1]) for name in given if name.startswith("cell:")]
    chosen = given.get("fix", "").split("=", 1)
    pairs += [(chosen[0], chosen[1])] if len(chosen) == 2 else []
    for name, text in pairs:
        _word, _, rest = name.partition(":")
        number, _, column = rest.partition(":")
        if number.isdecimal() and len(number) < 9 and column in known:
            found[int(number), column] = text.replace("\x00", "")
    return found


@requires(USE)
@require_POST
def write(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Agree: write what was checked."""
    row, kind = upload_of(request, identifier)
    desk_for(request, row, kind)
    person = actor_of(request).person
    assert person is not None
    refusal = acting.agree(row, request.POST.get("digest", ""), by=person)
    return redirect("imports:upload-page", row.pk) if refusal is None else _refused(request, row, kind, refusal)


def _refused(request: HttpRequest, row: Upload, kind: ImportKind, refusal: Refusal) -> HttpResponseBase:
    """Show the report again with the refusal; an upload that has gone on meanwhile shows where it stands."""
    row.refresh_from_db()
    if row.state != CHECKED:
        return redirect("imports:upload-page", row.pk)
    return checked(request, row, kind, status=409, refused=refusal)


@requires(USE)
@require_POST
def cancel(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Stop reading or writing."""
    row, _kind = upload_of(request, identifier)
    acting.cancel(row)
    return redirect("imports:upload-page", row.pk)


@requires(USE)
@require_POST
def resume(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Go on where the work was cut off."""
    row, _kind = upload_of(request, identifier)
    acting.resume(row)
    return redirect("imports:upload-page", row.pk)


@requires(USE)
@require_POST
def drop(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Throw an upload away."""
    row, _kind = upload_of(request, identifier)
    if row.state in {CHECKING, WRITING} and not row.cancelled:
        acting.cancel(row)
    acting.drop(row)
    messages.success(request, _("The uploaded table was thrown away. What had been written stays in the register."))
    return redirect("imports:home")
