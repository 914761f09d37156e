"""Zip packages and their XML, opened with bounds: size, ratio, entries, names, depth, no entities, no network."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree  # type: ignore[import-untyped]  # the package ships no types

from kechuang.casework.files.look.faults import UnfitError

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 20_000
MAX_DEPTH = 200
# Below this size a file may compress very well without harm.
RATIO_FLOOR_BYTES = 4 * 1024 * 1024
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BAD_NAME = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|[\x00-\x1f\x7f]")
_CHUNK = 1 << 20
_LINK = 0o120000


class Package:
    """A zip file in memory. Parts are found without regard to case and leading slashes.

    Whoever needs other codes for what goes wrong overrides ``fault``.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self.fault("broken", kind="ZIP", detail=str(error)[:80]) from error
        if len(entries) > MAX_ENTRIES:
            raise self.fault("zip_entries", entries=len(entries), limit=MAX_ENTRIES)
        if any(entry.flag_bits & 1 for entry in entries):
            raise self.fault("encrypted")
        declared = sum(entry.file_size for entry in entries)
        self._size = max(len(data), 1)
        self._check(declared, self._size)
        self._read = 0
        self.entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        self.all = entries

    def fault(self, code: str, **values: str | int) -> Exception:
        """Give what is raised for a fault of the package."""
        return UnfitError(f"files.{code}", name=self.name, **values)

    def _check(self, unpacked: int, packed: int) -> None:
        ratio = unpacked // packed
        if unpacked > MAX_UNPACKED_BYTES or (ratio > MAX_RATIO and unpacked > RATIO_FLOOR_BYTES):
            raise self.fault("zip_expands", bytes=unpacked, limit=MAX_UNPACKED_BYTES, ratio=ratio)

    def check_names(self) -> None:
        """Refuse entries that point out of the package, are links, or stand twice under one name."""
        for entry in self.all:
            plain = entry.filename.replace("\\", "/")
            if _BAD_NAME.search(plain) or _BAD_NAME.search(entry.orig_filename):
                raise self.fault("unsafe_names", entry=repr(entry.orig_filename)[:80])
            if entry.external_attr >> 16 & 0o170000 == _LINK:
                raise self.fault("symbolic_names", entry=plain[:80])
        if len(self.entries) != len(self.all):
            raise self.fault("unsafe_names", entry="×2")

    def check_all(self) -> None:
        """Unpack every entry once, counting: the directory may lie about sizes."""
        for part in self.entries:
            self.read(part)

    def has(self, part: str) -> bool:
        """Say whether the package holds a part."""
        return part.lower() in self.entries

    def read(self, part: str) -> bytes:
        """A part's bytes, counted against the package's total while unpacking (the directory may lie)."""
        entry = self.entries.get(part.replace("\\", "/").lstrip("/").lower())
        if entry is None:
            raise self.fault("broken", kind="ZIP", detail=f"no {part}"[:80])
        pieces: list[bytes] = []
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    self._read += len(piece)
                    self._check(self._read, self._size)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise self.fault("broken", kind="ZIP", detail=str(error)[:80]) from error
        return b"".join(pieces)

    def xml(self, part: str) -> etree._Element:  # lxml has no public name for the type
        """A part's XML tree. A document type or an entity is refused before parsing; depth is bounded after."""
        data = self.read(part)
        head = data.replace(b"\x00", b"") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data
        if _DECLARES.search(head):
            raise self.fault("xml_entities", part=part)
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
            code = "nested_too_deep" if "depth" in str(error).lower() else "broken"
            raise self.fault(code, part=part, limit=MAX_DEPTH, kind="XML", detail=str(error)[:80]) from error
        self._bounded(root, part)
        return root

    def _bounded(self, root: etree._Element, part: str) -> None:  # as above
        depth = 0
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise self.fault("nested_too_deep", part=part, limit=MAX_DEPTH)
