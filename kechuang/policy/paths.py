"""The address of a clause inside a document: 四(三) is chapter 四, item (三); 二(六)3 its third point. Pure.

A path is the marks of the headings from the top, each in one plain form. A heading without a mark counts inside its
parent (四(三)·1), a box stands for itself (专栏2), and a mark that a damaged text repeats is told apart by [2].
Numbering that runs on through all chapters is cited by its own mark alone: (十一).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_NUMERAL = "一二三四五六七八九十百零〇"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEP = re.compile(
    rf"第[{_NUMERAL}\d]+(?:部分|[编篇章节条])|专栏[{_NUMERAL}\d]*|\([{_NUMERAL}\d]+\)|[{_NUMERAL}]+|\d+(?:\.\d+)*"
    rf"|[{_CIRCLED}]|·\d+|\[\d+\]"
)
_EDGES = " \t\r\n\u3000、.．,，:：。)）"


def step_of(marker: str) -> str:
    """Give a heading's mark in its one plain form: 「（三）」→ (三), 「四、」→ 四, 「1.」→ 1, 「专 栏 2」→ 专栏2."""
    bare = "".join(marker.split())
    if bare and bare[0] in _CIRCLED:
        return bare[0]
    plain = unicodedata.normalize("NFKC", bare)
    if plain.startswith("("):
        return plain[: plain.find(")") + 1] or plain
    return plain.strip(_EDGES)


def steps(path: str) -> tuple[str, ...]:
    """Split a path into its steps; blanks and full-width brackets do not matter."""
    return tuple(_STEP.findall(_plain(path)))


def _plain(text: str) -> str:
    """Full width and blanks do not matter; a circled number stays what it is."""
    return "".join(char if char in _CIRCLED else unicodedata.normalize("NFKC", char) for char in "".join(text.split()))


def _joined(parent: str, step: str) -> str:
    """Put a step below a path, with a hyphen where two marks of one sort would run together (3-12)."""
    last, first = parent[-1:], step[:1]
    clash = (last.isascii() and last.isdigit() and first.isascii() and first.isdigit()) or (
        last in _NUMERAL and first in _NUMERAL
    )
    return f"{parent}-{step}" if parent and clash else parent + step


@dataclass(frozen=True, slots=True)
class Heading:
    """What a path is made of: how deep the heading stands (None: a box), and its mark as printed."""

    depth: int | None
    marker: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading's path, and the path of the heading that it stands under (empty at the top)."""

    path: str
    parent: str


def place(headings: Iterable[Heading]) -> list[Placed]:
    """Give each heading its path, in the order of the text; no path is given twice."""
    return list(_placed(headings))


def _placed(headings: Iterable[Heading]) -> Iterator[Placed]:
    above: list[tuple[int, str]] = []
    unmarked: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for heading in headings:
        if heading.depth is not None:
            while above and above[-1][0] >= heading.depth:
                above.pop()
        parent = above[-1][1] if above else ""
        step = step_of(heading.marker)
        if not step:
            unmarked[parent] += 1
            step = f"·{unmarked[parent]}"
        path = step if heading.depth is None else _joined(parent, step)
        seen[path] += 1
        if seen[path] > 1:
            path = f"{path}[{seen[path]}]"
        if heading.depth is not None:
            above.append((heading.depth, path))
        yield Placed(path, parent)


def resolve(reference: str, paths: Sequence[str]) -> str:
    """Give the path that a citation means: the same path, or the only one that ends with the steps cited.

    Empty where none fits, or several do.
    """
    wanted = steps(reference)
    if not wanted:
        return ""
    split = {path: steps(path) for path in paths}
    for path, found in split.items():
        if found == wanted:
            return path
    ending = [path for path, found in split.items() if found[-len(wanted) :] == wanted]
    return ending[0] if len(ending) == 1 else ""
