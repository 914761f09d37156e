"""What other packages tell on a leader's first page. A package registers from its wiring; the page asks all in order.

Every figure says where its list is, and that list has as many rows as the figure says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.web.parts import State
from kechuang.web.permissions import Actor
from kechuang.web.slots import PUBLIC, Words

ALERTS, PROMISES, DISPATCH, BODIES, MINE = "alerts", "promises", "dispatch", "bodies", "mine"
PARTS: dict[str, Words] = {
    ALERTS: _("Alerts: what turned"),
    MINE: _("Waits for me"),
    DISPATCH: _("For the next dispatch"),
    PROMISES: _("Promises of our plans"),
    BODIES: _("What our bodies report"),
}
MOST = 4
"""How many rows of one line the page shows; the line's own list has all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks, at which place with everything below it, on which day, compared with which day."""

    request: HttpRequest
    actor: Actor
    place: str
    since: date
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing behind a figure: what it is, whose, why it stands here, and its page."""

    title: str
    url: str
    who: str = ""
    note: str = ""
    state: State | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure with its list and the first rows of it. ``before``: the same figure on the day compared with."""

    code: str
    label: Words
    value: int
    url: str
    tone: str = ""
    before: int | None = None
    rows: Sequence[Row] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row of a table of counts: a name with its page, and (count, address of the list) by head."""

    name: str
    url: str
    cells: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of counts. In the order of names: nobody is ranked."""

    caption: Words
    first: Words
    heads: Sequence[Words]
    rows: Sequence[GridRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a package tells: figures, perhaps a table, and ways on (words, address)."""

    lines: Sequence[Line] = ()
    grid: Grid | None = None
    links: Sequence[tuple[Words, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One teller: the part of the page, who may hear it, and what it tells in a fixed number of queries."""

    name: str
    part: str
    tell: Callable[[Asked], Told]
    permission: str = PUBLIC
    order: int = 100


_BRIEFS: dict[str, Brief] = {}


def register(brief: Brief) -> None:
    """Add a teller; the same name registered again replaces the first. Raises ValueError for an unknown part."""
    if brief.part not in PARTS:
        raise ValueError(f"the leader's page has no part “{brief.part}”")
    _BRIEFS[brief.name] = brief


def briefs() -> list[Brief]:
    """Give all tellers in order."""
    return sorted(_BRIEFS.values(), key=lambda brief: (brief.order, brief.name))
