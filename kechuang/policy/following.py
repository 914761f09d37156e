"""What packages above do when a document of the register changes: within the act's own transaction.

The register does not know who builds on it. A package that keeps something made from documents (lines of a work, what
was judged of findings) registers here, and is told which documents were imported, revised, withdrawn or judged anew.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

type Follower = Callable[[Sequence[UUID]], None]

_FOLLOWERS: dict[str, tuple[int, Follower]] = {}


def register(name: str, follower: Follower, *, order: int = 0) -> None:
    """Have a package told of changed documents; the same name again replaces it. Lower orders are told first."""
    _FOLLOWERS[name] = (order, follower)


def changed(documents: Sequence[UUID]) -> None:
    """Tell everybody that these documents are no longer what they were."""
    if documents:
        for _order, _name, follower in sorted((order, name, each) for name, (order, each) in _FOLLOWERS.items()):
            follower(documents)
