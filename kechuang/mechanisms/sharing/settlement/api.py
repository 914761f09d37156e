"""Settlements for programs: periods, statements with both sides, the message between nodes, public flows."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Body, Router, Schema

from kechuang.casework import words
from kechuang.casework.act import Outcome
from kechuang.mechanisms.sharing.settlement import actions, loading, queries, reading, taking
from kechuang.mechanisms.sharing.settlement.lists import ANNOUNCED, PERIODS
from kechuang.mechanisms.sharing.settlement.models import Movement
from kechuang.mechanisms.sharing.settlement.rules.lines import Line
from kechuang.mechanisms.sharing.settlement.rules.message import plain_line
from kechuang.mechanisms.sharing.settlement.rules.moves import PREPARE, READ, STATEMENT
from kechuang.mechanisms.sharing.settlement.rules.reconcile import reconcile
from kechuang.mechanisms.sharing.settlement.rules.requests import Outlay
from kechuang.mechanisms.sharing.settlement.rules.statement import plain_difference
from kechuang.mechanisms.sharing.settlement.views import period_of, statement_of
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, StateOut, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of
from kechuang.web.typed import TypedError, read_money

router = Router()


class StatementLineOut(Schema):
    """One line of a statement; the amount in yuan and the day as text."""

    order: str
    number: str
    kind: str
    payer: str
    provider: str
    amount: str
    on: str


class DifferenceOut(Schema):
    """A line on which both sides differ; an amount is null where a side has no such line."""

    order: str
    kind: str
    what: str
    ours_yuan: str | None
    theirs_yuan: str | None
    hints: list[str]


class StatementOut(Schema):
    """A statement with both sides and their differences."""

    id: str
    period: str
    authority: str
    counterpart: str
    state: StateOut
    version: int
    sent: int
    edition: str
    their_version: int
    their_edition: str
    ours: list[StatementLineOut]
    theirs: list[StatementLineOut]
    differences: list[DifferenceOut]


class StatementLink(Schema):
    """A statement of a period."""

    id: str
    counterpart: str
    state: str
    sent: int
    their_version: int
    owed_yuan: str | None
    due_yuan: str | None


class TransferOut(Schema):
    """A transfer of the netting."""

    payer: str
    payee: str
    amount_yuan: str
    paid_on: str | None
    bank_ref: str


class PeriodOut(Schema):
    """A period with its statements and transfers."""

    id: str
    code: str
    authority: str
    state: StateOut
    first: str
    last: str
    exchange_by: str | None
    position_yuan: str | None
    digest: str
    statements: list[StatementLink]
    transfers: list[TransferOut]


class OutlayIn(Schema):
    """An outlay to record: yuan and day as text."""

    order: str
    kind: str
    payer: str
    amount: str
    on: date
    number: str = ""


class SettlementDoneOut(Schema):
    """What came of an act: the new states of the cases and the ids of the facts."""

    states: dict[str, str]
    facts: list[str]
    repeated: bool


class FlowOut(Schema):
    """What a region paid for services of another in a year."""

    payer: str
    provider: str
    orders: int
    amount_yuan: str


def _announced(request: HttpRequest) -> QuerySet[Movement]:
    reading.glance()
    return queries.announced(queries.regions_of(actor_of(request), PREPARE, clock.today()))


list_endpoint(
    router,
    "/periods",
    PERIODS,
    lambda request: queries.periods(actor_of(request), clock.today()),
    permission=READ,
)
list_endpoint(
    router,
    "/announced",
    ANNOUNCED,
    _announced,
    permission=PREPARE,
)


@router.get("/flows/{year}", auth=Needs("public"), response=list[FlowOut], summary="Flows between regions in a year")
def flows(request: HttpRequest, year: int) -> list[FlowOut]:  # noqa: ARG001 - ninja's signature
    """Give what each region paid in vouchers for services of each other."""
    reading.glance()
    if not 2000 <= year <= 2999:
        raise Http404
    return [
        FlowOut(payer=each.payer, provider=each.provider, orders=each.orders, amount_yuan=f"{each.amount:.2f}")
        for each in queries.flows(year)
    ]


@router.get("/periods/{identifier}", auth=Needs(READ), response=PeriodOut, summary="One period with its statements")
def period(request: HttpRequest, identifier: UUID) -> PeriodOut:
    """Give a period that the caller may read."""
    row = period_of(request, identifier)
    state = words.state(row.case.kind, row.case.state)
    return PeriodOut(
        id=str(row.pk),
        code=row.code,
        authority=row.authority,
        state=StateOut(code=state.code, word=str(state.word)),
        first=row.first.isoformat(),
        last=row.last.isoformat(),
        exchange_by=row.exchange_by.isoformat() if row.exchange_by else None,
        position_yuan=_yuan(row.position),
        digest=row.digest,
        statements=[
            StatementLink(
                id=str(each.pk),
                counterpart=each.counterpart,
                state=each.case.state,
                sent=each.sent,
                their_version=each.their_version,
                owed_yuan=_yuan(each.owed),
                due_yuan=_yuan(each.due),
            )
            for each in queries.statements_of(row.pk)
        ],
        transfers=[
            TransferOut(
                payer=each.payer,
                payee=each.payee,
                amount_yuan=f"{each.amount:.2f}",
                paid_on=each.paid_on.isoformat() if each.paid_on else None,
                bank_ref=each.bank_ref,
            )
            for each in row.transfers.order_by("payer", "payee")
        ],
    )


def _yuan(amount: Any) -> str | None:  # noqa: ANN401 - an amount or nothing
    return None if amount is None else f"{amount:.2f}"


@router.get(
    "/statements/{identifier}", auth=Needs(READ), response=StatementOut, summary="One statement with both sides"
)
def statement(request: HttpRequest, identifier: UUID) -> StatementOut:
    """Give a statement that the caller may read."""
    row = statement_of(request, identifier)
    sheet = loading.sheets([row])[row.pk]
    both = bool(sheet.version and sheet.their_version)
    found = reconcile(sheet.ours, sheet.theirs, last=sheet.period.last, same_edition=sheet.same_edition) if both else ()
    state = words.state(STATEMENT.kind, row.case.state)
    return StatementOut(
        id=str(row.pk),
        period=row.period.code,
        authority=row.authority,
        counterpart=row.counterpart,
        state=StateOut(code=state.code, word=str(state.word)),
        version=row.version,
        sent=row.sent,
        edition=row.edition,
        their_version=row.their_version,
        their_edition=row.their_edition,
        ours=_lines(sheet.ours),
        theirs=_lines(sheet.theirs),
        differences=[_difference(plain_difference(each)) for each in found],
    )


def _lines(found: tuple[Line, ...]) -> list[StatementLineOut]:
    return [StatementLineOut(**plain_line(line)) for line in found]


def _difference(plain: dict[str, Any]) -> DifferenceOut:
    return DifferenceOut(
        **{**plain, "ours_yuan": _yuan(plain["ours_yuan"]), "theirs_yuan": _yuan(plain["theirs_yuan"])}
    )


@router.get("/statements/{identifier}/message", auth=Needs(READ), response=dict, summary="The statement as it was sent")
def message(request: HttpRequest, identifier: UUID) -> dict[str, Any]:
    """Give the message that another node takes in."""
    row = statement_of(request, identifier)
    word = queries.sent_word(row)
    sent = queries.message_of(word.entry) if word else None
    if sent is None:
        raise Http404
    return sent.as_json()


@router.post(
    "/regions/{authority}/statements",
    auth=Needs(PREPARE),
    response=SettlementDoneOut,
    summary="Take in a statement of another node",
)
def receive(request: HttpRequest, authority: str, raw: Body[dict[str, Any]]) -> SettlementDoneOut:
    """Take in a statement; a repeat gives the first result. A text that bears a mark of secrecy is refused."""
    refusal = taking.marked(raw, "message.json")
    if refusal:
        raise RefusedError(refusal, status=422)
    return _done(actions.receive(authority, raw, by=actor_of(request)))


@router.post("/periods/{identifier}/outlays", auth=Needs(PREPARE), response=SettlementDoneOut, summary="Record outlays")
def record(request: HttpRequest, identifier: UUID, outlays: list[OutlayIn]) -> SettlementDoneOut:
    """Record up to 500 outlays in a period, all or none."""
    row = period_of(request, identifier)
    wanted = [
        Outlay(
            order=each.order.strip(),
            kind=each.kind,
            payer=each.payer,
            amount=_amount(each.amount),
            on=each.on,
            number=each.number.strip(),
        )
        for each in outlays
    ]
    return _done(actions.record_outlays(row.pk, wanted, by=actor_of(request), key=idempotency_key(request)))


def _amount(raw: str) -> Any:  # noqa: ANN401 - Decimal yuan
    try:
        return read_money(raw)
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None


STEPS = {
    "prepare": actions.prepare,
    "redraw": actions.redraw,
    "check": actions.check,
    "send": actions.send,
    "reconcile": actions.reconcile,
}


@router.post(
    "/statements/{identifier}/steps/{step}", auth=Needs(READ), response=SettlementDoneOut, summary="Take a step"
)
def take_step(request: HttpRequest, identifier: UUID, step: str) -> SettlementDoneOut:
    """Prepare, check, send or reconcile a statement; the gateway checks who may."""
    row = statement_of(request, identifier)
    if step not in STEPS:
        raise Http404
    return _done(STEPS[step](row.pk, by=actor_of(request), key=idempotency_key(request)))


def _done(outcome: Outcome) -> SettlementDoneOut:
    if outcome.refusal is not None:
        raise RefusedError(outcome.refusal)
    states = {str(case): state for case, state in outcome.states.items()}
    return SettlementDoneOut(states=states, facts=list(outcome.facts), repeated=outcome.repeated)
