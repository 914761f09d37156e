"""Achievements for programs: the lists, one whole, every move, the public register and its counts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from kechuang.casework.act import Outcome
from kechuang.kernel.identify.classify import read_ipc
from kechuang.kernel.identify.ip import KINDS as NUMBERED
from kechuang.kernel.identify.ip import read_ip_number
from kechuang.kernel.reading import Reading
from kechuang.kernel.refusal import Refusal
from kechuang.kernel.shares import read_share
from kechuang.mechanisms.market.result import actions, lists, projecting, public_views, queries, tallying, wording
from kechuang.mechanisms.market.result.form_parts import acting_for, offices
from kechuang.mechanisms.market.result.models import Achievement, Completer
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.moves import CHECK, READ, RESULT, SUBMIT
from kechuang.mechanisms.market.result.schemas import (
    PublicResultOut,
    ResultCompleterOut,
    ResultDealOut,
    ResultDoneOut,
    ResultIn,
    ResultIpOut,
    ResultOut,
    ResultRecordIn,
    ResultStepIn,
    ResultTallyOut,
)
from kechuang.mechanisms.market.result.views import result_or_404
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Person
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of, below

router = Router()
for _path, _list, _rows, _needs, _name in (
    ("/", lists.RESULTS, lists.rows, READ, "list_results"),
    ("/mine", lists.MINE, lists.mine, "result:own", "list_my_results"),
    ("/deals", lists.DEALS, lists.deals, READ, "list_result_deals"),
    ("/published", lists.PUBLISHED, lists.public, "public", "list_published_results"),
):
    list_endpoint(router, _path, _list, _rows, permission=_needs, operation_id=_name)
DIMENSIONS = (*tallying.SINGLE, "all", "unit", "ipc_unit", "ipc_year")
SAME = (
    *("name", "abstract", "kind", "discipline", "industry", "ipc", "trl", "mode", "price", "valid_until"),
    *("published_on", "licences", "state"),
)
INNER = ("funding", "project", "security", "export", "ethics", "registered_on", "idle_on", "withheld_for")


def _ips(row: Achievement) -> list[ResultIpOut]:
    columns = ("kind", "number", "state", "fee_until", "pledged", "exclusive")
    return [ResultIpOut(**{name: getattr(ip, name) for name in columns}) for ip in row.ips.order_by("order")]


def _shared(row: Achievement) -> dict[str, Any]:
    right = queries.right_of(row.pk)
    return {
        "case": str(row.pk),
        "number": row.case.number,
        "unit": row.unit.name,
        "place": row.place,
        "right": right.case.number if right else "",
        "ips": _ips(row),
        **{name: getattr(row, name) for name in SAME},
    }


@router.get(
    "/published/counts/{dimension}",
    auth=Needs("public"),
    response=list[ResultTallyOut],
    summary="Counts of the public register by kind, field, city, mode, trl, state, ipc_class, unit, ipc_unit, ipc_year",
)
def counts(request: HttpRequest, dimension: str) -> list[ResultTallyOut]:
    """Give the kept counts of a dimension, most first."""
    actor_of(request)
    if dimension not in DIMENSIONS:
        raise Http404
    return [ResultTallyOut(value=value, count=count) for value, count in queries.tally(dimension, most=2000)]


@router.get(
    "/published/{identifier}", auth=Needs("public"), response=PublicResultOut, summary="One published achievement"
)
def published(request: HttpRequest, identifier: UUID) -> PublicResultOut:
    """Give what everybody may read."""
    actor_of(request)
    row = queries.public().select_related("case__office").filter(pk=identifier).first()
    if row is None:
        raise Http404
    return PublicResultOut(
        **_shared(row),
        market=row.case.office.name if row.case.office else "",
        contact=[str(each.value) for each in public_views.contact(row)],
        completers=[wording.masked_name(each.name) for each in row.completers.order_by("place_in_order")],
    )


@router.get("/{identifier}", auth=Needs(READ), response=ResultOut, summary="One achievement whole")
def result(request: HttpRequest, identifier: UUID) -> ResultOut:
    """Give an achievement as its unit and the office read it."""
    case = result_or_404(request, identifier)
    row = Achievement.objects.select_related("case", "unit").get(pk=case.pk)
    deal = ("mode", "path", "ref", "party", "opened_on", "closed_on", "outcome", "price", "contract")
    return ResultOut(
        **_shared(row),
        **{name: getattr(row, name) for name in INNER},
        warnings=[str(each["code"]) for each in row.warnings],
        completers=[
            ResultCompleterOut(
                id=str(each.pk),
                rank=each.place_in_order,
                name=each.name,
                unit=each.unit,
                share=wording.share(each.share),
                agreed=each.agreed,
            )
            for each in row.completers.order_by("place_in_order")
        ],
        deals=[
            ResultDealOut(id=str(each.pk), **{name: getattr(each, name) for name in deal})
            for each in row.deals.order_by("opened_on", "pk")
        ],
    )


def read_or_refuse[T](reading: Reading[T], place: str) -> T:
    if reading.value is None:
        fault = reading.fault
        raise RefusedError(Refusal(fault.code if fault else "share.shape", dict(fault.values) if fault else {}, place))
    return reading.value


def values_of(wanted: ResultRecordIn, known: told.Values | None = None) -> told.Values:
    """Read a record as a program sends it. Raises RefusedError for what cannot be read."""
    plain = {name: getattr(wanted, name) for name in projecting.PLAIN}
    plain["ipc"] = read_or_refuse(read_ipc(wanted.ipc), "ipc").text if wanted.ipc else ""
    plain["discipline"] = wanted.discipline.replace(".", "")
    ips = []
    for ip in wanted.ips:
        if ip.kind not in NUMBERED:
            given = {"given": ip.kind, "known": ", ".join(NUMBERED)}
            raise RefusedError(Refusal("result.not_in_list", given, "ips"))
        number = read_or_refuse(read_ip_number(ip.kind, ip.number, clock.today()), "ips").text
        ips.append(told.Ip(**{**ip.dict(), "number": number}))
    accounts = [each.account for each in wanted.completers if each.account]
    persons = dict(Person.objects.filter(username__in=accounts, is_active=True).values_list("username", "pk"))
    kept = {(each.rank, each.name): each.id for each in known.completers} if known else {}
    completers = tuple(
        told.Completer(
            id=kept.get((rank, each.name), chance.uuid7()),
            rank=rank,
            share=read_or_refuse(read_share(each.share), "completers"),
            name=each.name,
            unit=each.unit,
            person=persons.get(each.account),
        )
        for rank, each in enumerate(wanted.completers, 1)
    )
    return told.Values(
        **plain,
        ips=tuple(ips),
        completers=completers,
        evidence=tuple(told.Evidence(**each.dict()) for each in wanted.evidence),
        contact=told.Contact(name=wanted.contact_name, phone=wanted.contact_phone, email=wanted.contact_email),
    )


def _done(outcome: Outcome) -> ResultDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    row = Achievement.objects.filter(pk=outcome.case).first()
    warned = [str(each["code"]) for each in row.warnings] if row else []
    return ResultDoneOut(case=str(outcome.case), state=outcome.states[outcome.case], warnings=warned)


@router.post("/", auth=Needs(SUBMIT), response={201: ResultDoneOut}, summary="Hand an achievement in")
def submit(request: HttpRequest, wanted: ResultIn) -> tuple[int, ResultDoneOut]:
    """Hand an achievement in for a unit for which the caller acts, at a market that serves its place."""
    key, actor = idempotency_key(request), actor_of(request)
    unit = acting_for(actor, SUBMIT, clock.today()).get(wanted.unit)
    office = offices(CHECK).get(wanted.office)
    if unit is None:
        raise RefusedError(Refusal("case.not_yours", {"move": f"{RESULT.kind}.submit"}, "unit"))
    if office is None or not below(unit.place, office.place):
        raise RefusedError(Refusal("result.market_elsewhere", {"place": unit.place}, "office"))
    request_ = asked.Submit(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=unit.place,
        unit=unit.pk,
        unit_name=unit.name,
        unit_code=unit.code,
        values=values_of(wanted),
    )
    return 201, _done(actions.submit(request_, by=actor, key=key))


@router.post("/{identifier}/{move}", auth=Needs("signed_in"), response=ResultDoneOut, summary="Take a move")
def step(request: HttpRequest, identifier: UUID, move: str, wanted: ResultStepIn) -> ResultDoneOut:
    """Register, list, withhold, freeze, open or close a deal …; the gateway says who may."""
    key, case, actor = idempotency_key(request), result_or_404(request, identifier), actor_of(request)
    if move not in actions.KINDS or move in actions.DUE:
        raise Http404
    build = BUILT.get(move)
    request_ = (
        build(case.pk, wanted, actor.person)
        if build
        else asked.Step(case=case.pk, move=move, text=wanted.text, reason=wanted.reason)
    )
    return _done(actions.take(move, request_, by=actor, key=key))


def _need[T](value: T | None, name: str) -> T:
    if value is None:
        raise RefusedError(Refusal("result.field_missing", {"field": name}, place=name))
    return value


def _side(wanted: ResultStepIn) -> dict[str, Any]:
    body = Body.objects.filter(code=wanted.party_code).first() if wanted.party_code else None
    return {
        "party": wanted.party or (body.name if body else ""),
        "party_code": wanted.party_code,
        "party_body": body.pk if body else None,
        "since": wanted.since,
        "until": wanted.until,
    }


def _revise(case: UUID, wanted: ResultStepIn, _person: UUID | None) -> asked.Revise:
    known = projecting.values_of({case: Achievement.objects.get(pk=case)})[case]
    return asked.Revise(case=case, values=values_of(_need(wanted.record, "record"), known))


def _own(case: UUID, wanted: ResultStepIn, person: UUID | None) -> asked.OwnShare:
    row = (
        Completer.objects.filter(achievement=case, person=person).order_by("place_in_order").first() if person else None
    )
    if row is None:
        raise RefusedError(Refusal("case.not_yours", {"move": f"{RESULT.kind}.own"}))
    return asked.OwnShare(case=case, completer=row.pk, agrees=_need(wanted.agrees, "agrees"), text=wanted.text)


def _open(case: UUID, wanted: ResultStepIn, _person: UUID | None) -> asked.OpenDeal:
    plain = {name: getattr(wanted, name) for name in ("mode", "path", "ref", "foreign", "export_permit", "consent")}
    deal = wanted.deal or chance.uuid7()
    return asked.OpenDeal(case=case, deal=deal, places=tuple(wanted.places), **plain, **_side(wanted))


def _close(case: UUID, wanted: ResultStepIn, _person: UUID | None) -> asked.CloseDeal:
    plain = {name: getattr(wanted, name) for name in ("outcome", "contract", "price", "text")}
    places = tuple(wanted.places) or None
    return asked.CloseDeal(case=case, deal=_need(wanted.deal, "deal"), places=places, **plain, **_side(wanted))


BUILT: dict[str, Callable[[UUID, ResultStepIn, UUID | None], Any]] = {
    "revise": _revise,
    "own": _own,
    "list": lambda case, wanted, _person: asked.Offer(case=case, until=wanted.until),
    "open_deal": _open,
    "close_deal": _close,
}
