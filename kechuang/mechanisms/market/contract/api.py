"""Technology contracts for programs: the list, one whole, bringing and every step; certificates, statistics, flows."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Status

from kechuang.casework import standing
from kechuang.casework.act import Outcome
from kechuang.casework.matters.actions import office_for
from kechuang.casework.models import Case
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.contract import actions, lists, showing, turnover
from kechuang.mechanisms.market.contract import schemas as shapes
from kechuang.mechanisms.market.contract.filling import bring, division_of, trade_of
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.public_views import BY
from kechuang.mechanisms.market.contract.rules import requests as asked
from kechuang.mechanisms.market.contract.rules.content import (
    Contract,
    Deduction,
    Foreign,
    Instalment,
    Party,
    Right,
    Royalty,
)
from kechuang.mechanisms.market.contract.rules.moves import CERTIFIED, CONTRACT, READ, SUBMIT
from kechuang.mechanisms.market.contract.step_views import found_or_404
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", lists.CONTRACTS, lists.rows, permission=READ, operation_id="list_tech_contracts")
PLAIN = frozenset({"accept", "register", "refer", "reject", "decline"})


@router.get("/check/{number}", auth=Needs("public"), response=shapes.CertificateOut, summary="Check a certificate")
def check(request: HttpRequest, number: str, code: str = "") -> shapes.CertificateOut:
    """Say whether a number stands; with a credit code also whether it is a party's."""
    actor_of(request)
    rows = TechContract.objects.select_related("case").filter(case__state__in=CERTIFIED).exclude(number="")
    row = rows.filter(number=compact(number)[:24]).first()
    if row is None:
        return shapes.CertificateOut(number=number[:24], known=False)
    wanted = compact(code)
    return shapes.CertificateOut(
        number=row.number,
        known=True,
        state="REGISTERED" if row.case.state == "ASKED" else row.case.state,
        type=row.type,
        place=row.case.place,
        registered_on=row.registered_on,
        ended_on=row.ended_on,
        agrees=wanted in {row.contract.seller.code, row.contract.buyer.code} if wanted else None,
    )


@router.get(
    "/statistics", auth=Needs("public"), response=list[shapes.TurnoverLineOut], summary="Turnover of a place and span"
)
def statistics(request: HttpRequest, period: str = "", place: str = "", types: str = "five") -> list[Any]:
    """Give amounts by type, field, place and trade; ``types=four`` counts by the four types before 2021."""
    actor_of(request)
    span = _span(period)
    return [
        shapes.TurnoverLineOut(
            by=by,
            code=line.code,
            count=line.now.count,
            total_yuan=line.now.total,
            technology_yuan=line.now.technology,
            count_before=line.then.count,
            technology_before_yuan=line.then.technology,
        )
        for by in BY
        for line in turnover.table(_place(place), span, by, former=types == "four")
    ]


@router.get("/flows", auth=Needs("public"), response=list[shapes.TurnoverFlowOut], summary="Flows from seller to buyer")
def flows(request: HttpRequest, period: str = "", place: str = "", level: str = turnover.CITY) -> list[Any]:
    """Give the matrix of seats of sellers and of buyers; ``level`` is province, city or county."""
    actor_of(request)
    if level not in turnover.LEVELS:
        raise RefusedError(Refusal("contract.level_unknown", {"level": level[:20]}, "level"), 422)
    span = _span(period)
    return [
        shapes.TurnoverFlowOut(
            seller=each.seller,
            buyer=each.buyer,
            count=each.amounts.count,
            total_yuan=each.amounts.total,
            technology_yuan=each.amounts.technology,
        )
        for each in turnover.flows(_place(place), span.first, span.last, level)
    ]


def _span(period: str) -> turnover.Span:
    found = turnover.read_span(period) if period else turnover.this_quarter()
    if found is None:
        raise RefusedError(Refusal("contract.period_unknown", {"period": period[:20]}, "period"), 422)
    return found


def _place(place: str) -> str:
    found = division_of(place, clock.today()) if place.isdecimal() else ""
    if place and not found:
        raise RefusedError(Refusal("contract.place_unknown", {"raw": place[:20]}, "place"), 422)
    return found


@router.post("/", auth=Needs(SUBMIT), response={201: shapes.TechContractDoneOut}, summary="Bring a contract")
def submit(request: HttpRequest, wanted: shapes.TechContractIn) -> Any:  # noqa: ANN401 - a status with its shape
    """Bring a contract for a body for which the caller acts, to the registering body of the seller's seat."""
    content = content_of(wanted)
    body = Body.objects.filter(pk=wanted.holder).first() if wanted.holder else None
    office = office_for(content.applicant.place) if body else None
    if body is None or office is None:
        raise RefusedError(Refusal("contract.no_office", {}, "holder"))
    outcome = actions.bring(bring(content, office, holder=body.pk), by=request.auth, key=idempotency_key(request))
    return Status(201, _done(outcome))


