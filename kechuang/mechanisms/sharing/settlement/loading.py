"""Rows into the values that decisions take: a fixed number of queries for a batch, however many statements it holds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from kechuang.ledger.models import Cursor
from kechuang.mechanisms.sharing.settlement import models, reading
from kechuang.mechanisms.sharing.settlement.models import (
    Movement,
    NettingWord,
    PairWord,
    SettlementPeriod,
    Statement,
    StatementCorrection,
    StatementLine,
)
from kechuang.mechanisms.sharing.settlement.rules import lines
from kechuang.mechanisms.sharing.settlement.rules.corrections import Corrected, Correction
from kechuang.mechanisms.sharing.settlement.rules.lines import Before, Key, Line
from kechuang.mechanisms.sharing.settlement.rules.message import plain_line, read_line
from kechuang.mechanisms.sharing.settlement.rules.periods import Period
from kechuang.mechanisms.sharing.settlement.rules.requests import (
    ClosePeriod,
    NetPeriod,
    OpenPeriod,
    RecordOutlays,
    RecordPayment,
    Remind,
)
from kechuang.mechanisms.sharing.settlement.rules.rows import (
    Agreed,
    Participant,
    PeriodRows,
    PeriodView,
    Planned,
    Rows,
    Sheet,
)

# --- statements


def sheets(rows: Iterable[Statement]) -> dict[UUID, Sheet]:
    """Give statements with both sides and their corrections (two queries besides the rows themselves)."""
    known = {row.pk: row for row in rows}
    sides: dict[tuple[UUID, str], list[Line]] = defaultdict(list)
    for line in StatementLine.objects.filter(statement__in=known):
        sides[line.statement_id, line.side].append(line_of(line))
    corrected: dict[UUID, list[Corrected]] = defaultdict(list)
    for entry in StatementCorrection.objects.filter(statement__in=known).order_by("id"):
        corrected[entry.statement_id].append(corrected_of(entry))
    return {
        pk: Sheet(
            case=pk,
            period_case=row.period_id,
            authority=row.authority,
            counterpart=row.counterpart,
            period=Period(row.period.first, row.period.last),
            version=row.version,
            sent=row.sent,
            edition=row.edition,
            log_size=row.log_size,
            ours=tuple(sorted(sides[pk, StatementLine.OURS], key=lines.order_of_lines)),
            corrected=tuple(corrected[pk]),
            their_version=row.their_version,
            their_edition=row.their_edition,
            their_digest=row.their_digest,
            theirs=tuple(sorted(sides[pk, StatementLine.THEIRS], key=lines.order_of_lines)),
        )
        for pk, row in known.items()
    }


def line_of(row: StatementLine) -> Line:
    """Give a line of a statement as a value."""
    return Line(
        order=row.order,
        kind=row.kind,
        payer=row.payer,
        provider=row.provider,
        amount=row.amount,
        on=row.on,
        number=row.number,
        entries=tuple(row.entries),
    )


def corrected_of(row: StatementCorrection) -> Corrected:
    """Give a correction that was carried out as a value."""
    before, after = (read_line(side) if side else None for side in (row.before, row.after))
    correction = Correction(
        order=row.order,
        kind=row.kind,
        change=row.change,
        reason=row.reason,
        amount=after.amount if after and row.change == "amount" else None,
        note=row.note,
    )
    return Corrected(correction, before, after)


def plain_corrected(entry: Corrected) -> dict[str, object]:
    """Give the columns of a correction."""
    return {
        "order": entry.correction.order,
        "kind": entry.correction.kind,
        "change": entry.correction.change,
        "reason": entry.correction.reason,
        "note": entry.correction.note[:400],
        "before": plain_line(entry.before) if entry.before else None,
        "after": plain_line(entry.after) if entry.after else None,
        "written_off": entry.written_off,
    }


def statement_rows(cases: Iterable[UUID]) -> Rows:
    """Give what every act on statements needs: their sheets and the states of all statements of their periods."""
    found = list(Statement.objects.filter(pk__in=set(cases)).select_related("period"))
    states: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    beside = Statement.objects.filter(period__in={row.period_id for row in found})
    for period, case, state in beside.values_list("period_id", "pk", "case__state"):
        states[period][case] = state
    return Rows(sheets(found), dict(states))


def with_netted(rows: Rows) -> Rows:
    """Add which regions have netted the periods of these statements already."""
    netted: dict[str, set[str]] = defaultdict(set)
    regions = {region for sheet in rows.sheets.values() for region in (sheet.authority, sheet.counterpart)} | set(
        models.Participant.objects.filter(period__in=rows.states).values_list("code", flat=True)
    )
    periods = {sheet.period.code for sheet in rows.sheets.values()}
    for period, region in NettingWord.objects.filter(period__in=periods, region__in=regions).values_list(
        "period", "region"
    ):
        netted[period].add(region)
    rows.netted = {period: frozenset(known) for period, known in netted.items()}
    return rows


def with_movements(rows: Rows) -> Rows:
    """Add what lines are built from: the facts of orders that are not dealt with, and what was settled for them."""
    authorities = {sheet.authority for sheet in rows.sheets.values()}
    last = max((sheet.period.last for sheet in rows.sheets.values()), default=date.min)
    open_orders = open_movements(authorities, last).values("order")
    found: dict[tuple[str, str], list[lines.Movement]] = defaultdict(list)
    for row in Movement.objects.filter(log__in=authorities, on__lte=last, order__in=open_orders).order_by("entry"):
        found[row.log, row.provider if row.payer == row.log else row.payer].append(movement_of(row))
    before = _before(authorities, open_orders, set(rows.sheets))
    rows.movements = {pk: tuple(found[sheet.authority, sheet.counterpart]) for pk, sheet in rows.sheets.items()}
    rows.before = {pk: before[sheet.authority] for pk, sheet in rows.sheets.items()}
    rows.log_sizes = dict(
        Cursor.objects.filter(name=reading.CURSOR, log__in=authorities).values_list("log", "position")
    )
    return rows


def open_movements(authorities: Iterable[str], last: date) -> QuerySet[Movement]:
    """Give the facts up to a day that no closed statement has dealt with."""
    return Movement.objects.filter(log__in=authorities, on__lte=last, done=False)


def movement_of(row: Movement) -> lines.Movement:
    """Give a fact of money as a value."""
    return lines.Movement(
        entry=row.entry,
        order=row.order,
        kind=row.kind,
        payer=row.payer,
        provider=row.provider,
        amount=row.amount,
        on=row.on,
        number=row.number,
    )


def _before(
    authorities: Iterable[str], orders: QuerySet[Movement, dict[str, object]], now: set[UUID]
) -> Mapping[str, Before]:
    settled: dict[str, dict[Key, Decimal]] = {authority: {} for authority in authorities}
    off: dict[str, dict[Key, Decimal]] = {authority: {} for authority in authorities}
    closed = Q(statement__case__state="CLOSED", statement__authority__in=settled, order__in=orders)
    sums = StatementLine.objects.filter(closed, side=StatementLine.OURS).values_list(
        "statement__authority", "order", "kind"
    )
    for authority, order, kind, amount in sums.annotate(total=Sum("amount")):
        settled[authority][Key(order, kind)] = amount
    written = StatementCorrection.objects.filter(closed).exclude(statement__in=now)
    grouped = written.values_list("statement__authority", "order", "kind").annotate(total=Sum("written_off"))
    for authority, order, kind, amount in grouped:
        off[authority][Key(order, kind)] = amount
    return {authority: Before(settled[authority], off[authority]) for authority in settled}


# --- periods


def view_of(row: SettlementPeriod) -> PeriodView:
    """Give a period whose participants have been fetched as a value."""
    others = sorted(row.participants.all(), key=lambda entry: entry.code)
    return PeriodView(
        case=row.pk,
        authority=row.authority,
        period=Period(row.first, row.last),
        participants=tuple(Participant(entry.code, entry.office_id, entry.name) for entry in others),
        exchange_by=row.exchange_by,
    )


def _periods(cases: Iterable[UUID]) -> dict[UUID, PeriodView]:
    rows = SettlementPeriod.objects.filter(pk__in=set(cases)).prefetch_related("participants")
    return {row.pk: view_of(row) for row in rows}


def for_open(requests: Sequence[OpenPeriod]) -> PeriodRows:
    """Give the last period of each region."""
    last: dict[str, PeriodView] = {}
    wanted = SettlementPeriod.objects.filter(authority__in={request.authority for request in requests})
    for row in wanted.order_by("authority", "-last").prefetch_related("participants"):
        last.setdefault(row.authority, view_of(row))
    return PeriodRows(last=last)


def for_period(requests: Sequence[ClosePeriod]) -> PeriodRows:
    """Give the periods."""
    return PeriodRows(periods=_periods(request.period for request in requests))


def for_reminder(requests: Sequence[Remind]) -> PeriodRows:
    """Give the periods with their statements."""
    periods = _periods(request.period for request in requests)
    return PeriodRows(periods=periods, sheets=_sheets_of(periods))


def for_outlays(requests: Sequence[RecordOutlays]) -> PeriodRows:
    """Give the periods and what was recorded before for the same orders."""
    periods = _periods(request.period for request in requests)
    reading.catch_up({view.authority for view in periods.values()})
    orders = {outlay.order for request in requests for outlay in request.outlays}
    known: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    logs = {view.authority for view in periods.values()}
    for row in Movement.objects.filter(log__in=logs, provider__in=logs, order__in=orders):
        if row.provider == row.log:
            known[row.log, row.order, row.kind] += row.amount
    return PeriodRows(periods=periods, outlays=dict(known))


def for_netting(requests: Sequence[NetPeriod]) -> PeriodRows:
    """Give the periods with their statements and the public words of all regions."""
    reading.catch_up()
    periods = _periods(request.period for request in requests)
    codes = {view.period.code for view in periods.values()}
    agreed: dict[str, list[Agreed]] = defaultdict(list)
    for word in PairWord.objects.filter(period__in=codes):
        agreed[word.period].append(Agreed(word.region, word.counterpart, word.owed, word.due, word.stands))
    netted = NettingWord.objects.filter(period__in=codes).values_list("period", "region", "digest")
    return PeriodRows(
        periods=periods,
        sheets=_sheets_of(periods),
        agreed={code: tuple(words) for code, words in agreed.items()},
        netted={(period, region): digest for period, region, digest in netted},
    )


def for_payment(requests: Sequence[RecordPayment]) -> PeriodRows:
    """Give the periods with their transfers, and the bank references used before."""
    periods = _periods(request.period for request in requests)
    transfers: dict[UUID, list[Planned]] = {case: [] for case in periods}
    for row in models.PlannedTransfer.objects.filter(period__in=periods).order_by("payer", "payee"):
        transfers[row.period_id].append(Planned(row.payer, row.payee, row.amount, row.paid_on, row.bank_ref))
    used = models.PlannedTransfer.objects.filter(bank_ref__in={request.bank_ref.strip() for request in requests})
    return PeriodRows(
        periods=periods,
        transfers={case: tuple(planned) for case, planned in transfers.items()},
        references=set(used.exclude(bank_ref="").values_list("period__authority", "bank_ref")),
    )


def _sheets_of(periods: Iterable[UUID]) -> dict[UUID, tuple[tuple[Sheet, str], ...]]:
    """Give the statements of periods with their states, without their lines."""
    found: dict[UUID, list[tuple[Sheet, str]]] = {case: [] for case in periods}
    rows = Statement.objects.filter(period__in=found).select_related("period", "case").order_by("counterpart")
    for row in rows:
        sheet = Sheet(
            case=row.pk,
            period_case=row.period_id,
            authority=row.authority,
            counterpart=row.counterpart,
            period=Period(row.period.first, row.period.last),
            version=row.version,
            sent=row.sent,
            their_version=row.their_version,
        )
        found[row.period_id].append((sheet, row.case.state))
    return {case: tuple(pairs) for case, pairs in found.items()}
