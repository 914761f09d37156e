"""The notices of agreed prices that everybody reads without signing in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.notice import lists, queries, showing
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.web import clock
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import public


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All notices of agreed prices."""
    rows = queries.public()
    figures = publishing.figures(rows, "market.notice", ("NOTICE_RUNNING", "NOTICE_PASSED", "SIGNED"))
    facts = [_("Prices that units agreed on for their achievements. Anybody may object while a notice runs.")]
    return list_page(
        lists.PUBLISHED,
        request,
        lists.published(request),
        figures=figures,
        title=_("Notices of agreed prices"),
        crumbs=[],
        facts=facts,
    )


def notice_or_404(identifier: UUID) -> PriceNotice:
    """Give a notice that everybody may read. Raises Http404."""
    return get_object_or_404(queries.public(), pk=identifier)


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One notice: what is sold, to whom, at which price, who is related, from when to when, how to object."""
    row = notice_or_404(identifier)
    buttons = publishing.own(request, row.case)
    running = row.case.state == "NOTICE_RUNNING" and row.end is not None and clock.today() <= row.end
    if running or row.case.hold:
        buttons.append(publishing.objecting(row.case, _("Object to this notice")))
    context = {
        **showing.public_context(row),
        "row": row,
        "running": running,
        "snapshots": showing.snapshot_rows(row),
    }
    crumbs = [Crumb(_("Notices of agreed prices"), reverse("market_notice:published"))]
    return publishing.one(request, row.case, "market_notice/published.html", context, crumbs=crumbs, actions=buttons)
