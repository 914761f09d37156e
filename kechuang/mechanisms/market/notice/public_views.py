"""The notices of agreed prices that everybody reads without signing in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.mechanisms.market.notice import lists, queries, showing
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.web import clock, divisions
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of, public


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All notices of agreed prices."""
    rows = queries.public()
    figures = [
        Figure(
            label=words.state("market.notice", code).word,
            value=rows.filter(case__state=code).count(),
            filters={"state": code},
        )
        for code in ("NOTICE_RUNNING", "NOTICE_PASSED", "SIGNED")
    ]
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
    row = queries.public().filter(pk=identifier).first()
    if row is None:
        raise Http404
    return row


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One notice: what is sold, to whom, at which price, who is related, from when to when, how to object."""
    row = notice_or_404(identifier)
    actor, today, buttons = actor_of(request), clock.today(), []
    if actor.person and standing.may_read(row.case, actor, today):
        buttons.append(Action(label=_("Open the case"), url=reverse("casework:case", args=[row.pk])))
    running = row.case.state == "NOTICE_RUNNING" and row.end is not None and today <= row.end
    if running or row.case.hold:
        url = reverse("standard:objection", args=[row.pk])
        buttons.append(Action(label=_("Object to this notice"), url=url, primary=True))
    context = {
        **showing.public_context(row),
        "row": row,
        "state": words.state_of(row.case),
        "running": running,
        "snapshots": showing.snapshot_rows(row),
    }
    return page(
        request,
        "market_notice/published.html",
        context,
        title=row.case.title,
        facts=[row.case.number, divisions.name(row.case.place)],
        crumbs=[Crumb(_("Notices of agreed prices"), reverse("market_notice:published"))],
        actions=buttons,
    )
