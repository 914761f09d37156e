"""YAML as plain nodes that know their line: every scalar stays text, so no number ever passes through a float.

Only lists, maps with text names and scalars are read. Anchors, aliases, tags, names given twice, deep nesting and files
above one megabyte are refused: a rule file needs none of them, and each is a way to surprise the reader of a rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kechuang.rulebook.book import Spot
from kechuang.rulebook.faults import RulebookError

LARGEST_FILE_BYTES = 1_000_000
DEEPEST = 12

# libyaml gives the same events some ten times faster; PyYAML without it still works.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    spot: Spot
    quoted: bool = False

    @property
    def empty(self) -> bool:
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Items:
    items: Sequence["Node"]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Fields:
    """A map; ``spots`` says where each name stands."""

    fields: Mapping[str, "Node"]
    spots: Mapping[str, Spot]
    spot: Spot


type Node = Scalar | Items | Fields


def read(path: Path, shown: str | None = None) -> Node:
    """The root node of a YAML file. Raises :class:`RulebookError` with the line where reading stopped."""
    name = shown or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RulebookError(Spot(name, 1), "file.unreadable", {"reason": error.strerror or str(error)}) from error
    if len(raw) > LARGEST_FILE_BYTES:
        raise RulebookError(Spot(name, 1), "file.too_large", {"bytes": len(raw), "most": LARGEST_FILE_BYTES})
    return read_text(_decoded(raw, name), name)


def read_text(text: str, name: str) -> Node:
    """As :func:`read`, from text; ``name`` is what an error calls the file."""
    try:
        events = iter(yaml.parse(text, Loader=_LOADER))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                root = _Reader(events, name).node(next(events), 0)
                _refuse_second_document(events, name)
                return root
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise RulebookError(Spot(name, mark.line + 1 if mark else 1), "yaml.syntax", {"reason": reason}) from error
    return Scalar("", Spot(name, 1))


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RulebookError(Spot(name, line), "yaml.encoding", {"byte": f"0x{raw[error.start]:02x}"}) from error


def _refuse_second_document(events: Iterator[Any], name: str) -> None:
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            raise RulebookError(_spot(event, name), "yaml.second_document", {})


def _spot(event: Any, name: str) -> Spot:  # noqa: ANN401 - PyYAML's events are untyped
    return Spot(name, event.start_mark.line + 1)


class _Reader:
    def __init__(self, events: Iterator[Any], name: str) -> None:
        self.events = events
        self.name = name

    def node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 - PyYAML's events are untyped
        spot = _spot(event, self.name)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RulebookError(spot, "yaml.alias", {"name": event.anchor})
        if event.tag is not None and event.tag != "!":
            raise RulebookError(spot, "yaml.tag", {"tag": event.tag})
        if depth > DEEPEST:
            raise RulebookError(spot, "yaml.too_deep", {"most": DEEPEST})
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, spot, quoted=event.style in {"'", '"', "|", ">"})
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(list(self._items(depth)), spot)
        return self._fields(spot, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self.node(event, depth + 1)

    def _fields(self, spot: Spot, depth: int) -> Fields:
        fields: dict[str, Node] = {}
        spots: dict[str, Spot] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name = self.node(event, depth + 1)
            if not isinstance(name, Scalar):
                raise RulebookError(name.spot, "yaml.name", {})
            if name.text in fields:
                raise RulebookError(name.spot, "yaml.twice", {"name": name.text, "first": spots[name.text].line})
            fields[name.text] = self.node(next(self.events), depth + 1)
            spots[name.text] = name.spot
        return Fields(fields, spots, spot)
