"""Reading the fields of a YAML node: what must stand there, what may, and a clear fault with its line."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from difflib import get_close_matches

from kechuang.rulebook.book import Spot
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.value import Text
from kechuang.rulebook.yamldoc import Fields, Items, Node, Scalar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Form:
    """One map of a rule file. Raises :class:`RulebookError` for unknown fields at once, for others when read."""

    def __init__(self, node: Node, allowed: Collection[str], what: str) -> None:
        if not isinstance(node, Fields):
            raise RulebookError(node.spot, "shape.map", {"what": what})
        self.node = node
        self.what = what
        for name in node.fields:
            if name not in allowed:
                near = get_close_matches(name, allowed, n=1)
                values = {"field": name, "what": what, "near": near[0] if near else ", ".join(sorted(allowed))}
                raise RulebookError(node.spots[name], "field.unknown", values)

    @property
    def spot(self) -> Spot:
        return self.node.spot

    def at(self, name: str) -> Spot:
        return self.node.spots.get(name, self.node.spot)

    def has(self, name: str) -> bool:
        found = self.node.fields.get(name)
        return found is not None and not (isinstance(found, Scalar) and found.empty)

    def node_of(self, name: str) -> Node:
        if not self.has(name):
            raise RulebookError(self.spot, "field.missing", {"field": name, "what": self.what})
        return self.node.fields[name]

    def raw(self, name: str) -> Node:
        """The node even if it is an empty scalar, as an explicit ``~`` is."""
        if name not in self.node.fields:
            raise RulebookError(self.spot, "field.missing", {"field": name, "what": self.what})
        return self.node.fields[name]

    def text(self, name: str) -> str:
        return scalar(self.node_of(name)).strip()

    def text_or(self, name: str, otherwise: str = "") -> str:
        return self.text(name) if self.has(name) else otherwise

    def word(self, name: str, allowed: Iterable[str], code: str) -> str:
        found, words = self.text(name), list(allowed)
        if found not in words:
            near = get_close_matches(found, words, n=1)
            raise RulebookError(self.at(name), code, {"found": found, "allowed": near[0] if near else ", ".join(words)})
        return found

    def day(self, name: str) -> date:
        return day(self.node_of(name))

    def day_or_none(self, name: str) -> date | None:
        return self.day(name) if self.has(name) else None

    def flag(self, name: str) -> bool:
        return self.has(name) and self.word(name, ("true", "false"), "value.flag") == "true"

    def words(self, name: str) -> Text:
        if not self.has(name):
            raise RulebookError(self.spot, "title.missing", {"field": name, "what": self.what})
        return both_languages(self.node_of(name), name)

    def words_or_none(self, name: str) -> Text | None:
        return self.words(name) if self.has(name) else None

    def items(self, name: str) -> list[Node]:
        return items(self.node_of(name), name)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(scalar(item).strip() for item in self.items(name)) if self.has(name) else ()


def scalar(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise RulebookError(node.spot, "shape.text", {})
    return node.text


def items(node: Node, what: str) -> list[Node]:
    if not isinstance(node, Items):
        raise RulebookError(node.spot, "shape.list", {"what": what})
    return list(node.items)


def day(node: Node) -> date:
    text = scalar(node).strip()
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise RulebookError(node.spot, "date.bad", {"found": text})


def both_languages(node: Node, what: str) -> Text:
    """``{zh: …, en: …}``, neither empty."""
    form = Form(node, {"zh", "en"}, what)
    for language in ("zh", "en"):
        if not form.has(language):
            raise RulebookError(form.spot, "title.language", {"field": what, "language": language})
    return Text(zh=form.text("zh"), en=form.text("en"))


def filled_in(node: Node, usual: Node | None) -> Node:
    """A map with what it leaves out taken from ``usual``; each field keeps the line on which it stands."""
    if not isinstance(node, Fields) or usual is None:
        return node
    if not isinstance(usual, Fields):
        raise RulebookError(usual.spot, "shape.map", {"what": "defaults"})
    return Fields({**usual.fields, **node.fields}, {**usual.spots, **node.spots}, node.spot)
