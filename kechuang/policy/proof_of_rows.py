"""Compares the register of policy documents with what the facts say: particulars, digests, counts, kept files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self
from unicodedata import normalize

from django.db.models import Count, Q

from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen
from kechuang.policy import kept
from kechuang.policy.actions import digest_of
from kechuang.policy.models import Document
from kechuang.policy.overlay import ADDED

PREFIX = "policy.document."
_SAME = ("title", "number", "file_digest", "text_digest", "findings_digest")
_COUNTED = {"clauses": "clause", "targets": "target", "tasks": "task"}


class DocumentRows:
    """Replays the facts of each document into what its rows should hold."""

    def __init__(self) -> None:
        self.said: dict[str, dict[str, str]] = {}
        self.seqs: dict[str, int] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Take in the facts of documents, in order: a later one of the same document stands."""
        for entry in entries:
            if entry.type.startswith(PREFIX):
                values = entry.groups.get("public", {})
                document = str(values.get("document", ""))
                self.said.setdefault(document, {}).update(_said(entry.type.removeprefix(PREFIX), values))
                self.seqs[document] = entry.seq

    def merge(self, later: Self) -> None:
        """Take in what another saw after this one."""
        for document, values in later.said.items():
            self.said.setdefault(document, {}).update(values)
        self.seqs |= later.seqs

    def finish(self) -> Iterator[Finding]:
        """Name every value of a document that says something else than its facts."""
        held = dict(_held())
        for document in sorted(self.said.keys() | held.keys()):
            said, there = self.said.get(document, {}), held.get(document, {})
            for column in sorted(said.keys() | there.keys()):
                if said.get(column, "") != there.get(column, ""):
                    yield Finding(
                        "ledger.row_differs",
                        {
                            "table": "policy_document",
                            "row": document,
                            "column": column,
                            "held": there.get(column, ""),
                            "fact": said.get(column, ""),
                            "seq": self.seqs.get(document, 0),
                        },
                    )


def _said(what: str, values: Mapping[str, Any]) -> dict[str, str]:
    if what == "withdrawn":
        return {"withdrawn": "True"}
    said = {name: str(values.get(name, "")) for name in _SAME}
    counts = values.get("counts", {})
    said |= {column: str(counts.get(kind, 0)) for column, kind in _COUNTED.items()}
    return said | {
        "withdrawn": "False",
        "version": str(values.get("version", 1)),
        "findings": said["findings_digest"],
        "kept": "text and file",
    }


def _held() -> Iterator[tuple[str, dict[str, str]]]:
    # What a person added when the findings were judged is proved against that judgement (policy.review).
    read = {"clauses": Q(), "targets": ~Q(targets__verdict=ADDED), "tasks": ~Q(tasks__verdict=ADDED)}
    counts = {name: Count(name, distinct=True, filter=read[name]) for name in _COUNTED}
    rows = Document.objects.annotate(**{f"{name}_held": count for name, count in counts.items()}).defer("sample")
    for row in rows.order_by("pk").iterator(chunk_size=100):
        # A fact holds its text in NFC; so what stands in the row is read in NFC too.
        held = {name: normalize("NFC", str(getattr(row, name))) for name in (*_SAME, "version", "withdrawn")}
        held |= {name: str(getattr(row, f"{name}_held")) for name in _COUNTED}
        held["findings"] = digest_of(row.reading)
        held["kept"] = _kept(row)
        yield str(row.pk), held


def _kept(row: Document) -> str:
    """Say what of a document's files stands on the disk with its own digest."""
    there = []
    for name, digest in (("text", row.text_digest), ("file", row.file_digest)):
        try:
            kept.read(digest)
        except (kept.MissingFileError, ValueError):
            continue
        there.append(name)
    return " and ".join(there)
