"""Notices in the unit, lines of leaders for everybody, and the announcement of achievements that lay idle."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.reward import lists, queries, showing, wording
from kechuang.mechanisms.market.reward.rules.lawful import cite
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law, Subject
from kechuang.web import clock
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, public

USUAL_PLACE = "330000"


@public
@require_safe
def notices(request: HttpRequest) -> HttpResponseBase:
    """Notices of the reader's own unit, and those with a leader, which are published openly."""
    facts = [_("What a unit publishes among its people. Lines of leaders are open to everybody.")]
    title = _("Notices of distributions")
    return list_page(lists.NOTICES, request, lists.notices(request), title=title, crumbs=[], facts=facts)


def _objecting(case: Case) -> list[Action]:
    if case.state != "NOTICE_RUNNING":
        return []
    return [publishing.objecting(case, _("Object to this notice"))]


@public
@require_safe
def notice(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One notice: whole with masked ids for the unit's people, the lines of leaders for everybody else."""
    actor, today = actor_of(request), clock.today()
    row = get_object_or_404(queries.noticed(actor, today), pk=identifier)
    inside = row.case.holder_id in queries.bodies_of(actor, today)
    lines = [each for each in queries.lines(row.pk) if inside or each.leader]
    context = {
        "facts": showing.sheet_facts(row) if inside else showing.sheet_facts(row)[:2],
        "people": showing.person_rows(lines, row.amount_unit),
        "inside": inside,
        "state": words.state_of(row.case),
        **(showing.sheet_context(row) if inside else {}),
    }
    return page(
        request,
        "market_reward/notice.html",
        context,
        title=row.case.title,
        facts=[row.case.number],
        crumbs=[Crumb(_("Notices of distributions"), reverse("market_reward:notices"))],
        actions=_objecting(row.case),
    )


@public
@require_safe
def empowerment_notice(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One notice of an empowerment, for the unit's people."""
    row = get_object_or_404(queries.empowerments_noticed(actor_of(request), clock.today()), pk=identifier)
    context = {
        "facts": showing.right_facts(row),
        "completers": showing.completer_rows(row),
        "inside": True,
        "state": words.state_of(row.case),
    }
    return page(
        request,
        "market_reward/notice.html",
        context,
        title=row.case.title,
        facts=[row.case.number],
        crumbs=[],
        actions=_objecting(row.case),
    )


@public
@require_safe
def dormant(request: HttpRequest) -> HttpResponseBase:
    """The one-year rule announced: which achievements their completers may now bring into use themselves."""
    today = clock.today()
    law = Law(rulebook.current())
    answer = law.ask("transfer.idle_years", place=USUAL_PLACE, on=today, subject=Subject("gov_research_unit"))
    said = wording.clause(cite(answer), USUAL_PLACE, today)
    facts = [
        _("Without an agreement and longer idle than the rule allows, completers may act and keep what it brings.")
    ]
    if said is not None:
        facts.append(f"{said.title}: {said.value} · {said.cite}")
    title = _("Achievements whose completers may act themselves")
    return list_page(lists.DORMANT, request, lists.dormant(request), title=title, crumbs=[], facts=facts)
