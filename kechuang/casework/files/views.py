"""Pages of files: the file with its preview, its bytes, and the forms of evidence."""

import io
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing
from kechuang.casework.files import actions, archiving, keeping, previews, reach, showing
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.forms import AddForm, EraseForm, WithdrawForm
from kechuang.casework.files.look import kinds
from kechuang.casework.files.models import ERASED, StoredFile
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock, disclosing
from kechuang.web.forms import form_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, signed_in

GET_POST = ("GET", "HEAD", "POST")


def file_or_404(identifier: UUID, request: HttpRequest) -> StoredFile:
    """Give a file that the reader may see; it is noted where an office opens it."""
    found = StoredFile.objects.select_related("case", "body").filter(pk=identifier).first()
    actor, today = actor_of(request), clock.today()
    if found is None or not reach.may_read(found, actor, today):
        raise Http404
    if found.case is not None:
        standing.disclose(request, found.case, actor, today, way=disclosing.FILE)
    return found


def case_or_404(identifier: UUID, request: HttpRequest) -> Case:
    """Give a case whose files the reader may see."""
    found = Case.objects.filter(pk=identifier).first()
    if found is None or not reach.may_read_files(found, actor_of(request), clock.today()):
        raise Http404
    return found


def _crumbs(case: Case | None) -> list[Crumb]:
    return [Crumb(case.number or case.title, reverse("casework:case", args=[case.pk]))] if case else []


@signed_in
@require_safe
def file(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a file: what it is, its preview, its versions, and what may be done with it."""
    found, actor, today = file_or_404(identifier, request), actor_of(request), clock.today()
    here = found.state != ERASED and kept.held(found.digest)
    shown = previews.count(found) if here else 0
    versions = StoredFile.objects.filter(series=found.series, case=found.case).order_by("-version")
    buttons = []
    if reach.may_erase(found, actor, today):
        buttons.append(Action(label=_("Erase for good"), url=reverse("files:erase", args=[found.pk]), danger=True))
    if reach.may_withdraw(found, actor, today):
        buttons.append(Action(label=_("Withdraw"), url=reverse("files:withdraw", args=[found.pk])))
        if found.case and reach.may_add(found.case, actor, today):
            url = reverse("files:add", args=[found.case.pk]) + f"?replaces={found.pk}"
            buttons.append(Action(label=_("Hand in a new version"), url=url))
    if here:
        url = reverse("files:content", args=[found.pk])
        buttons.append(Action(label=_("Download"), url=url, primary=True, download=True))
    context = {
        "file": found,
        "name": showing.name_of(found),
        "state": showing.state_of(found),
        "facts": showing.facts_of(found),
        "notes": showing.notes_of(found),
        "pages": [reverse("files:preview", args=[found.pk, number]) for number in range(shown)],
        "more_pages": max(0, found.pages - shown) if shown else 0,
        "text": previews.text(found) if here else "",
        "no_office": here and kinds.KINDS[found.kind].preview == kinds.OFFICE and not previews.office(),
        "missing": found.state != ERASED and not here,
        "versions": [(each, showing.state_of(each)) for each in versions],
    }
    return page(
        request,
        "files/file.html",
        context,
        title=showing.name_of(found),
        facts=[_("version %(number)d") % {"number": found.version}, showing.state_of(found).word],
        crumbs=_crumbs(found.case),
        actions=buttons,
    )


@signed_in
@require_safe
def content(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """A file's bytes as they came, always as an attachment."""
    found = file_or_404(identifier, request)
    if found.state == ERASED:
        raise Http404
    try:
        data = kept.read(found.digest)
    except kept.MissingFileError:
        raise Http404 from None
    return attachment(io.BytesIO(data), found.name)


def attachment(data: io.BytesIO, name: str, media: str = "application/octet-stream") -> FileResponse:
    """Give bytes to be saved, never to be shown or run by the browser; ``media`` only for what the node itself made."""
    response = FileResponse(data, as_attachment=True, filename=name, content_type=media)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@signed_in
@require_safe
def preview(request: HttpRequest, identifier: UUID, number: int) -> HttpResponse:
    """A picture of a page, drawn by this node: never the file's own bytes."""
    found = file_or_404(identifier, request)
    if found.state == ERASED or number >= previews.count(found):
        raise Http404
    data = previews.png(found, number)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="image/png")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Disposition"] = "inline"
    return response