@router.get("/{identifier}", auth=Needs(READ), response=shapes.TechContractOut, summary="One contract")
def one(request: HttpRequest, identifier: UUID) -> shapes.TechContractOut:
    """Give a contract that the caller may see; the check list is for the office."""
    case, row = found_or_404(identifier, request)
    groups = standing.readable_groups(case, actor_of(request), clock.today())
    inside = "authority" in groups
    standing.disclose(request, case, actor_of(request), clock.today())
    return shapes.TechContractOut(
        case=str(case.pk),
        number=case.number,
        state=case.state,
        registration=row.number,
        registered_on=row.registered_on,
        accepted_on=row.accepted_on,
        ended_on=row.ended_on,
        due_on=case.due_on,
        technology_yuan=row.technology_yuan,
        registered_total=row.registered_total,
        registered_technology=row.registered_technology,
        version=row.version,
        content={name: value for name, value in row.content.items() if name != "files"},
        checks=[
            shapes.TechContractLineOut(
                code=line.code, verdict=line.state.code, why=line.why, rule=line.rule, open=line.open
            )
            for line in (showing.lines(row) if inside else ())
        ],
    )


@router.post("/{identifier}/{move}", auth=Needs(READ), response=shapes.TechContractDoneOut, summary="Take a step")
def step(request: HttpRequest, identifier: UUID, move: str, wanted: shapes.TechContractStepIn) -> Any:  # noqa: ANN401 - what _done gives
    """Accept, confirm, register, reject, refer, conclude, ask, change …; the gateway says who may."""
    case = Case.objects.filter(pk=identifier, kind=CONTRACT.kind).select_related("tech_contract").first()
    if case is None or move not in actions.KINDS or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    made = _asked(case, move, wanted)
    return _done(actions.take(move, made, by=request.auth, key=idempotency_key(request)))


def _asked(case: Case, move: str, wanted: shapes.TechContractStepIn) -> Any:  # noqa: ANN401 - each move has its own request
    if move in PLAIN:
        return asked.Step(case=case.pk, move=move, ground=wanted.ground, text=wanted.text)
    if move == "confirm":
        return asked.Confirm(case=case.pk, line=wanted.line, note=wanted.text)
    if move in {"amend", "classify", "change"}:
        content = content_of(wanted.content) if wanted.content else case.tech_contract.contract
        make = asked.Change if move == "change" else asked.Edit
        return make(case=case.pk, content=content, reason=wanted.text)
    if move == "conclude":
        return asked.Conclude(
            case=case.pk,
            experts=wanted.experts or len(wanted.panel),
            agree=wanted.agree or sum(each.agrees for each in wanted.panel),
            panel=tuple(asked.Expert(name=each.name, unit=each.unit, agrees=each.agrees) for each in wanted.panel),
            opinion=wanted.text,
            type=wanted.type or case.tech_contract.type,
            subtype=wanted.subtype or case.tech_contract.subtype,
            technology_yuan=_or_nought(wanted.technology_yuan),
        )
    enjoyed = tuple(asked.Enjoyed(policy=each.policy, yuan=each.yuan) for each in wanted.enjoyed)
    if move == "ask":
        return asked.Ask(
            case=case.pk,
            wish=wanted.wish,
            text=wanted.text,
            content=content_of(wanted.content) if wanted.content else None,
            received_yuan=wanted.received_yuan,
            period_end=wanted.period_end,
            enjoyed=enjoyed,
        )
    if move == "true_up":
        return asked.TrueUp(
            case=case.pk,
            received_yuan=_or_nought(wanted.received_yuan),
            period_end=wanted.period_end or clock.today(),
            evidence=wanted.text,
        )
    return asked.End(
        case=case.pk,
        ground=wanted.ground,
        text=wanted.text,
        enjoyed=enjoyed,
        none_enjoyed=wanted.none_enjoyed,
        fine_yuan=wanted.fine_yuan,
    )


def _or_nought(value: Decimal | None) -> Decimal:
    return Decimal(0) if value is None else value


def _done(outcome: Outcome) -> shapes.TechContractDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return shapes.TechContractDoneOut(case=str(outcome.case), state=outcome.states[outcome.case])


def content_of(wanted: shapes.TechContractIn) -> Contract:
    """Give the typed contents; a party of the node is found by its code."""
    codes = {compact(each.code) for each in (wanted.seller, wanted.buyer)} - {""}
    bodies = {body.code: body for body in Body.objects.filter(code__in=codes, valid_to__isnull=True)}
    seller, buyer = (_party(each, bodies) for each in (wanted.seller, wanted.buyer))
    names = (
        *("title", "number", "type", "subtype", "form", "signed_on", "effective_on", "ends_on", "subject"),
        *("acceptance", "field", "industry", "purpose", "plan", "plan_number", "licence", "total_yuan"),
        *("technology_yuan", "payment", "trade_list", "trade_licence", "trade_licence_on", "shares", "mixed"),
        "declared",
    )
    return Contract(
        **{name: getattr(wanted, name) for name in names},
        seller=seller,
        buyer=buyer,
        rights=tuple(Right(**each.dict()) for each in wanted.rights),
        deductions=tuple(Deduction(**each.dict()) for each in wanted.deductions),
        schedule=tuple(Instalment(**each.dict()) for each in wanted.schedule),
        royalty=Royalty(**wanted.royalty.dict()) if wanted.royalty else None,
        foreign=Foreign(**wanted.foreign.dict()) if wanted.foreign else None,
        trade=trade_of(seller, buyer),
    )


def _party(wanted: shapes.TechContractPartyIn, bodies: dict[str, Body]) -> Party:
    code = compact(wanted.code)
    body = bodies.get(code)
    country = wanted.country.strip().upper()[:2] or "CN"
    place = wanted.place or (body.place if body else "")
    return Party(
        name=wanted.name.strip(),
        code=code,
        place=(division_of(place, clock.today()) or place[:9]) if country == "CN" else "",
        country=country,
        kind=wanted.kind[:16],
        body=body.pk if body else None,
    )
