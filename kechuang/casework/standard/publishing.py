"""What a mechanism shows to everybody: how many rows stand in each state, one row, and what a reader may do with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import standing, words
from kechuang.casework.models import Case
from kechuang.web import clock, divisions
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of


def figures(rows: QuerySet[Any], kind: str, codes: Sequence[str]) -> list[Figure]:
    """Give how many of the rows beside cases of a kind stand in each state, each opening its rows (one query)."""
    found = dict(rows.order_by().values_list("case__state").annotate(Count("pk")))
    return [
        Figure(label=words.state(kind, code).word, value=found.get(code, 0), filters={"state": code}) for code in codes
    ]


def own(request: HttpRequest, case: Case) -> list[Action]:
    """Give the button to the case itself, for a reader who takes part in it."""
    actor = actor_of(request)
    if actor.person is None or not standing.may_read(case, actor, clock.today()):
        return []
    return [Action(label=_("Open the case"), url=reverse("casework:case", args=[case.pk]))]


def objecting(case: Case, label: str) -> Action:
    """Give the button under which anybody objects to what was published."""
    return Action(label=label, url=reverse("standard:objection", args=[case.pk]), primary=True)


def one(
    request: HttpRequest,
    case: Case,
    template: str,
    context: Mapping[str, Any],
    *,
    crumbs: Sequence[Crumb],
    actions: Sequence[Action],
    number: str = "",
) -> HttpResponse:
    """Show one row under the title of its case, with its number (left out: the case's), its place, its state."""
    return page(
        request,
        template,
        {"state": words.state_of(case), **context},
        title=case.title,
        facts=[number or case.number, divisions.name(case.place)],
        crumbs=crumbs,
        actions=actions,
    )
