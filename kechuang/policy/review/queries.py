"""The reads of judged findings: what stands of a document, how far its review is, how good the reader was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kechuang.ledger import read as ledger
from kechuang.policy import queries
from kechuang.policy.finding import Reading, from_json
from kechuang.policy.models import Document
from kechuang.policy.overlay import ACCEPTED, ADDED, CORRECTED, OPEN, REJECTED, Stand, lay
from kechuang.policy.review import values
from kechuang.policy.review.facts import FindingJudged
from kechuang.policy.review.models import Judged
from kechuang.policy.review.rules import TAKEN_BACK, Sheet
from kechuang.policy.review.values import Doubt, Found
from kechuang.web.permissions import Scope

JUDGED = (ACCEPTED, CORRECTED, REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding with how it stands: ``values``, ``clause``, ``start`` and ``end`` are those in force.

    ``read`` are the values as the reader gave them, empty where a person added the finding. ``confidence`` (0 to 1) is
    None where the reading states none.
    """

    code: str
    kind: str
    verdict: str
    clause: str
    start: int
    end: int
    values: Mapping[str, str]
    read: Mapping[str, str]
    confidence: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()
    ground: str = ""
    reason: str = ""

    @property
    def added(self) -> bool:
        """Whether a person found it and not the reader."""
        return not self.read

    @property
    def stands(self) -> bool:
        """Whether it is part of what the document says."""
        return self.verdict != REJECTED

    @property
    def changed(self) -> dict[str, tuple[str, str]]:
        """The values that were corrected: as read, and as they stand."""
        if self.added:
            return {}
        return {
            name: (self.read[name], value) for name, value in self.values.items() if self.read.get(name, "") != value
        }


def findings(document: Document) -> list[Finding]:
    """Give every finding of a document with how it stands, by kind and in the order of the text. One query."""
    return merged(values.findings_of(document.reading), stands(document))


def standing(document: Document) -> dict[str, Finding]:
    """Give the findings in force after corrections by code: rejected ones are not among them. One query."""
    return {each.code: each for each in findings(document) if each.stands}


def stands(document: Document) -> dict[str, Stand]:
    """Give what was judged of the present version of a document, by code. One query."""
    rows = Judged.objects.filter(document=document, version=document.version).order_by("code")
    return {row.code: stand_of(row) for row in rows}


def stand_of(row: Judged) -> Stand:
    """Give a row of a judgement as the rules know it."""
    return Stand(
        code=row.code,
        kind=row.kind,
        verdict=row.verdict,
        values=row.values,
        clause=row.clause,
        start=row.start,
        end=row.end,
        ground=row.ground,
        reason=row.reason,
    )


def merged(found: Mapping[str, Found], stood: Mapping[str, Stand]) -> list[Finding]:
    """Lay judgements over what was read; what people added stands among the others in its place."""
    rows = [_finding(each, stood.get(each.code)) for each in found.values()]
    rows += [_added(stand) for code, stand in stood.items() if code not in found]
    order = {kind: at for at, kind in enumerate(values.KINDS)}
    return sorted(rows, key=lambda each: (order[each.kind], each.start, each.code))


def _finding(found: Found, stand: Stand | None) -> Finding:
    moved = stand is not None and stand.start is not None and stand.end is not None
    return Finding(
        code=found.code,
        kind=found.kind,
        verdict=stand.verdict if stand else OPEN,
        clause=stand.clause if stand and moved else found.clause,
        start=stand.start or 0 if stand and moved else found.start,
        end=stand.end or 0 if stand and moved else found.end,
        values={**found.values, **(stand.values if stand else {})},
        read=found.values,
        confidence=found.confidence,
        doubts=found.doubts,
        ground=stand.ground if stand else "",
        reason=stand.reason if stand else "",
    )


def _added(stand: Stand) -> Finding:
    return Finding(
        code=stand.code,
        kind=stand.kind,
        verdict=stand.verdict,
        clause=stand.clause,
        start=stand.start or 0,
        end=stand.end or 0,
        values={name: stand.values.get(name, "") for name in values.FIELDS[stand.kind]},
        read={},
        ground=stand.ground,
        reason=stand.reason,
    )


