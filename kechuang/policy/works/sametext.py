"""Whether two papers print the same text, blanks and line breaks left out; and if not, where they differ. Pure.

Texts are first cut into sentences and compared as lists, then letter by letter inside the sentences that differ, so
that a long document answers in time that grows with its length and with what differs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from kechuang.policy.layout import Layout
from kechuang.policy.read import glyphs
from kechuang.policy.read.layer import identity

SAME_TEXT, SAME_WORDS, DIFFERS = "same_text", "same_words", "differs"
VERDICTS = (SAME_TEXT, SAME_WORDS, DIFFERS)
CONTEXT = 12
LETTER_BY_LETTER = 4_000_000
LEAST_RUN = 2

_TAG = re.compile(r"<[^<>]{0,8000}>")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f\u3000\xa0]+")
_SENTENCE = re.compile(r"[^。；！？;!?]*[。；！？;!?]|[^。；！？;!?]+$")


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch that the two texts print otherwise; ``before`` and ``after`` are what both print around it.

    ``one_at`` and ``other_at`` are where it begins, in code points of each text as it was compared.
    """

    one: str
    other: str
    before: str
    after: str
    one_at: int
    other_at: int


@dataclass(frozen=True, slots=True)
class Sameness:
    """``verdict``: same_text (letter for letter), same_words (but for width and form of marks, or script), differs.

    ``share`` is how much of the longer text both print, 0 to 1; ``marks`` how many letters differ in form alone.
    """

    verdict: str
    share: float
    differences: tuple[Difference, ...]
    chars: tuple[int, int]
    marks: int = 0


def bare(text: str) -> str:
    """Give the text without markup, blanks, line breaks and invisible characters."""
    return _INVISIBLE.sub("", _TAG.sub("", text))


def worded(text: str) -> str:
    """Give bare text in one form: half width or full, straight or curved, simplified or traditional do not matter."""
    plain = glyphs.simplified(glyphs.plain(identity(text))).text
    return _INVISIBLE.sub("", plain).replace('"', "”").replace("“", "”").replace("'", "’").replace("‘", "’")


def shown(text: str, layout: Layout, start: int, end: int) -> str:
    """Give a stretch without what stands around the text: markup, column breaks, page numbers, running heads."""
    pieces, at = [], start
    for low, high in sorted(chain(layout.soft, layout.faint)):
        if high <= start or low >= end:
            continue
        pieces.append(text[at : max(at, low)])
        at = max(at, min(high, end))
    pieces.append(text[at:end])
    return "".join(pieces)


def compare(one: str, other: str) -> Sameness:
    """Compare two texts as they are printed."""
    left, right = bare(one), bare(other)
    sizes = (len(left), len(right))
    if left == right:
        return Sameness(SAME_TEXT, 1.0, (), sizes)
    plain_left, plain_right = worded(left), worded(right)
    if plain_left == plain_right:
        marks = sum(a != b for a, b in zip(left, right, strict=False)) if len(left) == len(right) else 0
        return Sameness(SAME_WORDS, 1.0, (), sizes, marks)
    found = tuple(differences(plain_left, plain_right))
    longer = max(len(plain_left), len(plain_right), 1)
    apart = sum(max(len(each.one), len(each.other)) for each in found)
    return Sameness(DIFFERS, max(0.0, (longer - apart) / longer), found, sizes)


def differences(one: str, other: str) -> Iterator[Difference]:
    """Give the stretches that differ, in order, those that touch joined."""
    at = 0
    for low, high, begin, end in _joined(list(_blocks(one, other))):
        before = one[max(at, low - CONTEXT) : low]
        after = one[high : high + CONTEXT]
        yield Difference(one[low:high], other[begin:end], before, after, low, begin)
        at = high


type Block = tuple[int, int, int, int]


def _blocks(one: str, other: str) -> Iterator[Block]:
    """Give what differs as places in both texts: sentences first, letters inside them."""
    left, right = _SENTENCE.findall(one), _SENTENCE.findall(other)
    left_at, right_at = _places(left), _places(right)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for code, low, high, begin, end in matcher.get_opcodes():
        if code == "equal":
            continue
        first = (left_at[low], left_at[high])
        second = (right_at[begin], right_at[end])
        if code != "replace" or (first[1] - first[0]) * (second[1] - second[0]) > LETTER_BY_LETTER:
            yield (*first, *second)
            continue
        inner = SequenceMatcher(None, one[slice(*first)], other[slice(*second)], autojunk=False)
        for sort, a, b, c, d in inner.get_opcodes():
            if sort != "equal":
                yield first[0] + a, first[0] + b, second[0] + c, second[0] + d


def _places(pieces: Sequence[str]) -> list[int]:
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return places


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Join stretches that only a letter or two part: nobody reads them as several differences."""
    out: list[Block] = []
    for block in blocks:
        if out and block[0] - out[-1][1] < LEAST_RUN and block[2] - out[-1][3] < LEAST_RUN:
            out[-1] = (out[-1][0], block[1], out[-1][2], block[3])
        else:
            out.append(block)
    return out
