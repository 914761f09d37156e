"""Joint acts as they are shown: who adopted one when, and where the regions' texts differ, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.policy import kept
from kechuang.policy.finding import Reading
from kechuang.policy.models import Document
from kechuang.policy.works import comparing, joint, levels, queries, wording
from kechuang.policy.works.compare import SAME, ClauseChange
from kechuang.policy.works.comparing import ClauseRow
from kechuang.policy.works.models import Paper, Work
from kechuang.policy.works.sametext import DIFFERS
from kechuang.web import divisions


@dataclass(frozen=True, slots=True)
class Apart:
    """A clause that a region prints otherwise than the paper that speaks for the act."""

    place: str
    url: str
    row: ClauseRow


def rows(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    """Give each region's adoption with its paper and how its text stands to the one that speaks; by day."""
    by_document = {each.document_id: each for each in papers}
    speaks = str(papers[0].document_id) if papers else ""
    return [
        {
            "adoption": each.adoption,
            "place": divisions.name(each.adoption.place),
            "document": each.document,
            "paper": by_document[each.document.pk],
            "state": wording.state(wording.VERDICTS, by_document[each.document.pk].verdict),
            "compare": comparing.address(speaks, str(each.document.pk)) if str(each.document.pk) != speaks else "",
        }
        for each in joint.held(paper.document for paper in papers)
    ]


def apart(papers: Sequence[Paper]) -> list[Apart]:
    """Give the clauses in which regions' texts differ, in the order of the paper that speaks, then of the regions."""
    places = joint.places_of([each.document_id for each in papers])
    differing = [each for each in papers[1:] if each.verdict == DIFFERS and each.document_id in places]
    found: list[tuple[int, Apart]] = []
    if not differing:
        return []
    try:
        speaks = queries.text_at(str(papers[0].document_id))
        texts = [(each, queries.text_at(str(each.document_id))) for each in differing]
    except kept.MissingFileError:
        return []
    for each, text in texts:
        if speaks is None or text is None:
            continue
        comparison, _whole = queries.compared(speaks, text)
        url = comparing.address(speaks.ref, text.ref)
        found += [
            (at, Apart(divisions.name(places[each.document_id]), url, ClauseRow(change)))
            for at, change in enumerate(comparison.clauses)
            if change.kind != SAME and _in_a_clause(change)
        ]
    return [row for _at, row in sorted(found, key=lambda pair: pair[0])]


def _in_a_clause(change: ClauseChange) -> bool:
    """Title, number and body stand before the first heading; they are each region's own and listed above."""
    part = change.new or change.old
    return part is not None and bool(part.path)


def first_values(document: Document, other: str) -> dict[str, Any]:
    """Give what is known of an adoption before anybody types: what the paper itself prints, or what is on record."""
    known = joint.adoptions([document.pk]).get(document.pk)
    if known is not None:
        names = ("place", "body", "number", "adopted_on", "in_force_on", "source")
        return {name: getattr(known, name) for name in names} | {"document": document.pk, "other": known.other_id}
    place, _level = levels.place_of(document)
    return {
        "document": document.pk,
        "other": other,
        "place": place,
        "body": "、".join(document.issuers),
        "number": document.number,
        "adopted_on": document.issued_on,
    }


def region_beside(reading: Reading, twin: Document) -> str:
    """Give the place of a document in the register if it is another region's, of the same level; else empty."""
    read = Document(title=reading.title, issuers=list(reading.issuers), case=twin.case)
    place, level = levels.place_of(read)
    other_place, other_level = levels.place_of(twin)
    return other_place if level == other_level and place != other_place else ""


def as_json(work: Work) -> dict[str, Any]:
    """Give a work with its papers and adoptions as plain values."""
    papers = queries.papers(work)
    return {
        "id": work.pk,
        "title": work.title,
        "number": work.number,
        "place": work.place,
        "level": work.level,
        "in_force_everywhere_since": joint.since(each.adoption for each in joint.held(p.document for p in papers)),
        "papers": [
            {
                "document": each.document_id,
                "role": each.role,
                "verdict": each.verdict,
                "share": each.share,
                "differences": each.differences,
            }
            for each in papers
        ],
        "adoptions": [
            {
                "document": each.document.pk,
                "place": each.adoption.place,
                "body": each.adoption.body,
                "number": each.adoption.number,
                "adopted_on": each.adoption.adopted_on,
                "in_force_on": each.adoption.in_force_on,
                "source": each.adoption.source,
                "case": each.adoption.pk,
            }
            for each in joint.held(p.document for p in papers)
        ],
    }
