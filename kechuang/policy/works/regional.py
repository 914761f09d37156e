"""Reads ``regions/*/bodies.yaml`` of the product and of the node into one table of succession."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kechuang.kernel.place import NATION
from kechuang.policy.works.succession import Change, Resolver, Table, faults
from kechuang.rulebook.load import roots

FILE = "bodies.yaml"


class BodiesError(ValueError):
    """A table of succession contradicts itself; the message names file and fault."""


@cache
def everything() -> Table:
    """Give the product's and the node's tables as one, read once."""
    return table(roots())


@cache
def resolver(place: str) -> Resolver:
    """Give the resolver for documents of a place: 省经信委 means another body in another province.

    The nation's table holds everywhere, a province's in the province.
    """
    found = everything()
    return Resolver(Table(tuple(each for each in found.changes if _holds(each.place, place)), _names(found, place)))


def _holds(table_place: str, place: str) -> bool:
    return table_place == NATION or table_place[:2] == place[:2]


def _names(found: Table, place: str) -> dict[str, str]:
    return {name: full for name, full in found.standing.items() if _holds(found.places.get(name, NATION), place)}


def table(paths: Iterable[Path]) -> Table:
    """Give the table in these roots. Raises BodiesError for one that contradicts itself."""
    changes: list[Change] = []
    standing: dict[str, str] = {}
    places: dict[str, str] = {}
    for root in paths:
        for path in sorted(root.glob(f"*/{FILE}")):
            kept = yaml.safe_load(path.read_text("utf-8"))
            rows = tuple(_change(row, path.parent.name[:6]) for row in kept.get("changes", ()))
            wrong = faults(Table(rows, {}))
            if wrong:
                raise BodiesError(f"{path.parent.name}/{FILE}: {'; '.join(wrong)}")
            changes += rows
            for names in kept.get("standing", ()):
                full, *short = [names] if isinstance(names, str) else names
                standing |= dict.fromkeys((full, *short), full)
                places |= dict.fromkeys((full, *short), path.parent.name[:6])
    return Table(tuple(changes), standing, places)


def _change(row: dict[str, Any], place: str) -> Change:
    since = row["since"]
    return Change(
        names=tuple(row["from"]),
        to=tuple((to,) if isinstance(to, str) else tuple(to) for to in row["to"]),
        kind=row["kind"],
        since=since.isoformat() if isinstance(since, date) else str(since),
        source=row["source"],
        mark=row["mark"],
        place=row.get("place", place),
        note=row.get("note", ""),
    )
