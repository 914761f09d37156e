"""A text and, for each of its characters, the stretch of the published text that it stands for.

Every cleaning step is an edit of a layer; the published text itself is never touched. Starts and ends never
decrease, so a finding in the cleaned text always has one exact place in the published one.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Layer:
    """`starts[i]` and `ends[i]` are code point offsets of character i in the published text."""

    text: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Published offsets of the cleaned stretch [start, end); an empty stretch gives an empty one."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


def identity(raw: str) -> Layer:
    size = len(raw)
    return Layer(raw, array("q", range(size)), array("q", range(1, size + 1)))


def edited(layer: Layer, edits: Iterable[Edit]) -> Layer:
    """The layer with each [start, end) replaced; edits come in order, an overlapping later one is left out.

    A replacement of the same length keeps a character-by-character map; any other stands for the whole stretch.
    """
    parts: list[str] = []
    starts, ends = array("q"), array("q")
    at = 0
    for start, end, new in edits:
        if start < at:
            continue
        parts.append(layer.text[at:start])
        starts.extend(layer.starts[at:start])
        ends.extend(layer.ends[at:start])
        if new:
            parts.append(new)
            if len(new) == end - start:
                starts.extend(layer.starts[start:end])
                ends.extend(layer.ends[start:end])
            else:
                low, high = layer.span(start, end)
                starts.extend(array("q", [low]) * len(new))
                ends.extend(array("q", [high]) * len(new))
        at = end
    if not at:
        return layer
    parts.append(layer.text[at:])
    starts.extend(layer.starts[at:])
    ends.extend(layer.ends[at:])
    return Layer("".join(parts), starts, ends)
