"""Looking at an upload before anything of it is kept: what it is, whether it is whole and harmless, what it bears.

Pure over bytes, and run in a child process with limits (``isolated.py``). Raises ``UnfitError`` with the first reason
not to take the file.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass

import puremagic
from PIL import Image, UnidentifiedImageError

from kechuang.casework.files.look import marks, texts
from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.look.kinds import KINDS, Kind, ending_of
from kechuang.casework.files.look.marks import Text
from kechuang.casework.files.look.packed import Package

MAX_PIXELS = 120_000_000
MAX_FRAMES = 500
_OASIS = "application/vnd.oasis.opendocument."
_FETCHED = frozenset({"attachedTemplate", "oleObject", "frame", "subDocument"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
)
_OPENED = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_IMAGES = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "GIF": "gif", "BMP": "bmp", "TIFF": "tiff", "WEBP": "webp"}
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|script|p|div|table|svg)\b", re.IGNORECASE)
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)\b")
_STREAM = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
_ACTIVE_MARKUP = re.compile(r"<script\b|<iframe\b|<object\b|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
_MACRO_PARTS = re.compile(r"vbaproject\.bin|/activex/|macrosheets/|basic/script|scripts/")
_UNSAFE_NAME = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\\\]")


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file is. ``notes`` are codes with a value: things to think of that are no reason to refuse."""

    kind: str
    pages: int = 0
    notes: tuple[tuple[str, str], ...] = ()


def look(data: bytes, name: str, *, document: bool = False) -> Looked:
    """Look at a file's bytes. Raises UnfitError.

    ``document`` says that the file is a published document of which only the text is read: saved web pages carry
    scripts, office files name a template on their author's disk, old texts come in any encoding. None of it is refused
    then; kind, name, macros, locks, bombs and marks are looked at all the same.
    """
    check_name(name)
    if not data.strip(b"\x00 \r\n\t"):
        raise UnfitError("files.empty", name=name, bytes=len(data))
    kind, text, pages = _read(data, name, document=document)
    level = marks.level_in(text)
    if level:
        raise UnfitError("files.secret_mark", name=name, level=level)
    ending = ending_of(name)
    if ending not in kind.endings:
        expected = ", ".join(f".{each}" for each in kind.endings if each)
        raise UnfitError("files.name_contradicts", name=name, ending=f".{ending}", kind=kind.code, expected=expected)
    internal = marks.internal_in(text, name)
    notes: tuple[tuple[str, str], ...] = (("files.internal_mark", internal),) if internal else ()
    if kind.preview == "image":
        notes += (("files.picture_not_read", ""),)
    return Looked(kind.code, pages, notes)


def check_name(name: str) -> None:
    """Refuse a name that hides what it is, or that bears a mark. Raises UnfitError."""
    if not name.strip() or name.strip(".") == "" or _UNSAFE_NAME.search(name):
        raise UnfitError("files.name_unsafe", name=re.sub(_UNSAFE_NAME, "\ufffd", name)[:120] or "—")
    level = marks.level_in_name(name)
    if level:
        raise UnfitError("files.secret_mark", name=name, level=level)


def _read(data: bytes, name: str, *, document: bool) -> tuple[Kind, Text, int]:
    if data.startswith(b"PK\x03\x04"):
        return _package(data, name, document=document)
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise UnfitError("files.polyglot", name=name, kinds="ZIP")
    if data.startswith(b"%PDF-"):
        return _pdf(data, name, document=document)
    if data.startswith(_OLE):
        return _compound(data, name)
    if b"%PDF-" in data[:1024]:
        raise UnfitError("files.polyglot", name=name, kinds="PDF")
    image = _image(data, name)
    if image:
        return image, Text(), 0
    return _plain(data, name, document=document)


def _pdf(data: bytes, name: str, *, document: bool) -> tuple[Kind, Text, int]:
    text, pages = texts.of_pdf(data, name)
    if pages == 0:
        raise UnfitError("files.broken", name=name, kind="PDF", detail="0 pages")
    active = not document and (_ACTIVE_PDF.search(data) or any(map(_ACTIVE_PDF.search, _object_streams(data))))
    if active:
        raise UnfitError("files.active_content", name=name, what="JavaScript / Launch")
    return KINDS["pdf"], text, pages


