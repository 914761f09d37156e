"""What the reader gives back: typed, frozen, and every finding with its exact place in the published text.

Offsets are Unicode code points of the raw text, `start` inclusive, `end` exclusive; `quote` is exactly
`raw[start:end]`. Values are decimals as published; `unit` keeps 万 and 亿 (1.6, "万家"). Shape and meaning of the
JSON are described in docs/reader.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

SCHEMA = "kechuang-policy-document/1"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A named sign that a finding may be wrong, with typed values. Sentences and weights: `doubts.DOUBTS`."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


_SURE = Decimal("1.00")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; its text runs from `end` to `body_end`. A box has level "box"; `path` names the headings above it."""

    id: str
    level: int | Literal["box"]
    marker: str
    title: str | None
    start: int
    end: int
    body_end: int
    quote: str
    path: tuple[str, ...] = ()
    confidence: Decimal = _SURE
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A promised quantity: comparator is eq, ge, gt, le, lt, approx, range or relative_gt (over `relative_to`).

    Of 确保A、力争B the first is the target; the second names it in `stretch_of` (the id of the one it goes beyond).
    `confidence` (0 to 1, two decimals) follows from `doubts` alone; see `doubts.py`.
    """

    id: str
    indicator: str
    subject: str | None
    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    kind: str
    year: int | None
    start: int
    end: int
    quote: str
    period: tuple[int, int] | None = None
    frequency: str | None = None
    hedge: str | None = None
    part_of: str | None = None
    relative_to: str | None = None
    year_quote: str | None = None
    year_start: int | None = None
    year_end: int | None = None
    section: tuple[str, ...] = ()
    stretch_of: str | None = None
    confidence: Decimal = _SURE
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A promise without a quantity. `kind` is milestone (a state by a date, `due` as printed) or soft (a direction)."""

    id: str
    kind: str
    name: str
    due: str
    year: int | None
    start: int
    end: int
    quote: str
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """A quantity that the document reports as reached; never a promise."""

    indicator: str
    value: Decimal
    unit: str | None
    year: int | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A number that is neither promise nor record, with the reason (name, term, size, eligibility …)."""

    reason: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who answers for a task. `form` is list (a bracket, a line or a table cell) or prose."""

    id: str
    units: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    form: Literal["list", "prose"]
    open_list: bool
    units_raw: str
    start: int
    end: int
    quote: str
    also_known: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    confidence: Decimal = _SURE
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Incentive:
    """Money or a share that an office gives: `basis` names what a share is taken of, `condition` who may have it."""

    id: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    comparator: str
    indicator: str
    condition: str
    start: int
    end: int
    quote: str
    section: tuple[str, ...] = ()
    confidence: Decimal = _SURE
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedSystem:
    name: str
    kind: str
    start: int
    end: int
    quote: str
    confidence: Decimal = _SURE
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """`role` is cited, self, companion, to_be_made or noise."""

    title: str
    doc_number: str | None
    role: str
    start: int
    end: int
    quote: str
    confidence: Decimal = _SURE
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Damage or doubt in the published text: a stable code, typed values, the place. Sentences: `faults.GAPS`."""

    code: str
    values: tuple[tuple[str, str], ...]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Meta:
    """`issuers_inferred` says that no issuer is printed and the title named it; `published_on` is the host's date."""

    title: str | None
    issuers: tuple[str, ...]
    issuers_inferred: bool
    doc_number: str | None
    issue_date: date | None
    published_on: date | None
    period: tuple[int, int] | None
    goal_years: tuple[int, ...]
    recipients: tuple[str, ...]
    doc_type: str | None
    script: str
    title_start: int | None = None
    title_end: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the raw text came from: the file's kind, the encoding found, extraction remarks."""

    name: str
    kind: str
    encoding: str | None
    pages: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """One reading. `raw` is the published text (of pdf, docx and OFD the extraction) that every offset counts in."""

    raw: str = field(repr=False)
    meta: Meta
    sections: tuple[Section, ...]
    targets: tuple[Target, ...]
    assignments: tuple[Assignment, ...]
    incentives: tuple[Incentive, ...]
    named_systems: tuple[NamedSystem, ...]
    cited_documents: tuple[CitedDocument, ...]
    baselines: tuple[Baseline, ...]
    asides: tuple[Aside, ...]
    gaps: tuple[Gap, ...]
    omissions: tuple[Aside, ...]
    origin: Origin | None = None
    milestones: tuple[Milestone, ...] = ()


def _plain(value: object) -> Any:  # noqa: ANN401  # JSON has no narrower type
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Doubt):
        return {"code": value.code, "values": dict(value.values)}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name != "raw"}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def to_json(document: Document) -> dict[str, Any]:
    """The document as plain JSON values, in the shape that docs/reader.md describes (the raw text is not in it)."""
    plain: dict[str, Any] = {"schema": SCHEMA, "source": {"chars": len(document.raw), "offset_unit": "code points"}}
    plain |= _plain(document)
    for gap in plain["gaps"]:
        gap["values"] = dict(gap["values"])
    for assignment in plain["assignments"]:
        assignment["also_known"] = dict(assignment["also_known"])
    return plain
