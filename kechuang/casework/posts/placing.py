"""Where open items go when somebody leaves or a body ends: nothing is orphaned. Pure.

An item goes where it is placed by name; else it stays with its post where somebody will fill it; else it goes to the
post that takes the rest. An item for which none of these gives a target refuses the whole act.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kechuang.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Item:
    """One open item: ``<kind>:<id>``, its title, and the post that it is bound to (None: to the person)."""

    key: str
    title: str
    post: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who leaves what. ``filled`` gives, for the day after the act, each post of the body with who fills it."""

    left: tuple[UUID, ...]
    filled: Mapping[UUID, UUID]
    placed: Mapping[str, UUID] = field(default_factory=dict)
    rest: UUID | None = None


def place(items: Sequence[Item], leaving: Leaving) -> dict[str, UUID] | Refusal:
    """Give every item a post that somebody fills, or refuse and name the first item without one."""
    targets: dict[str, UUID] = {}
    for item in items:
        target = leaving.placed.get(item.key) or _by_itself(item, leaving) or leaving.rest
        if target is None:
            return Refusal("posts.unplaced", {"item": item.title, "count": _without(items, leaving)})
        if target not in leaving.filled:
            return Refusal("posts.target_vacant", {"item": item.title})
        targets[item.key] = target
    return targets


def _by_itself(item: Item, leaving: Leaving) -> UUID | None:
    """Give the item's own post where it is filled; for what is bound to the person, the first post left that is."""
    posts = (item.post,) if item.post else leaving.left
    return next((post for post in posts if post in leaving.filled), None)


def _without(items: Sequence[Item], leaving: Leaving) -> int:
    return sum(1 for each in items if not (leaving.placed.get(each.key) or _by_itself(each, leaving) or leaving.rest))


def spread(
    items: Sequence[Item], successors: Collection[UUID], placed: Mapping[str, UUID], rest: UUID | None
) -> dict[str, UUID] | Refusal:
    """Give everything that a body holds a successor, or refuse and name the first thing without one.

    The only successor takes all. Of several, the one named for the thing takes it, else the one named for things of its
    kind (``<kind>:*``), else the one that takes the rest.
    """
    only = list(successors)
    default = only[0] if len(only) == 1 else rest
    targets: dict[str, UUID] = {}
    for item in items:
        target = _named(item, placed) or default
        if target is None:
            missing = sum(1 for each in items if _named(each, placed) is None)
            return Refusal("posts.unplaced", {"item": item.title, "count": missing})
        if target not in only:
            return Refusal("posts.no_successor", {"item": item.title})
        targets[item.key] = target
    return targets


def _named(item: Item, placed: Mapping[str, UUID]) -> UUID | None:
    return placed.get(item.key) or placed.get(f"{item.key.partition(':')[0]}:*")
