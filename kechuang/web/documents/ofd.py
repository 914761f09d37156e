"""Writes a paper as OFD (GB/T 33190-2016) from its PDF: the same places of the same characters, text as text.

The file is a zip of XML parts (namespace http://www.ofdspec.org/2016) with subsets of the fonts. It holds text and
paths; no signature, no seal, no attachment: those are set by the office with its own means.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from lxml import etree

from kechuang.web.documents import fonts, pdf
from kechuang.web.documents.ofd_read import Colour, Drawn, Laid, Leaf, Run, laid
from kechuang.web.documents.paper import Paper

NAMESPACE = "http://www.ofdspec.org/2016"
MEDIA_TYPE = "application/ofd"
CREATOR = "Kechuang"
_MADE = (1980, 1, 1, 0, 0, 0)
_BLACK = (0, 0, 0)
_COLLECTION = b"ttcf"
_POSTSCRIPT = b"OTTO"  # outlines of the PostScript kind; all others are TrueType

type Element = etree._Element  # noqa: SLF001 - the name of the type in its own documentation


def write(paper: Paper) -> bytes:
    """Give the paper as OFD; the same paper gives the same bytes. Raises PaperError as `pdf.write` does."""
    return from_pdf(pdf.write(paper))


def from_pdf(data: bytes) -> bytes:
    """Give the OFD that shows what a PDF of ours shows; the same PDF and the same fonts give the same bytes.

    A font of the PDF that the node no longer holds is replaced by that of the body; the places stay those of the PDF.
    """
    seen = laid(data)
    numbers = _Numbers()
    used = _used(seen)
    held = {name: numbers.next() for name in sorted(used)}
    parts: dict[str, bytes] = {}
    leaves: list[tuple[int, str]] = []
    for at, leaf in enumerate(seen.leaves):
        place = f"Pages/Page_{at}/Content.xml"
        leaves.append((numbers.next(), place))
        parts[f"Doc_0/{place}"] = _xml(_page(leaf, held, numbers))
    files: dict[str, str] = {}
    for name, number in held.items():
        cut = _subset(name, "".join(sorted(used[name])))
        files[name] = f"font_{number}.{'otf' if cut.startswith(_POSTSCRIPT) else 'ttf'}"
        parts[f"Doc_0/Res/{files[name]}"] = cut
    parts["Doc_0/PublicRes.xml"] = _xml(_resources(held, files))
    parts["Doc_0/Document.xml"] = _xml(_document(seen, leaves, numbers.last))
    parts["OFD.xml"] = _xml(_root(seen, hashlib.sha256(data).hexdigest()[:32]))
    return _zipped(dict(reversed(parts.items())))


class _Numbers:
    """Numbers of objects: each once in the document."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def _used(seen: Laid) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for leaf in seen.leaves:
        for run in leaf.runs:
            found.setdefault(run.letters[0].font, set()).update(letter.text for letter in run.letters)
    return found


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


def _xml(root: Element) -> bytes:
    made = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    assert isinstance(made, bytes)
    return made


def _top(name: str, **values: str) -> Element:
    return etree.Element(f"{{{NAMESPACE}}}{name}", values, nsmap={"ofd": NAMESPACE})


def _add(parent: Element, name: str, text: str = "", **values: str) -> Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", values)
    if text:
        made.text = text
    return made


def _root(seen: Laid, number: str) -> Element:
    root = _top("OFD", Version="1.0", DocType="OFD")
    body = _add(root, "DocBody")
    told = _add(body, "DocInfo")
    _add(told, "DocID", number)
    if seen.title:
        _add(told, "Title", seen.title)
    if seen.author:
        _add(told, "Author", seen.author)
    _add(told, "Creator", CREATOR)
    _add(body, "DocRoot", "Doc_0/Document.xml")
    return root


def _document(seen: Laid, leaves: list[tuple[int, str]], highest: int) -> Element:
    root = _top("Document")
    common = _add(root, "CommonData")
    _add(common, "MaxUnitID", str(highest))
    _area(common, "PageArea", seen.leaves[0])
    _add(common, "PublicRes", "PublicRes.xml")
    listed = _add(root, "Pages")
    for number, place in leaves:
        _add(listed, "Page", ID=str(number), BaseLoc=place)
    return root


def _area(parent: Element, name: str, leaf: Leaf) -> None:
    _add(_add(parent, name), "PhysicalBox", f"0 0 {_mm(leaf.width)} {_mm(leaf.height)}")