def _object_streams(data: bytes) -> list[bytes]:
    """The object streams of a PDF, unpacked within bounds: what is active may be packed into them."""
    found, total = [], 0
    for match in _STREAM.finditer(data):
        unpack = zlib.decompressobj()
        try:
            part = unpack.decompress(data[match.end() :], 8 << 20)
        except zlib.error:
            continue
        found.append(part)
        total += len(part)
        if total > 64 << 20:
            break
    return found


def _package(data: bytes, name: str, *, document: bool) -> tuple[Kind, Text, int]:
    if b"%PDF-" in data[:1024]:
        raise UnfitError("files.polyglot", name=name, kinds="ZIP, PDF")
    package = Package(data, name)
    if not package.all or min(entry.header_offset for entry in package.all) != 0:
        raise UnfitError("files.polyglot", name=name, kinds="ZIP")
    package.check_names()
    package.check_all()
    code = next((code for part, code in _PACKED if package.has(part)), "") or _open_document(package)
    if not code:
        raise UnfitError("files.archive", name=name)
    macro = next((part for part in package.entries if _MACRO_PARTS.search(part)), "")
    if macro or b"macroEnabled" in _content_types(package):
        raise UnfitError("files.macros", name=name, part=macro or "[Content_Types].xml")
    if not document:
        _check_links(package, name)
    package._read = 0  # noqa: SLF001 - the second pass counts anew
    return KINDS[code], texts.of_package(package, code), 0


def _open_document(package: Package) -> str:
    kind = package.read("mimetype").decode("ascii", "replace") if package.has("mimetype") else ""
    return {f"{_OASIS}text": "odt", f"{_OASIS}spreadsheet": "ods"}.get(kind.strip(), "")


def _content_types(package: Package) -> bytes:
    return package.read("[content_types].xml") if package.has("[content_types].xml") else b""


def _check_links(package: Package, name: str) -> None:
    """Refuse what a program would fetch or run by itself when the file is opened."""
    for part in package.entries:
        if not part.endswith(".rels"):
            continue
        for node in package.xml(part).iter():
            kind = (node.get("Type") or "").rsplit("/", 1)[-1]
            if node.get("TargetMode") == "External" and kind in _FETCHED:
                raise UnfitError("files.active_content", name=name, what=kind)


def _compound(data: bytes, name: str) -> tuple[Kind, Text, int]:
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise UnfitError("files.encrypted", name=name)
    if any(word.encode("utf-16-le") in data for word in ("_VBA_PROJECT", "Macros")):
        raise UnfitError("files.macros", name=name, part="_VBA_PROJECT")
    return KINDS["ole"], texts.of_compound(data), 0


def _image(data: bytes, name: str) -> Kind | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_OPENED) as image:
                code = _IMAGES.get(image.format or "", "")
                wide, high, frames = image.width, image.height, getattr(image, "n_frames", 1)
                if wide * high > MAX_PIXELS or frames > MAX_FRAMES:
                    raise UnfitError("files.too_many_pixels", name=name, wide=wide, high=high, limit=MAX_PIXELS)
                image.load()
        except UnidentifiedImageError:
            return None
        except Image.DecompressionBombError:
            raise UnfitError("files.too_many_pixels", name=name, wide=0, high=0, limit=MAX_PIXELS) from None
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise UnfitError("files.broken", name=name, kind="image", detail=str(error)[:80]) from error
    return KINDS.get(code)


def _plain(data: bytes, name: str, *, document: bool) -> tuple[Kind, Text, int]:
    text = texts.decoded(data)
    if text is None and document:
        text = data.decode("utf-8", "replace")
    if text is None:
        raise UnfitError("files.kind_unknown", name=name, kind=_named(data))
    if _MARKUP.search(text[:4000]) or text.lstrip()[:5].lower() == "<?xml":
        if not document and _ACTIVE_MARKUP.search(text):
            raise UnfitError("files.active_content", name=name, what="script")
        code = "html" if _MARKUP.search(text[:4000]) else "xml"
        return KINDS[code], texts.of_plain(text), 0
    return KINDS["text"], texts.of_plain(text), 0


def _named(data: bytes) -> str:
    """What the bytes are, for the sentence that refuses them."""
    try:
        found = puremagic.magic_string(data[: 1 << 16])
    except (puremagic.PureError, ValueError):
        return "?"
    return (found[0].name or found[0].extension)[:80] if found else "?"
