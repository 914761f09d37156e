"""One reading of a document, ready to be shown, kept and imported: plain values with their places. Pure.

Offsets are code points of the text as published, ``start`` inclusive, ``end`` exclusive. Values are decimals written as
text, as published. Everything goes to JSON and back unchanged, so that a preview shows exactly what will be imported.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from kechuang.policy.layout import Layout, lay_out
from kechuang.policy.paths import Heading, place
from kechuang.policy.read.document import Assignment, Document, Section, Target

TARGET, TASK, INCENTIVE, SYSTEM, CITED, BASELINE, GAP = (
    "target",
    "task",
    "incentive",
    "system",
    "cited",
    "baseline",
    "gap",
)
KINDS = (TARGET, TASK, INCENTIVE, SYSTEM, CITED, BASELINE, GAP)
NOTED = (INCENTIVE, SYSTEM, CITED, BASELINE, GAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClause:
    """A heading with what stands under it: the heading runs from start to end, its text from there to body_end."""

    path: str
    parent: str
    depth: int | None
    marker: str
    title: str
    start: int
    end: int
    body_end: int
    confidence: str | None = None
    doubts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTarget:
    """A promised quantity. ``comparator`` is eq, ge, gt, le, lt, approx, range or relative_gt.

    ``part_of`` names the indicator of the whole that this one is a part of (其中), if the text says so;
    ``stretch_of`` is the code of the target that this one goes beyond (确保A、力争B).
    """

    code: str
    clause: str
    indicator: str
    subject: str
    comparator: str
    value: str
    value_max: str
    unit: str
    kind: str
    year: int | None
    period: tuple[int, int] | None
    frequency: str
    relative_to: str
    start: int
    end: int
    part_of: str = ""
    stretch_of: str = ""
    confidence: str | None = None
    doubts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTask:
    """Who answers for a clause: leading and supporting bodies as the document words them.

    ``text_start`` to ``text_end`` is what they answer for: the clause's text before the bodies are named.
    """

    code: str
    clause: str
    units: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    open_list: bool
    start: int
    end: int
    text_start: int
    text_end: int
    confidence: str | None = None
    doubts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A finding that is marked and listed, but is no record of its own: ``kind`` is one of NOTED.

    A gap's ``label`` is its code and ``values`` what its sentence needs.
    """

    kind: str
    code: str
    clause: str
    label: str
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    confidence: str | None = None
    doubts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the text came from: the file's name, kind, encoding and pages; text pasted has the kind ``pasted``."""

    name: str
    kind: str
    encoding: str
    pages: int | None
    file_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found in one document; the text itself is kept apart, under its digest."""

    title: str
    number: str
    issuers: tuple[str, ...]
    issuers_inferred: bool
    issued_on: str
    period: tuple[int, int] | None
    script: str
    chars: int
    text_digest: str
    origin: Origin
    layout: Layout
    clauses: tuple[FoundClause, ...]
    targets: tuple[FoundTarget, ...]
    tasks: tuple[FoundTask, ...]
    noted: tuple[Noted, ...]

    def of(self, kind: str) -> Sequence[FoundTarget | FoundTask | Noted]:
        """Give the findings of one kind in the order of the text."""
        if kind == TARGET:
            return self.targets
        return self.tasks if kind == TASK else tuple(note for note in self.noted if note.kind == kind)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each kind there are, clauses included."""
        return {"clause": len(self.clauses)} | {kind: len(self.of(kind)) for kind in KINDS}


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, under which the text is kept and proved."""
    return hashlib.sha256(text.encode()).hexdigest()


def reading_of(document: Document, origin: Origin) -> Reading:
    """Turn what the reader gives back into what is shown, kept and imported."""
    clauses = _clauses(document.sections)
    within = _Within(clauses)
    meta = document.meta
    return Reading(
        title=storable(meta.title or ""),
        number=storable(meta.doc_number or ""),
        issuers=tuple(map(storable, meta.issuers)),
        issuers_inferred=meta.issuers_inferred,
        issued_on=meta.issue_date.isoformat() if meta.issue_date else "",
        period=meta.period,
        script=meta.script,
        chars=len(document.raw),
        text_digest=digest(document.raw),
        origin=origin,
        layout=lay_out(document.raw, [clause.start for clause in clauses]),
        clauses=clauses,
        targets=tuple(_target(found, within) for found in document.targets),
        tasks=tuple(_task(found, within) for found in document.assignments),
        noted=tuple(_noted(document, within)),
    )


def _clauses(sections: Iterable[Section]) -> tuple[FoundClause, ...]:
    listed = sorted(sections, key=lambda section: section.start)
    depths = [section.level if isinstance(section.level, int) else None for section in listed]
    placed = place(Heading(depth, section.marker or "") for depth, section in zip(depths, listed, strict=True))
    return tuple(
        FoundClause(
            path=where.path,
            parent=where.parent,
            depth=depth,
            marker=section.marker or "",
            title=storable(section.title or ""),
            start=section.start,
            end=section.end,
            body_end=max(section.body_end, section.end),
            **_sure(section),
        )
        for where, depth, section in zip(placed, depths, listed, strict=True)
    )


class _Within:
    """Finds the clause in which a place lies: the last one that began and has not ended."""

    def __init__(self, clauses: Sequence[FoundClause]) -> None:
        self.clauses = clauses
        self.starts = [clause.start for clause in clauses]

    def at(self, position: int) -> FoundClause | None:
        for index in range(bisect_right(self.starts, position) - 1, -1, -1):
            if position < self.clauses[index].body_end:
                return self.clauses[index]
        return None

    def path(self, position: int) -> str:
        clause = self.at(position)
        return clause.path if clause else ""


def _target(found: Target, within: _Within) -> FoundTarget:
    return FoundTarget(
        code=found.id,
        clause=within.path(found.start),
        indicator=storable(found.indicator),
        subject=storable(found.subject or ""),
        comparator=found.comparator,
        value=_text(found.value),
        value_max=_text(found.value_max),
        unit=found.unit or "",
        kind=found.kind,
        year=found.year,
        period=found.period,
        frequency=found.frequency or "",
        relative_to=storable(found.relative_to or ""),
        part_of=storable(found.part_of or ""),
        stretch_of=found.stretch_of or "",
        start=found.start,
        end=found.end,
        **_sure(found),
    )


def _sure(found: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the reader's findings
    """Give how sure the reader is of a finding, and why not, as kept; records and gaps state nothing."""
    if not hasattr(found, "confidence"):
        return {}
    doubts = ({"code": d.code, "values": {k: storable(v) for k, v in d.values}} for d in found.doubts)
    return {"confidence": str(found.confidence), "doubts": tuple(doubts)}


def storable(text: str) -> str:
    """Give text as every database can hold it: the one character that PostgreSQL refuses is shown as lost."""
    return text.replace("\0", "\ufffd")


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _task(found: Assignment, within: _Within) -> FoundTask:
    clause = within.at(found.start)
    return FoundTask(
        code=found.id,
        clause=clause.path if clause else "",
        units=tuple(map(storable, found.units)),
        lead=tuple(map(storable, found.lead)),
        support=tuple(map(storable, found.support)),
        open_list=found.open_list,
        start=found.start,
        end=found.end,
        text_start=clause.start if clause else found.start,
        text_end=found.start if clause else found.end,
        **_sure(found),
    )


def _noted(document: Document, within: _Within) -> Iterator[Noted]:
    for found in document.incentives:
        values = {
            "value": _text(found.value),
            "value_max": _text(found.value_max),
            "unit": found.unit,
            "comparator": found.comparator,
            "condition": found.condition,
        }
        yield _note(INCENTIVE, found.id, found.indicator, found, within, values)
    for at, named in enumerate(document.named_systems, start=1):
        yield _note(SYSTEM, f"S{at:03d}", named.name, named, within, {"kind": named.kind})
    for at, cited in enumerate(document.cited_documents, start=1):
        values = {"number": cited.doc_number or "", "role": cited.role}
        yield _note(CITED, f"D{at:03d}", cited.title, cited, within, values)
    for at, base in enumerate(document.baselines, start=1):
        values = {"value": _text(base.value), "unit": base.unit or "", "year": str(base.year or "")}
        yield _note(BASELINE, f"B{at:03d}", base.indicator, base, within, values)
    for at, gap in enumerate(document.gaps, start=1):
        yield _note(GAP, f"G{at:03d}", gap.code, gap, within, dict(gap.values))


def _note(kind: str, code: str, label: str, span: Any, within: _Within, values: dict[str, str]) -> Noted:  # noqa: ANN401 - any of the reader's findings
    return Noted(
        kind=kind,
        code=code,
        clause=within.path(span.start),
        label=storable(label),
        start=span.start,
        end=span.end,
        values={name: storable(value) for name, value in values.items() if value},
        **_sure(span),
    )


def to_json(reading: Reading) -> dict[str, Any]:
    """Give a reading as plain JSON values; one made before readings stated doubts comes back as it was."""
    plain = asdict(reading)
    for name in ("clauses", "targets", "tasks", "noted"):
        plain[name] = [_stated(row) for row in plain[name]]
    return plain


def _stated(row: dict[str, Any]) -> dict[str, Any]:
    silent = {"confidence", "doubts"} if row["confidence"] is None else set()
    silent |= {"stretch_of"} if not row.get("stretch_of") else set()
    return {name: value for name, value in row.items() if name not in silent}


def from_json(plain: Mapping[str, Any]) -> Reading:
    """Take a reading back from JSON."""
    values = dict(plain)
    values["origin"] = Origin(**plain["origin"])
    values["layout"] = Layout.from_json(plain["layout"])
    for name, cls in (("clauses", FoundClause), ("targets", FoundTarget), ("tasks", FoundTask), ("noted", Noted)):
        values[name] = tuple(_take(cls, row) for row in plain[name])
    return Reading(**{name: _frozen(value) for name, value in values.items()})


def _take(cls: type[Any], row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of the dataclasses above
    known = {each.name for each in fields(cls)}
    return cls(**{name: _frozen(value) for name, value in row.items() if name in known})


def _frozen(value: Any) -> Any:  # noqa: ANN401 - JSON
    return tuple(value) if isinstance(value, list) else value


def issued(reading: Reading) -> date | None:
    """Give the day of issue, if the document prints one."""
    return date.fromisoformat(reading.issued_on) if reading.issued_on else None
