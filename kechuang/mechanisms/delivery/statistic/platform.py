"""The slot for indicators that the platform measures by itself: they stand in the same list; ``config`` wires them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PROMISE = _("Promise measured by it")
TARGET = _("Clause of a document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An indicator of another package as the dictionary lists it; all words are in the reader's language."""

    code: str
    title: str
    unit: str
    frequency: str
    direction: str
    owner: str
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class Used:
    """A place where an indicator is used: what it is, and where it stands."""

    what: str
    title: str
    url: str = ""


LISTINGS: dict[str, Callable[[], list[Listed]]] = {}
USES: dict[str, Callable[[str], list[Used]]] = {}


def register_listing(name: str, listing: Callable[[], list[Listed]]) -> None:
    """Have further indicators listed; the same name again replaces it."""
    LISTINGS[name] = listing


def register_use(name: str, uses: Callable[[str], list[Used]]) -> None:
    """Have a package say where it uses an indicator (promises, evaluations, forms); the same name again replaces it."""
    USES[name] = uses


def listed() -> list[Listed]:
    """Give all further indicators."""
    return [each for listing in LISTINGS.values() for each in listing()]


def used(code: str) -> list[Used]:
    """Say where an indicator is used."""
    return [each for uses in USES.values() for each in uses(code)]
