"""A document for programs: all findings with their places and the work's particulars as JSON, and Akoma Ntoso."""

import json
from typing import Any

from django.conf import settings

from kechuang.policy import beside, queries
from kechuang.policy.filing import akn
from kechuang.policy.finding import Reading, from_json, to_json
from kechuang.policy.models import Document
from kechuang.policy.wording import language_of

FORMAT = "kechuang.policy.document/1"


def as_json(document: Document, address: str) -> dict[str, Any]:
    """Give a document whole: particulars, text, findings in force, and which of them a review changed.

    Raises kept.MissingFileError if the text is gone.
    """
    reading = beside.reading_in_force(document)
    return {
        "format": FORMAT,
        "demonstration": bool(settings.KECHUANG_DEMO),
        "work": {
            "key": document.work,
            "title": document.title,
            "number": document.number,
            "issuers": document.issuers,
            "issued_on": document.issued_on.isoformat() if document.issued_on else None,
            "language": language_of(document.script),
        },
        "copy": {
            "id": str(document.pk),
            "address": address,
            "register_number": document.case.number,
            "version": document.version,
            "imported_on": document.imported_on.isoformat(),
            "same_work_as": str(document.same_work_as_id) if document.same_work_as_id else None,
            "file_name": document.file_name,
            "file_kind": document.file_kind,
            "sha256": digests(document),
        },
        "text": queries.text_of(document),
        "changed_in_review": changed(from_json(document.reading), reading),
        "findings": to_json(reading),
    }


def digests(document: Document) -> dict[str, str]:
    """Give the SHA-256 of file, text and findings as accepted."""
    return {"file": document.file_digest, "text": document.text_digest, "findings": document.findings_digest}


def changed(read: Reading, now: Reading) -> list[str]:
    """Give the codes of findings that are not as they were read: corrected, rejected or added."""
    before, after = _by_code(read), _by_code(now)
    return sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code))


def _by_code(reading: Reading) -> dict[str, object]:
    return {each.code: each for each in (*reading.targets, *reading.tasks, *reading.noted)}


def written(document: Document, address: str) -> bytes:
    """Give the JSON as bytes, with characters as they are."""
    return (json.dumps(as_json(document, address), ensure_ascii=False, indent=1) + "\n").encode()


def as_akn(document: Document, address: str) -> bytes:
    """Give a document as Akoma Ntoso 3.0. Raises kept.MissingFileError if the text is gone."""
    work = akn.Work(
        key=document.work,
        title=document.title,
        number=document.number,
        issuers=tuple(document.issuers),
        issued_on=document.issued_on.isoformat() if document.issued_on else "",
        imported_on=document.imported_on.isoformat(),
        register_number=document.case.number or str(document.pk),
        version=document.version,
        language=language_of(document.script),
        address=address,
        digests=digests(document),
    )
    return akn.write(beside.reading_in_force(document), queries.text_of(document), work)
