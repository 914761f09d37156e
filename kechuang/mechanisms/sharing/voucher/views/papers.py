"""Papers of a case: what was handed in, the claim form and the batch list for print, the payment file."""

import io
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.kernel.money import in_capitals
from kechuang.mechanisms.sharing.voucher import files, overview, queries, showing, words
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.mechanisms.sharing.voucher.rules.batch import HEADINGS
from kechuang.mechanisms.sharing.voucher.views.acting import found_case
from kechuang.policy import kept
from kechuang.web import clock, disclosing, excel
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, requires

DIGESTS = {"report": "report_sha256", "payment": "payment_sha256", "contract": "contract_sha256"}
EXPORTABLE = ("CHECKED", "EXPORTED")


def _parties_or_404(case: Case, request: HttpRequest) -> None:
    """Papers are for the parties and the authority."""
    if "parties" not in standing.readable_groups(case, actor_of(request), clock.today()):
        raise Http404


def _case_crumb(case: Case) -> Crumb:
    return Crumb(case.number, reverse("casework:case", args=[case.pk]))


@requires("voucher:read")
@require_safe
def file(request: HttpRequest, identifier: UUID, paper: str) -> HttpResponseBase:
    """A paper of an order, byte for byte, as an attachment."""
    case = found_case(moves.ORDER.kind, identifier, actor_of(request))
    _parties_or_404(case, request)
    digest = getattr(case.voucher_order, DIGESTS[paper]) if paper in DIGESTS else ""
    if not digest:
        raise Http404
    try:
        data = kept.read(digest)
    except kept.MissingFileError:
        raise Http404 from None
    standing.disclose(request, case, actor_of(request), clock.today(), way=disclosing.FILE)
    name = f"{case.number}-{paper}.{files.extension(data)}"
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type="application/octet-stream")


@requires("voucher:read")
@require_safe
def claim_form(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The claim form for print, with everything that the platform knows filled in."""
    case = found_case(moves.ORDER.kind, identifier, actor_of(request))
    _parties_or_404(case, request)
    row = queries.order(case.pk)
    context = {
        "row": row,
        "facts": showing.order_facts(row),
        "papers": showing.papers(row),
        "capitals": in_capitals(row.amount_yuan),
        "rows": showing.lines(overview.claim_lines(row, clock.today())),
    }
    return page(
        request,
        "sharing/voucher/claim_form.html",
        context,
        title=_("Claim form for an innovation voucher"),
        facts=[case.number, words.state_of(case).word],
        crumbs=[_case_crumb(case)],
    )


def _batch(request: HttpRequest, identifier: UUID) -> Case:
    return found_case(moves.BATCH.kind, identifier, actor_of(request))


@requires("batch:prepare")
@require_safe
def batch_list(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The lines of a batch for print, with room for signatures."""
    case = _batch(request, identifier)
    rows = overview.lines_of(case.pk)
    total = sum((row.amount_yuan for row in rows), start=0)
    context = {"case": case, "rows": rows, "total": total, "capitals": in_capitals(total) if rows else ""}
    return page(
        request,
        "sharing/voucher/batch_list.html",
        context,
        title=_("Payment list %(number)s") % {"number": case.number},
        facts=[words.place(case.authority), words.state_of(case).word],
        crumbs=[_case_crumb(case)],
        actions=[Action(label=_("Back to the case"), url=reverse("casework:case", args=[case.pk]))],
    )


@requires("batch:prepare")
@require_safe
def payment_file(request: HttpRequest, identifier: UUID, ending: str) -> HttpResponseBase:
    """The file for the bank: CSV, whose digest is kept, or the same lines as Excel."""
    case = _batch(request, identifier)
    if case.state not in EXPORTABLE:
        raise Http404
    made = queries.payment_file(case.pk)
    if ending == "xlsx":
        about = [(_("Batch"), case.number), (_("Total (yuan)"), f"{made.total_yuan:f}"), ("SHA-256 (CSV)", made.sha256)]
        book = excel.workbook(case.number, list(HEADINGS), made.lines, about)
        return FileResponse(book, as_attachment=True, filename=f"{case.number}.xlsx", content_type=excel.CONTENT_TYPE)
    return FileResponse(
        io.BytesIO(made.content), as_attachment=True, filename=made.name, content_type="text/csv; charset=utf-8"
    )
