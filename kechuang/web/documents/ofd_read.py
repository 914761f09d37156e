"""What stands on the pages of a made PDF: runs of characters and drawn paths, in millimetres from the upper left.

The OFD is laid out from these, so that both files look the same and nothing is laid out twice.
"""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from kechuang.web.documents.measures import MM

Colour = tuple[int, int, int]
_SAME_LINE = 0.02
_LINE_END_HYPHENS = {0x02, 0xAD, 0xFFFE}


@dataclass(frozen=True, slots=True)
class Letter:
    """A character: its origin on the baseline and its size (mm), the PostScript name of its font, its colour."""

    text: str
    x: float
    y: float
    size: float
    font: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font, size and colour on one baseline, from left to right."""

    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A path: its commands (``M``, ``L``, ``B``, ``C`` with points), the width of its line (mm), how it is drawn."""

    commands: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    width: float
    stroke: Colour | None
    fill: Colour | None
    even_odd: bool
    dashes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its width and height (mm), its paths and its text in the order of the file."""

    width: float
    height: float
    drawn: tuple[Drawn, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out paper: its title, its author, its pages."""

    title: str
    author: str
    leaves: tuple[Leaf, ...]


def laid(data: bytes) -> Laid:
    """Read what a PDF of ours shows. Pictures and form objects are not read: our layout has none."""
    document = pypdfium2.PdfDocument(data)
    try:
        told = document.get_metadata_dict()
        return Laid(
            told.get("Title", ""), told.get("Author", ""), tuple(_leaf(document[at]) for at in range(len(document)))
        )
    finally:
        document.close()


def _leaf(page: pypdfium2.PdfPage) -> Leaf:
    height = page.get_height()
    drawn = [_drawn(each, height) for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)]
    text = page.get_textpage()
    try:
        runs = tuple(_runs(_letters(text, height)))
    finally:
        text.close()
    return Leaf(page.get_width() / MM, height / MM, tuple(each for each in drawn if each.stroke or each.fill), runs)


def _letters(text: pypdfium2.PdfTextPage, height: float) -> Iterator[Letter | None]:
    """Give the characters; None where a run ends (the reader of the PDF thought up a space or a new line there)."""
    high = 0
    for at in range(text.count_chars()):
        point = raw.FPDFText_GetUnicode(text, at)
        if 0xD800 <= point < 0xDC00:
            high = point
            continue
        if high and 0xDC00 <= point < 0xE000:
            point = 0x10000 + ((high - 0xD800) << 10) + (point - 0xDC00)
        high = 0
        letter = "-" if point in _LINE_END_HYPHENS else chr(point)
        if raw.FPDFText_IsGenerated(text, at) == 1:
            yield None
        elif unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn"}:
            yield _letter(text, at, letter, height)


def _letter(text: pypdfium2.PdfTextPage, at: int, letter: str, height: float) -> Letter:
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    raw.FPDFText_GetMatrix(text, at, matrix)
    size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    shade = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text, at, *shade)
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, at, name, 128, flags)
    # A subset's name has six letters and a plus sign before it.
    font = name.value.decode("utf-8", "replace").rsplit("+", 1)[-1]
    colour = (shade[0].value, shade[1].value, shade[2].value)
    return Letter(letter, x.value / MM, (height - y.value) / MM, size / MM, font, colour)


def _runs(letters: Iterator[Letter | None]) -> Iterator[Run]:
    held: list[Letter] = []
    for letter in [*letters, None]:
        if held and (letter is None or not _goes_on(held[-1], letter)):
            if kept := _trimmed(held):
                yield Run(kept)
            held = []
        if letter is not None:
            held.append(letter)


def _goes_on(last: Letter, letter: Letter) -> bool:
    same = (last.font, last.colour) == (letter.font, letter.colour) and abs(last.size - letter.size) < _SAME_LINE
    return same and abs(last.y - letter.y) < _SAME_LINE and letter.x >= last.x


def _trimmed(held: list[Letter]) -> tuple[Letter, ...]:
    full = [at for at, letter in enumerate(held) if letter.text.strip()]
    return tuple(held[full[0] : full[-1] + 1]) if full else ()


def _drawn(thing: pypdfium2.PdfObject, height: float) -> Drawn:
    a, b, c, d, e, f = thing.get_matrix().get()

    def moved(x: float, y: float) -> tuple[float, float]:
        return (a * x + c * y + e) / MM, (height - (b * x + d * y + f)) / MM

    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, mode, stroked)
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(thing, width)
    scale = math.sqrt(abs(a * d - b * c)) / MM
    count = max(0, raw.FPDFPageObj_GetDashCount(thing))
    dashes = (ctypes.c_float * count)()
    if count:
        raw.FPDFPageObj_GetDashArray(thing, dashes, count)
    return Drawn(
        tuple(_commands(thing, moved)),
        width.value * scale,
        _colour(raw.FPDFPageObj_GetStrokeColor, thing) if stroked.value else None,
        _colour(raw.FPDFPageObj_GetFillColor, thing) if mode.value else None,
        mode.value == raw.FPDF_FILLMODE_ALTERNATE,
        tuple(each * scale for each in dashes),
    )


def _commands(thing, moved) -> Iterator[tuple[str, tuple[tuple[float, float], ...]]]:  # noqa: ANN001 - C handles
    curve: list[tuple[float, float]] = []
    for at in range(raw.FPDFPath_CountSegments(thing)):
        segment = raw.FPDFPath_GetPathSegment(thing, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind, point = raw.FPDFPathSegment_GetType(segment), moved(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            curve.append(point)
            if len(curve) == 3:
                yield "B", tuple(curve)
                curve = []
        else:
            yield ("M" if kind == raw.FPDF_SEGMENT_MOVETO else "L"), (point,)
        if raw.FPDFPathSegment_GetClose(segment):
            yield "C", ()


def _colour(asked, thing) -> Colour:  # noqa: ANN001 - a C function and a C handle
    shade = [ctypes.c_uint() for _ in range(4)]
    asked(thing, *shade)
    return shade[0].value, shade[1].value, shade[2].value
