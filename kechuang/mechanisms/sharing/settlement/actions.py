"""The only writers of settlements between regions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Item, Outcome, act, act_many
from kechuang.casework.decision import Decision
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.settlement import loading, projecting, queries, reading
from kechuang.mechanisms.sharing.settlement.models import SettlementPeriod
from kechuang.mechanisms.sharing.settlement.rules import clearing, period, statement
from kechuang.mechanisms.sharing.settlement.rules.corrections import Correction
from kechuang.mechanisms.sharing.settlement.rules.message import Message, read_message
from kechuang.mechanisms.sharing.settlement.rules.moves import PERIOD, STATEMENT
from kechuang.mechanisms.sharing.settlement.rules.requests import (
    ClosePeriod,
    Correct,
    NetPeriod,
    OnStatement,
    OpenPeriod,
    Outlay,
    Receive,
    RecordOutlays,
    RecordPayment,
    Remind,
    SendBack,
)
from kechuang.mechanisms.sharing.settlement.rules.rows import Participant, PeriodRows, Planned, Rows
from kechuang.mechanisms.sharing.settlement.rules.statement import Written
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor

type OnOne = OnStatement | SendBack | Receive | Correct

OUTLAYS = 500


# --- periods


def open_period(office: Body, participants: Sequence[Participant], *, on: date, by: Actor, key: str) -> Outcome:
    """Open the first period around a day, or the one after the last, for the region of an office."""
    request = OpenPeriod(
        case=chance.uuid7(),
        authority=office.authority,
        place=office.place,
        office=office.pk,
        on=on,
        participants=tuple(participants),
    )
    return act(OPEN, request, by=by, key=key, on=on)


def record_outlays(case: UUID, outlays: Sequence[Outlay], *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Record what our region laid out for other regions' orders (at most 500 at a time, all or none)."""
    return act(RECORD, RecordOutlays(period=case, outlays=tuple(outlays[:OUTLAYS])), by=by, key=key, on=on)


def close_period(case: UUID, *, on: date, key: str) -> Outcome:
    """End a period on its last day: what the node does by itself."""
    others = queries.participants(case)
    request = ClosePeriod(period=case, statements={code: chance.uuid7() for code in others})
    return act(CLOSE, request, by=SYSTEM, key=key, on=on)


def remind(case: UUID, *, on: date, key: str) -> Outcome:
    """Say which statements are missing on the day of the exchange."""
    return act(REMIND, Remind(period=case), by=SYSTEM, key=key, on=on)


def succeed(case: UUID, *, on: date, key: str) -> Outcome:
    """Open the period that follows, with the same regions."""
    row = SettlementPeriod.objects.select_related("case__office").prefetch_related("participants").get(pk=case)
    office = row.case.office
    if office is None:
        raise ValueError(f"{row}: a period belongs to an office")
    return open_period(office, loading.view_of(row).participants, on=on, by=SYSTEM, key=key)


