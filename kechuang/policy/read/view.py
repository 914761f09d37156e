"""The cleaned view of a published text that all grammars read, with the way back to the published characters."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kechuang.policy.read import columns, glyphs, lines, markup
from kechuang.policy.read.layer import Edit, Layer, edited, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUN = re.compile(r"[ \t\n]+")
# Empty cells of a row keep their place; more than these in a row are padding.
_EMPTY_CELLS = 8
_LATIN = re.compile(r"[A-Za-z]")
_TAG = re.compile(r"<[^<>]{0,8000}>")
_PARTED = re.compile(r"<(?:/?p|/?div|br)\b", re.IGNORECASE)
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class View:
    """`layer.text` has one paragraph a line and table cells between tabs; punctuation is full width, digits are not."""

    raw: str
    layer: Layer
    omissions: tuple[lines.Omission, ...]
    wrapped: bool
    markup: bool
    script: str
    paragraphs: tuple[int, ...]

    @property
    def text(self) -> str:
        return self.layer.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.layer.span(start, end)

    def quote(self, start: int, end: int) -> str:
        low, high = self.layer.span(start, end)
        return self.raw[low:high]

    def original(self, start: int, end: int) -> str:
        """The published characters behind a stretch, without blanks and markup between them (script kept)."""
        parts: list[str] = []
        last = (-1, -1)
        for low, high in zip(self.layer.starts[start:end], self.layer.ends[start:end], strict=True):
            if (low, high) != last:
                parts.append(self.raw[low:high])
            last = (low, high)
        text = html.unescape("".join(parts)) if self.markup else "".join(parts)
        return text.strip()

    def gap(self, at: int) -> bool:
        """Whether blank space stood before this character in the published text."""
        if not 0 < at < len(self.layer.starts):
            return at == 0
        between = self.raw[self.layer.ends[at - 1] : self.layer.starts[at]]
        return bool(between) and (any(c in between for c in " \u3000\t\xa0") or bool(_PARTED.search(between)))

    def paragraph(self, at: int) -> int:
        return bisect_right(self.paragraphs, at) - 1


# 依次 and 分别 give several names their figures in one order; the view knows one word for both.
_IN_TURN = re.compile(
    r"(?:依次|逐年)(?=(?:达到?|为|增长|提[高升]|不低于|不少于|突破|完成|超过?|实现)[^，。；、]{0,4}\d[^，。；、\n]{0,8}、)"
)


def _blank_edits(text: str) -> Iterator[Edit]:
    """Blanks vanish unless they part two Latin words; line breaks and tabs keep one character."""
    size = len(text)
    for found in _RUN.finditer(text):
        start, end = found.span()
        run = found.group()
        if "\n" in run:
            new = "" if start == 0 or end == size else "\n"
        elif "\t" in run:
            line_edge = start == 0 or end == size or text[start - 1] == "\n" or text[end] == "\n"
            new = "" if line_edge else "\t" * min(run.count("\t"), _EMPTY_CELLS)
        elif start == 0 or end == size:
            new = ""
        else:
            before, after = text[start - 1], text[end]
            latin = before.isascii() and after.isascii() and (_LATIN.match(before) or _LATIN.match(after))
            digits = before.isdigit() and after.isdigit()
            new = " " if (latin and before.isalnum() and after.isalnum()) or digits else ""
        if new != run:
            yield start, end, new


def build(raw: str) -> View:
    """The view of a published text; linear in its length."""
    layer = identity(raw)
    layer = markup.stripped(layer)
    has_markup = len(layer.text) != len(raw)
    layer = columns.restored(layer)
    layer = glyphs.plain(layer)
    layer = edited(layer, ((m.start(), m.end(), "分别") for m in _IN_TURN.finditer(layer.text)))
    script = glyphs.script_of(layer.text)
    if script == "traditional":
        layer = glyphs.simplified(layer)
    layer, omissions, wrapped = lines.joined(layer)
    layer = edited(layer, _blank_edits(layer.text))
    front = markup.front_matter(raw)
    if front[1]:
        omissions.append(lines.Omission("front_matter", *front))
    paragraphs = (0, *(m.end() for m in re.finditer("\n", layer.text)))
    omissions.sort(key=lambda o: o.start)
    return View(raw, layer, tuple(omissions), wrapped, has_markup, script, paragraphs)
