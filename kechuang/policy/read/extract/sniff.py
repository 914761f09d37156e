"""Which kind of file the bytes are, and its text; kinds that cannot be read are answered with the remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kechuang.policy.read.extract import docx, encodings, ofd, pdf
from kechuang.policy.read.extract.limits import MAX_BYTES, Extracted
from kechuang.policy.read.extract.packed import Package
from kechuang.policy.read.faults import ReadingRefused

if TYPE_CHECKING:
    from collections.abc import Callable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|p|div|table)\b", re.IGNORECASE)


def extract(data: bytes, name: str) -> Extracted:
    """The text of a file's bytes. Raises `ReadingRefused`; the name only tells .wps from .doc and .md from .txt."""
    if not data.strip(b"\x00 \r\n\t"):
        raise ReadingRefused("reading.empty", name=name, bytes=len(data))
    if len(data) > MAX_BYTES:
        raise ReadingRefused("reading.too_large", name=name, bytes=len(data), limit=MAX_BYTES)
    suffix = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return pdf.extract(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, name)
    if data.startswith(_OLE):
        wps = suffix == "wps" or b"W\x00p\x00s\x00C" in data[:65536] or b"W\x00P\x00S\x00" in data[:65536]
        raise ReadingRefused("reading.wps_legacy" if wps else "reading.doc_legacy", name=name)
    if data.startswith(b"{\\rtf"):
        raise ReadingRefused("reading.office_other", name=name, kind="RTF")
    for magic, kind in _PICTURES:
        if data.startswith(magic) and (kind != "BMP" or b"\x00" in data[:32]):
            raise ReadingRefused("reading.image", name=name, kind=kind)
    text, encoding = encodings.decode(data, name)
    markdown = suffix in {"md", "markdown"}
    kind = "html" if _HTML.search(text[:4000]) and not markdown else "md" if markdown else "txt"
    return Extracted(text, kind, encoding, None)


def _packed(data: bytes, name: str) -> Extracted:
    package = Package(data, name)
    readers: tuple[tuple[str, Callable[[Package], Extracted]], ...] = (
        ("word/document.xml", docx.extract),
        ("OFD.xml", ofd.extract),
    )
    for part, reader in readers:
        if package.has(part):
            return reader(package)
    others = (("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("mimetype", "OpenDocument"))
    kind = next((kind for part, kind in others if package.has(part)), "ZIP")
    raise ReadingRefused("reading.office_other", name=name, kind=kind)
