"""Zip packages (docx, OFD) and their XML, opened with bounds: size, ratio, entries, depth, no entities, no network."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree  # type: ignore[import-untyped]  # the package ships no types

from kechuang.policy.read.extract.limits import MAX_DEPTH, MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FLOOR_BYTES
from kechuang.policy.read.faults import ReadingRefused

_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 1 << 20


class Package:
    """A zip file in memory. Parts are found without regard to case and leading slashes."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise ReadingRefused("reading.broken", name=name, kind="ZIP", detail=str(error)[:80]) from error
        if len(entries) > MAX_ENTRIES:
            raise ReadingRefused("reading.zip_entries", name=name, entries=len(entries), limit=MAX_ENTRIES)
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReadingRefused("reading.encrypted", name=name)
        declared = sum(entry.file_size for entry in entries)
        self._check(declared, max(len(data), 1))
        self._size = max(len(data), 1)
        self._read = 0
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    def _check(self, unpacked: int, packed: int) -> None:
        ratio = unpacked // packed
        if unpacked > MAX_UNPACKED_BYTES or (ratio > MAX_RATIO and unpacked > RATIO_FLOOR_BYTES):
            raise ReadingRefused(
                "reading.zip_expands", name=self.name, bytes=unpacked, limit=MAX_UNPACKED_BYTES, ratio=ratio
            )

    def has(self, part: str) -> bool:
        return part.lower() in self._entries

    def read(self, part: str) -> bytes:
        """A part's bytes, counted against the package's total while unpacking (the directory may lie)."""
        entry = self._entries.get(part.replace("\\", "/").lstrip("/").lower())
        if entry is None:
            raise ReadingRefused("reading.broken", name=self.name, kind="ZIP", detail=f"no {part}"[:80])
        pieces: list[bytes] = []
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    self._read += len(piece)
                    self._check(self._read, self._size)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise ReadingRefused("reading.broken", name=self.name, kind="ZIP", detail=str(error)[:80]) from error
        return b"".join(pieces)

    def xml(self, part: str) -> etree._Element:  # lxml has no public name for the type
        """A part's XML tree. A document type or an entity is refused before parsing; depth is bounded after."""
        data = self.read(part)
        head = data.replace(b"\x00", b"") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data
        if _DECLARES.search(head):
            raise ReadingRefused("reading.xml_entities", name=self.name, part=part)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            code = "reading.nested_too_deep" if "depth" in str(error).lower() else "reading.broken"
            raise ReadingRefused(
                code, name=self.name, part=part, limit=MAX_DEPTH, kind="XML", detail=str(error)[:80]
            ) from error
        self._bounded(root, part)
        return root

    def _bounded(self, root: etree._Element, part: str) -> None:  # as above
        depth = 0
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise ReadingRefused("reading.nested_too_deep", name=self.name, part=part, limit=MAX_DEPTH)
