"""Laying findings over a published text: blocks of pieces that together are exactly the text. Pure.

Findings may nest and cross. The text is cut wherever one begins or ends; each piece knows all marks that lie on it,
the widest first, and the first piece of a mark carries its anchor.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kechuang.policy.finding import FoundClause, Reading
from kechuang.policy.layout import Layout


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding on the text."""

    kind: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks; ``begins`` are those that start here. Soft ones are not displayed."""

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    soft: bool
    faint: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that are a clause's heading, or its text (``clause`` is None)."""

    clause: FoundClause | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph; an empty one displays nothing."""

    start: int
    end: int
    runs: tuple[Run, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing of the paragraph is displayed."""
        return not any(piece.text.strip() for run in self.runs for piece in run.pieces if not piece.soft)


def marks_of(reading: Reading, kinds: Sequence[str]) -> list[Mark]:
    """Give the marks of some kinds of findings in the order of the text; a finding without length marks nothing."""
    found = [
        Mark(kind, each.code, each.start, each.end)
        for kind in kinds
        for each in reading.of(kind)
        if each.start < each.end
    ]
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def plain(text: str, layout: Layout, start: int, end: int) -> str:
    """Give a stretch as it is displayed: one line a paragraph, without breaks and tags inside it."""
    lines = []
    for block in blocks(text, layout, (), (), start, end):
        shown = "".join(piece.text for run in block.runs for piece in run.pieces if not piece.soft).strip()
        if shown:
            lines.append(shown)
    return "\n".join(lines)


def blocks(
    text: str,
    layout: Layout,
    clauses: Sequence[FoundClause],
    marks: Sequence[Mark],
    start: int = 0,
    end: int | None = None,
) -> list[Block]:
    """Give the paragraphs of a stretch of the text; all pieces put together are that stretch, character by character.

    ``marks`` are in the order of their starts. One that began before ``start`` keeps its anchor on the other part.
    """
    until = len(text) if end is None else end
    cutter = _Cutter(text, layout, clauses, marks, start, until)
    low, high = bisect_right(layout.breaks, start), bisect_left(layout.breaks, until)
    edges = [start, *layout.breaks[low:high], until]
    return [cutter.block(begin, stop) for begin, stop in pairwise(edges) if begin < stop]


class _Spans:
    """Stretches in order that do not meet, and whether a place lies in one."""

    def __init__(self, spans: Sequence[tuple[int, int]], start: int, end: int) -> None:
        self.spans = [span for span in spans if span[0] < end and span[1] > start]
        self.ends = [span[1] for span in self.spans]

    def hold(self, at: int) -> bool:
        index = bisect_right(self.ends, at)
        return index < len(self.spans) and self.spans[index][0] <= at


class _Cutter:
    def __init__(
        self, text: str, layout: Layout, clauses: Sequence[FoundClause], marks: Sequence[Mark], start: int, end: int
    ) -> None:
        self.text = text
        self.clauses = [clause for clause in clauses if start <= clause.start < end and clause.start < clause.end]
        self.heads = [clause.start for clause in self.clauses]
        self.marks = marks
        self.soft = _Spans(layout.soft, start, end)
        self.faint = _Spans(layout.faint, start, end)
        cuts = {edge for mark in marks for edge in (mark.start, mark.end)}
        cuts |= {edge for span in (*self.soft.spans, *self.faint.spans) for edge in span}
        cuts |= {edge for clause in self.clauses for edge in (clause.start, clause.end)}
        self.cuts = sorted(cuts)
        self.next = 0
        self.open: list[Mark] = []

    def block(self, start: int, end: int) -> Block:
        inner = self.cuts[bisect_right(self.cuts, start) : bisect_left(self.cuts, end)]
        edges = [start, *inner, end]
        runs: list[tuple[FoundClause | None, list[Piece]]] = []
        for low, high in pairwise(edges):
            clause = self._heading(low)
            if not runs or runs[-1][0] is not clause:
                runs.append((clause, []))
            runs[-1][1].append(self._piece(low, high))
        return Block(start, end, tuple(Run(clause, tuple(pieces)) for clause, pieces in runs))

    def _heading(self, at: int) -> FoundClause | None:
        index = bisect_right(self.heads, at) - 1
        return self.clauses[index] if index >= 0 and at < self.clauses[index].end else None

    def _piece(self, low: int, high: int) -> Piece:
        begins = tuple(self._beginning(low))
        self.open = [mark for mark in self.open if mark.end > low]
        return Piece(self.text[low:high], tuple(self.open), begins, self.soft.hold(low), self.faint.hold(low))

    def _beginning(self, low: int) -> Iterator[Mark]:
        while self.next < len(self.marks) and self.marks[self.next].start <= low:
            mark = self.marks[self.next]
            self.next += 1
            if mark.end > low:
                self.open.append(mark)
            if mark.start == low:
                yield mark
