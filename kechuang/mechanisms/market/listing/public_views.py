"""The listings that everybody reads without signing in: what is offered, and what came of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.listing import lists, queries, showing
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.web import clock
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import public


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All listings."""
    rows = queries.public()
    figures = publishing.figures(rows, "market.listing", ("LISTED", "RESULT_NOTICE", "CLOSED"))
    return list_page(
        lists.PUBLISHED,
        request,
        lists.published(request),
        figures=figures,
        title=_("Achievements listed for sale"),
        crumbs=[],
        facts=[_("What is offered at a base price. Whoever wants to buy registers while a listing runs.")],
    )


def listing_or_404(identifier: UUID) -> Listing:
    """Give a listing that everybody may read. Raises Http404."""
    return get_object_or_404(queries.public(), pk=identifier)


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One listing: what is offered, until when, how to register; later the result, and after closing the buyer."""
    row = listing_or_404(identifier)
    today, buttons = clock.today(), publishing.own(request, row.case)
    running = row.case.state in {"LISTED", "EXTENDED"} and row.end is not None and today <= row.end
    begun = running and row.start is not None and row.start <= today
    if begun:
        url = reverse("market_listing:register", args=[row.pk])
        buttons.append(Action(label=_("Register interest"), url=url, primary=True))
    if row.case.state == "RESULT_NOTICE":
        buttons.append(publishing.objecting(row.case, _("Object to this result")))
    return publishing.one(
        request,
        row.case,
        "market_listing/published.html",
        {**showing.public_context(row), "row": row, "running": running, "begun": begun},
        crumbs=[Crumb(_("Achievements listed for sale"), reverse("market_listing:published"))],
        actions=buttons,
    )
