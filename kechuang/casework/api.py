"""Cases for programs: the same boxes, the same case with its history, the moves that are open."""

from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.casework import queries, standing, views, words
from kechuang.casework.lists import CASES
from kechuang.web import clock
from kechuang.web.api import Needs, StateOut, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()

for box in views.BOXES:
    list_endpoint(
        router,
        f"/inbox/{box}",
        CASES,
        lambda request, box=box: views.inbox_rows(box, actor_of(request)),
        permission="signed_in",
        operation_id=f"list_inbox_{box}",
    )


class StepOut(Schema):
    """One step of a case: what, when, between which states, and the ids of the facts that it left."""

    move: str
    on: str
    at: str
    source: str
    target: str
    facts: list[str]


class CaseOut(Schema):
    """A case with its history; amounts and days as text."""

    id: str
    kind: str
    number: str
    title: str
    state: StateOut
    place: str
    holder: str
    counterpart: str
    amount: str | None
    opened_on: str
    due_on: str | None
    open_moves: list[str]
    steps: list[StepOut]


@router.get("/{identifier}", auth=Needs("signed_in"), response=CaseOut, summary="One case with its history")
def case(request: HttpRequest, identifier: UUID) -> CaseOut:
    """Give one case that the caller may read."""
    actor, found = actor_of(request), queries.detail(identifier)
    if found is None or not standing.may_read(found.case, actor, clock.today()):
        raise Http404
    standing.disclose(request, found.case, actor, clock.today())
    row, state = found.case, words.state(found.case.kind, found.case.state)
    return CaseOut(
        id=str(row.pk),
        kind=row.kind,
        number=row.number,
        title=row.title,
        state=StateOut(code=state.code, word=str(state.word)),
        place=row.place,
        holder=row.holder.name if row.holder else "",
        counterpart=row.counterpart.name if row.counterpart else "",
        amount=None if row.amount is None else f"{row.amount:.2f}",
        opened_on=row.opened_on.isoformat(),
        due_on=row.due_on.isoformat() if row.due_on else None,
        open_moves=[entry.code for entry in standing.open_moves(row, actor, clock.today())],
        steps=[
            StepOut(
                move=step.move,
                on=step.on.isoformat(),
                at=step.at.isoformat(),
                source=step.source,
                target=step.target,
                facts=step.facts,
            )
            for step in found.steps
        ],
    )
