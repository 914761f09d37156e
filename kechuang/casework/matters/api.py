"""Plain matters for programs."""

from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.casework import standing
from kechuang.casework.matters import actions, kinds, lists
from kechuang.casework.matters.moves import READ, SUBMIT
from kechuang.casework.matters.rules import Open, Step
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", lists.MATTERS, lists.rows, permission=READ, operation_id="list_matters")


class MatterIn(Schema):
    """A matter as a body brings it: ``sort`` is a code of the kinds of matters."""

    holder: UUID
    sort: str
    title: str
    text: str


class StepIn(Schema):
    """Words of a step: the note, the reason or the answer."""

    text: str = ""


class DoneOut(Schema):
    """The case and the state in which it stands now."""

    case: str
    state: str


@router.post("/", auth=Needs(SUBMIT), response={201: DoneOut}, summary="Bring a matter to the office of its place")
def submit(request: HttpRequest, wanted: MatterIn) -> tuple[int, DoneOut]:
    """Submit for a body for which the caller acts."""
    sort, body = kinds.sorts().get(wanted.sort), Body.objects.filter(pk=wanted.holder).first()
    if sort is None:
        raise RefusedError(Refusal("matters.sort_unknown", {"sort": wanted.sort}, "sort"))
    office = actions.office_for(body.place) if body else None
    if body is None or office is None:
        raise RefusedError(Refusal("matters.no_office", {}, "holder"))
    asked = Open(
        case=chance.uuid7(),
        kind=sort.kind,
        sort=sort.code,
        title=wanted.title,
        text=wanted.text,
        place=body.place,
        authority=office.authority,
        office=office.pk,
        holder=body.pk,
    )
    outcome = actions.submit(asked, by=request.auth, key=idempotency_key(request))
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return 201, DoneOut(case=str(outcome.case), state=outcome.states[outcome.case])


@router.post("/{identifier}/{move}", auth=Needs(READ), response=DoneOut, summary="Take a step on a matter")
def step(request: HttpRequest, identifier: UUID, move: str, wanted: StepIn) -> DoneOut:
    """Accept, decline, grant, refuse, answer, close; the gateway says who may."""
    case = Case.objects.filter(pk=identifier).first()
    if case is None or (case.kind, move) not in actions.STEPS:
        raise Http404
    if not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    asked = Step(case=identifier, move=move, text=wanted.text)
    outcome = actions.step(case.kind, asked, by=request.auth, key=idempotency_key(request))
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return DoneOut(case=str(outcome.case), state=outcome.states[outcome.case])
