"""How a published text falls into paragraphs on a page, without changing one character of it. Pure.

A file's own line breaks are often those of a narrow column or of markup. The reader's view says which characters carry
the text. Of the rest, tags and breaks inside a sentence are *soft* (they stay in the page's text and are not displayed,
unless one asks for the file as it is), and words around the text, such as page numbers, are *faint*.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.policy.read import view as views

type Span = tuple[int, int]

_TAG = re.compile(r"<[^<>]{0,8000}>")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where paragraphs begin; stretches that are not displayed (soft); stretches around the text (faint)."""

    breaks: tuple[int, ...]
    soft: tuple[Span, ...]
    faint: tuple[Span, ...]

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Layout":
        """Take a layout back from JSON."""
        soft, faint = (tuple((start, end) for start, end in plain[name]) for name in ("soft", "faint"))
        return cls(tuple(plain["breaks"]), soft, faint)


def lay_out(raw: str, headings: Sequence[int] = ()) -> Layout:
    """Give the layout of a text; a paragraph also begins at each heading."""
    view = views.build(raw)
    starts = [view.layer.starts[at] for at in view.paragraphs if at < len(view.layer.starts)]
    breaks = sorted({0, *starts, *headings} & set(range(len(raw) or 1)))
    soft: list[Span] = []
    faint: list[Span] = []
    for low, high in _between(view, len(raw)):
        if _hidden(raw, low, high):
            soft.append((low, high))
        elif _WORD.search(_TAG.sub("", raw[low:high])):
            tags = [tag.span() for tag in _TAG.finditer(raw, low, high)]
            soft += tags
            faint += _without(tags, low, high)
    return Layout(tuple(breaks), tuple(soft), tuple(faint))


def _between(view: views.View, size: int) -> Iterator[Span]:
    """Give the stretches that carry no character of the text."""
    at = 0
    layer = view.layer
    for char, start, end in zip(layer.text, layer.starts, layer.ends, strict=True):
        if char == "\n":
            continue
        if start > at:
            yield at, start
        at = max(at, end)
    if at < size:
        yield at, size


def _without(tags: Sequence[Span], low: int, high: int) -> Iterator[Span]:
    """Give what is left of a stretch beside its tags."""
    for start, end in (*tags, (high, high)):
        if start > low:
            yield low, start
        low = end


def _hidden(raw: str, start: int, end: int) -> bool:
    """Tags and line breaks are not displayed; blanks within a line are, and a break that parts two Latin words."""
    between = raw[start:end]
    bare = _TAG.sub("", between)
    if bare.strip():
        return False
    if "\n" not in between and "\r" not in between:
        return bare != between
    latin = start > 0 and end < len(raw) and raw[start - 1].isascii() and raw[end].isascii()
    return not (latin and raw[start - 1].isalnum() and raw[end].isalnum())


def parts(breaks: Sequence[int], size: int, chapters: Sequence[int], limit: int) -> list[Span]:
    """Split a long text into parts of about ``limit`` characters, at chapters where it can, else at paragraphs."""
    cuts = [0]
    while size - cuts[-1] > limit * 1.25:
        wanted = cuts[-1] + limit
        cut = _last_between(chapters, cuts[-1] + limit // 3, wanted) or _last_between(breaks, cuts[-1] + 1, wanted)
        if cut is None:
            later = breaks[bisect_right(breaks, wanted) :]
            if not later:
                break
            cut = later[0]
        cuts.append(cut)
    return list(zip(cuts, [*cuts[1:], size], strict=True))


def _last_between(places: Sequence[int], low: int, high: int) -> int | None:
    fitting = [place for place in places if low <= place <= high]
    return fitting[-1] if fitting else None
