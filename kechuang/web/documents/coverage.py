"""Which characters a font can draw, read from its ``cmap`` table. Pure.

PDF/A allows no character without a glyph. One that no font has is drawn as 〓, the printers' sign for a missing type,
and the paper says which one it was.
"""

import struct
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

GETA = "〓"
_FORMAT_FOUR, _FORMAT_TWELVE = 4, 12
_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}


@lru_cache(maxsize=16)
def drawable(font: Path) -> frozenset[int]:
    """Give the code points that a font file (TTF, OTF or the first face of a collection) has glyphs for."""
    data = font.read_bytes()
    start = struct.unpack(">I", data[12:16])[0] if data[:4] == b"ttcf" else 0
    tables = struct.unpack(">H", data[start + 4 : start + 6])[0]
    found: set[int] = set()
    for at in range(start + 12, start + 12 + 16 * tables, 16):
        if data[at : at + 4] == b"cmap":
            offset = struct.unpack(">I", data[at + 8 : at + 12])[0]
            found.update(_points(data, offset))
    return frozenset(found)


def _points(data: bytes, offset: int) -> Iterable[int]:
    count = struct.unpack(">H", data[offset + 2 : offset + 4])[0]
    for at in range(offset + 4, offset + 4 + 8 * count, 8):
        platform, encoding, where = struct.unpack(">HHI", data[at : at + 8])
        if (platform, encoding) in _UNICODE:
            yield from _subtable(data, offset + where)


def _subtable(data: bytes, at: int) -> Iterable[int]:
    kind = struct.unpack(">H", data[at : at + 2])[0]
    if kind == _FORMAT_TWELVE:
        groups = struct.unpack(">I", data[at + 12 : at + 16])[0]
        for first, last, _glyph in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups]):
            yield from range(first, last + 1)
    elif kind == _FORMAT_FOUR:
        twice = struct.unpack(">H", data[at + 6 : at + 8])[0]
        ends = struct.unpack(f">{twice // 2}H", data[at + 14 : at + 14 + twice])
        starts = struct.unpack(f">{twice // 2}H", data[at + 16 + twice : at + 16 + 2 * twice])
        for first, last in zip(starts, ends, strict=True):
            yield from (point for point in range(first, last + 1) if point != 0xFFFF)


def replaced(text: str, known: frozenset[int]) -> str:
    """Give a text with 〓 for every character that is not known; line ends and tabs stay."""
    if all(ord(each) in known or each in "\n\t" for each in text):
        return text
    return "".join(each if ord(each) in known or each in "\n\t" else GETA for each in text)


def missing(text: str, known: frozenset[int]) -> list[str]:
    """Give the characters of a text that are not known, as U+20000, each once, in order of code."""
    return [f"U+{point:04X}" for point in sorted({ord(each) for each in text} - known - {9, 10})]
