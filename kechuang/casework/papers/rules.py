"""Issuing and taking back a paper: who may, and when. Pure.

A draft is no fact: it is a sheet that may be made again. The issued paper is a small case of its own beside the case
that it belongs to, so that issuing passes the gateway and leaves a fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.moves import Moves, move
from kechuang.casework.papers import numbers
from kechuang.casework.papers.facts import PaperIssued, PaperWithdrawn
from kechuang.casework.papers.numbers import Number
from kechuang.kernel.refusal import Refusal

KIND = "casework.paper"
DRAFT, ISSUED, WITHDRAWN = "DRAFT", "ISSUED", "WITHDRAWN"
MOVES = Moves(
    KIND,
    (ISSUED, WITHDRAWN),
    (
        move("issue", "", ISSUED, "paper:issue"),
        move("withdraw", ISSUED, WITHDRAWN, "paper:issue"),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A draft as the decision sees it; ``numbered`` says whether papers of its kind bear an official number."""

    id: UUID
    state: str
    kind: str
    version: int
    title: str
    digest: str
    stands_on: str
    drafted_by: UUID | None
    apart: bool
    numbered: bool
    number: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The drafts named by a batch, and who holds a number already: (office, code, year, serial) → paper."""

    papers: Mapping[UUID, Row]
    taken: Mapping[tuple[UUID, str, int, int], UUID]


@dataclass(frozen=True, slots=True)
class Parent:
    """The case to which a paper belongs."""

    case: UUID
    ref: str
    authority: str
    place: str
    office: UUID
    holder: UUID | None
    counterpart: UUID | None


@dataclass(frozen=True, slots=True)
class Issue:
    """Record the official number and the signed copy. ``signature`` is what was found on the copy."""

    paper: UUID
    parent: Parent
    number: str
    signed_on: date
    by: UUID | None
    signed: UUID | None
    signed_digest: str
    signature: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take back an issued paper, with a reason."""

    paper: UUID
    parent: Parent
    reason: str


@dataclass(frozen=True, slots=True)
class Put:
    """What the projection writes on the paper's row."""

    paper: UUID
    number: Number | None
    on: date | None = None


def issue(scene: Scene[Rows], request: Issue) -> Decision | Refusal:
    """A draft is issued once, under a number that no other paper of its office has; a decision by another person."""
    row = scene.rows.papers.get(request.paper)
    if row is None or row.state != DRAFT:
        return Refusal("paper.not_a_draft", {})
    if row.apart and row.drafted_by and row.drafted_by == request.by:
        return Refusal("paper.same_person", {})
    if request.signed_on > scene.on:
        return Refusal("paper.signed_later", {"signed_on": request.signed_on, "today": scene.on}, place="signed_on")
    number = _number(scene, request, row)
    if isinstance(number, Refusal):
        return number
    return _issued(request, row, number)


def _number(scene: Scene[Rows], request: Issue, row: Row) -> Number | Refusal | None:
    if not request.number.strip() and not row.numbered:
        return None
    number = numbers.read(request.number, request.signed_on)
    if isinstance(number, Refusal):
        return number
    key = (request.parent.office, number.code, number.year, number.serial)
    if scene.rows.taken.get(key, request.paper) != request.paper:
        return Refusal("paper.number_taken", {"number": str(number)}, place="number")
    return number


def _issued(request: Issue, row: Row, number: Number | None) -> Decision:
    parent = request.parent
    opened = NewCase(
        id=request.paper,
        kind=KIND,
        authority=parent.authority,
        state=ISSUED,
        place=parent.place,
        title=row.title,
        office=parent.office,
        holder=parent.holder,
        counterpart=parent.counterpart,
        number=str(number or "")[:48],
    )
    fact = PaperIssued(
        of_case=parent.ref,
        kind=row.kind,
        version=row.version,
        number=str(number or ""),
        signed_on=request.signed_on,
        stands_on=row.stands_on,
        signature=request.signature,
        title=row.title,
        draft_digest=row.digest,
        signed_digest=request.signed_digest,
    )
    causes = (row.stands_on,) if row.stands_on else ()
    return Decision(facts=((request.paper, fact),), opens=(opened,), causes=causes, rows=Put(request.paper, number))


def take_back(scene: Scene[Rows], request: TakeBack) -> Decision | Refusal:
    """An issued paper may be taken back with a reason; its number stays used."""
    row = scene.rows.papers.get(request.paper)
    if row is None or not request.reason.strip():
        return Refusal("paper.no_reason", {}, place="reason")
    fact = PaperWithdrawn(of_case=request.parent.ref, number=row.number, reason=request.reason.strip())
    return Decision(
        facts=((request.paper, fact),), states={request.paper: WITHDRAWN}, rows=Put(request.paper, None, scene.on)
    )
