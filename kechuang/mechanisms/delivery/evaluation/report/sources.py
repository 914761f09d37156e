"""What other packages know of a plan's targets: strangers of this one, so config registers who tells it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.mechanisms.delivery.evaluation.report.inputs import Target

# Gives the targets of a document by code, as they were known at the end of a day.
type Source = Callable[[UUID, date], Mapping[str, Target]]
# Gives how many entries each log held at the end of a day.
type Sizes = Callable[[date], Mapping[str, int]]
# Gives the ratios from which a target is on track, to be watched, behind, at a place on a day.
type Limits = Callable[[str, date], tuple[Decimal, ...]]

SOURCES: dict[str, Source] = {}
SIZES: dict[str, Sizes] = {}
LIMITS: dict[str, Limits] = {}


def register(name: str, source: Source, sizes: Sizes, limits: Limits) -> None:
    """Register what tells how far targets are; the same name again replaces it."""
    SOURCES[name], SIZES[name], LIMITS[name] = source, sizes, limits


def limits(place: str, known: date) -> tuple[Decimal, ...]:
    """Give where states begin at a place, as the rules of a day have it; nothing where nobody tells it."""
    return next((told(place, known) for _name, told in sorted(LIMITS.items())), ())


def targets(document: UUID, known: date) -> dict[str, Target]:
    """Give what all sources say of a document's targets, as known at the end of a day."""
    return {code: one for _name, source in sorted(SOURCES.items()) for code, one in source(document, known).items()}


def sizes(known: date) -> tuple[tuple[str, int], ...]:
    """Give the sizes of the logs at the end of a day."""
    found = {log: size for _name, source in sorted(SIZES.items()) for log, size in source(known).items()}
    return tuple(sorted(found.items()))
