"""Forms, elements and collections for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.casework.elements import acts, lists, queries
from kechuang.casework.elements.dictionary import elements
from kechuang.casework.elements.known import known
from kechuang.casework.elements.rules import ANSWER, SEND, End, GiveAnswer
from kechuang.casework.elements.sheets import all_sheets
from kechuang.casework.outcome import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint

forms = Router()
collections = Router()


class ElementOut(Schema):
    """One data element of the dictionary."""

    code: str
    kind: str
    scope: str
    unit: str
    standard: str
    zh: str
    en: str
    seconds: int
    personal: bool


class SheetOut(Schema):
    """One form: what it is about, who answers for it, until when, and the elements of its fields."""

    code: str
    about: str
    owner: str
    until: date | None
    elements: dict[str, str]


@forms.get("/", auth=Needs("public"), response=list[SheetOut], summary="All forms of the node")
def sheets(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja's signature
    """Give the register of forms."""
    return [
        {
            "code": sheet.code,
            "about": sheet.about,
            "owner": sheet.owner,
            "until": sheet.until,
            "elements": {each.field: each.element for each in sheet.fields},
        }
        for sheet in all_sheets()
    ]


@forms.get("/elements", auth=Needs("public"), response=list[ElementOut], summary="The dictionary of data elements")
def dictionary(request: HttpRequest) -> list[Any]:  # noqa: ARG001 - ninja's signature
    """Give the dictionary."""
    return list(elements().values())


class CollectionIn(Schema):
    """What is to be asked of all bodies of a kind at a place."""

    title: str
    basis: str
    purpose: str
    elements: list[str]
    year: int
    place: str
    kind: str
    reply_by: date
    expires_on: date


class CollectionAnswerIn(Schema):
    """The values as text by element."""

    values: dict[str, str]


class CollectionCloseIn(Schema):
    """Why a collection ends."""

    reason: str


class CollectionPartOut(Schema):
    """One body's part."""

    case: UUID
    body: UUID
    name: str
    state: str
    answered_on: date | None
    values: dict[str, str]
    confirmed: list[str]


class CollectionOut(Schema):
    """A collection with what came back."""

    case: UUID
    number: str
    title: str
    basis: str
    purpose: str
    elements: list[str]
    year: int
    reply_by: date
    expires_on: date
    state: str
    recipients: int
    known: int
    seconds: int
    answers: list[CollectionPartOut]


class CollectionDoneOut(Schema):
    """What an act left: the case and its facts."""

    case: UUID
    facts: list[str]


def _done(outcome: Outcome) -> dict[str, Any]:
    if outcome.refusal is not None:
        raise RefusedError(outcome.refusal)
    return {"case": outcome.case, "facts": list(outcome.facts)}


list_endpoint(
    collections, "/", lists.SENT, lambda request: queries.collections(request.auth, clock.today()), permission=SEND
)
list_endpoint(
    collections,
    "/asked",
    lists.ASKED,
    lambda request: queries.asked_of(request.auth, clock.today()),
    permission=ANSWER,
)


@collections.post("/", auth=Needs(SEND), response={201: CollectionDoneOut}, summary="Send a collection")
def send(request: HttpRequest, wanted: CollectionIn) -> tuple[int, dict[str, Any]]:
    """Ask bodies for elements; refused with the limits that hold."""
    actor, today = request.auth, clock.today()  # type: ignore[attr-defined]  # set by Needs
    office = queries.office_of(actor, today)
    if office is None:
        raise Http404
    if unknown := [code for code in wanted.elements if code not in elements()]:
        raise RefusedError(Refusal("collection.not_askable", {"element": unknown[0]}, place="elements"), status=422)
    ask = queries.composed(
        actor,
        office,
        today,
        place=wanted.place,
        kind=wanted.kind,
        wanted=wanted.elements,
        title=wanted.title[:120],
        basis=wanted.basis[:400],
        purpose=wanted.purpose[:400],
        year=wanted.year,
        reply_by=wanted.reply_by,
        expires_on=wanted.expires_on,
    )
    return 201, _done(acts.send(ask, by=actor, key=idempotency_key(request)))


@collections.get("/{uuid:identifier}", auth=Needs(SEND), response=CollectionOut, summary="One collection")
def collection(request: HttpRequest, identifier: UUID) -> dict[str, Any]:
    """Give a collection and its answers."""
    row = queries.collections(request.auth, clock.today()).filter(pk=identifier).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    plain = ("basis", "purpose", "elements", "year", "reply_by", "expires_on", "recipients", "known", "seconds")
    return {
        "case": row.pk,
        "number": row.case.number,
        "title": row.case.title,
        "state": row.case.state,
        **{name: getattr(row, name) for name in plain},
        "answers": [
            {
                "case": each.pk,
                "body": each.body_id,
                "name": each.body.name,
                "state": each.case.state,
                "answered_on": each.answered_on,
                "values": each.values,
                "confirmed": each.confirmed,
            }
            for each in queries.answers_of(row)
        ],
    }


@collections.post("/{uuid:identifier}/close", auth=Needs(SEND), response=CollectionDoneOut, summary="End a collection")
def close(request: HttpRequest, identifier: UUID, wanted: CollectionCloseIn) -> dict[str, Any]:
    """End a collection before its day."""
    actor = request.auth  # type: ignore[attr-defined]  # set by Needs
    if not queries.collections(actor, clock.today()).filter(pk=identifier).exists():
        raise Http404
    return _done(acts.close(End(identifier, wanted.reason[:400]), by=actor, key=idempotency_key(request)))


@collections.post("/asked/{uuid:identifier}/answer", auth=Needs(ANSWER), response=CollectionDoneOut, summary="Answer")
def answer(request: HttpRequest, identifier: UUID, wanted: CollectionAnswerIn) -> dict[str, Any]:
    """Answer for one's own body; a value equal to the known one counts as confirmed."""
    actor, today = request.auth, clock.today()  # type: ignore[attr-defined]  # set by Needs
    row = queries.asked_of(actor, today).filter(pk=identifier).first()
    if row is None:
        raise Http404
    held = known([row.body_id], row.collection.elements, row.collection.year)[row.body_id]
    same = frozenset(code for code, each in held.items() if wanted.values.get(code) == str(each.value))
    return _done(acts.give_answer(GiveAnswer(row.pk, wanted.values, same), by=actor, key=idempotency_key(request)))
