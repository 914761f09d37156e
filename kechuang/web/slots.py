"""Where pages gather from packages that do not know each other.

A package registers here when its app is ready (from ``AppConfig.ready``); pages read. The registries keep the order of
``order``, then of registration.

* menu entries: the side column;
* panels: blocks on another package's page, by the page's name (``case``, ``home`` …);
* palette sources: what the search page and the command palette find;
* links: the address of a thing that a lower layer only knows by name (a rule's page, a fact's page).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kechuang.web import clock
from kechuang.web.permissions import actor_of, may

type Words = str | Promise

# The five doors of the public front page: title, what is behind it, and the link kind that a package registers for it.
DOORS: tuple[tuple[Words, Words, str], ...] = (
    (_("Plans and promises"), _("What the documents promise, clause by clause, and how far it is."), "door.promises"),
    (_("Rules in force"), _("Which value holds where and since when, with its clause."), "door.rules"),
    (_("For firms"), _("What may my firm have, under which rule, and how to get it."), "door.firms"),
    (_("Public record"), _("Every public fact with its proof, checkable by anybody."), "door.record"),
    (_("Open data"), _("Everything on these pages as files and through the API."), "door.data"),
)

PUBLIC, SIGNED_IN = "public", "signed_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One line of the side column.

    ``permission`` is a permission, ``public`` or ``signed_in``; ``view`` is the name of a URL without arguments;
    ``count`` gives the grey number at the right (one cheap query, or None for no number); ``match`` lists further
    URL-name beginnings for which the entry counts as the current page; ``shown`` says whether a reader who holds the
    permission has something to do there at all (no query, for it is asked on every page). ``under`` is the view of
    another entry: this one then stands below that, and only while the reader is in that section, so that the column
    stays short enough to be read; who may not open the other finds it in its group. A public entry of a group that
    has a front page stands below the front without saying so.
    """

    group: str
    label: Words
    view: str
    permission: str
    order: int = 100
    count: Callable[[HttpRequest], int | None] | None = None
    match: tuple[str, ...] = ()
    shown: Callable[[HttpRequest], bool] | None = None
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A block that a package lays on another page: a template and what it needs, or None to stay away."""

    template: str
    context: Callable[..., dict[str, Any] | None]
    order: int = 100
    permission: str = PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: what it is, what kind of thing, and where it stands."""

    title: Words
    kind: Words
    url: str
    note: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteSource:
    """Finds things by words: ``find(request, words, limit)``; it scopes by the request's actor itself.

    ``label`` stands above the hits; without one, what kind of thing the first hit is.
    """

    name: str
    find: Callable[[HttpRequest, str, int], Iterable[Hit]]
    order: int = 100
    permission: str = PUBLIC
    label: Words = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line that a package lays in a group with its others (:func:`add_rows`); fields as of :class:`MenuEntry`.

    Without ``match``, the pages whose names begin like the line's own belong to it, and those of its package that
    no other line claims.
    """

    label: Words
    view: str
    permission: str
    order: int
    under: str = ""
    match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A named group of the side column; ``front`` is the view of the page by which readers enter it, if it has one."""

    code: str
    label: Words
    order: int
    front: str = ""


@dataclass(slots=True)
class Registry:
    """Everything registered in this process."""

    groups: dict[str, MenuGroup] = field(default_factory=dict)
    menu: list[MenuEntry] = field(default_factory=list)
    panels: dict[str, list[Panel]] = field(default_factory=dict)
    sources: dict[str, PaletteSource] = field(default_factory=dict)
    links: dict[str, Callable[..., str]] = field(default_factory=dict)
    entrances: dict[str, str] = field(default_factory=dict)


REGISTRY = Registry()


def add_group(code: str, label: Words, order: int, front: str = "") -> None:
    """Name a group of the side column; ``kechuang.web`` names mine, promises, acts, data and open.

    With ``front``, the group's public entries stand below that entry: many packages share the group, and who reads
    elsewhere sees one line of them all.
    """
    REGISTRY.groups[code] = MenuGroup(code, label, order, front)


def add_menu(entry: MenuEntry) -> None:
    """Add a line to the side column; the same view registered again replaces the first."""
    REGISTRY.menu = [known for known in REGISTRY.menu if known.view != entry.view]
    REGISTRY.menu.append(entry)


def add_rows(group: str, rows: Iterable[Row]) -> None:
    """Add a package's lines to a group of the side column."""
    for row in rows:
        package, colon, _page = row.view.partition(":")
        match = row.match or (row.view, package + colon)
        add_menu(
            MenuEntry(
                group=group,
                label=row.label,
                view=row.view,
                permission=row.permission,
                order=row.order,
                match=match,
                under=row.under,
            )
        )


def add_panel(page: str, panel: Panel) -> None:
    """Lay a block on the page of that name; the same template registered again replaces the first."""
    panels = [known for known in REGISTRY.panels.get(page, []) if known.template != panel.template]
    REGISTRY.panels[page] = [*panels, panel]


def add_source(source: PaletteSource) -> None:
    """Let the search page and the palette ask this source."""
    REGISTRY.sources[source.name] = source


def set_entrance(view: str, permission: str) -> None:
    """Have those who hold a permission enter by another page than the day's: once after signing in."""
    REGISTRY.entrances[permission] = view


