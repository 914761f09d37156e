"""One-off collections: moves and decisions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.casework.elements.dictionary import Element
from kechuang.casework.elements.facts import CollectionAnswered, CollectionAsked, CollectionClosed, CollectionSent
from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move
from kechuang.kernel.refusal import Refusal

SEND, ANSWER, READ = "collection:send", "collection:answer", "collection:read"

COLLECTION = Moves(
    "casework.collection",
    ("SENT", "CLOSED"),
    (
        move("send", "", "SENT", SEND, main=True),
        move("close", "SENT", "CLOSED", SEND),
        move("expire", "SENT", "CLOSED", SEND, SYSTEM),
    ),
    rest=frozenset({"SENT"}),
)
REPLY = Moves(
    "casework.answer",
    ("ASKED", "ANSWERED", "LAPSED"),
    (
        move("send", "", "ASKED", SEND, SYSTEM),
        move("answer", "ASKED", "ANSWERED", ANSWER, HOLDER, main=True),
        move("lapse", "ASKED", "LAPSED", SEND, SYSTEM),
        move("close", "ASKED", "LAPSED", SEND, SYSTEM),
    ),
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One body that is asked, with the case that is opened for its answer."""

    case: UUID
    body: UUID
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A collection to be sent; ``known`` and ``seconds`` are the burden that its sender saw."""

    case: UUID
    office: UUID
    authority: str
    place: str
    title: str
    basis: str
    purpose: str
    elements: tuple[str, ...]
    year: int
    reply_by: date
    expires_on: date
    recipients: tuple[Recipient, ...]
    known: int
    seconds: int


@dataclass(frozen=True, slots=True)
class GiveAnswer:
    """One body's values as text by element, and which of them the platform had filled in."""

    case: UUID
    values: Mapping[str, str]
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class End:
    """A collection or one body's part of it to be ended."""

    case: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gateway loads of a collection for a decision on it or on an answer to it."""

    collection: UUID
    elements: tuple[str, ...]
    expires_on: date


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it goes into the table."""

    values: Mapping[str, str]
    confirmed: tuple[str, ...]
    on: date


@dataclass(slots=True)
class Rows:
    """The dictionary, and the collections by the case that a request names."""

    dictionary: Mapping[str, Element]
    asked: dict[UUID, Asked] = field(default_factory=dict)


def send(scene: Scene[Rows], request: Send) -> Decision | Refusal:
    """Send a collection, or say why not. The limits are ours (D): ``collection.*`` in ``regions/``."""
    return _wrong_elements(scene.rows, request) or _wrong_days(scene, request) or _sent(scene, request)


def _wrong_elements(rows: Rows, request: Send) -> Refusal | None:
    if not request.elements:
        return Refusal("collection.no_elements", {}, place="elements")
    for code in request.elements:
        element = rows.dictionary.get(code)
        if element is None or not element.askable:
            return Refusal("collection.not_askable", {"element": code}, place="elements")
    if request.recipients and request.known == len(request.recipients) * len(request.elements):
        return Refusal("collection.known_already", {"cells": request.known}, place="elements")
    return None


def _wrong_days(scene: Scene[Rows], request: Send) -> Refusal | None:
    ask = scene.law.ask
    most, longest, notice = (
        ask(key, place=request.place, on=scene.on)
        for key in ("collection.recipients.most", "collection.open.most_days", "collection.notice.least_days")
    )
    count = len(request.recipients)
    if not 0 < count <= int(most.value):
        return Refusal(
            "collection.recipients", {"count": count, "most": int(most.value), "key": most.key}, place="kind"
        )
    first, last = scene.on + timedelta(days=int(notice.value)), scene.on + timedelta(days=int(longest.value))
    if request.reply_by < first:
        values = {"asked": request.reply_by, "first": first, "days": int(notice.value), "key": notice.key}
        return Refusal("collection.too_soon", values, place="reply_by")
    if not request.reply_by <= request.expires_on <= last:
        values = {"asked": request.expires_on, "reply_by": request.reply_by, "last": last, "key": longest.key}
        return Refusal("collection.open_too_long", values, place="expires_on")
    return None


