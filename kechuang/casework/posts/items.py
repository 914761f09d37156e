"""What is open with a person or a post. Packages register; handover lists everything and moves it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kechuang.casework.posts.placing import Item
from kechuang.web.slots import Words

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """One thing that waits for a person or for whoever fills a post.

    ``kind`` is the code under which the package registered, ``id`` its own identifier (no longer than 64 characters).
    ``post`` is the post that the item is bound to; without one it is bound to the person.
    """

    kind: str
    id: str
    title: str
    post: UUID | None = None
    due_on: date | None = None
    url: str = ""

    @property
    def key(self) -> str:
        """Give the name under which placements speak of the item."""
        return f"{self.kind}:{self.id}"

    @property
    def item(self) -> Item:
        """Give what the pure rules need."""
        return Item(self.key, self.title, self.post)


@dataclass(frozen=True, slots=True)
class Target:
    """Where items go: a post, the person who fills it from now on, who had them before (None: nobody), the day."""

    post: UUID
    person: UUID
    before: UUID | None
    on: date


@dataclass(frozen=True, slots=True)
class OpenItems:
    """One kind of open items.

    ``listing(person, post)`` gives the items of one post (``post`` given: those bound to it), or those bound to the
    person (``post`` None), in few queries. ``move(items, target)`` moves them; it runs inside the act's transaction and
    must not fail for an item that has just been listed.
    """

    code: str
    label: Words
    listing: Callable[[UUID, UUID | None], Sequence[OpenItem]]
    move: Callable[[Sequence[OpenItem], Target], None]


KINDS: dict[str, OpenItems] = {}


def register(kind: OpenItems) -> None:
    """Make a kind of open items known; the same code again replaces it."""
    KINDS[kind.code] = kind


def open_items(person: UUID | None, posts: Sequence[UUID]) -> list[OpenItem]:
    """Give everything that is open with a person (None: with nobody) and with posts, in the order of registration."""
    found: dict[str, OpenItem] = {}
    for kind in KINDS.values():
        for post in (*posts, None):
            if post is None and person is None:
                continue
            for item in kind.listing(person or NOBODY, post):
                found.setdefault(item.key, item)
    return list(found.values())
