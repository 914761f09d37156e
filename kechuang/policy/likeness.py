"""Comparing texts regardless of blanks, punctuation, width and script: titles, wordings and whole documents. Pure.

Two prints of one work (the official issue and a press reprint) differ in line breaks, brackets and what stands around
the text. They are compared by the short stretches that they share, estimated from small samples (A. Broder,
"On the resemblance and containment of documents", 1997), so that a node with thousands of documents answers at once.
"""

import re
import zlib
from collections.abc import Sequence

from kechuang.policy.read import glyphs
from kechuang.policy.read.layer import identity

SHINGLE = 9
SAMPLE = 256
SAME_WORK = 0.5

_TAG = re.compile(r"<[^<>]{0,8000}>")
_NOT_A_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Give the text in simplified script and lower case, without blanks, punctuation and markup."""
    plain = glyphs.simplified(glyphs.plain(identity(_TAG.sub("", text)))).text
    return _NOT_A_WORD.sub("", plain).lower()


def sample(text: str) -> tuple[int, ...]:
    """Give the smallest distinct hashes of all stretches of nine characters: at most 256 numbers of 32 bits."""
    plain = folded(text)
    hashes = {zlib.crc32(plain[at : at + SHINGLE].encode()) for at in range(max(1, len(plain) - SHINGLE + 1))}
    return tuple(sorted(hashes)[:SAMPLE])


def resemblance(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate which share of the stretches of two texts stands in both, from 0 to 1."""
    if not one or not other:
        return 0.0
    joint = sorted(set(one) | set(other))[:SAMPLE]
    both = set(one) & set(other)
    return sum(1 for value in joint if value in both) / len(joint)
