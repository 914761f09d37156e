"""A stretch of a published text as it is filed: its paragraphs, without breaks and tags of the file. Pure.

Words around the text (page numbers, running heads) are left out too; nothing else is, and nothing is put in.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kechuang.policy.layout import Layout


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph that shows something: where it lies, and its shown stretches with their places."""

    start: int
    end: int
    runs: tuple[tuple[int, int], ...]


class Published:
    """A published text with what of it is shown."""

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.breaks = layout.breaks
        self.hidden = sorted([*layout.soft, *layout.faint])
        self.ends = [end for _start, end in self.hidden]

    def paragraphs(self, start: int, end: int) -> Iterator[Paragraph]:
        """Give the paragraphs of a stretch in order; edges lose their blanks."""
        low, high = bisect_right(self.breaks, start), bisect_left(self.breaks, end)
        for begin, stop in pairwise([start, *self.breaks[low:high], end]):
            runs = self._trimmed(list(self._shown(begin, stop)))
            if runs:
                yield Paragraph(runs[0][0], runs[-1][1], tuple(runs))

    def plain(self, start: int, end: int) -> str:
        """Give a stretch as text, one line a paragraph."""
        return "\n".join(self.words(each.runs) for each in self.paragraphs(start, end))

    def words(self, runs: Sequence[tuple[int, int]]) -> str:
        """Give the text of some runs."""
        return "".join(self.text[low:high] for low, high in runs)

    def _shown(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for low, high in self.hidden[bisect_right(self.ends, start) :]:
            if low >= end:
                break
            if low > at:
                yield at, low
            at = max(at, high)
        if at < end:
            yield at, end

    def _trimmed(self, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        while runs:
            low, high = runs[0]
            kept = self.text[low:high].lstrip()
            if kept:
                runs[0] = (high - len(kept), high)
                break
            runs.pop(0)
        while runs:
            low, high = runs[-1]
            kept = self.text[low:high].rstrip()
            if kept:
                runs[-1] = (low, low + len(kept))
                break
            runs.pop()
        return runs
