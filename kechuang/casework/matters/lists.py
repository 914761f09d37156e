"""The list of plain matters."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework import queries, words
from kechuang.casework.matters import kinds
from kechuang.casework.matters.moves import ALL
from kechuang.web import clock
from kechuang.web.filters import Begins, Choice, Days
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> Any:  # noqa: ANN401 - a queryset of cases
    """Give the matters that the reader may see."""
    found = queries.cases(actor_of(request), clock.today(), [moves.kind for moves in ALL])
    return found.select_related("matter", "holder", "counterpart", "office")


def states(_request: HttpRequest) -> list[tuple[str, Any]]:
    """Give the states of both kinds, each once."""
    found: dict[str, Any] = {}
    for moves in ALL:
        found |= {state: words.state(moves.kind, state).word for state in moves.states if state not in found}
    return list(found.items())


def sort_options(_request: HttpRequest) -> list[tuple[str, str]]:
    """Give the kinds of matters."""
    return [(each.code, each.word) for each in kinds.sorts().values()]


SORT = Column(name="sort", label=_("Kind of matter"), value=lambda row: kinds.word(row.matter.sort))
OFFICE = Column(name="office", label=_("Office"), value="office__name", phone=False)

MATTERS = List(
    key="matters",
    caption=_("Matters"),
    columns=[shared.NUMBER, SORT, shared.TITLE, shared.HOLDER, shared.STATE, OFFICE, shared.DUE, shared.OPENED],
    filters=[
        Begins("q", _("Number begins with")),
        Choice("about", _("Kind of matter"), sort_options, column="matter__sort"),
        Choice("state", _("State"), states),
        Days("opened_on", _("Opened"), "opened_on"),
    ],
    order="due_on",
    empty=Empty(
        sentence=_("No matter yet. Matters appear as soon as a body submits one or an office takes one in."),
        action=Action(label=_("Bring a matter"), url="/matters/new/"),
    ),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    bulk=shared.bulk("?list=matters"),
)