def _sent(scene: Scene[Rows], request: Send) -> Decision:
    reference = f"{request.authority}/case/{request.case}"
    fact = CollectionSent(
        title=request.title,
        basis=request.basis,
        purpose=request.purpose,
        elements=request.elements,
        year=request.year,
        recipients=len(request.recipients),
        known=request.known,
        seconds=request.seconds,
        reply_by=request.reply_by,
        expires_on=request.expires_on,
    )
    asked = [
        (each.case, CollectionAsked(collection=reference, body=f"body/{each.body}", reply_by=request.reply_by))
        for each in request.recipients
    ]
    return Decision(
        facts=((request.case, fact), *asked),
        opens=(_head(scene, request), *(_part(scene, request, each) for each in request.recipients)),
        due=(
            DueAt(request.case, "expire", request.expires_on),
            *(DueAt(each.case, "lapse", request.expires_on) for each in request.recipients),
        ),
    )


def _head(scene: Scene[Rows], request: Send) -> NewCase:
    return NewCase(
        id=request.case,
        kind=COLLECTION.kind,
        authority=request.authority,
        state="SENT",
        place=request.place,
        title=request.title,
        office=request.office,
        due_on=request.expires_on,
        number_series=f"ZJ{request.place}-{scene.on.year}-",
    )


def _part(scene: Scene[Rows], request: Send, recipient: Recipient) -> NewCase:
    return NewCase(
        id=recipient.case,
        kind=REPLY.kind,
        authority=request.authority,
        state="ASKED",
        place=recipient.place,
        title=request.title,
        office=request.office,
        holder=recipient.body,
        due_on=request.reply_by,
        number_series=f"TB{recipient.place}-{scene.on.year}-",
    )


def answer(scene: Scene[Rows], request: GiveAnswer) -> Decision | Refusal:
    """Take a body's answer: every element once, nothing else."""
    case, asked = scene.cases[request.case], scene.rows.asked[request.case]
    lacking = [code for code in asked.elements if not request.values.get(code, "").strip()]
    if lacking:
        return Refusal("collection.lacking", {"elements": ", ".join(lacking)}, place=field_name(lacking[0]))
    values = tuple({"element": code, "value": request.values[code].strip()} for code in asked.elements)
    confirmed = request.confirmed & set(asked.elements)
    fact = CollectionAnswered(
        collection=f"{case.authority}/case/{asked.collection}",
        fields=len(values),
        confirmed=len(confirmed),
        body=f"body/{case.holder}",
        values=values,
    )
    return Decision(
        facts=((request.case, fact),),
        states={request.case: "ANSWERED"},
        cancels=((request.case, "lapse"),),
        rows=Given({each["element"]: each["value"] for each in values}, tuple(sorted(confirmed)), scene.on),
    )


def end(scene: Scene[Rows], request: End) -> Decision | Refusal:
    """Close a collection by hand; the parts not yet answered lapse with it."""
    parts = tuple(each.id for each in scene.cases.values() if each.kind == REPLY.kind and each.state == "ASKED")
    return _ended(scene, request, "CLOSED", parts, expired=False)


def expire(scene: Scene[Rows], request: End) -> Decision:
    """Close a collection whose time is over; its parts lapse by their own due moves."""
    return _ended(scene, request, "CLOSED", (), expired=True)


def lapse(scene: Scene[Rows], request: End) -> Decision:
    """End one body's part that was not answered in time."""
    return _ended(scene, request, "LAPSED", (), expired=True)


def _ended(scene: Scene[Rows], request: End, state: str, parts: tuple[UUID, ...], *, expired: bool) -> Decision:
    case, asked = scene.cases[request.case], scene.rows.asked[request.case]
    reference = f"{case.authority}/case/{asked.collection}"
    closed = CollectionClosed(collection=reference, expired=expired, reason=request.reason)
    part = CollectionClosed(collection=reference, expired=False, reason="")
    return Decision(
        facts=((request.case, closed), *((each, part) for each in parts)),
        states={request.case: state, **dict.fromkeys(parts, "LAPSED")},
        cancels=((request.case, "expire"), (request.case, "lapse"), *((each, "lapse") for each in parts)),
    )


def field_name(element: str) -> str:
    """Give the name of an element's field in a form: dots are no part of a name there."""
    return element.replace(".", "__")