def _resources(held: dict[str, int], files: dict[str, str]) -> Element:
    root = _top("Res", BaseLoc="Res")
    listed = _add(root, "Fonts")
    for name, number in held.items():
        font = _add(listed, "Font", ID=str(number), FontName=name, FamilyName=_family(name), Charset="unicode")
        _add(font, "FontFile", files[name])
    return root


def _page(leaf: Leaf, held: dict[str, int], numbers: _Numbers) -> Element:
    root = _top("Page")
    _area(root, "Area", leaf)
    layer = _add(_add(root, "Content"), "Layer", ID=str(numbers.next()), Type="Body")
    for drawn in leaf.drawn:
        _path(layer, drawn, numbers.next())
    for run in leaf.runs:
        _text(layer, run, held, numbers.next())
    return root


def _text(layer: Element, run: Run, held: dict[str, int], number: int) -> None:
    """Add a text object; its box leaves an em above the baseline and half an em below, so that no stroke is cut."""
    first, last = run.letters[0], run.letters[-1]
    box = (first.x, first.y - first.size, last.x - first.x + 1.5 * first.size, 1.5 * first.size)
    values = {"Boundary": _row(box), "Font": str(held[first.font]), "Size": _mm(first.size)}
    made = _add(layer, "TextObject", ID=str(number), **values)
    if first.colour != _BLACK:
        _add(made, "FillColor", Value=_shade(first.colour))
    # Each step is taken from the rounded places, so that rounding does not add up along a line.
    places = [round(letter.x - first.x, 3) for letter in run.letters]
    steps = [after - before for before, after in pairwise(places)]
    moves = {"DeltaX": _row(steps)} if steps else {}
    _add(made, "TextCode", "".join(letter.text for letter in run.letters), X="0", Y=_mm(first.size), **moves)


def _path(layer: Element, drawn: Drawn, number: int) -> None:
    points = [point for _, points in drawn.commands for point in points]
    if not points:
        return
    room = drawn.width if drawn.stroke else 0.0
    left, top = min(x for x, _ in points) - room, min(y for _, y in points) - room
    right, bottom = max(x for x, _ in points) + room, max(y for _, y in points) + room
    values = {"Boundary": _row((left, top, right - left, bottom - top))}
    if drawn.stroke:
        values["LineWidth"] = _mm(drawn.width)
    else:
        values["Stroke"] = "false"
    if drawn.dashes:
        values["DashPattern"] = _row(drawn.dashes)
    if drawn.fill:
        values["Fill"] = "true"
    if drawn.fill and drawn.even_odd:
        values["Rule"] = "Even-Odd"
    made = _add(layer, "PathObject", ID=str(number), **values)
    if drawn.stroke:
        _add(made, "StrokeColor", Value=_shade(drawn.stroke))
    if drawn.fill:
        _add(made, "FillColor", Value=_shade(drawn.fill))
    words = [
        " ".join([sign, *(f"{_mm(x - left)} {_mm(y - top)}" for x, y in points)]) for sign, points in drawn.commands
    ]
    _add(made, "AbbreviatedData", " ".join(words))


def _mm(value: float) -> str:
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")


def _row(values: Iterable[float]) -> str:
    return " ".join(_mm(value) for value in values)


def _shade(colour: Colour) -> str:
    return " ".join(str(part) for part in colour)


def _faces() -> Iterator[tuple[Path, int]]:
    for face in fonts.held().fonts.fonts():
        if face.path:
            yield Path(face.path), face.index


@lru_cache(maxsize=32)
def _face(name: str) -> tuple[Path, int]:
    """Give the file and the place in it of the face with a PostScript name; else that of the body."""
    for path, index in _faces():
        with _opened(path, index) as face:
            if face["name"].getDebugName(6) == name:
                return path, index
    body = fonts.held().families["body"]
    return next(
        (Path(each.path), each.index) for each in fonts.held().fonts.fonts() if each.family == body and each.path
    )


@lru_cache(maxsize=32)
def _family(name: str) -> str:
    with _opened(*_face(name)) as face:
        return str(face["name"].getBestFamilyName() or name)


def _opened(path: Path, index: int) -> TTFont:
    with path.open("rb") as file:
        collection = file.read(4) == _COLLECTION
    return TTFont(path, fontNumber=index if collection else -1, lazy=True, recalcTimestamp=False)


def _subset(name: str, text: str) -> bytes:
    """Give a font with the characters of a text and no others, its table of characters and its names kept."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False)
    with _opened(*_face(name)) as face:
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(face)
        out = io.BytesIO()
        face.save(out, reorderTables=True)
        return out.getvalue()