def entrance(request: HttpRequest) -> str:
    """Give the address by which the request's actor enters; empty for the day's page."""
    views = [view for permission, view in REGISTRY.entrances.items() if allowed(request, permission)]
    return reverse(views[0]) if views else ""


def add_link(kind: str, address: Callable[..., str]) -> None:
    """Say where things of a kind stand: ``add_link("rule", lambda key, **_: reverse("rulebook:rule", args=[key]))``."""
    REGISTRY.links[kind] = address


def link(kind: str, *args: object, **kwargs: object) -> str:
    """Give the address of a thing, or an empty text where no package serves such things."""
    address = REGISTRY.links.get(kind)
    if address is None:
        return ""
    try:
        return address(*args, **kwargs)
    except NoReverseMatch:
        return ""


def allowed(request: HttpRequest, permission: str) -> bool:
    """Say whether the request's actor may see something marked with a permission."""
    if permission == PUBLIC:
        return True
    actor = actor_of(request)
    if permission == SIGNED_IN:
        return actor.person is not None
    return may(actor, permission, on=clock.today())


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A menu entry as it stands on one page; ``below`` are those of its section."""

    label: Words
    url: str
    current: bool
    count: int | None
    below: Sequence["ShownEntry"] = ()


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A menu group with the entries that this reader may open."""

    label: Words
    entries: Sequence[ShownEntry]


def menu_for(request: HttpRequest, *, whole: bool = False) -> list[ShownGroup]:
    """Give the side column for a reader; groups without an entry are left out.

    Entries below another stand there only while the reader is in that section, or for the ``whole`` menu.
    """
    mine = [entry for entry in sorted(REGISTRY.menu, key=lambda each: each.order) if _offered(request, entry)]
    views = {entry.view for entry in mine}
    here = _here(request, mine)
    top: list[MenuEntry] = []
    below: dict[str, list[MenuEntry]] = {view: [] for view in views}
    for entry in mine:
        below.get(_section(entry), top).append(entry)
    shown: dict[str, list[ShownEntry]] = {}
    for entry in top:
        section = below[entry.view]
        opened = whole or any(each.view == here for each in (entry, *section))
        inner = [_shown(request, each, here) for each in section] if opened else []
        shown.setdefault(entry.group, []).append(_shown(request, entry, here, inner))
    known = sorted(REGISTRY.groups.values(), key=lambda group: group.order)
    return [ShownGroup(group.label, shown[group.code]) for group in known if group.code in shown]


def above(request: HttpRequest) -> tuple[Words, str] | None:
    """Give the front page of the section to which a page belongs, with its words; None where it has none or is it."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return None
    here = _here(request, REGISTRY.menu)
    group = next((REGISTRY.groups.get(entry.group) for entry in REGISTRY.menu if entry.view == here), None)
    if group is None or not group.front or match.view_name == group.front:
        return None
    return group.label, reverse(group.front)


def _offered(request: HttpRequest, entry: MenuEntry) -> bool:
    return allowed(request, entry.permission) and (entry.shown is None or entry.shown(request))


def _section(entry: MenuEntry) -> str:
    """Give the view of the entry below which this one stands, or an empty text."""
    group = REGISTRY.groups.get(entry.group)
    if entry.under or group is None or entry.permission != PUBLIC or entry.view == group.front:
        return entry.under
    return group.front


def _here(request: HttpRequest, entries: Sequence[MenuEntry]) -> str:
    """Give the view of the entry to which the page belongs: the one that names it longest, of equals the first."""
    match = getattr(request, "resolver_match", None)
    page = match.view_name if match else ""
    found, length = "", 0
    for entry in entries:
        fits = [len(page) + 1] if page == entry.view else [len(each) for each in entry.match if page.startswith(each)]
        if page and max(fits, default=0) > length:
            found, length = entry.view, max(fits)
    return found


def _shown(request: HttpRequest, entry: MenuEntry, here: str, below: Sequence[ShownEntry] = ()) -> ShownEntry:
    count = entry.count(request) if entry.count else None
    return ShownEntry(entry.label, reverse(entry.view), entry.view == here, count, below)


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel ready to be included."""

    template: str
    context: dict[str, Any]


def panels_for(page: str, request: HttpRequest, *args: object) -> list[ShownPanel]:
    """Ask every panel of a page for its context; those that answer None stay away."""
    shown = []
    for panel in sorted(REGISTRY.panels.get(page, []), key=lambda each: each.order):
        if not allowed(request, panel.permission):
            continue
        context = panel.context(request, *args)
        if context is not None:
            shown.append(ShownPanel(panel.template, context))
    return shown


def find(request: HttpRequest, words: str, limit: int = 8) -> list[tuple[str, list[Hit]]]:
    """Ask every source; give at most ``limit`` hits of each, under the words for them."""
    words = " ".join(words.split())
    if not words:
        return []
    found = []
    for source in sorted(REGISTRY.sources.values(), key=lambda each: each.order):
        if allowed(request, source.permission):
            hits = [hit for hit, _ in zip(source.find(request, words, limit), range(limit), strict=False)]
            if hits:
                found.append((str(source.label or hits[0].kind), hits))
    return found
