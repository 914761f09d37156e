"""Notices, calendar and webhooks for programs: the same rows, the same steps, the same words as the pages."""

from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.casework.notices import (
    actions,
    agenda,
    channel_views,
    circulars,
    receiving,
    views,
    words,
    year_views,
)
from kechuang.casework.notices.delivery_lists import DELIVERIES, HOOKS
from kechuang.casework.notices.lists import CIRCULARS, NOTICES
from kechuang.casework.notices.models import Delivery, Hook, Notice
from kechuang.casework.notices.rules import Change
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, StateOut, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

notices, calendar, webhooks = Router(), Router(), Router()
MOST_DAYS = 400

list_endpoint(
    notices, "/", NOTICES, lambda request: views.rows(actor_of(request), clock.today()), permission="signed_in"
)
list_endpoint(
    notices,
    "/sent",
    CIRCULARS,
    lambda request: circulars.circulars(actor_of(request), clock.today()),
    permission="notice:send",
)
list_endpoint(
    notices,
    "/accounts",
    year_views.ACCOUNTS,
    lambda request: year_views.rows(actor_of(request)),
    permission="notice:send",
)
list_endpoint(
    notices, "/undelivered", DELIVERIES, lambda _request: channel_views.delivery_rows(), permission="node:keep"
)
list_endpoint(
    webhooks, "/", HOOKS, lambda request: channel_views.hook_rows(actor_of(request)), permission=channel_views.KEEP
)


class NoticeOut(Schema):
    """A notice; days and moments as text."""

    id: str
    kind: str
    title: str
    text: str
    state: StateOut
    asks: str
    on: str
    reply_by: str | None
    body: str
    sender: str
    read_at: str | None
    confirmed_at: str | None
    answered_at: str | None


def _out(row: Notice) -> NoticeOut:
    state = words.state(row, clock.today())

    def moment(value: object) -> str | None:
        return value.isoformat() if value else None  # type: ignore[attr-defined]

    return NoticeOut(
        id=str(row.pk),
        kind=row.kind,
        title=words.title(row),
        text=words.text(row),
        state=StateOut(code=state.code, word=str(state.word)),
        asks=row.asks,
        on=row.on.isoformat(),
        reply_by=moment(row.reply_by),
        body=row.body.name if row.body else "",
        sender=row.sender.name if row.sender else "",
        read_at=moment(row.read_at),
        confirmed_at=moment(row.confirmed_at),
        answered_at=moment(row.answered_at),
    )


@notices.get("/{identifier}", auth=Needs("signed_in"), response=NoticeOut, summary="One notice")
def notice(request: HttpRequest, identifier: UUID) -> NoticeOut:
    """Give one notice; asking a program's way does not count as reading it."""
    return _out(views.found(identifier, actor_of(request), clock.today()))


class Step(Schema):
    """What a step left: the notice's new state and the ids of its facts."""

    state: str
    facts: list[str]


def _done(outcome: actions.Outcome) -> Step:
    if outcome.refusal is not None:
        raise RefusedError(outcome.refusal)
    return Step(state=outcome.states[outcome.case], facts=list(outcome.facts))


def _formal(request: HttpRequest, identifier: UUID) -> Notice:
    actor, today = actor_of(request), clock.today()
    row = views.found(identifier, actor, today)
    if not row.formal or not receiving.is_mine(row, actor, today):
        raise Http404
    return row


@notices.post("/{identifier}/confirm", auth=Needs("signed_in"), response=Step, summary="Confirm receipt")
def confirm(request: HttpRequest, identifier: UUID) -> Step:
    """Confirm that the body received the notice."""
    row, key = _formal(request, identifier), f"api:{idempotency_key(request)}"
    return _done(actions.confirm(row, by=actor_of(request), key=key, on=clock.today()))


class AnswerIn(Schema):
    """An answer in words."""

    answer: str


@notices.post("/{identifier}/answer", auth=Needs("signed_in"), response=Step, summary="Answer a notice")
def answer(request: HttpRequest, identifier: UUID, given: AnswerIn) -> Step:
    """Answer for the body to which the notice was sent."""
    row, key = _formal(request, identifier), f"api:{idempotency_key(request)}"
    digest = sha256(given.answer.encode()).hexdigest()
    change = Change(notice=row.pk, answer=given.answer, answer_sha256=digest)
    return _done(actions.answer(change, by=actor_of(request), key=key, on=clock.today()))


class ItemOut(Schema):
    """One thing on the calendar."""

    key: str
    kind: str
    on: str
    until: str | None
    what: str
    title: str
    url: str
    state: StateOut | None
    design: bool


@calendar.get("/", auth=Needs("signed_in"), response=list[ItemOut], summary="Due days")
def days(
    request: HttpRequest, first: date | None = None, last: date | None = None, whose: str = "mine"
) -> list[ItemOut]:
    """Give what falls between two days (by default the next 31): my work, my office, or everything in reach."""
    today = clock.today()
    start = first or today
    end = last or start + timedelta(days=31)
    if whose not in agenda.WHOSE or end < start or (end - start).days > MOST_DAYS:
        raise RefusedError(Refusal("calendar.span", {"most": MOST_DAYS}), status=422)
    return [_item(item) for item in agenda.items(actor_of(request), start, end, whose, today)]


def _item(item: agenda.Item) -> ItemOut:
    return ItemOut(
        key=item.key,
        kind=item.kind,
        on=item.on.isoformat(),
        until=item.until.isoformat() if item.until else None,
        what=item.what,
        title=item.title,
        url=item.url,
        state=StateOut(code=item.state.code, word=str(item.state.word)) if item.state else None,
        design=item.design,
    )


class HookIn(Schema):
    """A webhook to be registered."""

    body: UUID
    url: str
    events: list[str]


class HookOut(Schema):
    """A registered webhook; the secret is given this once."""

    id: str
    secret: str


@webhooks.post("/", auth=Needs(channel_views.KEEP), response={201: HookOut}, summary="Register a webhook")
def register(request: HttpRequest, wanted: HookIn) -> tuple[int, HookOut]:
    """Register a webhook of a body that the caller keeps."""
    made = channel_views.register(wanted.body, wanted.url, wanted.events, by=actor_of(request))
    if not isinstance(made, Hook):
        raise RefusedError(made)
    return 201, HookOut(id=str(made.pk), secret=made.secret)


class DeliveryOut(Schema):
    """One delivery of a webhook."""

    id: str
    event: str
    state: str
    attempts: int
    made_at: str
    sent_at: str | None
    answer: str


@webhooks.get(
    "/{identifier}/deliveries",
    auth=Needs(channel_views.KEEP),
    response=list[DeliveryOut],
    summary="The last 200 deliveries of a webhook",
)
def deliveries(request: HttpRequest, identifier: UUID) -> list[DeliveryOut]:
    """Give what was sent to a webhook, newest first."""
    row = channel_views.kept(request, identifier)
    return [
        DeliveryOut(
            id=str(each.pk),
            event=each.event,
            state=each.state,
            attempts=each.attempts,
            made_at=each.made_at.isoformat(),
            sent_at=each.sent_at.isoformat() if each.sent_at else None,
            answer=each.answer,
        )
        for each in Delivery.objects.filter(hook=row).order_by("-made_at", "-pk")[:200]
    ]
