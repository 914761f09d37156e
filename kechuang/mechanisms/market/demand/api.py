"""Demands for programs: the lists, a published demand with its matches, setting and answering one."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from kechuang.casework.act import Outcome
from kechuang.casework.words import state as state_word
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand import actions, lists, offering, queries, showing
from kechuang.mechanisms.market.demand.rules import requests as asked
from kechuang.mechanisms.market.demand.rules.moves import ANSWER, DEMAND, OUT, READ, SUBMIT
from kechuang.mechanisms.market.demand.schemas import (
    DemandAnswerIn,
    DemandDoneOut,
    DemandIn,
    DemandMatchOut,
    DemandTargetSchema,
    PublishedDemandOut,
)
from kechuang.mechanisms.market.demand.views import public_or_404
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", lists.DEMANDS, lists.rows, permission=READ, operation_id="list_demands")
list_endpoint(
    router,
    "/published",
    lists.PUBLISHED,
    lists.published,
    permission="public",
    operation_id="list_published_demands",
)


def _number(raw: str, place: str) -> Decimal:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise RefusedError(Refusal("demand.target_not_measurable", {"raw": raw}, place))
    return value


def _terms(wanted: DemandIn) -> asked.Terms:
    targets = tuple(
        asked.Target(
            indicator=each.indicator,
            unit=each.unit,
            current=_number(each.current, "targets") if each.current else None,
            target=_number(each.target, "targets"),
            sense=each.sense,
            method=each.method,
        )
        for each in wanted.targets
    )
    scene = None
    if wanted.scene_location or wanted.scene_data or wanted.scene_purchase:
        scene = asked.Scene(location=wanted.scene_location, data=wanted.scene_data, purchase=wanted.scene_purchase)
    plain = wanted.dict(
        include={
            *("title", "list_type", "field", "background", "constraints", "budget_insisted", "pays", "needed_by"),
            *("mode", "wish", "masked", "open_details", "readiness", "region", "behalf_code", "behalf_name"),
            "valid_until",
        }
    )
    return asked.Terms(
        targets=targets,
        keywords=tuple(wanted.keywords),
        ipc=tuple(wanted.ipc),
        budget=wanted.budget_yuan,
        scene=scene,
        **plain,
    )


def _done(outcome: Outcome) -> DemandDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return DemandDoneOut(case=str(outcome.case), state=outcome.states[outcome.case])


@router.post("/", auth=Needs(SUBMIT), response={201: DemandDoneOut}, summary="Set a demand")
def submit(request: HttpRequest, wanted: DemandIn) -> Status[DemandDoneOut]:
    """Set a demand for a body for which the caller acts."""
    body = Body.objects.filter(pk=wanted.holder).first()
    office = actions.office_for(body.place) if body else None
    if body is None or office is None:
        raise RefusedError(Refusal("demand.no_office", {}, "holder"))
    request_ = asked.Open(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=body.place,
        holder=body.pk,
        terms=_terms(wanted),
        channel="agent" if wanted.behalf_code else "online",
    )
    return Status(201, _done(actions.submit(request_, by=actor_of(request), key=idempotency_key(request))))


@router.get("/published/{identifier}", auth=Needs("public"), response=PublishedDemandOut, summary="A published demand")
def published(request: HttpRequest, identifier: UUID) -> PublishedDemandOut:  # noqa: ARG001 - the interface hands it
    """Give what everybody may read of a demand, with what may answer it and why."""
    row = public_or_404(identifier)
    found = offering.find(queries.profile(row)) if row.case.state in OUT.split() else []
    return PublishedDemandOut(
        case=str(row.pk),
        number=row.case.number,
        title=row.case.title,
        state=row.case.state,
        state_word=str(state_word(DEMAND.kind, row.case.state).word),
        place=row.case.place,
        owner="" if row.masked or row.case.holder is None else row.behalf_name or row.case.holder.name,
        list_type=row.list_type,
        field=row.field,
        ipc=list(row.ipc),
        band=row.band,
        mode=row.mode,
        wish=row.wish,
        readiness=row.readiness,
        needed_by=row.needed_by,
        published_on=row.published_on,
        valid_until=row.valid_until,
        scene=row.is_scene,
        targets=[
            DemandTargetSchema(
                indicator=each.indicator,
                unit=each.unit,
                current=each.current or "",
                target=each.target,
                sense=each.sense,
                method=each.method,
            )
            for each in queries.targets(row)
        ],
        background=row.background if row.open_details else "",
        matches=[
            DemandMatchOut(
                source=source.source.code,
                ref=each.offer.ref,
                title=each.offer.title,
                holder=each.offer.holder,
                url=each.offer.url,
                points=each.points,
                reasons=[showing.reason_words(reason) for reason in each.reasons],
            )
            for source in found
            for each in source.matches
        ],
    )


@router.post(
    "/published/{identifier}/answer", auth=Needs(ANSWER), response=DemandDoneOut, summary="Answer a published demand"
)
def answer(request: HttpRequest, identifier: UUID, wanted: DemandAnswerIn) -> DemandDoneOut:
    """Say for a body that it can solve a demand."""
    row = public_or_404(identifier)
    request_ = asked.Answer(demand=row.pk, id=chance.uuid7(), body=wanted.body, text=wanted.text)
    return _done(actions.take("answer", request_, by=actor_of(request), key=idempotency_key(request)))
