"""Definition files read and checked; every fault names file and line. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from kechuang.indicators.columns import FEN, TYPES, WHOLE
from kechuang.indicators.definition import (
    ABOVE,
    COUNT,
    DIMENSIONS,
    DIRECTIONS,
    DISTINCT,
    MEASURES,
    PUBLIC,
    QUANTILE,
    RATIO,
    ROLES,
    SHARE,
    STOCK,
    SUM,
    UNITS,
    YUAN,
    Condition,
    Definition,
    DefinitionError,
    Measure,
)
from kechuang.indicators.periods import GRAINS
from kechuang.policy.catalogue import Words
from kechuang.rulebook import yamldoc
from kechuang.rulebook.book import Spot
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.yamldoc import Fields, Items, Node, Scalar

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", re.ASCII)
_COLUMN = re.compile(r"(?:(public|parties|authority)\.[a-z][a-z0-9_]*(:[a-z]+)?|log|type|on)", re.ASCII)
_PERMISSION = re.compile(r"public|[a-z_]+:[a-z_]+", re.ASCII)
_VERSION = frozenset(
    [
        "version",
        "since",
        "title",
        "counted",
        "left_out",
        "owner",
        "source",
        "unit",
        "direction",
        "role",
        "frequency",
        "permission",
        "begins",
        "facts",
        "where",
        "day",
        "place",
        "dimensions",
        "measure",
    ]
)
_OPTIONAL = frozenset({"where", "place", "dimensions", "begins"})


def read_folder(folder: Path) -> dict[str, tuple[Definition, ...]]:
    """Read all definitions of a folder: key → versions, oldest first. Raises DefinitionError."""
    found: dict[str, tuple[Definition, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        versions = read_file(path)
        if versions[0].key in found:
            raise DefinitionError(path.name, 1, f"{versions[0].key} is defined in another file already")
        found[versions[0].key] = versions
    return dict(sorted(found.items(), key=lambda item: (item[1][-1].order, item[0])))


def read_file(path: Path) -> tuple[Definition, ...]:
    """Read the versions of one indicator, oldest first. Raises DefinitionError."""
    try:
        root = yamldoc.read(path, path.name)
    except RulebookError as error:
        raise DefinitionError(path.name, error.line, str(error).split(": ", 1)[-1]) from None
    return _File(path.name).versions(root)


class _File:
    def __init__(self, name: str) -> None:
        self.name = name

    def fault(self, spot: Spot, what: str) -> DefinitionError:
        return DefinitionError(self.name, spot.line, what)

    def versions(self, root: Node) -> tuple[Definition, ...]:
        top = self.fields(root, frozenset({"key", "order", "versions"}))
        key = self.text(top["key"])
        if not _KEY.fullmatch(key):
            raise self.fault(top["key"].spot, f"{key!r} is no key: write family.name in lower case")
        items = self.items(top["versions"])
        found = [self.definition(key, self.whole(top["order"]), item) for item in items]
        if not found:
            raise self.fault(top["versions"].spot, "an indicator needs a version")
        for item, (before, after) in zip(items[1:], pairwise(found), strict=True):
            if after.version != before.version + 1 or after.since <= before.since:
                raise self.fault(item.spot, "versions count up by one, and each holds since a later day")
        return tuple(found)

    def definition(self, key: str, order: int, node: Node) -> Definition:
        spec = self.fields(node, _VERSION, _OPTIONAL)
        begins = self.types(spec["begins"]) if "begins" in spec else ()
        made = Definition(
            key=key,
            order=order,
            version=self.whole(spec["version"]),
            since=self.day(spec["since"]),
            title=self.words(spec["title"]),
            counted=self.words(spec["counted"]),
            left_out=self.words(spec["left_out"]),
            owner=self.words(spec["owner"]),
            source=self.words(spec["source"]),
            unit=self.one_of(spec["unit"], UNITS),
            direction=self.one_of(spec["direction"], DIRECTIONS),
            role=self.one_of(spec["role"], ROLES),
            frequency=self.one_of(spec["frequency"], GRAINS),
            permission=self.permission(spec["permission"]),
            begins=begins,
            facts=self.types(spec["facts"]),
            where=self.conditions(spec["where"]) if "where" in spec else (),
            day=self.column(spec["day"], ("on", ":day")),
            place=self.column(spec["place"], ("", "log")) if "place" in spec else "",
            dimensions=self.dimensions(spec["dimensions"]) if "dimensions" in spec else {},
            measure=self.measure(spec["measure"]),
        )
        self.agree(made, spec)
        return made

    def agree(self, made: Definition, spec: Mapping[str, Node]) -> None:
        """Hold what one field says against the others."""
        hidden = sorted(name for name in made.columns if not name.startswith("public."))
        if made.public and hidden:
            raise self.fault(
                spec["permission"].spot, f"a public number is made from public values alone, not from {hidden[0]}"
            )
        kind, column = made.measure.kind, made.measure.column
        if (made.unit == RATIO) != (kind in {SHARE, ABOVE}):
            raise self.fault(spec["unit"].spot, "a share has the unit share, and nothing else has")
        if (made.unit == YUAN) != (kind == SUM and column.endswith(FEN)):
            raise self.fault(spec["unit"].spot, "the unit yuan belongs to a sum of a column in fen, and to that alone")
        strangers = set(made.measure.enters) - set(made.facts)
        if strangers:
            raise self.fault(spec["measure"].spot, f"{min(strangers)} is not among the facts that are counted")

    def measure(self, node: Node) -> Measure:
        spec = self.fields(node, frozenset({*MEASURES, "at", "part"}), frozenset({*MEASURES, "at", "part"}))
        kinds = [name for name in MEASURES if name in spec and name not in {SHARE, ABOVE}]
        if len(kinds) != 1:
            raise self.fault(node.spot, f"a measure is one of {', '.join(MEASURES)}")
        kind = kinds[0]
        if ABOVE in spec:
            if kind != SUM or "part" in spec:
                raise self.fault(node.spot, "what lies above a sum is a sum")
            columns = [self.column(spec[name], (FEN, WHOLE)) for name in (SUM, ABOVE)]
            return Measure(kind=ABOVE, column=columns[0], over=columns[1])
        if "part" in spec:
            if kind not in {SUM, COUNT}:
                raise self.fault(node.spot, "a share is a part of a sum or of a count")
            column = self.column(spec[SUM], (FEN, WHOLE)) if kind == SUM else self.counted(spec[COUNT])
            return Measure(kind=SHARE, column=column, part=self.conditions(spec["part"]))
        if kind == COUNT:
            return Measure(kind=COUNT, column=self.counted(spec[COUNT]))
        if kind == STOCK:
            return Measure(kind=STOCK, enters=self.types(spec[STOCK]))
        if kind == QUANTILE:
            at = self.text(spec["at"]) if "at" in spec else ""
            if at not in {"0.5", "0.9"}:
                raise self.fault(node.spot, "a quantile is taken at 0.5 or 0.9")
            return Measure(kind=QUANTILE, column=self.column(spec[QUANTILE], (WHOLE,)), at=at)
        endings = ("",) if kind == DISTINCT else (FEN, WHOLE)
        return Measure(kind=kind, column=self.column(spec[kind], endings))

    def counted(self, node: Node) -> str:
        self.one_of(node, ("facts",))
        return ""

    def conditions(self, node: Node) -> tuple[Condition, ...]:
        if not isinstance(node, Fields):
            raise self.fault(node.spot, "conditions are a map: column: value")
        return tuple(self.condition(name, value, node.spots[name]) for name, value in node.fields.items())

    def condition(self, column: str, node: Node, spot: Spot) -> Condition:
        if not _COLUMN.fullmatch(column):
            raise self.fault(spot, f"{column!r} is no column")
        if isinstance(node, Fields):
            if ":" in column or set(node.fields) != {"not"}:
                raise self.fault(spot, "a condition of a text may say not: [values]")
            return Condition(column, never=tuple(self.text(item) for item in self.items(node.fields["not"])))
        said = self.text(node)
        if said == "positive" and column.endswith((FEN, WHOLE)):
            return Condition(column, positive=True)
        if column.endswith(":truth"):
            return Condition(column, self.one_of(node, ("true", "false")) == "true")
        if ":" in column:
            raise self.fault(spot, "a condition compares text or truth values, or asks for a positive number")
        return Condition(column, said)

    def dimensions(self, node: Node) -> dict[str, str]:
        if not isinstance(node, Fields):
            raise self.fault(node.spot, "dimensions are a map: name: column")
        for name in node.fields:
            if name not in DIMENSIONS:
                raise self.fault(node.spots[name], f"{name!r} is no dimension; there are {', '.join(DIMENSIONS)}")
        return {name: self.column(value, ("", ":truth", "log", "type")) for name, value in node.fields.items()}

    def column(self, node: Node, endings: Iterable[str]) -> str:
        """Read a column whose kind, or whose whole name, is one of ``endings``."""
        name = self.text(node)
        kind = f":{name.partition(':')[2]}" if ":" in name else ""
        known = _COLUMN.fullmatch(name) and kind in TYPES
        if not known or (name not in endings and ("." not in name or kind not in endings)):
            shown = ", ".join(ending or "text" for ending in endings)
            raise self.fault(node.spot, f"{name!r} is no column that can stand here ({shown})")
        return name

    def types(self, node: Node) -> tuple[str, ...]:
        names = tuple(self.text(item) for item in self.items(node))
        for item, name in zip(self.items(node), names, strict=True):
            if not _KEY.fullmatch(name):
                raise self.fault(item.spot, f"{name!r} is no fact type")
        if not names:
            raise self.fault(node.spot, "name at least one fact type")
        return names

    def permission(self, node: Node) -> str:
        said = self.text(node)
        if not _PERMISSION.fullmatch(said):
            raise self.fault(node.spot, f"{said!r} is neither {PUBLIC} nor a permission")
        return said

    def words(self, node: Node) -> Words:
        spec = self.fields(node, frozenset({"zh", "en"}))
        return Words(self.text(spec["zh"]), self.text(spec["en"]))

    def one_of(self, node: Node, known: Iterable[str]) -> str:
        said = self.text(node)
        if said not in known:
            raise self.fault(node.spot, f"{said!r} is none of {', '.join(known)}")
        return said

    def whole(self, node: Node) -> int:
        said = self.text(node)
        if not (said.isascii() and said.isdigit()):
            raise self.fault(node.spot, f"{said!r} is no whole number")
        return int(said)

    def day(self, node: Node) -> date:
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            raise self.fault(node.spot, "a day is written YYYY-MM-DD") from None

    def text(self, node: Node) -> str:
        if not isinstance(node, Scalar) or not node.text.strip():
            raise self.fault(node.spot, "a text is missing here")
        return " ".join(node.text.split())

    def items(self, node: Node) -> list[Node]:
        if not isinstance(node, Items):
            raise self.fault(node.spot, "a list belongs here")
        return list(node.items)

    def fields(self, node: Node, known: frozenset[str], optional: frozenset[str] = frozenset()) -> Mapping[str, Node]:
        if not isinstance(node, Fields):
            raise self.fault(node.spot, "names with values belong here")
        for name in node.fields:
            if name not in known:
                raise self.fault(node.spots[name], f"{name!r} is not known here")
        missing = sorted(known - optional - set(node.fields))
        if missing:
            raise self.fault(node.spot, f"{missing[0]!r} is missing")
        return node.fields
