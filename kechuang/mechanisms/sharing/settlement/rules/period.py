"""Opening and closing a period of one region, what it laid out, and which statements are missing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.sharing.settlement import facts
from kechuang.mechanisms.sharing.settlement.rules.lines import NOTHING, PAID
from kechuang.mechanisms.sharing.settlement.rules.moves import PERIOD, STATEMENT
from kechuang.mechanisms.sharing.settlement.rules.periods import Period, longest, period_of
from kechuang.mechanisms.sharing.settlement.rules.requests import (
    ClosePeriod,
    OpenPeriod,
    Outlay,
    RecordOutlays,
    Remind,
)
from kechuang.mechanisms.sharing.settlement.rules.rows import PeriodRows, PeriodView, Sheet

MONTHS_KEY = "voucher.settlement.period_months"
EXCHANGE_KEY = "voucher.settlement.exchange_days"
NOT_SENT = frozenset({"EXPECTED", "PREPARED", "CHECKED"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A period to be written, and the statements of it once it closes."""

    view: PeriodView
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """Outlays to be written."""

    authority: str
    outlays: tuple[Outlay, ...]


def decide_open(scene: Scene[PeriodRows], request: OpenPeriod) -> Decision | Refusal:
    """Open the first period around a day, or the one that follows the last."""
    period = _next_period(scene, request)
    if isinstance(period, Refusal):
        return period
    others = tuple(entry for entry in request.participants if entry.code != request.authority)
    if not others:
        return Refusal("settlement.nobody", {"region_place": request.authority})
    view = PeriodView(request.case, request.authority, period, others)
    fact = facts.PeriodOpened(
        region=request.authority,
        period=period.code,
        first=period.first,
        last=period.last,
        participants=tuple(sorted(entry.code for entry in others)),
    )
    case = NewCase(
        id=request.case,
        kind=PERIOD.kind,
        authority=request.authority,
        state="OPEN_PERIOD",
        place=request.place,
        title=period.code,
        office=request.office,
        due_on=period.last,
        number=f"JS-{request.authority}-{period.code}",
    )
    due = (DueAt(request.case, "close", period.last),)
    return Decision(facts=((request.case, fact),), opens=(case,), due=due, rows=Opened(view))


def _next_period(scene: Scene[PeriodRows], request: OpenPeriod) -> Period | Refusal:
    limit = scene.law.ask(MONTHS_KEY, place=request.place, on=request.on).value
    if not isinstance(limit, int) or isinstance(limit, bool):
        return Refusal("settlement.no_period_rule", {"key": MONTHS_KEY, "place": request.place, "on": request.on})
    months = longest(limit)
    if isinstance(months, Refusal):
        return months
    last = scene.rows.last.get(request.authority)
    if last is None:
        return period_of(request.on, months)
    period = last.period.next(months)
    if period.first > request.on:
        return Refusal("settlement.period_runs", {"period": last.period.code, "last": last.period.last})
    return period


def decide_close(scene: Scene[PeriodRows], request: ClosePeriod) -> Decision | Refusal:
    """End the period on its last day: statements fall due, and the next period follows."""
    view = scene.rows.periods[request.period]
    case = scene.cases[request.period]
    if scene.on < view.period.last:
        return Refusal("settlement.period_runs", {"period": view.period.code, "last": view.period.last})
    days = scene.law.ask(EXCHANGE_KEY, place=case.place, on=view.period.last).value
    exchange_by = view.period.last + timedelta(days=days) if isinstance(days, int) else None
    closed = facts.PeriodClosed(region=view.authority, period=view.period.code, exchange_by=exchange_by)
    found: list[tuple[UUID, Fact]] = [(request.period, closed)]
    opens, sheets = [], []
    for other in view.participants:
        identifier = request.statements[other.code]
        expected = facts.StatementExpected(period=view.period.code, region=view.authority, counterpart=other.code)
        found.append((identifier, expected))
        sheets.append(
            Sheet(
                case=identifier,
                period_case=request.period,
                authority=view.authority,
                counterpart=other.code,
                period=view.period,
            )
        )
        opens.append(
            NewCase(
                id=identifier,
                kind=STATEMENT.kind,
                authority=view.authority,
                state="EXPECTED",
                place=case.place,
                title=f"{view.period.code} {other.name or other.code}",
                office=case.office,
                counterpart=other.office,
                due_on=exchange_by,
                number=f"JS-{view.authority}-{view.period.code}-{other.code}",
            )
        )
    due = [DueAt(request.period, "succeed", view.period.last + timedelta(days=1))]
    if exchange_by:
        due.append(DueAt(request.period, "remind", exchange_by))
    return Decision(
        facts=tuple(found),
        states={request.period: "PERIOD_CLOSED"},
        changes={request.period: {"due_on": exchange_by}},
        opens=tuple(opens),
        due=tuple(due),
        rows=Opened(
            PeriodView(request.period, view.authority, view.period, view.participants, exchange_by), tuple(sheets)
        ),
    )


