"""Shapes of the interface of cases of protection."""

from ninja import Schema


class ProtectionRouteOut(Schema):
    """Which ways are open to a kind of case at a place, the usual one first, by which rule."""

    kind: str
    ways: list[str]
    confidence: str
    source: str
    clause: str


class ProtectionCountOut(Schema):
    """How many cases a province had in a year; a small number is given as a bound (``< 3``)."""

    place: str
    year: str
    all: str
    counts: dict[str, str]
