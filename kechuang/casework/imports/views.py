"""Pages of tables taken in: choose, upload, put columns right, look through, write."""

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kechuang.casework.imports import acting, intake, report
from kechuang.casework.imports.desks import desk, may_open
from kechuang.casework.imports.forms import ColumnsForm, UploadForm
from kechuang.casework.imports.lists import UPLOADS, label_of, uploads
from kechuang.casework.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    COLUMNS,
    FAILED,
    FAULTY,
    READY,
    REFUSED,
    SAME,
    WRITING,
    WRITTEN,
    Remembered,
    Upload,
)
from kechuang.casework.imports.registry import KINDS, Desk, ImportKind, offices_of, usable
from kechuang.casework.imports.stored import refusal_of
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure, Step
from kechuang.web.permissions import actor_of, requires
from kechuang.web.refusals import sentence

USE = "imports:use"
FIRST_ROWS = 8
CHANGES_SHOWN = 100


def steps(current: int) -> list[Step]:
    """Give the three steps with the present one marked; from 3 on all are done."""
    labels = (_("Upload"), _("Check"), _("Write"))
    return [Step(label=label, current=at == current, done=at < current) for at, label in enumerate(labels)]


def crumb() -> Crumb:
    """Give the way back to all tables."""
    return Crumb(_("Tables in and out"), reverse("imports:home"))


def kind_of(request: HttpRequest, code: str) -> tuple[ImportKind, list[Body]]:
    """Give a kind of table that the reader may take in, and for which offices. Raises Http404."""
    kind = KINDS.get(code)
    offices = offices_of(kind, actor_of(request), clock.today()) if kind else []
    if kind is None or not offices:
        raise Http404
    bodies = Body.objects.in_bulk(offices)
    return kind, [bodies[pk] for pk in offices if pk in bodies]


def upload_of(request: HttpRequest, identifier: UUID) -> tuple[Upload, ImportKind]:
    """Give an upload that the reader's office took in. Raises Http404."""
    row = Upload.objects.select_related("office", "person", "agreed_by").filter(pk=identifier).first()
    if row is None or not may_open(row, actor_of(request)):
        raise Http404
    return row, KINDS[row.kind]


def desk_for(request: HttpRequest, row: Upload, kind: ImportKind) -> Desk:
    """Give the reader's own desk in the office of an upload."""
    found = desk(kind, actor_of(request), row.office, row.mode)
    if found is None:
        raise Http404
    return found


@requires(USE)
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Show what can be taken in, and what has been."""
    actor = actor_of(request)
    tables = [
        {"code": kind.code, "label": kind.label, "rows": kind.rows is not None} for kind in usable(actor, clock.today())
    ]
    return list_page(
        UPLOADS,
        request,
        uploads(actor),
        template="imports/home.html",
        context={"tables": tables},
        title=_("Tables in and out"),
        facts=[_("Your own ledger as it is: nothing is written before you have seen it and agreed")],
    )


@requires(USE)
def upload(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Take a table; lead to what was found in it."""
    table, offices = kind_of(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None, kind=table, offices=offices)
    if request.method == "POST" and not form.is_bound:
        form = UploadForm(QueryDict("empty="), None, kind=table, offices=offices)
    if form.is_bound and form.is_valid():
        found = _take(request, form, table, offices)
        if isinstance(found, Upload):
            acting.begin(found)
            return redirect("imports:columns" if found.state == COLUMNS else "imports:upload-page", found.pk)
        form.refuse(found)
    actions = [Action(label=_("Template to download"), url=reverse("imports:template", args=[kind]), download=True)]
    if table.rows is not None:
        actions.append(Action(label=_("Records to change"), url=reverse("imports:records", args=[kind]), download=True))
    return form_page(
        request,
        form,
        title=_("Take in: %(table)s") % {"table": table.label},
        submit=_("Upload and check"),
        template="imports/upload.html",
        context={"steps": steps(0), "kind": table, "columns": _columns(table)},
        lead=_("Title rows, merged heads, totals and notes may stay. Nothing is written before you have agreed."),
        cancel_url=reverse("imports:home"),
        crumbs=[crumb()],
        actions=actions,
    )


def _columns(kind: ImportKind) -> list[dict[str, Any]]:
    return [
        {
            "label": _(column.label),
            "needed": column.needed and not column.derived,
            "filled": column.needed and bool(column.derived),
            "says": _(column.remedy or report.REMEDIES.get(column.kind, ""))
            if column.remedy or column.kind in report.REMEDIES
            else "",
            "aliases": "、".join(column.aliases[:4]),
        }
        for column in kind.columns
    ]


