"""The text of a PDF, page by page; a form feed parts the pages. A scan is recognised and answered with the remedy."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # the package ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # the package ships no types

from kechuang.policy.read.extract.limits import MAX_CHARACTERS, MAX_PAGES, Extracted
from kechuang.policy.read.faults import ReadingRefused

_SCAN_CHARACTERS_A_PAGE = 12


def extract(data: bytes, name: str) -> Extracted:
    """The text in pdfium's order with line feeds; raises `ReadingRefused` for broken, locked and scanned files."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ReadingRefused("reading.encrypted", name=name) from error
        raise ReadingRefused("reading.broken", name=name, kind="PDF", detail=str(error)[:80]) from error
    try:
        return _pages(document, name)
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, name: str) -> Extracted:
    count = len(document)
    if count > MAX_PAGES:
        raise ReadingRefused("reading.too_many_pages", name=name, pages=count, limit=MAX_PAGES)
    pages: list[str] = []
    total = 0
    pictured = False
    for number in range(count):
        try:
            page = document[number]
            text = page.get_textpage().get_text_range()
            if len(text.strip()) < _SCAN_CHARACTERS_A_PAGE and not pictured:
                pictured = any(True for _ in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3))
            page.close()
        except pypdfium2.PdfiumError as error:
            raise ReadingRefused(
                "reading.broken", name=name, kind="PDF", detail=f"page {number + 1}: {error}"[:80]
            ) from error
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\x00", "")
        total += len(text)
        if total > MAX_CHARACTERS:
            raise ReadingRefused("reading.too_much_text", name=name, chars=total, limit=MAX_CHARACTERS)
        pages.append(text)
    letters = sum(len("".join(page.split())) for page in pages)
    if letters < _SCAN_CHARACTERS_A_PAGE * max(count, 1) and (pictured or letters == 0):
        code = "reading.scanned" if pictured else "reading.no_text"
        raise ReadingRefused(code, name=name, pages=count, chars=letters, kind="PDF")
    return Extracted("\f".join(pages), "pdf", None, count)
