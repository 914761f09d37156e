"""How a reader looks at a list: which columns in which order, how dense, and the views kept under a name.

Everything stands in the address (``columns``, ``density``, filters, order), so that a link shows the same to others.
Besides, a signed-in person's settings are remembered for each list, and views are kept by name: for oneself, or shared
with a body by their keeper. One query for a signed-in reader, none for others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from kechuang.web import clock
from kechuang.web.models import ListView
from kechuang.web.permissions import Actor, actor_of
from kechuang.web.tables import PAGING, Column, List, address

ORDINAL = "ordinal"
DENSITIES = ("normal", "tight")
ALL = "all"
LOOK = ("columns", "density")
NEVER_KEPT = frozenset({*PAGING, "row", "export", "view", "chart"})


@dataclass(frozen=True, slots=True)
class Look:
    """A list as one reader sees it."""

    columns: tuple[Column, ...]
    ordinal: bool
    density: str
    named: tuple[ListView, ...] = ()
    own: ListView | None = None

    @property
    def opens(self) -> ListView | None:
        """The view that the list opens with, where its reader chose one that still stands."""
        wanted = self.own.opens_id if self.own else None
        return next((view for view in self.named if view.pk == wanted), None)


def bodies_of(actor: Actor) -> set[UUID]:
    """Give the bodies for which somebody holds a duty today."""
    today = clock.today()
    return {held.body for held in actor.grants if held.in_force(today)}


def readable(actor: Actor) -> Q:
    """Give the filter for the views that somebody may use: own ones and those shared with a body of theirs."""
    return Q(keeper=actor.person) | (Q(body__in=bodies_of(actor)) & ~Q(name=""))


def look_at(request: HttpRequest, declared: List) -> Look:
    """Read how this reader looks at a list: the address first, then what is remembered, then the list's own way."""
    actor = actor_of(request)
    rows: list[ListView] = []
    if actor.person is not None:
        found = ListView.objects.filter(readable(actor), list_key=declared.key).select_related("body")
        rows = list(found.order_by("name", "pk"))
    own = next((row for row in rows if not row.name and row.keeper_id == actor.person), None)
    named = tuple(row for row in rows if row.name and row.path == request.path)
    asked = request.GET.get("columns", "")
    names = asked.split(",") if asked else (own.columns if own else [])
    density = request.GET.get("density") or (own.density if own else "")
    columns, ordinal = arranged(declared, names)
    return Look(columns, ordinal, density if density in DENSITIES else "", named, own)


def arranged(declared: List, names: Iterable[str]) -> tuple[tuple[Column, ...], bool]:
    """Give columns in an order; without a known one the list's own. The column of the row's link always stays."""
    known = {column.name: column for column in declared.columns}
    wanted = list(dict.fromkeys(name for name in names if name in known or name == ORDINAL))
    columns = [known[name] for name in wanted if name != ORDINAL]
    if not columns:
        return tuple(column for column in declared.columns if column.shown or column.link), declared.numbered
    missing = [column for column in declared.columns if column.link and column not in columns]
    return (*missing, *columns), ORDINAL in wanted


def kept_query(query: str) -> str:
    """Give what a view keeps of an address's query: filters, order, columns, density; no page, row or file."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in NEVER_KEPT and value.strip()]
    return urlencode(pairs)[:2000]


def opened(view: ListView) -> str:
    """Give the address of a view."""
    return address(view.path, {}, **dict(parse_qsl(view.query)), view=view.pk.hex)


def same(view: ListView, values: Mapping[str, str], more: Mapping[str, str]) -> bool:
    """Whether a view shows what is shown now."""
    return dict(parse_qsl(view.query)) == {name: value for name, value in {**values, **more}.items() if value}


def settings_of(person: UUID, list_key: str) -> ListView:
    """Give the row that remembers a person's settings of a list, made where there is none."""
    return ListView.objects.get_or_create(keeper_id=person, list_key=list_key, name="")[0]


def snapshot(view: ListView) -> dict[str, Any]:
    """Give a view as plain JSON, so that it can be made again."""
    names = ("list_key", "path", "title", "name", "query", "columns", "density")
    return {**{name: getattr(view, name) for name in names}, "body": view.body_id.hex if view.body_id else ""}