def net_period(case: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Net a period in which everything is agreed."""
    statements = tuple(sorted(queries.statement_ids(case)))
    return act(NET, NetPeriod(period=case, statements=statements), by=by, key=key, on=on)


def record_payment(request: RecordPayment, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Record that a transfer was paid or came in outside."""
    return act(PAY, request, by=by, key=key, on=on)


# --- statements


def prepare(case: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Draw up a statement from our own facts."""
    return prepare_many([case], by=by, key=key, on=on)[0]


def prepare_many(cases: Sequence[UUID], *, by: Actor, key: str, on: date | None = None) -> list[Outcome]:
    """Draw up several statements; each is decided alone."""
    return _many(PREPARE, cases, by=by, key=key, on=on)


def redraw(case: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Draw a statement up anew that was not sent yet."""
    return _many(REDRAW, [case], by=by, key=key, on=on)[0]


def check(case: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Confirm a statement that somebody else drew up."""
    return check_many([case], by=by, key=key, on=on)[0]


def check_many(cases: Sequence[UUID], *, by: Actor, key: str, on: date | None = None) -> list[Outcome]:
    """Confirm several statements."""
    return _many(CHECK, cases, by=by, key=key, on=on)


def send_back(case: UUID, reason: str, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Have a statement drawn up again."""
    request = SendBack(case=case, period=queries.period_id(case), reason=reason)
    return act(SEND_BACK, request, by=by, key=key, on=on)


def send(case: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Send a checked statement to the other region."""
    return send_many([case], by=by, key=key, on=on)[0]


def send_many(cases: Sequence[UUID], *, by: Actor, key: str, on: date | None = None) -> list[Outcome]:
    """Send several statements."""
    return _many(SEND, cases, by=by, key=key, on=on)


def receive(authority: str, raw: object, *, by: Actor, on: date | None = None) -> Outcome:
    """Take in a statement that came for a region; the same one again gives the first result."""
    message = read_message(raw)
    if isinstance(message, Refusal):
        return Outcome(key="", refusal=message)
    return take_in(authority, message, by=by, on=on)


def take_in(authority: str, message: Message, *, by: Actor, on: date | None = None) -> Outcome:
    """Take in a statement whose digest has been checked."""
    found = queries.statement_for(authority, message.sender, message.period)
    if found is None:
        values = {"sender_place": message.sender, "first": message.period.first, "last": message.period.last}
        return Outcome(key="", refusal=Refusal("settlement.not_expected", {**values, "region_place": authority}))
    request = Receive(case=found.pk, period=found.period_id, message=message)
    return act(RECEIVE, request, by=by, key=f"settlement.receive:{authority}:{message.digest}"[:120], on=on)


def receive_waiting(cases: Sequence[UUID], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Take in the statements that other regions of this node have sent toward ours, by our statements."""
    reading.catch_up()
    return [take_in(authority, message, by=by, on=on) for authority, message in queries.waiting_messages(cases)]


def reconcile(case: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Lay our statement and theirs beside each other."""
    return reconcile_many([case], by=by, key=key, on=on)[0]


def reconcile_many(cases: Sequence[UUID], *, by: Actor, key: str, on: date | None = None) -> list[Outcome]:
    """Compare several statements."""
    return _many(RECONCILE, cases, by=by, key=key, on=on)


def correct(case: UUID, corrections: Sequence[Correction], *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Change lines of our statement after the exchange: where it differs, or (amend) of our own accord."""
    request = Correct(case=case, period=queries.period_id(case), corrections=tuple(corrections))
    kind = CORRECT if queries.state_of(case) == "DIFFERENT" else AMEND
    return act(kind, request, by=by, key=key, on=on)


def _many(kind: ActKind[Any, Rows], cases: Sequence[UUID], *, by: Actor, key: str, on: date | None) -> list[Outcome]:
    periods = queries.period_ids(cases)
    items = [
        Item(OnStatement(case=case, period=periods[case]), key if len(cases) == 1 else f"{key}:{case.hex}")
        for case in cases
        if case in periods
    ]
    return act_many(kind, items, by=by, on=on)


# --- kinds


def _touch_statement(request: OnOne) -> Touched:
    return Touched(cases=(request.case, request.period))


def _touch_period(request: RecordOutlays | ClosePeriod | Remind) -> Touched:
    return Touched(cases=(request.period,))


def _touch_netting(request: NetPeriod) -> Touched:
    return Touched(cases=(request.period, *request.statements))


def _touch_payment(request: RecordPayment) -> Touched:
    accounts = (
        clearing.due_account(request.authority, request.period),
        clearing.clearing_account(request.authority, request.period),
    )
    return Touched(cases=(request.period,), accounts=accounts)


def _load(requests: Sequence[OnOne]) -> Rows:
    return loading.statement_rows(request.case for request in requests)


def _load_with_facts(requests: Sequence[OnOne]) -> Rows:
    rows = _load(requests)
    reading.catch_up({sheet.authority for sheet in rows.sheets.values()})
    return loading.with_movements(rows)


def _load_with_words(requests: Sequence[OnOne]) -> Rows:
    reading.catch_up()
    return loading.with_netted(_load(requests))


def _remember(rows: Rows, _request: object, decision: Decision) -> None:
    if isinstance(decision.rows, Written):
        rows.keep(decision.rows.sheet, decision.rows.state)


def _remember_payment(rows: PeriodRows, _request: object, decision: Decision) -> None:
    match decision.rows:
        case (UUID() as case, Planned() as planned):
            rows.record(case, planned)


def _remember_outlays(rows: PeriodRows, _request: object, decision: Decision) -> None:
    if isinstance(decision.rows, period.Laid):
        for outlay in decision.rows.outlays:
            key = (decision.rows.authority, outlay.order, outlay.kind)
            rows.outlays[key] = rows.outlays.get(key, 0) + outlay.amount


def _on_statement(
    move: str, decide: Callable[..., Decision | Refusal], load: Callable[..., Rows] = _load
) -> ActKind[Any, Rows]:
    return register_act(
        ActKind(STATEMENT, move, _touch_statement, decide, load, projecting.written, remember=_remember)
    )


PREPARE = _on_statement("prepare", statement.decide_prepare, _load_with_facts)
REDRAW = _on_statement("redraw", statement.decide_prepare, _load_with_facts)
CHECK = _on_statement("check", statement.decide_check)
SEND_BACK = _on_statement("send_back", statement.decide_send_back)
SEND = _on_statement("send", statement.decide_send)
RECEIVE = _on_statement("receive", statement.decide_receive, _load_with_words)
RECONCILE = _on_statement("reconcile", statement.decide_reconcile)
CORRECT = _on_statement("correct", statement.decide_correct, _load_with_words)
AMEND = _on_statement("amend", statement.decide_correct, _load_with_words)

OPEN = register_act(
    ActKind(
        PERIOD,
        "open",
        lambda _request: Touched(),
        period.decide_open,
        loading.for_open,
        projecting.opened,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
RECORD = register_act(
    ActKind(
        PERIOD,
        "record",
        _touch_period,
        period.decide_record,
        loading.for_outlays,
        projecting.nothing,
        remember=_remember_outlays,
    )
)
CLOSE = register_act(
    ActKind(PERIOD, "close", _touch_period, period.decide_close, loading.for_period, projecting.closed)
)
REMIND = register_act(
    ActKind(PERIOD, "remind", _touch_period, period.decide_remind, loading.for_reminder, projecting.nothing)
)
NET = register_act(ActKind(PERIOD, "net", _touch_netting, clearing.decide_net, loading.for_netting, projecting.netted))
PAY = register_act(
    ActKind(
        PERIOD,
        "pay",
        _touch_payment,
        clearing.decide_pay,
        loading.for_payment,
        projecting.paid,
        remember=_remember_payment,
    )
)

DUE: Mapping[str, Callable[..., Outcome]] = {"close": close_period, "remind": remind, "succeed": succeed}
