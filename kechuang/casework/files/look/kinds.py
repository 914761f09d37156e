"""The kinds of files that are taken, by content: media type, the endings that fit, and how a preview is made."""

from __future__ import annotations

from dataclasses import dataclass

PAGES, IMAGE, TEXT, OFFICE, NONE = "pages", "image", "text", "office", ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. ``preview``: pages (PDF), image, text, office (through LibreOffice where it is), or none."""

    code: str
    media_type: str
    endings: tuple[str, ...]
    preview: str = NONE


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ALL = (
    Kind("pdf", "application/pdf", ("pdf",), PAGES),
    Kind("docx", _OFFICE + "wordprocessingml.document", ("docx",), OFFICE),
    Kind("xlsx", _OFFICE + "spreadsheetml.sheet", ("xlsx",), OFFICE),
    Kind("pptx", _OFFICE + "presentationml.presentation", ("pptx",), OFFICE),
    Kind("odt", "application/vnd.oasis.opendocument.text", ("odt",), OFFICE),
    Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", ("ods",), OFFICE),
    Kind("ofd", "application/ofd", ("ofd",)),
    Kind("ole", "application/x-ole-storage", ("doc", "xls", "ppt", "wps", "et", "dps"), OFFICE),
    Kind("png", "image/png", ("png",), IMAGE),
    Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe"), IMAGE),
    Kind("gif", "image/gif", ("gif",), IMAGE),
    Kind("bmp", "image/bmp", ("bmp",), IMAGE),
    Kind("tiff", "image/tiff", ("tif", "tiff"), IMAGE),
    Kind("webp", "image/webp", ("webp",), IMAGE),
    Kind("text", "text/plain", ("txt", "text", "md", "csv", "tsv", "log", "json", "yaml", "yml", ""), TEXT),
    Kind("html", "text/html", ("html", "htm", "txt", "md"), TEXT),
    Kind("xml", "application/xml", ("xml", "txt"), TEXT),
)
KINDS = {kind.code: kind for kind in _ALL}
ENDINGS = tuple(f".{ending}" for kind in _ALL for ending in kind.endings if ending)


def ending_of(name: str) -> str:
    """Give the last ending of a file's name in lower case, or nothing."""
    return name.rpartition(".")[2].lower() if "." in name.strip(".") else ""
