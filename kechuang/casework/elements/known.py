"""What the platform knows already: packages register where values of elements stand; forms and collections ask here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.web.slots import Words

type Value = str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class Held:
    """A value that the platform holds, where it stands, and of which day it is."""

    value: Value
    source: Words
    on: date | None = None
    url: str = ""


type Answers = Mapping[UUID, Mapping[str, Held]]
type Lookup = Callable[[Sequence[UUID], Collection[str], int], Answers]


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A place where values stand: the elements that it can answer, and the lookup (bodies, elements, year).

    The lookup takes a fixed number of queries, however many bodies are asked. Where two sources know a value, the one
    with the lower ``order`` speaks: a register before what somebody once answered.
    """

    code: str
    elements: frozenset[str]
    lookup: Lookup
    order: int = 50


SOURCES: dict[str, KnownSource] = {}


def register(source: KnownSource) -> None:
    """Let a source be asked; registering the same code again replaces it."""
    SOURCES[source.code] = source


def known(bodies: Sequence[UUID], codes: Collection[str], year: int) -> dict[UUID, dict[str, Held]]:
    """Give what is known of these elements for each body; the first source that knows it speaks."""
    found: dict[UUID, dict[str, Held]] = {body: {} for body in bodies}
    for source in sorted(SOURCES.values(), key=lambda each: each.order):
        wanted = source.elements & set(codes)
        if not wanted or not bodies:
            continue
        for body, values in source.lookup(bodies, wanted, year).items():
            for code, held in values.items():
                found[body].setdefault(code, held)
    return found
