"""The evaluations that holders agreed to have published, for everybody without signing in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.mechanisms.market.appraisal import lists, queries, showing
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.web import clock, divisions
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of, public


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All published evaluations."""
    rows = queries.public()
    figures = [
        Figure(
            label=words.state("market.appraisal", code).word,
            value=rows.filter(case__state=code).count(),
            filters={"state": code},
        )
        for code in ("PUBLISHED", "CHALLENGED", "FINAL")
    ]
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
    row = queries.public().filter(pk=identifier).first()
    if row is None:
        raise Http404
    return row


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One published evaluation: the parts that the holder agreed to, and how to challenge it."""
    row = appraisal_or_404(identifier)
    actor, today, buttons = actor_of(request), clock.today(), []
    if actor.person and standing.may_read(row.case, actor, today):
        buttons.append(Action(label=_("Open the case"), url=reverse("casework:case", args=[row.pk])))
    open_now = row.case.state == "PUBLISHED" and (row.challenge_until is None or today <= row.challenge_until)
    if open_now:
        url = reverse("standard:objection", args=[row.pk])
        buttons.append(Action(label=_("Challenge this report"), url=url, primary=True))
    return page(
        request,
        "market_appraisal/published.html",
        {**showing.public_context(row), "open_now": open_now},
        title=row.case.title,
        facts=[row.case.number, divisions.name(row.case.place)],
        crumbs=[Crumb(_("Published evaluations of achievements"), reverse("market_appraisal:published"))],
        actions=buttons,
    )