def decide_remind(scene: Scene[PeriodRows], request: Remind) -> Decision | Refusal:
    """Say which statements are missing on the day on which all should have been exchanged."""
    view = scene.rows.periods[request.period]
    not_sent, not_received = missing(scene.rows.sheets[request.period])
    if not not_sent and not not_received:
        return Refusal("settlement.nothing_missing", {"period": view.period.code})
    fact = facts.ExchangeReminded(
        region=view.authority, period=view.period.code, not_sent=not_sent, not_received=not_received
    )
    return Decision(facts=((request.period, fact),), states={request.period: "PERIOD_CLOSED"})


def missing(sheets: Iterable[tuple[Sheet, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the regions to which we have not sent, and those from which nothing has come."""
    known = sorted(sheets, key=lambda pair: pair[0].counterpart)
    not_sent = tuple(sheet.counterpart for sheet, state in known if state in NOT_SENT)
    return not_sent, tuple(sheet.counterpart for sheet, _state in known if not sheet.their_version)


def decide_record(scene: Scene[PeriodRows], request: RecordOutlays) -> Decision | Refusal:
    """Record what our region laid out for other regions' orders, each order once."""
    view, state = scene.rows.periods[request.period], scene.cases[request.period].state
    if not request.outlays:
        return Refusal("settlement.no_outlays", {"period": view.period.code})
    known = dict(scene.rows.outlays)
    found: list[tuple[UUID, Fact]] = []
    for outlay in request.outlays:
        refusal = _outlay_refused(scene, view, outlay, known)
        if refusal:
            return refusal
        key = (view.authority, outlay.order, outlay.kind)
        known[key] = known.get(key, NOTHING) + outlay.amount
        found.append((request.period, _outlay_fact(view, outlay)))
    return Decision(facts=tuple(found), states={request.period: state}, rows=Laid(view.authority, request.outlays))


def _outlay_refused(
    scene: Scene[PeriodRows], view: PeriodView, outlay: Outlay, known: dict[tuple[str, str, str], Decimal]
) -> Refusal | None:
    values: dict[str, Value] = {"order": outlay.number or outlay.order, "amount_yuan": outlay.amount}
    if outlay.payer not in {entry.code for entry in view.participants}:
        return Refusal("settlement.not_a_participant", {"region_place": outlay.payer, "period": view.period.code})
    if outlay.amount <= 0 or outlay.amount != outlay.amount.quantize(Decimal("0.01")):
        return Refusal("settlement.amount_unfit", values, place="amount")
    if outlay.on > scene.on:
        return Refusal("settlement.day_in_future", {"day": outlay.on, "today": scene.on}, place="on")
    laid_out = known.get((view.authority, outlay.order, PAID), NOTHING)
    back = known.get((view.authority, outlay.order, "clawed_back"), NOTHING)
    if outlay.kind == PAID:
        return Refusal("settlement.outlay_known", {**values, "known_yuan": laid_out}) if laid_out else None
    if outlay.amount > laid_out - back:
        return Refusal("settlement.more_than_laid_out", {**values, "left_yuan": laid_out - back}, place="amount")
    return None


def _outlay_fact(view: PeriodView, outlay: Outlay) -> Fact:
    if outlay.kind == PAID:
        return facts.OutlayRecorded(
            order=outlay.order,
            number=outlay.number,
            payer=outlay.payer,
            provider_region=view.authority,
            amount_yuan=outlay.amount,
            laid_out_on=outlay.on,
        )
    return facts.OutlayReturned(
        order=outlay.order,
        number=outlay.number,
        payer=outlay.payer,
        provider_region=view.authority,
        amount_yuan=outlay.amount,
        returned_on=outlay.on,
    )
