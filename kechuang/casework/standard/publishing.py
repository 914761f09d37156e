"""What a mechanism shows to everybody: how many rows stand in each state, one row, and what a reader may do with it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from kechuang.casework import standing, words
from kechuang.casework.models import Case
from kechuang.casework.moves import Moves
from kechuang.web import clock, divisions
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of
from kechuang.web.slots import Hit
from kechuang.web.tables import Column

STATE = Column(name="state", label=_lazy("State"), value=lambda row: words.state_of(row.case), kind="state")


def figures(rows: QuerySet[Any], kind: str, codes: Sequence[str]) -> list[Figure]:
    """Give how many of the rows beside cases of a kind stand in each state, each opening its rows (one query)."""
    found = dict(rows.order_by().values_list("case__state").annotate(Count("pk")))
    return [
        Figure(label=words.state(kind, code).word, value=found.get(code, 0), filters={"state": code}) for code in codes
    ]


def states(moves: Moves, shown: Collection[str]) -> list[tuple[str, Any]]:
    """Offer the states in which something is published, in the order of the table of moves."""
    return [(code, words.state(moves.kind, code).word) for code in moves.states if code in shown]


def places(rows: QuerySet[Any], column: str = "case__place") -> list[tuple[str, str]]:
    """Offer the places of rows with the cities and provinces above them, by their codes (one query, and the names).

    A city under the State has no division of its own between province and district: its code names nothing.
    """
    codes = set(rows.order_by().values_list(column, flat=True).distinct())
    codes |= {f"{code[:4]}00" for code in codes} | {f"{code[:2]}0000" for code in codes}
    return [(code, name) for code in sorted(codes) if (name := divisions.name(code)) != code]


def hits(
    rows: QuerySet[Any],
    typed: str,
    limit: int,
    *,
    kind: str,
    url: Callable[[UUID], str],
    note: Callable[[Any], str] = lambda row: row.case.number,
    column: str = "case__number",
    order: str = "-pk",
) -> list[Hit]:
    """Find rows beside cases by the beginning of their number or by words of the title (one query)."""
    wanted = typed.strip()
    if not wanted:
        return []
    numbered = Q(**{f"{column}__startswith": wanted}) | Q(**{f"{column}__startswith": wanted.upper()})
    found = rows.filter(numbered | Q(case__title__icontains=wanted)).order_by(order)
    return [Hit(title=row.case.title, kind=kind, url=url(row.pk), note=note(row)) for row in found[:limit]]


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
