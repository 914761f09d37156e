"""Pages of the breakdown of responsibilities of a document, in all its forms."""

import io
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kechuang.casework.files.views import attachment
from kechuang.casework.papers import offering, reach
from kechuang.kernel.refusal import Refusal
from kechuang.policy import kept, wording
from kechuang.policy.filing import akn, form, machine, sheet, table
from kechuang.policy.filing.table import Filed
from kechuang.policy.models import Document
from kechuang.policy.views import document_crumb, documents_crumb, found_or_404
from kechuang.web import clock, exports, written
from kechuang.web.documents import pdf, word
from kechuang.web.documents.paper import PaperError
from kechuang.web.page import Action, page
from kechuang.web.permissions import actor_of, may, public, requires

TARGET = "table:policy.breakdown"
MEDIA = {"docx": word.MEDIA_TYPE, "pdf": pdf.MEDIA_TYPE, "xlsx": sheet.CONTENT_TYPE}


def buttons(_request: HttpRequest, document: Document) -> list[Action]:
    """Lay the button on the page of a document."""
    return [
        Action(label=_("Breakdown of responsibilities"), url=reverse("policy_filing:breakdown", args=[document.pk]))
    ]


def filed_or_404(request: HttpRequest, identifier: UUID) -> Filed:
    """Give the breakdown that an address asks for; a chapter or body that the document does not have is not found."""
    document, asked = found_or_404(identifier), table.asked_from(request.GET)
    try:
        filed = table.filed(document, asked)
    except kept.MissingFileError:
        raise Http404 from None
    known_body = not asked.body or any(asked.body in (*line.row.lead, *line.row.others) for line in filed.lines)
    if (asked.chapter and asked.chapter not in dict(filed.chapters)) or not known_body:
        raise Http404
    return filed


@public
@require_safe
def breakdown(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show the breakdown as it will be filed, with its choices, and offer it as Word, PDF and Excel."""
    filed = filed_or_404(request, identifier)
    return _shown(request, filed)


def _shown(request: HttpRequest, filed: Filed, refused: Refusal | None = None) -> HttpResponse:
    document, asked = filed.document, filed.asked
    given = {"which": asked.which, "by": asked.by, "chapter": asked.chapter, "body": asked.body}
    query = urlencode({name: value for name, value in given.items() if value})
    kinds = (("docx", _("Word")), ("pdf", _("PDF/A")), ("xlsx", _("Excel")))
    actions = [Action(label=label, url=f"{_file_url(document, kind)}?{query}", download=True) for kind, label in kinds]
    if may(actor_of(request), reach.TEMPLATES, on=clock.today()):
        own = reverse("policy_filing:breakdown-own", args=[document.pk])
        actions.append(Action(label=_("Into our own template"), url=f"{own}?{query}"))
    count = len(filed.lines)
    context = {
        "filed": filed,
        "columns": [(code, word_) for code, word_, _share in table.COLUMNS],
        "which": table.WHICH_WORDS.items(),
        "by": table.BY_WORDS.items(),
        "lang": wording.language_of(document.script),
        "refused": refused,
        "document_url": reverse("policy:document", args=[document.pk]),
    }
    return page(
        request,
        "policy_filing/breakdown.html",
        context,
        title=_("Breakdown of responsibilities"),
        facts=[document.title, ngettext("%(n)s row", "%(n)s rows", count) % {"n": written.whole(count)}],
        crumbs=[documents_crumb(), document_crumb(document)],
        actions=actions,
        status=422 if refused else 200,
    )


def _file_url(document: Document, kind: str) -> str:
    return reverse("policy_filing:breakdown-file", args=[document.pk, kind])


@public
@require_safe
def breakdown_file(request: HttpRequest, identifier: UUID, kind: str) -> HttpResponseBase:
    """Give the breakdown as Word, PDF/A or Excel."""
    filed = filed_or_404(request, identifier)
    if kind not in MEDIA:
        raise Http404
    made = file_of(filed, kind, request.build_absolute_uri(reverse("policy:document", args=[filed.document.pk])))
    if isinstance(made, Refusal):
        return _shown(request, filed, made)
    return attachment(io.BytesIO(made), exports.file_name(filed.title, kind), MEDIA[kind])


def file_of(filed: Filed, kind: str, address: str) -> bytes | Refusal:
    """Write the file; a paper that would be too long is refused in words, and Excel takes it."""
    if kind == "xlsx":
        return sheet.write(filed)
    try:
        made = form.paper(filed, address)
        return word.write(made) if kind == "docx" else pdf.write(made)
    except PaperError as error:
        return Refusal(error.code, {name: str(value)[:80] for name, value in error.values.items()})


@requires(reach.TEMPLATES)
@require_safe
def breakdown_own(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give the breakdown in a template of the reader's own office, or the templates to choose from."""
    actor, today = actor_of(request), clock.today()
    filed = filed_or_404(request, identifier)
    fitting = offering.current(actor, TARGET, today)
    wanted = request.GET.get("template", "")
    if not wanted:
        return _choose(request, filed, fitting)
    template = next((each for each in fitting if str(each.pk) == wanted), None)
    if template is None:
        raise Http404
    try:
        data = offering.fill(template, table.filling(filed, template.office.name, today))
    except kept.MissingFileError:
        raise Http404 from None
    return attachment(io.BytesIO(data), exports.file_name(filed.title, template.media))


def _choose(request: HttpRequest, filed: Filed, fitting: list[offering.OfficeTemplate]) -> HttpResponse:
    given, rows = request.GET.copy(), []
    for each in fitting:
        given["template"] = str(each.pk)
        rows.append((each, f"{request.path}?{given.urlencode()}"))
    document = filed.document
    return page(
        request,
        "papers/choose.html",
        {"rows": rows},
        title=_("Into our own template"),
        facts=[filed.title],
        crumbs=[documents_crumb(), document_crumb(document)],
        actions=[
            Action(
                label=_("Upload a template"),
                url=f"{reverse('papers:template-new')}?target={TARGET}",
                primary=not rows,
            )
        ],
    )


@public
@require_safe
def document_json(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give the document with all findings as JSON."""
    return _machine(request, identifier, "json")


@public
@require_safe
def document_akn(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give the document as Akoma Ntoso."""
    return _machine(request, identifier, "xml")


def _machine(request: HttpRequest, identifier: UUID, kind: str) -> HttpResponseBase:
    document = found_or_404(identifier)
    address = request.build_absolute_uri(reverse("policy:document", args=[document.pk]))
    try:
        data = machine.written(document, address) if kind == "json" else machine.as_akn(document, address)
    except kept.MissingFileError:
        raise Http404 from None
    media = "application/json" if kind == "json" else akn.MEDIA_TYPE
    return attachment(io.BytesIO(data), exports.file_name(document.title, kind), media)
