"""Brokers for programs: the lists, one public entry, a certificate's state, claiming a deal."""

from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Status

from kechuang.casework.act import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.broker import actions, lists, projecting, queries, wording
from kechuang.mechanisms.market.broker.models import BrokerEntry
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.mechanisms.market.broker.rules.moves import CLAIM, DEALS, READ
from kechuang.mechanisms.market.broker.schemas import BrokeredClaimIn, BrokeredDoneOut, BrokerPublicOut
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", lists.ENTRIES, lists.entries, permission=READ, operation_id="list_brokers")
list_endpoint(router, "/register", lists.PUBLIC, lists.public, permission="public", operation_id="list_public_brokers")
list_endpoint(router, "/deals", lists.DEALS_LIST, lists.deals, permission=DEALS, operation_id="list_brokered_deals")


def _public(row: BrokerEntry) -> BrokerPublicOut:
    return BrokerPublicOut(
        case=str(row.pk),
        number=row.case.number,
        name=wording.public_name(row),
        kind=row.kind,
        level=row.level,
        unit=row.case.holder.name if row.case.holder else "",
        specialities=row.specialities.split("、"),
        state=row.case.state,
        since=row.since,
        valid_until=row.valid_until,
        place=row.case.place,
        certificate_tail=wording.tail(row.certificate),
    )


@router.get("/register/{identifier}", auth=Needs("public"), response=BrokerPublicOut, summary="An entry for everybody")
def public_entry(request: HttpRequest, identifier: UUID) -> BrokerPublicOut:  # noqa: ARG001 - the interface hands it
    """Give an active or suspended entry."""
    row = queries.public().filter(pk=identifier).first()
    if row is None:
        raise Http404
    return _public(row)


@router.post("/deals", auth=Needs(CLAIM), response={201: BrokeredDoneOut}, summary="Claim a deal")
def claim(request: HttpRequest, wanted: BrokeredClaimIn) -> Status[BrokeredDoneOut]:
    """Claim a deal for one of its parties; the party is asked to confirm."""
    deal = projecting.find_deal(wanted.deal_number)
    client = Body.objects.filter(code=wanted.client_code).first()
    if deal is None:
        raise RefusedError(Refusal("broker.deal_unknown", place="deal_number"))
    if client is None:
        raise RefusedError(Refusal("broker.client_no_party", {"number": wanted.deal_number}, "client_code"))
    agreement = asked.Agreement(
        number=wanted.agreement,
        signed_on=wanted.agreed_on,
        form=wanted.form,
        rate=wanted.rate,
        sum_yuan=wanted.sum_yuan,
        insisted=wanted.insisted,
    )
    request_ = asked.Claim(
        case=chance.uuid7(),
        entry=wanted.entry,
        deal=deal.pk,
        client=client.pk,
        services=wanted.services,
        agreement=agreement,
        declared=wanted.declared,
    )
    return Status(201, _done(actions.claim(request_, by=actor_of(request), key=idempotency_key(request))))


def _done(outcome: Outcome) -> BrokeredDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return BrokeredDoneOut(case=str(outcome.case), state=outcome.states[outcome.case])
