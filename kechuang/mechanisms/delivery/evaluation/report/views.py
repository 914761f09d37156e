"""The report as a page, and whether it can be made again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing
from kechuang.casework.files import bytes as kept
from kechuang.mechanisms.delivery.evaluation import queries
from kechuang.mechanisms.delivery.evaluation.models import IssuedReport
from kechuang.mechanisms.delivery.evaluation.public_views import files, may_open
from kechuang.mechanisms.delivery.evaluation.report import compose, issue, showing
from kechuang.mechanisms.delivery.evaluation.report.inputs import Inputs
from kechuang.mechanisms.delivery.evaluation.rules.moves import READ
from kechuang.web import clock
from kechuang.web.charts.chart import download
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, public, requires

MOST_DIFFERENCES = 200


def _report(identifier: UUID, edition: int) -> IssuedReport:
    rows = IssuedReport.objects.select_related("evaluation__case__office", "evaluation__document")
    found = rows.filter(evaluation=identifier, edition=edition).first()
    if found is None:
        raise Http404
    return found


def _inputs(row: IssuedReport) -> Inputs:
    try:
        return issue.read(row)
    except kept.MissingFileError:
        raise Http404 from None


def _crumbs(request: HttpRequest, row: IssuedReport) -> list[Crumb]:
    case = row.evaluation.case
    if standing.may_read(case, actor_of(request), clock.today()):
        return [Crumb(case.title, queries.evaluation_url(case.pk))]
    found = [Crumb(_("Published evaluations"), reverse("delivery_evaluation:published"))]
    return [*found, Crumb(case.title, queries.public_url(case.pk))] if row.evaluation.published_on else found


@public
@require_safe
def report(request: HttpRequest, identifier: UUID, edition: int) -> HttpResponseBase:
    """Show a report: final ones to everybody, drafts to who takes part, and to everybody while all may comment."""
    row = _report(identifier, edition)
    if not may_open(request, row):
        raise Http404
    inputs = _inputs(row)
    asked = request.GET.get("figures", "")
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    made = compose.compose(inputs)
    sections, pages = showing.shown(made, inputs, at)
    found = download(request, showing.charts(sections))
    if found is not None:
        return found
    readable = standing.may_read(row.evaluation.case, actor_of(request), clock.today())
    check = reverse("delivery_evaluation:report-check", args=[identifier, edition])
    return page(
        request,
        "delivery_evaluation/report.html",
        {
            "row": row,
            "inputs": inputs,
            "sections": sections,
            "files": files(row),
            "pages": range(1, pages + 1) if pages > 1 else (),
            "at": min(max(at, 1), pages),
            "lang": showing.LANGUAGE,
        },
        title=made.title,
        facts=[row.evaluation.case.number, inputs.host],
        crumbs=_crumbs(request, row),
        actions=[Action(label=_("Make it again and compare"), url=check)] if readable else [],
    )


@requires(READ)
@require_safe
def check(request: HttpRequest, identifier: UUID, edition: int) -> HttpResponse:
    """Make a report again from its kept inputs, gather the inputs again, and say what differs."""
    row = _report(identifier, edition)
    if not standing.may_read(row.evaluation.case, actor_of(request), clock.today()):
        raise Http404
    inputs = _inputs(row)
    again, differences = issue.again(row), issue.recomputed(row)
    return page(
        request,
        "delivery_evaluation/report_check.html",
        {
            "row": row,
            "inputs": inputs,
            "again": again,
            "differences": differences[:MOST_DIFFERENCES],
            "more": max(len(differences) - MOST_DIFFERENCES, 0),
            "files": files(row),
        },
        title=_("The report made again"),
        facts=[row.evaluation.case.number, compose.title_of(inputs)],
        crumbs=[
            *_crumbs(request, row),
            Crumb(compose.title_of(inputs), reverse("delivery_evaluation:report", args=[identifier, edition])),
        ],
    )
