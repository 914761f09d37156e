"""Evidence on a case: who may add, withdraw and erase, and when. Pure.

Each file handed in is a small case of its own beside the case that it belongs to, so that adding, withdrawing and
erasing pass the gateway and leave facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.files.facts import EvidenceAdded, EvidenceErased, EvidenceWithdrawn
from kechuang.casework.moves import HOLDER, Moves, move
from kechuang.kernel.refusal import Refusal

KIND = "casework.evidence"
MOVES = Moves(
    KIND,
    ("KEPT", "WITHDRAWN", "ERASED"),
    (
        move("add", "", "KEPT", "evidence:add"),
        move("withdraw", "KEPT", "WITHDRAWN", "evidence:add", HOLDER),
        move("put_aside", "KEPT", "WITHDRAWN", "evidence:put_aside"),
        move("erase", "KEPT WITHDRAWN", "ERASED", "evidence:erase"),
    ),
)
CAUSES = ("personal", "secret", "mistake")


@dataclass(frozen=True, slots=True)
class Parent:
    """The case to which evidence belongs, as the request needs to know it before anything is locked."""

    id: UUID
    authority: str
    place: str
    kind: str
    number: str
    office: UUID | None
    holder: UUID | None
    counterpart: UUID | None

    @property
    def ref(self) -> str:
        """The reference of the case in facts."""
        return f"{self.authority}/case/{self.id}"


@dataclass(frozen=True, slots=True)
class Row:
    """A kept file as a decision sees it."""

    id: UUID
    state: str
    commitment: str
    kind: str
    size: int
    name: str
    title: str
    version: int
    declared: bool
    retention: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The files named by a batch of requests, and which of the cases are finished."""

    files: Mapping[UUID, Row]
    finished: Mapping[UUID, bool]


@dataclass(frozen=True, slots=True)
class Add:
    """Add a waiting file to a case; ``body`` is the body for which the person hands it in."""

    file: UUID
    parent: Parent
    body: UUID | None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a file back (by who handed it in) or set it aside (by the office), with a reason."""

    file: UUID
    parent: Parent
    reason: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase a file's bytes and name. ``cause``: personal, secret or mistake."""

    file: UUID
    parent: Parent
    cause: str


def decide_add(scene: Scene[Rows], request: Add) -> Decision | Refusal:
    """Evidence is added while its case is open, once, and declared."""
    row = scene.rows.files.get(request.file)
    if row is None or row.state != "WAITING":
        return Refusal("files.not_waiting", {}, place="file")
    if not row.declared:
        return Refusal("files.not_declared", {"name": row.name}, place="declared")
    if scene.rows.finished.get(request.parent.id, True):
        return Refusal("files.case_closed", {"number": request.parent.number})
    parent = request.parent
    opened = NewCase(
        id=request.file,
        kind=KIND,
        authority=parent.authority,
        state="KEPT",
        place=parent.place,
        title="—",
        office=parent.office,
        holder=request.body,
    )
    added = EvidenceAdded(
        of_case=parent.ref,
        version=row.version,
        declared=True,
        retention=row.retention,
        commitment=row.commitment,
        file_kind=row.kind,
        bytes=row.size,
        name=row.name,
        title=row.title,
    )
    return Decision(facts=((request.file, added),), opens=(opened,), subject=subject_of(request.file))


def decide_withdraw(scene: Scene[Rows], request: Withdraw) -> Decision | Refusal:
    """A file may be withdrawn while its case is open."""
    if scene.rows.finished.get(request.parent.id, True):
        return Refusal("files.case_closed", {"number": request.parent.number})
    fact = EvidenceWithdrawn(of_case=request.parent.ref, reason=request.reason)
    return Decision(facts=((request.file, fact),), states={request.file: "WITHDRAWN"}, subject=subject_of(request.file))


def decide_erase(_scene: Scene[Rows], request: Erase) -> Decision | Refusal:
    """A file may be erased at any time, for a stated cause."""
    if request.cause not in CAUSES:
        return Refusal("files.cause_unknown", {"cause": request.cause}, place="cause")
    fact = EvidenceErased(of_case=request.parent.ref, cause=request.cause)
    return Decision(facts=((request.file, fact),), states={request.file: "ERASED"})


def subject_of(file: UUID) -> str:
    """The reference under which the personal groups of a file's facts are found when it is erased."""
    return f"file/{file}"
