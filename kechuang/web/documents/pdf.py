"""Writes a paper as PDF/A (typst): the layout is ``paper.typ``, the text goes in as data, never read as markup."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import segno
import typst
from PIL import Image

from kechuang.web.documents import fonts, measures
from kechuang.web.documents.composed import Composed, compose
from kechuang.web.documents.coverage import GETA, missing, replaced
from kechuang.web.documents.figures import Drawing
from kechuang.web.documents.paper import Paper, PaperError, texts

STANDARDS = ["a-2a"]
MEDIA_TYPE = "application/pdf"
PREVIEW_DPI = 96
_TEMPLATE = Path(__file__).with_name("paper.typ")
_FIGURES = Path(__file__).with_name("figures.typ")
PICTURE_DPI = 150
AT_ONCE = 40
# PDF wants a moment of creation; a fixed one keeps the bytes the same for the same paper.
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def write(paper: Paper) -> bytes:
    """Give the paper as PDF/A-2a; the same paper gives the same bytes.

    Raises PaperError ``paper.cannot_be_drawn`` for text that the fonts cannot draw although they have its characters.
    """
    held = fonts.held()
    source, inputs = _FIGURES.read_bytes() + _TEMPLATE.read_bytes(), _inputs(compose(paper), held)
    compiler = typst.Compiler(source, font_paths=held.fonts, ignore_system_fonts=True, sys_inputs={"paper": inputs})
    try:
        made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=_MADE)
    except typst.TypstError as error:
        raise PaperError("paper.cannot_be_drawn", message=error.message) from error
    assert isinstance(made, bytes)
    return made


def pictures(drawings: Sequence[Drawing]) -> list[bytes]:
    """Give drawings as PNG, each by itself; the same drawing gives the same bytes."""
    groups = (drawings[at : at + AT_ONCE] for at in range(0, len(drawings), AT_ONCE))
    return [each for group in groups for each in _drawn(group)]


def _drawn(drawings: Sequence[Drawing]) -> list[bytes]:
    held = fonts.held()
    data = {"drawings": [asdict(each) for each in drawings], "fonts": held.families}
    inputs = replaced(json.dumps(data, ensure_ascii=False), held.drawable)
    source = _FIGURES.read_bytes() + _PAGES
    compiler = typst.Compiler(source, font_paths=held.fonts, ignore_system_fonts=True, sys_inputs={"figures": inputs})
    try:
        made = compiler.compile(format="png", ppi=PICTURE_DPI)
    except typst.TypstError as error:
        raise PaperError("paper.cannot_be_drawn", message=error.message) from error
    return [_lean(each) for each in (made if isinstance(made, list) else [made])]


def _lean(picture: bytes) -> bytes:
    """Give a picture of greys in as few bytes as it needs."""
    out = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        image.convert("L").save(out, "PNG", dpi=(PICTURE_DPI, PICTURE_DPI))
    return out.getvalue()


_PAGES = b"""
#let data = json(bytes(sys.inputs.figures))
#for (at, drawing) in data.drawings.enumerate() {
  if at > 0 { pagebreak() }
  set page(width: drawing.width * 1mm, height: drawing.height * 1mm, margin: 0mm)
  a-drawing(drawing, data.fonts.head)
}
"""


def _inputs(composed: Composed, held: fonts.Held) -> str:
    absent = missing("".join(texts(composed)), held.drawable)
    small = [*composed.small, *([f"{GETA} {composed.words['missing']} {', '.join(absent[:12])}"] if absent else [])]
    data = {
        **asdict(composed),
        "small": small,
        "author": "、".join(composed.signers) or composed.issuer,
        "keywords": [line for line in composed.small[:2] if line],
        "fonts": held.families,
        "measures": _measures(measures.sheet(landscape=composed.landscape)),
        "lying": _measures(measures.sheet(landscape=True)),
        "qr": code(composed.address, "svg").decode() if composed.address else "",
        "qr-says": composed.address,
    }
    return replaced(json.dumps(data, ensure_ascii=False), held.drawable)


def _measures(sheet: measures.Sheet) -> dict[str, float]:
    return {
        "pitch": measures.PITCH,
        "size": measures.SIZE_THREE,
        "title": measures.SIZE_TWO,
        "four": measures.SIZE_FOUR,
        "small-four": measures.SIZE_SMALL_FOUR,
        # A thousandth less than the width that fills the line, so that rounding never pushes the 28th character down.
        "tracking": round(measures.TRACKING - 0.001, 4),
        "width": round(measures.WIDTH, 4),
        "five": measures.SIZE_FIVE,
        "top": sheet.top,
        "left": sheet.left,
        "right": sheet.right,
        "bottom": sheet.bottom,
        "block-width": sheet.block,
        "mark": measures.MARK_MM,
        "letter-mark": measures.LETTER_MARK_MM,
        "page-number": measures.PAGE_NUMBER_MM,
        "seal": measures.SEAL_MM,
    }


def code(text: str, kind: str) -> bytes:
    """Give the QR code of a text as svg or png."""
    out = BytesIO()
    made = segno.make(text, error="m", micro=False)
    if kind == "svg":
        made.save(out, kind="svg", border=1, xmldecl=False, svgns=True, omitsize=True)
    else:
        made.save(out, kind="png", border=1, scale=6)
    return out.getvalue()


def pages(data: bytes) -> int:
    """Give the number of pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def picture(data: bytes, page: int, *, dpi: int = PREVIEW_DPI) -> bytes:
    """Give one page (from 1) of a PDF as PNG. Raises IndexError for a page that there is not."""
    document = pypdfium2.PdfDocument(data)
    try:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        image = document[page - 1].render(scale=dpi / 72).to_pil()
        out = BytesIO()
        image.convert("RGB").quantize(32).save(out, "PNG", optimize=True)
        return out.getvalue()
    finally:
        document.close()
