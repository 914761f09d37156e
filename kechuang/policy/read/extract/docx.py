"""The text of a .docx: paragraphs as lines, table rows tab-separated, automatic numbering written out.

Deleted text is left out and inserted text kept, as a reader of the page sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kechuang.policy.read.extract.limits import MAX_CHARACTERS, Extracted
from kechuang.policy.read.extract.numbering import Numbering
from kechuang.policy.read.faults import ReadingRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]  # the package ships no types

    from kechuang.policy.read.extract.packed import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}sectPr",
            f"{W}fldData", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip


def extract(package: Package) -> Extracted:
    """The main text; headers, footers, comments and footnotes are not part of it."""
    root = package.xml("word/document.xml")
    body = root.find(f"{W}body")
    if body is None:
        raise ReadingRefused("reading.broken", name=package.name, kind="docx", detail="no body")
    numbering = Numbering(package.xml("word/numbering.xml") if package.has("word/numbering.xml") else None)
    lines: list[str] = []
    total = 0
    for line in _blocks(body, numbering):
        total += len(line) + 1
        if total > MAX_CHARACTERS:
            raise ReadingRefused("reading.too_much_text", name=package.name, chars=total, limit=MAX_CHARACTERS)
        lines.append(line)
    text = "\n".join(lines)
    if not text.strip():
        raise ReadingRefused("reading.no_text", name=package.name, kind="docx")
    return Extracted(text, "docx", None, None)


def _blocks(parent: _Element, numbering: Numbering) -> Iterator[str]:
    for node in parent:
        if node.tag == f"{W}p":
            yield numbering.prefix(node) + _text(node)
        elif node.tag == f"{W}tbl":
            yield from _rows(node, numbering)
        elif node.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            yield from _blocks(node, numbering)


def _rows(table: _Element, numbering: Numbering) -> Iterator[str]:
    for row in table.iter(f"{W}tr"):
        cells = ["".join(_blocks(cell, numbering)).replace("\t", " ") for cell in row.iterchildren(f"{W}tc")]
        yield "\t".join(cells)


def _text(node: _Element) -> str:
    parts: list[str] = []
    stack = list(reversed(list(node)))
    while stack:
        item = stack.pop()
        if item.tag in _SKIPPED:
            continue
        if item.tag == f"{W}t":
            parts.append(item.text or "")
        elif item.tag == f"{W}tab":
            parts.append(" ")
        elif item.tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif item.tag == f"{W}noBreakHyphen":
            parts.append("-")
        else:
            stack.extend(reversed(list(item)))
    return "".join(parts)
