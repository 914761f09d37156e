"""Findings in force as annotations: documents that people judged teach and measure readers.

The form is that of gold files for policy readers: ``source``, ``meta``, and the lists ``sections``, ``targets``,
``assignments``, ``incentives``, ``named_systems``, ``cited_documents``, ``baselines``, ``distractors``. Each entry has
``start``, ``end`` (code points) and ``quote``, which is exactly that stretch of the text. What was rejected as a target
or incentive stands among the distractors with its ground. ``review`` says how many findings nobody judged yet.
"""

from collections.abc import Iterator

from django.db.models import QuerySet

from kechuang.policy import kept
from kechuang.policy import queries as register
from kechuang.policy.models import Document
from kechuang.policy.review import gold, queries
from kechuang.policy.review.models import Judged
from kechuang.web.permissions import Scope


def annotation(document: Document, name: str = "") -> dict[str, object]:
    """Give one document's annotation; ``name`` is that of its text's file. Raises kept.MissingFileError."""
    text = register.text_of(document)
    rows = queries.findings(document)
    about = gold.About(
        name=name or f"{document.case.number}.txt",
        digest=document.text_digest,
        title=document.title,
        number=document.number,
        issuers=tuple(document.issuers),
        issued_on=document.issued_on.isoformat() if document.issued_on else "",
        period=document.reading.get("period"),
        document=str(document.pk),
        version=document.version,
    )
    return gold.write(about, text, [_row(each) for each in rows])


def _row(each: queries.Finding) -> gold.Row:
    return gold.Row(
        code=each.code,
        kind=each.kind,
        verdict=each.verdict,
        start=each.start,
        end=each.end,
        values=each.values,
        clause=each.clause,
        ground=each.ground,
        added=each.added,
    )


def judged(reach: Scope | None = None) -> QuerySet[Document]:
    """Give the documents of which anything was judged, within a reach."""
    found = Judged.objects.values_list("document_id", flat=True)
    rows = Document.objects.filter(withdrawn=False, pk__in=found).select_related("case").defer("sample")
    rows = rows if reach is None else reach.restrict(rows, place="case__place")
    return rows.order_by("imported_on", "pk")


def annotations(reach: Scope | None = None) -> Iterator[dict[str, object]]:
    """Give the annotations of those documents; one whose text is gone is left out."""
    for row in judged(reach).iterator(chunk_size=20):
        try:
            yield annotation(row)
        except kept.MissingFileError:
            continue
