"""What other packages know of a plan's targets: strangers of this one, so config registers who tells it."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from kechuang.mechanisms.delivery.evaluation.report.inputs import Target

# Gives the targets of a document by code, as they were known at the end of a day.
type Source = Callable[[UUID, date], Mapping[str, Target]]
# Gives how many entries each log held at the end of a day.
type Sizes = Callable[[date], Mapping[str, int]]

SOURCES: dict[str, Source] = {}
SIZES: dict[str, Sizes] = {}


def register(name: str, source: Source, sizes: Sizes) -> None:
    """Register what tells how far targets are; the same name again replaces it."""
    SOURCES[name], SIZES[name] = source, sizes


def targets(document: UUID, known: date) -> dict[str, Target]:
    """Give what all sources say of a document's targets, as known at the end of a day."""
    return {code: one for _name, source in sorted(SOURCES.items()) for code, one in source(document, known).items()}


def sizes(known: date) -> tuple[tuple[str, int], ...]:
    """Give the sizes of the logs at the end of a day."""
    found = {log: size for _name, source in sorted(SIZES.items()) for log, size in source(known).items()}
    return tuple(sorted(found.items()))
