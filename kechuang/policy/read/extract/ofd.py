"""The text of an OFD (GB/T 33190-2016): a zip of XML; text codes ordered by line and column on each page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from kechuang.policy.read.extract.limits import MAX_CHARACTERS, MAX_PAGES, Extracted
from kechuang.policy.read.faults import ReadingRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]  # the package ships no types

    from kechuang.policy.read.extract.packed import Package

_LINE_TOLERANCE_MM = 1.5
_COLUMN_GAP_FACTOR = 2.2


def extract(package: Package) -> Extracted:
    """Pages in order, parted by a form feed; raises `ReadingRefused` if there is no text (a scan in an OFD)."""
    pages: list[str] = []
    total = 0
    for location, base in _documents(package):
        document = package.xml(location)
        found = [(node.get("BaseLoc") or "") for node in _all(document, "Page")]
        if len(pages) + len(found) > MAX_PAGES:
            raise ReadingRefused(
                "reading.too_many_pages", name=package.name, pages=len(pages) + len(found), limit=MAX_PAGES
            )
        for place in found:
            part = place if place.startswith("/") else posixpath.normpath(posixpath.join(base, place))
            text = _page(package.xml(part)) if package.has(part.lstrip("/")) else ""
            total += len(text)
            if total > MAX_CHARACTERS:
                raise ReadingRefused("reading.too_much_text", name=package.name, chars=total, limit=MAX_CHARACTERS)
            pages.append(text)
    if not any(page.strip() for page in pages):
        code = "reading.scanned" if pages else "reading.no_text"
        raise ReadingRefused(code, name=package.name, pages=len(pages), chars=0, kind="OFD")
    return Extracted("\f".join(pages), "ofd", None, len(pages))


def _documents(package: Package) -> Iterator[tuple[str, str]]:
    for node in _all(package.xml("OFD.xml"), "DocRoot"):
        location = (node.text or "").strip().lstrip("/")
        if location:
            yield location, posixpath.dirname(location)


def _local(node: _Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1]


def _all(root: _Element, name: str) -> Iterator[_Element]:
    for node in root.iter():
        if isinstance(node.tag, str) and _local(node) == name:
            yield node


def _numbers(text: str | None) -> list[float]:
    out: list[float] = []
    for word in (text or "").split():
        try:
            out.append(float(word))
        except ValueError:
            continue
    return out


def _page(root: _Element) -> str:
    runs: list[tuple[float, float, float, float, str]] = []
    for item in _all(root, "TextObject"):
        box = _numbers(item.get("Boundary"))
        left, top = (box[0], box[1]) if len(box) > 1 else (0.0, 0.0)
        size = (_numbers(item.get("Size")) or [4.0])[0]
        for code in _all(item, "TextCode"):
            text = (code.text or "").replace("\n", "").replace("\r", "")
            if text:
                x, y = (_numbers(code.get("X")) or [0.0])[0], (_numbers(code.get("Y")) or [0.0])[0]
                steps = _numbers(code.get("DeltaX")) if "g" not in (code.get("DeltaX") or "") else []
                width = sum(steps) + size if steps else size * len(text)
                runs.append((top + y, left + x, width, size, text))
    runs.sort(key=lambda run: run[0])
    lines: list[list[tuple[float, float, float, float, str]]] = []
    for run in runs:
        if lines and abs(run[0] - lines[-1][0][0]) <= _LINE_TOLERANCE_MM:
            lines[-1].append(run)
        else:
            lines.append([run])
    return "\n".join(_line(sorted(line, key=lambda run: run[1])) for line in lines)


def _line(runs: list[tuple[float, float, float, float, str]]) -> str:
    parts: list[str] = []
    edge = None
    for _, left, width, size, text in runs:
        if edge is not None and left - edge > size * _COLUMN_GAP_FACTOR:
            parts.append("  ")
        parts.append(text)
        edge = left + width
    return "".join(parts)
