"""The standard moves for programs: the same forms as on the pages, read from JSON; and what stands beside a case."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.casework.standard import declare, prepared_views, preparing, rounds, views
from kechuang.casework.standard.forms import FORMS
from kechuang.casework.standard.models import Correction, ObjectionRaised, Opinion
from kechuang.casework.standard.preparing import data_of
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
ROUND_PAGES = Router()
list_endpoint(
    ROUND_PAGES,
    "/",
    rounds.ROUNDS,
    lambda request: rounds.reachable(actor_of(request)),
    permission="signed_in",
    operation_id="list_rounds",
)
list_endpoint(
    ROUND_PAGES,
    "/prepared",
    prepared_views.LIST,
    lambda request: preparing.reachable(actor_of(request), clock.today()),
    permission=prepared_views.PERMISSION,
)


class MoveIn(Schema):
    """The fields of the move's form by name, each a text or a list of texts (``GET`` the page to see them)."""

    fields: dict[str, str | list[str]] = Field(default_factory=dict)


class MovedOut(Schema):
    """The case, its state and why it is held, if it is."""

    case: str
    state: str
    hold: str


class OpinionOut(Schema):
    """What a body was asked and answered."""

    body: str
    question: str
    due_on: str | None
    answer: str
    text: str


class BesideOut(Schema):
    """What stands beside a case: why it is held, its faults, opinions, objections; days stopped so far."""

    hold: str
    held_on: str | None
    stopped_days: int
    faults: list[dict[str, str]]
    correct_by: str | None
    opinions: list[OpinionOut]
    objections: int


@router.get("/{identifier}", auth=Needs("signed_in"), response=BesideOut, summary="Hold, corrections and opinions")
def beside(request: HttpRequest, identifier: UUID) -> BesideOut:
    """Give what the page of a case shows of the standard moves, for the groups that the caller may read."""
    actor, today = actor_of(request), clock.today()
    case = Case.objects.filter(pk=identifier).first()
    if case is None or case.kind not in declare.DECLARED or not standing.may_read(case, actor, today):
        raise Http404
    groups = standing.readable_groups(case, actor, today)
    mine = {held.body for held in actor.grants}
    row = Correction.objects.filter(case=case, ended_on__isnull=True).first() if "parties" in groups else None
    opinions = Opinion.objects.filter(case=case).select_related("body").order_by("pk")
    return BesideOut(
        hold=case.hold,
        held_on=case.held_on.isoformat() if case.held_on else None,
        stopped_days=case.stopped_days,
        faults=row.faults if row else [],
        correct_by=row.due_on.isoformat() if row and row.due_on else None,
        opinions=[
            OpinionOut(
                body=each.body.name,
                question=each.question,
                due_on=each.due_on.isoformat() if each.due_on else None,
                answer=each.answer,
                text=each.text,
            )
            for each in opinions
            if "authority" in groups or each.body_id in mine
        ],
        objections=ObjectionRaised.objects.filter(case=case).count(),
    )


@router.post("/{identifier}/{move}", auth=Needs("signed_in"), response=MovedOut, summary="Take a standard move")
def take(request: HttpRequest, identifier: UUID, move: str, wanted: MoveIn) -> MovedOut:
    """Take a move, named as in its page's address (``return``, ``send-down``); the gateway says who may."""
    code, actor = f"standard.{move.replace('-', '_')}", actor_of(request)
    if code not in FORMS:
        raise Http404
    case = views.found_case(identifier, code, actor)
    values: dict[str, Any] = {name: text if isinstance(text, list) else [text] for name, text in wanted.fields.items()}
    form = FORMS[code](data_of(values), case=case, actor=actor, on=clock.today())
    if not form.is_valid():
        names = ", ".join(sorted(form.errors))
        raise RefusedError(Refusal("casework.fields_wrong", {"fields": names}, next(iter(form.errors))))
    outcome = views.do(code, form, idempotency_key(request))
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    case.refresh_from_db()
    return MovedOut(case=str(case.pk), state=case.state, hold=case.hold)