@signed_in
@require_http_methods(GET_POST)
def add(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Hand in a file on a case, or a new version of one."""
    case, actor, today = case_or_404(identifier, request), actor_of(request), clock.today()
    if case.finished:
        messages.info(request, _("The case is closed; nothing can be added to its record."))
        return redirect("casework:case", case.pk)
    if not reach.may_add(case, actor, today):
        raise PermissionDenied("evidence:add")
    replaced = _replaced(request, case)
    form = AddForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        actor=actor,
        on=today,
        initial={"key": chance.random_id(), "title": replaced.title if replaced else ""},
    )
    if form.is_bound and form.is_valid():
        kept_file = form.cleaned_data["file"]
        _place(kept_file, form.cleaned_data["title"], replaced)
        key = f"evidence:{form.cleaned_data['key'] or kept_file.pk}"[:120]
        outcome = actions.add(kept_file, case, by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The file is in the record of the case."))
            for note in showing.notes_of(kept_file):
                messages.warning(request, note)
            return redirect("files:file", kept_file.pk)
        form.refuse(outcome.refusal)
    title = _("Add evidence") if replaced is None else _("Hand in a new version")
    lead = _(
        "Parties of the case and its office will see the file. It is checked before it is kept: a file with a mark of "
        "secrecy, a macro or a password is not taken, and no byte of it stays here."
    )
    return form_page(
        request,
        form,
        title=title,
        submit=_("Hand it in"),
        cancel_url=reverse("casework:case", args=[case.pk]),
        lead=lead,
        crumbs=_crumbs(case),
        facts=[replaced.name] if replaced else [],
    )


def _replaced(request: HttpRequest, case: Case) -> StoredFile | None:
    """Give the file of this case that the address names as the one to be replaced."""
    try:
        wanted = UUID(request.GET.get("replaces", ""))
    except ValueError:
        return None
    first = StoredFile.objects.filter(pk=wanted, case=case, evidence=True).first()
    return StoredFile.objects.filter(series=first.series, case=case).order_by("-version").first() if first else None


def _place(file: StoredFile, title: str, replaced: StoredFile | None) -> None:
    file.title = title[: keeping.LONGEST_TITLE]
    if replaced is not None:
        file.series, file.version = replaced.series, replaced.version + 1
    file.save(update_fields=["title", "series", "version"])


@signed_in
@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a file back, or set it aside as the office."""
    found, actor = file_or_404(identifier, request), actor_of(request)
    if not reach.may_withdraw(found, actor, clock.today()):
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        key = f"evidence.withdraw:{found.pk}"
        outcome = actions.withdraw(found, form.cleaned_data["reason"], by=actor, key=key)
        return _done(request, form, outcome.refusal, found) or redirect("files:file", found.pk)
    lead = _("The file no longer counts as evidence. It stays in the record, marked as withdrawn, with your reason.")
    return _step(request, form, found, title=_("Withdraw"), submit=_("Withdraw it"), lead=lead)


@signed_in
@require_http_methods(GET_POST)
def erase(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Erase a file for good."""
    found, actor = file_or_404(identifier, request), actor_of(request)
    if not reach.may_erase(found, actor, clock.today()):
        raise Http404
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        outcome = actions.erase(found, form.cleaned_data["cause"], by=actor, key=f"evidence.erase:{found.pk}")
        return _done(request, form, outcome.refusal, found) or redirect("files:file", found.pk)
    lead = _(
        "Bytes, previews and name go and cannot be brought back. The fact that a file was handed in stays, with a "
        "digest that leads to nothing. Backups keep what they hold until they are overwritten."
    )
    return _step(request, form, found, title=_("Erase for good"), submit=_("Erase it"), lead=lead)


def _done(
    request: HttpRequest, form: WithdrawForm | EraseForm, refusal: Refusal | None, found: StoredFile
) -> HttpResponse | None:
    if refusal is None:
        return None
    form.refuse(refusal)
    return _step(request, form, found, title=_("Not done"), submit=_("Try again"), lead="")


def _step(
    request: HttpRequest, form: WithdrawForm | EraseForm, found: StoredFile, *, title: str, submit: str, lead: str
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        submit=submit,
        cancel_url=reverse("files:file", args=[found.pk]),
        lead=lead,
        crumbs=[*_crumbs(found.case), Crumb(showing.name_of(found), reverse("files:file", args=[found.pk]))],
    )


@signed_in
@require_safe
def archive(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """The archive package of a closed case, for those who may read all of it but the personal groups."""
    case = case_or_404(identifier, request)
    if not case.finished:
        messages.info(request, _("The archive package is written when the case is closed."))
        return redirect("casework:case", case.pk)
    try:
        data = archiving.package(case)
    except archiving.NotSealedError:
        messages.info(request, _("The last fact of this case is not sealed yet; in ten minutes it is."))
        return redirect("casework:case", case.pk)
    standing.disclose(request, case, actor_of(request), clock.today(), way=disclosing.FILE)
    return attachment(io.BytesIO(data), f"{case.number or case.pk}-archive.zip", "application/zip")
