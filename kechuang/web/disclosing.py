"""What a request showed of restricted records: pages and the interface note it here for whoever keeps a log of it.

Only what was shown is noted, never its values. Reading by the parties themselves needs no note.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

PAGE, API, PROOF, EXPORT, FILE = "page", "api", "proof", "export", "file"
OPEN_GROUPS = frozenset({"public", "parties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One record that a request showed.

    ``record`` is its reference, ``kind`` the code of its kind, ``groups`` the restricted groups that were opened;
    ``subjects`` are the pseudonymous references of the persons of whom it speaks. ``permission`` and ``place`` say by
    which right it was opened, so that the duty behind it can be named.
    """

    record: str
    kind: str
    groups: frozenset[str]
    way: str
    case: UUID | None = None
    subjects: frozenset[str] = frozenset()
    permission: str = ""
    place: str = ""


def restricted(groups: Iterable[str]) -> frozenset[str]:
    """Keep the groups that are opened to nobody but offices: authority, and all that is personal."""
    return frozenset(groups) - OPEN_GROUPS


def note(
    request: HttpRequest,
    *,
    record: str,
    kind: str,
    groups: AbstractSet[str],
    way: str = "",
    case: UUID | None = None,
    subjects: Iterable[str] = (),
    permission: str = "",
    place: str = "",
) -> None:
    """Note what a request is about to show; nothing is noted where only open groups are. ``way`` is page or api."""
    if not (found := restricted(groups)):
        return
    way = way or (API if request.path.startswith("/api/") else PAGE)
    row = Shown(
        record=record,
        kind=kind,
        groups=found,
        way=way,
        case=case,
        subjects=frozenset(filter(None, subjects)),
        permission=permission,
        place=place,
    )
    noted(request).append(row)


def noted(request: HttpRequest) -> list[Shown]:
    """Give what a request has shown so far."""
    if not hasattr(request, "_kechuang_shown"):
        request._kechuang_shown = []  # type: ignore[attr-defined]  # noqa: SLF001 - our own list on the request
    found: list[Shown] = request._kechuang_shown  # type: ignore[attr-defined]  # noqa: SLF001 - the same
    return found