def _take(request: HttpRequest, form: UploadForm, kind: ImportKind, offices: list[Body]) -> Upload | Refusal:
    given = form.cleaned_data
    office = next(body for body in offices if str(body.pk) == given["office"])
    here = desk(kind, actor_of(request), office, given["mode"])
    if here is None:
        raise Http404
    file = given["file"]
    if file is not None:
        return intake.take(kind, intake.Given(file, file.name, file.size), here)
    data = given["text"].encode()
    return intake.take(kind, intake.Given(io.BytesIO(data), _("Pasted rows"), len(data)), here)


@requires(USE)
def columns(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Put right which column of the table is which column of the register."""
    row, kind = upload_of(request, identifier)
    if row.state in {WRITING, WRITTEN}:
        return redirect("imports:upload-page", row.pk)
    sheet = request.POST.get("sheet", "")
    if sheet.isdecimal() and int(sheet) != row.sheet:
        acting.choose_sheet(row, kind, int(sheet))
        return redirect("imports:columns", row.pk)
    form = ColumnsForm(request.POST or None, upload=row, kind=kind)
    if form.is_bound and form.is_valid():
        refusal = acting.choose_columns(row, kind, form.chosen(), form.units())
        if refusal is None:
            return redirect("imports:upload-page", row.pk)
        form.refuse(refusal)
    return form_page(
        request,
        form,
        title=_("Which column is which: %(name)s") % {"name": row.name},
        submit=_("Check with these columns"),
        template="imports/columns.html",
        context={"steps": steps(0), "upload": row, "rows": _mapping_rows(form, row, kind), "sheets": row.sheets},
        cancel_url=reverse("imports:home"),
        crumbs=[crumb()],
    )


def _mapping_rows(form: ColumnsForm, row: Upload, kind: ImportKind) -> list[dict[str, Any]]:
    samples = next(each for each in row.sheets if each["at"] == row.sheet)["samples"]
    rows = []
    for column in kind.columns:
        placed = row.mapping.get(column.code)
        unit = f"unit-{column.code}"
        rows.append(
            {
                "label": _(column.label),
                "needed": column.needed,
                "field": form[f"at-{column.code}"],
                "unit": form[unit] if unit in form.fields else None,
                "reason": _(report.REASONS[placed["reason"]]) if placed else "",
                "samples": "、".join(report.masked(each) for each in samples.get(str(placed["at"]), []))
                if placed
                else "",
            }
        )
    return rows


@requires(USE)
@require_safe
def upload_page(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show where a table stands: being read, checked, being written, written."""
    row, kind = upload_of(request, identifier)
    if row.state == COLUMNS:
        return redirect("imports:columns", row.pk)
    if row.state in {CHECKING, WRITING, CANCELLED, FAILED}:
        return _at_work(request, row)
    if _is_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return checked(request, row, kind) if row.state == CHECKED else _written(request, row, kind)


def _is_part(request: HttpRequest) -> bool:
    """Whether the page that watches the work asks for itself again."""
    return request.headers.get("HX-Request") == "true" and bool(request.headers.get("HX-Target"))


def _title(row: Upload) -> str:
    return _("%(table)s from %(name)s") % {"table": label_of(row.kind), "name": row.name}


def _at_work(request: HttpRequest, row: Upload) -> HttpResponse:
    percent = min(100, round(100 * row.done / row.total)) if row.total else 0
    going = row.state in {CHECKING, WRITING} and not row.cancelled
    stale = going and (row.beat_at is None or clock.real_now() - row.beat_at > acting.running.STALE)
    context = {
        "upload": row,
        "steps": steps(1 if row.state == CHECKING else 2 if row.state == WRITING else 1),
        "percent": percent,
        "going": going,
        "stale": stale,
        "resumable": stale or (not going and (not row.fault or row.fault["code"] == "imports.broken")),
        "refusal": refusal_of(row.fault) if row.fault else None,
    }
    template = "imports/work_part.html" if _is_part(request) else "imports/work.html"
    return page(request, template, context, title=_title(row), crumbs=[crumb()])


def checked(
    request: HttpRequest, row: Upload, kind: ImportKind, *, status: int = 200, refused: Refusal | None = None
) -> HttpResponse:
    """Show a table that was read and checked: counts, faults by group, what would be written."""
    here = desk_for(request, row, kind)
    counts = row.counts.get("rows", {})
    ready, faulty, same = (counts.get(state, 0) for state in (READY, FAULTY, SAME))
    group, after = request.GET.get("fault", ""), request.GET.get("after", "")
    faults, more = report.faults_page(row, group=group, after=after)
    lines = row.lines.filter(state=READY).order_by("number")
    changing = row.mode != "insert"
    context = {
        "upload": row,
        "kind": kind,
        "steps": steps(1),
        "ready": ready,
        "faulty": faulty,
        "same": same,
        "total": row.total,
        "faults_total": sum(row.counts.get("faults", {}).values()),
        "groups": [
            {"code": code, "label": _(report.GROUPS[code]), "count": count, "current": code == group}
            for code, count in row.counts.get("faults", {}).items()
        ],
        "group": group,
        "faults": [report.show_fault(row, kind, each, here) for each in faults],
        "more": more,
        "filled": report.filled_of(row, kind),
        "notes": report.notes_of(row, kind),
        "preview": report.preview(row, kind, list(lines[:FIRST_ROWS]), here),
        "changes": report.changes_of(kind, lines.exclude(seen={"own": {}})[:CHANGES_SHOWN], here) if changing else [],
        "refused": refused,
    }
    actions = [Action(label=_("Columns"), url=reverse("imports:columns", args=[row.pk]))]
    if faulty:
        url = reverse("imports:annotated", args=[row.pk])
        actions.append(Action(label=_("Excel with comments"), url=url, download=True))
    if ready:
        words = ngettext("Write %(n)d row", "Write %(n)d rows", ready)
        if faulty:
            words = ngettext("Write the %(n)d row without fault", "Write the %(n)d rows without fault", ready)
        values = {"digest": row.digest}
        url = reverse("imports:write", args=[row.pk])
        actions.append(Action(label=words % {"n": ready}, url=url, primary=True, post=True, values=values))
    return page(
        request,
        "imports/check.html",
        context,
        title=_title(row),
        crumbs=[crumb()],
        actions=actions,
        failed=refused is not None,
        status=status,
    )


def _written(request: HttpRequest, row: Upload, kind: ImportKind) -> HttpResponse:
    counts = row.counts.get("rows", {})
    refused = row.lines.filter(state=REFUSED).order_by("number")[:200]
    left = counts.get(FAULTY, 0) + counts.get(REFUSED, 0)
    context = {
        "upload": row,
        "steps": steps(3),
        "figures": [
            Figure(label=_("written"), value=counts.get("DONE", 0)),
            Figure(label=_("without change"), value=counts.get(SAME, 0)),
            Figure(label=_("left out, with faults"), value=counts.get(FAULTY, 0)),
            Figure(
                label=_("refused while writing"),
                value=counts.get(REFUSED, 0),
                tone="bad" if counts.get(REFUSED) else "",
            ),
        ],
        "refused": [{"number": each.number, "says": sentence(refusal_of(each.refusal))} for each in refused],
        "left": left,
        "list_url": reverse(kind.list_url) if kind.list_url else "",
    }
    actions = []
    if left:
        url = reverse("imports:annotated", args=[row.pk])
        actions.append(Action(label=_("Excel with comments"), url=url, download=True))
    if kind.list_url:
        actions.append(Action(label=_("To the register"), url=reverse(kind.list_url), primary=True))
    return page(request, "imports/written.html", context, title=_title(row), crumbs=[crumb()], actions=actions)


@requires(USE)
def remembered(request: HttpRequest) -> HttpResponseBase:
    """Show how the office's own tables are understood, and forget one."""
    actor, today = actor_of(request), clock.today()
    mine = [
        row
        for row in Remembered.objects.select_related("office", "person").order_by("-on", "-pk")
        if row.kind in KINDS and row.office_id in offices_of(KINDS[row.kind], actor, today)
    ]
    if request.method == "POST":
        wanted = request.POST.get("forget", "")
        for row in mine:
            if str(row.pk) == wanted:
                row.delete()
                messages.success(request, _("Forgotten. The next table of this shape is guessed anew."))
        return redirect("imports:remembered")
    rows = [
        {
            "pk": row.pk,
            "table": label_of(row.kind),
            "office": row.office.name,
            "heads": "、".join(row.heads),
            "on": row.on,
            "used": row.used,
        }
        for row in mine
    ]
    return page(request, "imports/remembered.html", {"rows": rows}, title=_("Remembered columns"), crumbs=[crumb()])
