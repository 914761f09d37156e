"""Taking a policy document into the register, putting a better copy in its place, withdrawing it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.moves import Moves, move
from kechuang.kernel.refusal import Refusal, Value
from kechuang.policy.facts import DocumentImported, DocumentRevised, DocumentWithdrawn
from kechuang.policy.finding import Reading

IMPORTED, WITHDRAWN = "IMPORTED", "WITHDRAWN"
MOVES = Moves(
    "policy.document",
    (IMPORTED, WITHDRAWN),
    (
        move("import", "", IMPORTED, "policy:accept", main=True),
        move("revise", IMPORTED, IMPORTED, "policy:accept"),
        move("judge", IMPORTED, IMPORTED, "policy:review"),
        move("withdraw", IMPORTED, WITHDRAWN, "policy:accept"),
    ),
    rest=frozenset({"IMPORTED"}),
)
LONGEST_TITLE, LONGEST_NUMBER = 300, 120
SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a person confirms of a document: as it was read, or corrected."""

    title: str
    number: str = ""
    issuers: tuple[str, ...] = ()
    issued_on: date | None = None


def as_read(reading: Reading) -> Particulars:
    """Give the particulars as the document was read."""
    return Particulars(
        title=reading.title,
        number=reading.number,
        issuers=reading.issuers,
        issued_on=date.fromisoformat(reading.issued_on) if reading.issued_on else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Take a document in. ``work`` is the key of a known work, or empty; ``sample`` is for finding other copies."""

    case: UUID
    authority: str
    office: UUID
    place: str
    reading: Reading
    particulars: Particulars
    work: str
    findings_digest: str
    sample: tuple[int, ...] = ()
    same_work_as: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """Put another copy in the place of the one that is there."""

    case: UUID
    reading: Reading
    particulars: Particulars
    work: str
    findings_digest: str
    reason: str
    sample: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take a document out."""

    case: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document that is in the register, or was."""

    case: UUID
    title: str
    text_digest: str
    file_digest: str
    imported_on: date
    version: int
    withdrawn: bool


@dataclass(slots=True)
class Rows:
    """The documents that a batch of requests touches or repeats, by case."""

    documents: dict[UUID, Known] = field(default_factory=dict)

    def same_copy(self, reading: Reading) -> Known | None:
        """Give the document in the register with the same text or the same file."""
        for known in self.documents.values():
            same = reading.text_digest == known.text_digest or reading.origin.file_digest == known.file_digest
            if same and not known.withdrawn:
                return known
        return None


def decide_import(scene: Scene[Rows], request: Import) -> Decision | Refusal:
    """Refuse a document without title, one that is there already, and a twin that is not in the register."""
    refusal = _check_particulars(request.particulars) or _check_new(scene.rows, request.reading)
    if refusal:
        return refusal
    if request.same_work_as and request.same_work_as not in scene.rows.documents:
        return Refusal("policy.twin_missing", place="relation")
    fact = DocumentImported(
        document=str(request.case),
        work=request.work,
        place=request.place,
        same_work_as=str(request.same_work_as or ""),
        **_copy(request),
    )
    opened = NewCase(
        id=request.case,
        kind=MOVES.kind,
        authority=request.authority,
        state=IMPORTED,
        place=request.place,
        office=request.office,
        title=request.particulars.title,
        number_series=f"ZC-{request.authority}-",
    )
    return Decision(facts=((request.case, fact),), opens=(opened,), rows=_known(request, scene.on, 1))


def decide_revise(scene: Scene[Rows], request: Revise) -> Decision | Refusal:
    """Refuse a copy that is there already and a revision without a reason."""
    refusal = (
        _check_particulars(request.particulars)
        or _check_reason(request.reason)
        or _check_new(scene.rows, request.reading)
    )
    if refusal:
        return refusal
    known = scene.rows.documents[request.case]
    fact = DocumentRevised(
        document=str(request.case),
        version=known.version + 1,
        replaced_text_digest=known.text_digest,
        reason=request.reason.strip(),
        **_copy(request),
    )
    return Decision(
        facts=((request.case, fact),),
        states={request.case: IMPORTED},
        changes={request.case: {"title": request.particulars.title[:200]}},
        rows=_known(request, known.imported_on, known.version + 1),
    )


def decide_withdraw(scene: Scene[Rows], request: Withdraw) -> Decision | Refusal:
    """Refuse a withdrawal without a reason."""
    refusal = _check_reason(request.reason)
    if refusal:
        return refusal
    known = scene.rows.documents[request.case]
    fact = DocumentWithdrawn(
        document=str(request.case), title=known.title, text_digest=known.text_digest, reason=request.reason.strip()
    )
    return Decision(
        facts=((request.case, fact),), states={request.case: WITHDRAWN}, rows=replace(known, withdrawn=True)
    )


def _check_particulars(given: Particulars) -> Refusal | None:
    if not given.title.strip():
        return Refusal("policy.no_title", place="title")
    if len(given.title) > LONGEST_TITLE:
        return Refusal("policy.title_too_long", {"chars": len(given.title), "most": LONGEST_TITLE}, place="title")
    if len(given.number) > LONGEST_NUMBER:
        return Refusal("policy.number_too_long", {"chars": len(given.number), "most": LONGEST_NUMBER}, place="number")
    return None


def _check_reason(reason: str) -> Refusal | None:
    if len(reason.strip()) < SHORTEST_REASON:
        return Refusal("policy.no_reason", {"least": SHORTEST_REASON}, place="reason")
    return None


def _check_new(rows: Rows, reading: Reading) -> Refusal | None:
    known = rows.same_copy(reading)
    if known is None:
        return None
    values: Mapping[str, Value] = {"title": known.title, "imported_on": known.imported_on, "document": str(known.case)}
    return Refusal("policy.already_imported", values)


def corrected(reading: Reading, given: Particulars) -> tuple[str, ...]:
    """Name what a person typed otherwise than it was read."""
    read = as_read(reading)
    return tuple(each.name for each in fields(Particulars) if getattr(given, each.name) != getattr(read, each.name))


def _copy(request: Import | Revise) -> dict[str, Any]:
    """What both facts say of a copy."""
    reading, given = request.reading, request.particulars
    return {
        "title": given.title.strip(),
        "number": given.number.strip(),
        "issuers": given.issuers,
        "issued_on": given.issued_on,
        "file_kind": reading.origin.kind,
        "chars": reading.chars,
        "file_digest": reading.origin.file_digest,
        "text_digest": reading.text_digest,
        "findings_digest": request.findings_digest,
        "counts": reading.counts,
        "corrected": corrected(reading, given),
    }


def _known(request: Import | Revise, on: date, version: int) -> Known:
    return Known(
        case=request.case,
        title=request.particulars.title.strip(),
        text_digest=request.reading.text_digest,
        file_digest=request.reading.origin.file_digest,
        imported_on=on,
        version=version,
        withdrawn=False,
    )
