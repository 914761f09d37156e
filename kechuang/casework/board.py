"""The inbox as a board: the cases of one kind in columns by state, each with the moves that are open to its reader."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.casework.lists import CASES
from kechuang.casework.models import Case
from kechuang.casework.moves import SYSTEM
from kechuang.casework.registry import CASE_KINDS
from kechuang.casework.views import BOXES, inbox_rows
from kechuang.web import clock
from kechuang.web.board import Board, Go, Lane, board_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import actor_of, signed_in
from kechuang.web.tables import address


def lanes(request: HttpRequest, values: Mapping[str, str]) -> list[Lane]:
    """Give the states of the kind in use, in the order of its table; final ones stand last and are the list's business.

    A state that nothing is ever brought to by hand (only the node moves cases there) keeps its column all the same: its
    cards would otherwise be lost from sight.
    """
    kind = CASE_KINDS.get(values.get("kind", ""))
    if kind is None:
        return []
    here = request.path.removesuffix("board/")
    states = sorted(kind.moves.states, key=lambda state: state in kind.moves.final)
    moved = {state for entry in kind.moves.table if entry.side != SYSTEM for state in entry.sources | entry.targets}
    shown = [state for state in states if state in moved or state not in kind.moves.final] or states
    return [
        Lane(state, words.state(kind.moves.kind, state), address(here, {"kind": kind.moves.kind})) for state in shown
    ]


def ways(request: HttpRequest, rows: Sequence[Case]) -> dict[UUID, list[Go]]:
    """Give the moves open to the reader, each with the state to which it leads."""
    actor = actor_of(request)
    found = standing.own_moves_of_many(rows, actor, clock.today())
    return {row.pk: [_way(row, entry) for entry in found[row.pk]] for row in rows}


def _way(row: Case, entry: standing.OpenMove) -> Go:
    label, url = words.move_word(row.kind, entry.move.code), reverse(entry.form, args=[row.pk])
    return Go(tuple(state for state in CASE_KINDS[row.kind].moves.states if state in entry.move.targets), label, url)


BOARD = Board(
    declared=CASES,
    lane_of="state",
    lanes=lanes,
    ways=ways,
    shown=("title", "number", "holder", "due_on", "amount"),
)


@signed_in
@require_safe
def board(request: HttpRequest, box: str) -> HttpResponse:
    """Show one box of the inbox as a board; without a kind, that of the first case that people move."""
    if box not in BOXES:
        raise Http404
    rows = inbox_rows(box, actor_of(request))
    if not request.GET.get("kind"):
        handled = [code for code, kind in CASE_KINDS.items() if kind.forms]
        rows_in_order = rows.filter(kind__in=handled).order_by("finished", "due_on", "pk")
        first = rows_in_order.values_list("kind", flat=True).first()
        if first:
            return redirect(address(request.path, {**request.GET.dict(), "kind": first}))
    facts: list[Any] = [words.kind_word(request.GET["kind"])] if request.GET.get("kind") in CASE_KINDS else []
    return board_page(
        BOARD,
        request,
        rows,
        title=_("Board"),
        facts=facts,
        crumbs=[Crumb(_("Inbox"), reverse("casework:inbox", args=[box]))],
        actions=[Action(label=_("As a list"), url=address(reverse("casework:inbox", args=[box]), request.GET.dict()))],
    )
