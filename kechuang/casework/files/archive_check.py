"""Checking an archive package without a database and without the node that wrote it. Pure.

A package is a zip file: ``catalogue.json`` names every other file with its SHA-256, ``catalogue.sig`` is a signed note
over the catalogue, ``facts/`` holds a proof bundle for each fact (docs/ledger.md), ``evidence/`` and ``documents/``
the files. Evidence is bound to its fact by salt and commitment.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.ledger import proof
from kechuang.ledger.checkpoint import Note, NoteError, Verifier, trusted

FORMAT = "kechuang-archive/1"
SIGNED = "kechuang archive 1"
CATALOGUE, SIGNATURE = "catalogue.json", "catalogue.sig"
MOST_BYTES = 4 << 30
MOST_FILES = 50_000
FILE_LABEL = b"kechuang-file/1"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: a code, and the name of what differs."""

    code: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome. ``authentic`` says that a key given from elsewhere vouches for it."""

    findings: tuple[Finding, ...]
    authentic: bool
    case: str = ""
    files: int = 0
    facts: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.findings


def signed_text(case: str, digest: str) -> str:
    """Give the text of the note that binds the catalogue."""
    return f"{SIGNED}\n{case}\n{digest}\n"


def check(data: bytes, key: Verifier | None = None) -> Checked:
    """Check a package's bytes. Nothing is raised, whatever they hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            total = sum(entry.file_size for entry in package.infolist())
            if len(names) > MOST_FILES or total > MOST_BYTES or len(set(names)) != len(names):
                return Checked((Finding("archive.broken", "zip"),), authentic=False)
            parts = {name: package.read(name) for name in names}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        return Checked((Finding("archive.broken", str(error)[:120]),), authentic=False)
    try:
        catalogue = json.loads(parts[CATALOGUE])
        listed = {str(entry["path"]): entry for entry in catalogue["files"]}
        case = str(catalogue["case"]["ref"])
    except (KeyError, ValueError, TypeError):
        return Checked((Finding("archive.no_catalogue", CATALOGUE),), authentic=False)
    if catalogue.get("format") != FORMAT:
        return Checked((Finding("archive.unknown_format", str(catalogue.get("format"))[:60]),), authentic=False)
    found = [*_compare(parts, listed), *_facts(parts, catalogue, key)]
    found += _evidence(parts, catalogue)
    signature = _signature(parts, case, catalogue, key)
    found += signature[0]
    return Checked(tuple(found), signature[1] and not found, case, len(listed), len(catalogue.get("facts", ())))


def _compare(parts: Mapping[str, bytes], listed: Mapping[str, Any]) -> list[Finding]:
    found = [Finding("archive.file_missing", path) for path in sorted(set(listed) - set(parts))]
    extra = set(parts) - set(listed) - {CATALOGUE, SIGNATURE}
    found += [Finding("archive.file_not_listed", path) for path in sorted(extra)]
    for path, entry in sorted(listed.items()):
        if path in parts and hashlib.sha256(parts[path]).hexdigest() != entry.get("sha256"):
            found.append(Finding("archive.file_altered", path))
    return found


def _facts(parts: Mapping[str, bytes], catalogue: Mapping[str, Any], key: Verifier | None) -> list[Finding]:
    found = []
    for fact in catalogue.get("facts", ()):
        path = str(fact.get("path", ""))
        try:
            bundle = json.loads(parts[path])
        except (KeyError, ValueError):
            found.append(Finding("archive.fact_missing", path))
            continue
        came = proof.check(bundle, key)
        if came.verdict is proof.Verdict.BROKEN:
            found.append(Finding("archive.fact_broken", f"{path}: {came.faults[0][0]}"))
        elif came.leaf is None or (came.leaf["id"], came.leaf["type"], came.seq) != _said(fact):
            found.append(Finding("archive.fact_differs", path))
    return found


def _said(fact: Mapping[str, Any]) -> tuple[object, object, object]:
    return fact.get("id"), fact.get("type"), fact.get("seq")


def _evidence(parts: Mapping[str, bytes], catalogue: Mapping[str, Any]) -> list[Finding]:
    """Each piece of evidence gives, with its salt, the commitment that its fact holds."""
    held = set()
    for fact in catalogue.get("facts", ()):
        try:
            groups = json.loads(parts[str(fact.get("path"))])["groups"]
        except (KeyError, ValueError, TypeError):
            continue
        for group in groups.values():
            if isinstance(group, dict) and isinstance(group.get("values"), dict):
                held.add(group["values"].get("commitment"))
    found = []
    for entry in catalogue.get("evidence", ()):
        path, commitment = str(entry.get("path", "")), entry.get("commitment")
        if commitment not in held:
            found.append(Finding("archive.evidence_without_fact", path or str(commitment)))
        elif path:
            try:
                salt = bytes.fromhex(entry["salt"])
                digest = hashlib.sha256(parts[path]).digest()
            except (KeyError, ValueError, TypeError):
                found.append(Finding("archive.evidence_altered", path))
                continue
            if hashlib.sha256(FILE_LABEL + salt + digest).hexdigest() != commitment:
                found.append(Finding("archive.evidence_altered", path))
    return found


def _signature(
    parts: Mapping[str, bytes], case: str, catalogue: Mapping[str, Any], key: Verifier | None
) -> tuple[list[Finding], bool]:
    try:
        note = Note.parse(parts[SIGNATURE].decode())
        own = Verifier.parse(str(catalogue["key"]))
    except (KeyError, NoteError, UnicodeDecodeError):
        return [Finding("archive.not_signed", SIGNATURE)], False
    digest = hashlib.sha256(parts[CATALOGUE]).hexdigest()
    if note.text != signed_text(case, digest):
        return [Finding("archive.catalogue_altered", CATALOGUE)], False
    if not note.signed_by(own):
        return [Finding("archive.not_signed", SIGNATURE)], False
    if key is None:
        return [], False
    rotations = [str(each) for each in catalogue.get("rotations", ())]
    if any(note.signed_by(trust.key) for trust in trusted(key, rotations)):
        return [], True
    return [Finding("archive.other_key", str(key))], False