def sheet_of(document: Document, stood: dict[str, Stand], text: str) -> Sheet:
    """Give a document as the rules judge it; ``text`` only where a place is sought."""
    plain = document.reading
    return Sheet(
        version=document.version,
        found=values.findings_of(plain),
        stands=stood,
        text=text,
        soft=[(start, end) for start, end in plain.get("layout", {}).get("soft", ())] if text else (),
        clauses={row["path"]: (row["start"], row["body_end"]) for row in plain.get("clauses", ())},
    )


def in_force(document: Document, reading: Reading) -> Reading:
    """Give a reading with the judgements of its document put in: what ``policy.beside`` asks."""
    return lay(reading, stands(document))


def reading_in_force(document: Document) -> Reading:
    """Give a document's findings as they stand."""
    return in_force(document, from_json(document.reading))


def fact_of(document: Document, code: str) -> str:
    """Give the id of the last fact that judged a finding of the present version; empty if nobody did. One query."""
    return facts_of(document).get(code, "")


def facts_of(document: Document) -> dict[str, str]:
    """Give for each judged finding of the present version the id of the fact by which it stands. One query."""
    found = {}
    for entry in ledger.of_case(f"{document.case.authority}/case/{document.pk}"):
        if entry.type == FindingJudged.TYPE:
            said = entry.groups["public"]["values"]
            if said["version"] == document.version:
                found[said["finding_code"]] = entry.id
    return found


# --- how far the review is, and how good the reader


def _share(part: int, whole: int) -> Decimal | None:
    """Give a share from 0 to 1 to four places, None of nothing."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001")).normalize() if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many findings stand how. ``added`` are those that people found."""

    open: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def judged(self) -> int:
        """How many of the reader's findings were judged."""
        return self.accepted + self.corrected + self.rejected

    @property
    def precision(self) -> Decimal | None:
        """The reader's share of findings that were right as they were (0 to 1); None where none was judged."""
        return _share(self.accepted, self.judged)

    @property
    def recall(self) -> Decimal | None:
        """The reader's share of what is there, of what was judged: found at all, even if wrong in a value."""
        there = self.accepted + self.corrected + self.added
        return _share(self.accepted + self.corrected, there)


def tally(rows: Iterable[Finding]) -> Tally:
    """Count findings by how they stand; what was added and taken back is not counted."""
    counts = dict.fromkeys((OPEN, ACCEPTED, CORRECTED, REJECTED, ADDED), 0)
    for row in rows:
        if not (row.added and not row.stands):
            counts[row.verdict] += 1
    return Tally(**counts)


def documents(reach: Scope | None = None) -> QuerySet[Document]:
    """Give the documents in the register with how many of their findings are open, within a reach."""
    mine = Q(judged__version=F("version")) & ~Q(judged__ground=TAKEN_BACK)
    counts: dict[str, Any] = {name: Count("judged", filter=mine & Q(judged__verdict=name)) for name in (*JUDGED, ADDED)}
    rows = queries.documents().filter(withdrawn=False).annotate(**counts)
    rows = rows.annotate(open=F("findings_count") - F("accepted") - F("corrected") - F("rejected"))
    return rows if reach is None else reach.restrict(rows, place="case__place")


def by_kind() -> dict[str, Tally]:
    """Give how the reader's findings of each kind were judged over all documents in the register. One query."""
    rows = Judged.objects.filter(document__withdrawn=False, version=F("document__version"))
    counted = rows.exclude(ground=TAKEN_BACK).values_list("kind", "verdict").annotate(count=Count("pk")).order_by()
    counts: dict[str, dict[str, int]] = {kind: {} for kind in values.KINDS}
    for kind, verdict, count in counted:
        if verdict != OPEN:
            counts[kind][verdict] = count
    return {kind: Tally(**found) for kind, found in counts.items() if found}


def total(tallies: Sequence[Tally]) -> Tally:
    """Add tallies up."""
    return Tally(**{name: sum(getattr(each, name) for each in tallies) for name in Tally.__slots__})
