"""The text of a file as far as marks are looked for in it: first page, headers and footers, and every line beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]  # the package ships no types

from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.look.marks import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]  # the package ships no types

    from kechuang.casework.files.look.packed import Package

FIRST_CHARACTERS = 3000
MAX_PAGES = 3000
MAX_LINES = 400_000
_HEADS = re.compile(r"word/(?:header|footer)\d*\.xml|docprops/(?:core|custom|app)\.xml")
_TEXT = re.compile("[\u4e00-\u9fff★☆*0-9（）()：: ]{2,}")
PLAIN_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "big5")


def of_pdf(data: bytes, name: str) -> tuple[Text, int]:
    """The text of a PDF, and how many pages it has."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise UnfitError("files.encrypted", name=name) from error
        raise UnfitError("files.broken", name=name, kind="PDF", detail=str(error)[:80]) from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnfitError("files.too_many_pages", name=name, pages=count, limit=MAX_PAGES)
        pages = [_page(document, number, name) for number in range(count)]
    finally:
        document.close()
    lines = tuple(line for page in pages[1:] for line in page.splitlines())
    return Text(pages[0] if pages else "", lines[:MAX_LINES]), count


def _page(document: pypdfium2.PdfDocument, number: int, name: str) -> str:
    try:
        page = document[number]
        text: str = page.get_textpage().get_text_range()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise UnfitError("files.broken", name=name, kind="PDF", detail=f"{number + 1}: {error}"[:80]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def of_package(package: Package, code: str) -> Text:
    """The text of an Office, OpenDocument or OFD package."""
    if code == "docx":
        return _docx(package)
    if code == "ofd":
        return _ofd(package)
    return _pieces(package)


def _local(node: _Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _xml_parts(package: Package) -> Iterator[tuple[str, _Element]]:
    for part in sorted(package.entries):
        if part.endswith((".xml", ".rels")) and not part.endswith(".rels"):
            yield part, package.xml(part)


def _joined(node: _Element) -> str:
    return "".join(item.text or "" for item in node.iter() if _local(item) in {"t", "delText"})


def _docx(package: Package) -> Text:
    first: list[str] = []
    lines: list[str] = []
    length = 0
    for part, root in _xml_parts(package):
        if _HEADS.fullmatch(part):
            first.append("\n".join(text for text in root.itertext() if text.strip()))
            first.extend(_joined(node) for node in root.iter() if _local(node) == "p")
        elif part.startswith("word/"):
            for node in root.iter():
                if _local(node) != "p":
                    continue
                text = _joined(node)
                if part == "word/document.xml" and length < FIRST_CHARACTERS:
                    first.append(text)
                    length += len(text)
                else:
                    lines.append(text)
    return Text("\n".join(first), tuple(lines[:MAX_LINES]))


def _ofd(package: Package) -> Text:
    pages: list[str] = []
    lines: list[str] = []
    for _part, root in _xml_parts(package):
        runs = [
            "".join((code.text or "") for code in item.iter() if _local(code) == "TextCode")
            for item in root.iter()
            if _local(item) == "TextObject"
        ]
        if runs:
            # A mark may be set character by character: the page is looked at joined as well as run by run.
            pages.append("\n".join(runs) + "\n" + "".join(runs))
            lines.extend(runs)
    return Text("\n".join(pages)[: FIRST_CHARACTERS * 20], tuple(lines[:MAX_LINES]))


def _pieces(package: Package) -> Text:
    """Sheets and slides: sheet names, heads, and every piece of text, any of which may bear a mark."""
    pieces: list[str] = []
    for part, root in _xml_parts(package):
        for node in root.iter():
            name = _local(node)
            if name in {"si", "p", "is", "h"} and len(pieces) < MAX_LINES:
                pieces.append("".join(text for text in node.itertext()))
            elif name in {"oddHeader", "oddFooter", "firstHeader", "firstFooter", "evenHeader", "evenFooter"}:
                pieces.append(re.sub(r'&(?:[LCRPNDTFAZGBIUESXY]|"[^"]*"|\d+)', " ", node.text or "").strip())
            elif name == "sheet":
                pieces.append(node.get("name") or "")
            elif part.startswith("docprops/"):
                pieces.append(node.text or "")
    return Text("\n".join(pieces), tuple(pieces))


def of_plain(text: str) -> Text:
    """The text of a text file; tags of markup are left out."""
    bare = re.sub(r"<[^>]{0,2000}>", "\n", text) if "<" in text[:2000] else text
    lines = bare.splitlines()
    cells = [cell for line in lines[:MAX_LINES] for cell in re.split(r"[,\t;]", line)]
    return Text(bare[:FIRST_CHARACTERS], tuple(lines[:MAX_LINES]) + tuple(cells[:MAX_LINES]))


def of_compound(data: bytes) -> Text:
    """What can be made out in an old Office file without reading its format: runs of characters in both encodings."""
    runs: list[str] = []
    for start in (0, 1):
        runs += _TEXT.findall(data[start:].decode("utf-16-le", "replace"))
    runs += _TEXT.findall(data.decode("gb18030", "replace"))
    starred = "\n".join(run for run in runs if "★" in run or "☆" in run)
    return Text(starred, tuple(runs[:MAX_LINES]))


def decoded(data: bytes) -> str | None:
    """A text file's text, or None for bytes that are no text."""
    for encoding in PLAIN_ENCODINGS:
        if encoding == "utf-16" and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(1 for c in text[:100_000] if c < " " and c not in "\t\n\r\f\x1b")
        return text if controls * 200 <= len(text[:100_000]) else None
    return None
