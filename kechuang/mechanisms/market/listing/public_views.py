"""The listings that everybody reads without signing in: what is offered, and what came of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.mechanisms.market.listing import lists, queries, showing
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.web import clock, divisions
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of, public


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All listings."""
    rows = queries.public()
    figures = [
        Figure(
            label=words.state("market.listing", code).word,
            value=rows.filter(case__state=code).count(),
            filters={"state": code},
        )
        for code in ("LISTED", "RESULT_NOTICE", "CLOSED")
    ]
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
    row = queries.public().filter(pk=identifier).first()
    if row is None:
        raise Http404
    return row


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One listing: what is offered, until when, how to register; later the result, and after closing the buyer."""
    row = listing_or_404(identifier)
    actor, today, buttons = actor_of(request), clock.today(), []
    if actor.person and standing.may_read(row.case, actor, today):
        buttons.append(Action(label=_("Open the case"), url=reverse("casework:case", args=[row.pk])))
    running = row.case.state in {"LISTED", "EXTENDED"} and row.end is not None and today <= row.end
    begun = running and row.start is not None and row.start <= today
    if begun:
        url = reverse("market_listing:register", args=[row.pk])
        buttons.append(Action(label=_("Register interest"), url=url, primary=True))
    if row.case.state == "RESULT_NOTICE":
        url = reverse("standard:objection", args=[row.pk])
        buttons.append(Action(label=_("Object to this result"), url=url, primary=True))
    return page(
        request,
        "market_listing/published.html",
        {
            **showing.public_context(row),
            "row": row,
            "state": words.state_of(row.case),
            "running": running,
            "begun": begun,
        },
        title=row.case.title,
        facts=[row.case.number, divisions.name(row.case.place)],
        crumbs=[Crumb(_("Achievements listed for sale"), reverse("market_listing:published"))],
        actions=buttons,
    )
