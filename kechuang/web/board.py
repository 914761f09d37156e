"""A board: cards in columns, one column for each state that a move leads to.

A card moves by its menu, by keyboard and by drag, and every way ends on the page of the move: nothing happens by a slip
of the hand. The board stands on a ``List``: same filters, same address, same rows; it is a view of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from kechuang.web.listing import Listing
from kechuang.web.page import page
from kechuang.web.parts import Figure, State
from kechuang.web.slots import Words
from kechuang.web.tables import Column, List

SIZE = 20


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of the board: the value in the database, its state as shown, and the list of all its rows."""

    code: str
    state: State
    url: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """One way for a card: the lanes to which it may lead, the move's words, the page that takes it."""

    lanes: tuple[str, ...]
    label: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board over a list.

    ``lane_of`` is the column of the database that holds the lane's code; ``lanes`` gives the lanes for the filters in
    use; ``ways`` the moves open to the reader for all shown cards at once, by primary key. ``shown`` names the list's
    columns on a card, the first of them the card's link.
    """

    declared: List
    lane_of: str
    lanes: Callable[[HttpRequest, Mapping[str, str]], Sequence[Lane]]
    ways: Callable[[HttpRequest, Sequence[Any]], Mapping[Any, Sequence[Go]]]
    shown: Sequence[str]
    size: int = SIZE

    def columns(self) -> list[Column]:
        """Give the columns on a card. Raises KeyError for a name that the list does not have."""
        known = {column.name: column for column in self.declared.columns}
        return [known[name] for name in self.shown]


@dataclass(frozen=True, slots=True)
class Card:
    """One row as a card."""

    id: str
    url: str
    title: SafeString
    cells: Sequence[tuple[Column, SafeString]]
    ways: Sequence[Go]

    @property
    def goes_to(self) -> str:
        """The lanes to which the card may go, for the script."""
        return " ".join(dict.fromkeys(lane for way in self.ways for lane in way.lanes))


@dataclass(slots=True)
class ShownLane:
    """A lane with its cards; ``more`` where the list holds further ones."""

    lane: Lane
    cards: list[Card] = field(default_factory=list)
    more: bool = False


def laid_out(board: Board, request: HttpRequest, listing: Listing) -> list[ShownLane]:
    """Give the lanes with their cards: one query for each lane, one call for all moves."""
    found: list[tuple[ShownLane, list[Any]]] = []
    for lane in board.lanes(request, listing.values):
        narrowed = listing.narrowed.filter(**{board.lane_of: lane.code})
        rows = list(board.declared.ordered(narrowed, listing.sort)[: board.size + 1])
        found.append((ShownLane(lane, more=len(rows) > board.size), rows[: board.size]))
    ways = board.ways(request, [row for _lane, rows in found for row in rows])
    title, *others = board.columns()
    for shown, rows in found:
        for row in rows:
            url = board.declared.row_url(row) if board.declared.row_url else ""
            cells = [(column, column.cell(row)) for column in others if column.of(row) not in {None, ""}]
            shown.cards.append(Card(str(row.pk), url, title.cell(row), cells, list(ways.get(row.pk, ()))))
    return [shown for shown, _rows in found]


def board_page(
    board: Board,
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    figures: Sequence[Figure] = (),
    context: Mapping[str, Any] | None = None,
    **words: Any,  # noqa: ANN401 - handed to page()
) -> HttpResponse:
    """Answer a request for a board over rows that are already scoped to the reader."""
    listing = Listing(board.declared, request, rows, figures, title=str(words["title"]))
    shown = {**(context or {}), "list": listing, "lanes": [] if listing.fault else laid_out(board, request, listing)}
    return page(request, "web/board.html", shown, failed=bool(listing.fault), status=listing.status, **words)
