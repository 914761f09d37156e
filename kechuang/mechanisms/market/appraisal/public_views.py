"""The evaluations that holders agreed to have published, for everybody without signing in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.appraisal import lists, queries, showing
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.web import clock
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import public


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All published evaluations."""
    rows = queries.public()
    figures = publishing.figures(rows, "market.appraisal", ("PUBLISHED", "CHALLENGED", "FINAL"))
    return list_page(
        lists.PUBLISHED,
        request,
        lists.published(request),
        figures=figures,
        title=_("Published evaluations of achievements"),
        crumbs=[],
        facts=[_("Reports of third parties, as far as the holder agreed. Anybody may challenge one within its time.")],
    )


def appraisal_or_404(identifier: UUID) -> Appraisal:
    """Give an evaluation that everybody may read. Raises Http404."""
    return get_object_or_404(queries.public(), pk=identifier)


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One published evaluation: the parts that the holder agreed to, and how to challenge it."""
    row = appraisal_or_404(identifier)
    today, buttons = clock.today(), publishing.own(request, row.case)
    open_now = row.case.state == "PUBLISHED" and (row.challenge_until is None or today <= row.challenge_until)
    if open_now:
        buttons.append(publishing.objecting(row.case, _("Challenge this report")))
    return publishing.one(
        request,
        row.case,
        "market_appraisal/published.html",
        {**showing.public_context(row), "open_now": open_now},
        crumbs=[Crumb(_("Published evaluations of achievements"), reverse("market_appraisal:published"))],
        actions=buttons,
    )
