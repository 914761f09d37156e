"""What may happen to a formal notice. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.moves import HOLDER, OFFICE, Moves, move
from kechuang.casework.notices.facts import (
    NoticeAnswered,
    NoticeReceived,
    NoticeReminded,
    NoticeSent,
    NoticeWithdrawn,
)
from kechuang.kernel.refusal import Refusal

RECEIPT, TEXT, EVIDENCE = "receipt", "text", "evidence"
ASKS = (RECEIPT, TEXT, EVIDENCE)

MOVES = Moves(
    "casework.notice",
    ("SENT", "RECEIVED", "CONFIRMED", "ANSWERED", "WITHDRAWN"),
    (
        move("send", "", "SENT", "notice:send"),
        move("confirm", "SENT", "RECEIVED CONFIRMED", "notice:receive", HOLDER, main=True),
        move("answer", "SENT RECEIVED", "ANSWERED", "notice:receive", HOLDER, main=True),
        move("remind", "SENT RECEIVED", "SENT RECEIVED", "notice:send", OFFICE),
        move("withdraw", "SENT RECEIVED", "WITHDRAWN", "notice:send", OFFICE),
    ),
)
OPEN = frozenset({"SENT", "RECEIVED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A formal notice to be sent to one body."""

    id: UUID
    key: str
    kind: str
    authority: str
    place: str
    receiver: UUID
    sender: UUID | None
    asks: str
    title: str
    text: str = ""
    text_sha256: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    about: UUID | None = None
    circular: UUID | None = None
    reply_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step on a formal notice. ``files`` are the digests of evidence, ``file_ids`` what the node keeps them under."""

    notice: UUID
    answer: str = ""
    answer_sha256: str = ""
    files: tuple[str, ...] = ()
    file_ids: tuple[str, ...] = ()
    reason: str = ""
    by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the node knows of a notice when a step on it is decided."""

    asks: str
    reply_by: date | None
    first_read_at: datetime | None
    first_reader: UUID | None


type Rows = Mapping[UUID, Known]


def send(_scene: Scene[None], request: Sent) -> Decision | Refusal:
    """Open the notice's own case, held by the receiver."""
    if request.asks not in ASKS:
        return Refusal("notice.asks_nothing")
    case = NewCase(
        id=request.id,
        kind=MOVES.kind,
        authority=request.authority,
        state="SENT",
        place=request.place,
        title=request.title,
        office=request.sender,
        holder=request.receiver,
        due_on=request.reply_by,
    )
    fact = NoticeSent(
        place=request.place,
        asks=request.asks,
        kind=request.kind,
        receiver=f"body/{request.receiver}",
        sender=f"body/{request.sender}" if request.sender else "",
        title=request.title,
        text_sha256=request.text_sha256,
        about=f"{request.authority}/case/{request.about}" if request.about else "",
        reply_by=request.reply_by,
    )
    return Decision(facts=((request.id, fact),), opens=(case,), rows=request)


def confirm(scene: Scene[Rows], request: Change) -> Decision:
    """Record the receipt: finished where nothing more is asked, else the answer is still to come."""
    known, case = scene.rows[request.notice], scene.cases[request.notice]
    fact = NoticeReceived(
        place=case.place,
        receiver=f"body/{case.holder}",
        first_read_at=known.first_read_at,
        first_reader=str(known.first_reader or request.by or ""),
        confirmer=str(request.by or ""),
    )
    state = "CONFIRMED" if known.asks == RECEIPT else "RECEIVED"
    return Decision(facts=((request.notice, fact),), states={request.notice: state})


def answer(scene: Scene[Rows], request: Change) -> Decision | Refusal:
    """Take the answer; one that comes after its day is taken too, and the fact says so."""
    known, case = scene.rows[request.notice], scene.cases[request.notice]
    if known.asks == RECEIPT:
        return Refusal("notice.no_answer_asked")
    if not request.answer.strip():
        return Refusal("notice.answer_empty", place="answer")
    if known.asks == EVIDENCE and not request.files:
        return Refusal("notice.evidence_missing", place="files")
    fact = NoticeAnswered(
        place=case.place,
        in_time=known.reply_by is None or scene.on <= known.reply_by,
        receiver=f"body/{case.holder}",
        answer_sha256=request.answer_sha256,
        files=request.files,
    )
    return Decision(facts=((request.notice, fact),), states={request.notice: "ANSWERED"})


def remind(scene: Scene[Rows], request: Change) -> Decision:
    """Say again that the notice waits; its state and its day stay as they are."""
    case = scene.cases[request.notice]
    fact = NoticeReminded(
        place=case.place, receiver=f"body/{case.holder}", reply_by=scene.rows[request.notice].reply_by
    )
    return Decision(facts=((request.notice, fact),), states={request.notice: case.state})


def withdraw(scene: Scene[Rows], request: Change) -> Decision | Refusal:
    """Take the notice back, with the reason."""
    if not request.reason.strip():
        return Refusal("notice.reason_missing", place="reason")
    case = scene.cases[request.notice]
    fact = NoticeWithdrawn(place=case.place, receiver=f"body/{case.holder}", reason=request.reason)
    return Decision(facts=((request.notice, fact),), states={request.notice: "WITHDRAWN"})
