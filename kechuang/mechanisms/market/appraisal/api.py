"""Evaluations for programs: the lists, a published one, commissioning one."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from kechuang.casework.words import state as state_word
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.appraisal import actions, lists
from kechuang.mechanisms.market.appraisal.public_views import appraisal_or_404
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, READ, REQUEST
from kechuang.mechanisms.market.appraisal.rules.requests import EXPERTS, GRADED, LEVEL, TEXTS, VALUES, Commission
from kechuang.mechanisms.market.appraisal.schemas import (
    AppraisalDoneOut,
    AppraisalIn,
    AppraisedLevelOut,
    AppraisedValueOut,
    PublishedAppraisalOut,
)
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", lists.APPRAISALS, lists.rows, permission=READ, operation_id="list_appraisals")
list_endpoint(
    router,
    "/published",
    lists.PUBLISHED,
    lists.published,
    permission="public",
    operation_id="list_published_appraisals",
)


@router.post("/", auth=Needs(REQUEST), response={201: AppraisalDoneOut}, summary="Commission an evaluation")
def commission(request: HttpRequest, wanted: AppraisalIn) -> Status[AppraisalDoneOut]:
    """Commission an evaluation of an achievement of a body for which the caller acts."""
    row = Achievement.objects.filter(pk=wanted.result).first()
    office = actions.office_for(row.place) if row else None
    if row is None or office is None:
        raise RefusedError(Refusal("appraisal.not_the_holder", place="result"))
    asked = Commission(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=row.place,
        holder=row.unit_id,
        result=row.pk,
        institution=wanted.institution,
        purpose=wanted.purpose,
        claimed=wanted.claimed_level,
    )
    outcome = actions.commission(asked, by=actor_of(request), key=idempotency_key(request))
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return Status(201, AppraisalDoneOut(case=str(outcome.case), state=outcome.states[outcome.case]))


@router.get(
    "/published/{identifier}", auth=Needs("public"), response=PublishedAppraisalOut, summary="A published evaluation"
)
def published(request: HttpRequest, identifier: UUID) -> PublishedAppraisalOut:  # noqa: ARG001 - the interface hands it
    """Give what the holder of an achievement agreed to have published of its evaluation."""
    row = appraisal_or_404(identifier)
    case, parts = row.case, frozenset(row.parts)
    texts = TEXTS in parts
    return PublishedAppraisalOut(
        case=str(row.pk),
        number=case.number,
        title=case.title,
        state=case.state,
        state_word=str(state_word(APPRAISAL.kind, case.state).word),
        place=case.place,
        holder=case.holder.name if case.holder else "",
        institution=case.counterpart.name if case.counterpart else "",
        parts=list(row.parts),
        level=row.level if LEVEL in parts else None,
        levels=[
            AppraisedLevelOut(level=each.level, on=each.on, text=each.text) for each in row.levels.order_by("level")
        ]
        if LEVEL in parts
        else [],
        values=[
            AppraisedValueOut(
                value=value,
                grade=said["grade"],
                text=said["text"] if texts else "",
                evidence=said["evidence"] if texts else "",
            )
            for value in VALUES
            if GRADED in parts and (said := row.grades.get(value))
        ],
        summary=row.summary if texts else "",
        experts=[each.name for each in row.members.order_by("order") if each.named] if EXPERTS in parts else [],
        report_number=row.report_number,
        signed_on=row.signed_on,
        published_on=row.published_on,
        challenge_until=row.challenge_until,
    )
