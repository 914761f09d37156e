"""Events for programs: the lists, the calendar between two days, signing up."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from kechuang.casework.act import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.roadshow import actions, calendar, lists
from kechuang.mechanisms.market.roadshow.public_views import event_or_404
from kechuang.mechanisms.market.roadshow.rules import requests as asked
from kechuang.mechanisms.market.roadshow.rules.moves import JOIN, READ
from kechuang.web import chance
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", lists.EVENTS, lists.rows, permission=READ, operation_id="list_events")
list_endpoint(router, "/all", lists.PUBLIC, lists.public, permission="public", operation_id="list_public_events")
MOST_DAYS = 400


class CalendarEntryOut(Schema):
    """An entry of the market's calendar; ``origin`` names another market whose event this node passes on."""

    uid: str
    kind: str
    title: str
    number: str
    starts: str
    ends: str
    place: str
    venue: str
    url: str
    market: str
    origin: str
    cancelled: bool


class EventJoinIn(Schema):
    """A body signs up with so many persons."""

    body: UUID
    persons: int = 1
    wish: str = ""


class EventJoinedOut(Schema):
    """The event, and whether the body waits for a seat."""

    event: str
    waiting: bool


@router.get("/calendar", auth=Needs("public"), response=list[CalendarEntryOut], summary="The calendar of the market")
def between(
    request: HttpRequest,  # noqa: ARG001 - the interface hands it
    first: date,
    last: date,
    place: str = "",
    kind: str = "",
) -> list[CalendarEntryOut]:
    """Give events, sales and last days of listings between two days, both included, at most 400 days."""
    if last < first or (last - first).days > MOST_DAYS:
        raise RefusedError(Refusal("event.span_unreadable", {"first": first, "last": last, "limit": MOST_DAYS}, "last"))
    return [
        CalendarEntryOut(
            uid=each.uid,
            kind=each.kind,
            title=each.title,
            number=each.number,
            starts=_written(each.starts),
            ends=_written(each.ends),
            place=each.place,
            venue=each.venue,
            url=each.url,
            market=each.market,
            origin=each.origin,
            cancelled=each.cancelled,
        )
        for each in calendar.entries(first, last, place=place if len(place) == 6 else "", kind=kind)
    ]


def _written(value: datetime | date) -> str:
    return value.isoformat()


@router.post("/{identifier}/join", auth=Needs(JOIN), response=EventJoinedOut, summary="Sign up for an event")
def join(request: HttpRequest, identifier: UUID, wanted: EventJoinIn) -> EventJoinedOut:
    """Sign a body up; where no seat is left it waits."""
    row = event_or_404(identifier)
    request_ = asked.Join(event=row.pk, id=chance.uuid7(), body=wanted.body, persons=wanted.persons, wish=wanted.wish)
    outcome: Outcome = actions.take("join", request_, by=actor_of(request), key=idempotency_key(request))
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    waiting = row.signups.filter(body=wanted.body, waiting=True).exists()
    return EventJoinedOut(event=str(row.pk), waiting=waiting)
