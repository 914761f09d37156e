"""Pages of the import: upload or paste, look at what was found, write."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from kechuang.kernel.refusal import Refusal
from kechuang.resources.organisations import importing
from kechuang.resources.organisations.importing import Checked
from kechuang.resources.organisations.lists import REGISTER
from kechuang.resources.organisations.sheet import read_sheet
from kechuang.resources.organisations.views import crumb, office_of
from kechuang.web import clock, excel
from kechuang.web.exports import file_name
from kechuang.web.forms import KitForm, form_page
from kechuang.web.page import Action, page
from kechuang.web.parts import Step
from kechuang.web.permissions import actor_of, requires, scope
from kechuang.web.refusals import sentence

MOST_BYTES = 5 * 1024 * 1024
MOST_SHOWN = 300


class UploadForm(KitForm):
    """A table as a file, or pasted."""

    file = forms.FileField(
        label=gettext_lazy("Excel file"), required=False, help_text=gettext_lazy("xlsx, at most 5 MB")
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the rows here, heads first"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


def steps(current: int) -> list[Step]:
    """Give the three steps with the present one marked."""
    labels = (_("Upload"), _("Look through"), _("Write"))
    return [Step(label=label, current=at == current, done=at < current) for at, label in enumerate(labels)]


@requires(REGISTER)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take a table; show what was found in it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        rows = _rows(form)
        found = rows if isinstance(rows, Refusal) else _check(request, rows)
        if isinstance(found, Checked) and not isinstance(rows, Refusal):
            return _show(request, found, importing.text_of(rows))
        if isinstance(found, Refusal):
            form.refuse(found)
    return form_page(
        request,
        form,
        title=_("Enter organisations from a table"),
        submit=_("Check it"),
        template="organisations/import.html",
        context={"steps": steps(0), "heads": importing.heads()},
        lead=_("Nothing is written before you have seen what was found."),
        cancel_url="/organisations/",
        crumbs=[crumb()],
        actions=[Action(label=_("Empty table"), url="/organisations/import/template.xlsx", download=True)],
    )


def _rows(form: UploadForm) -> list[list[str]] | Refusal:
    file = form.cleaned_data["file"]
    if file is None:
        text = form.cleaned_data["text"]
        return importing.rows_of(text) if text.strip() else Refusal("organisation.no_table", place="file")
    if file.size > MOST_BYTES:
        return Refusal("organisation.file_too_large", {"name": file.name[:80]}, place="file")
    return read_sheet(file.read(), file.name[:80])


def _check(request: HttpRequest, rows: list[list[str]]) -> Checked | Refusal:
    today = clock.today()
    return importing.check(rows, scope(actor_of(request), REGISTER, today), today)


def _show(request: HttpRequest, found: Checked, text: str) -> HttpResponse:
    context = {
        "steps": steps(1),
        "found": found,
        "faults": found.faults[:MOST_SHOWN],
        "more": max(0, len(found.faults) - MOST_SHOWN),
        "first": found.rows[:10],
        "text": text,
    }
    return page(
        request,
        "organisations/import_check.html",
        context,
        title=_("What was found in the table"),
        facts=[
            ngettext("%(n)d row can be written", "%(n)d rows can be written", len(found.rows)) % {"n": len(found.rows)},
            ngettext("%(n)d row has a fault", "%(n)d rows have a fault", found.faulty_rows) % {"n": found.faulty_rows},
        ],
        crumbs=[crumb()],
    )


@requires(REGISTER)
def write(request: HttpRequest) -> HttpResponseBase:
    """Write the rows that have no fault; everything is checked again first."""
    office = office_of(actor_of(request))
    if request.method != "POST" or office is None:
        return redirect("organisations:import")
    found = _check(request, importing.rows_of(request.POST.get("text", "")))
    if isinstance(found, Refusal):
        messages.error(request, sentence(found))
        return redirect("organisations:import")
    outcomes = importing.write(found, by=actor_of(request), office=office)
    written = sum(1 for _row, outcome in outcomes if outcome.refusal is None)
    messages.success(
        request, ngettext("%(n)d organisation entered.", "%(n)d organisations entered.", written) % {"n": written}
    )
    for row, outcome in outcomes:
        if outcome.refusal:
            values = {"row": row.row, "says": sentence(outcome.refusal)}
            messages.error(request, _("Row %(row)d: %(says)s") % values)
    return redirect("organisations:list")


@requires(REGISTER)
@require_safe
def template(request: HttpRequest) -> FileResponse:  # noqa: ARG001 - Django's signature
    """Give an empty table with the heads."""
    file = excel.workbook(_("Organisations"), importing.heads(), [], [(_("Shareholders"), _(importing.HOLDERS_NOTE))])
    name = file_name(_("Organisations"), "xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=excel.CONTENT_TYPE)
