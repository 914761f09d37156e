"""Writing the tables of settlements from accepted decisions, a whole batch at a time."""

from collections.abc import Iterable, Sequence

from kechuang.casework.registry import Done
from kechuang.mechanisms.sharing.settlement import models
from kechuang.mechanisms.sharing.settlement.loading import plain_corrected
from kechuang.mechanisms.sharing.settlement.models import (
    Movement,
    PlannedTransfer,
    SettlementPeriod,
    Statement,
    StatementCorrection,
    StatementLine,
)
from kechuang.mechanisms.sharing.settlement.rules.clearing import Netted
from kechuang.mechanisms.sharing.settlement.rules.lines import Line
from kechuang.mechanisms.sharing.settlement.rules.period import Opened
from kechuang.mechanisms.sharing.settlement.rules.requests import NetPeriod
from kechuang.mechanisms.sharing.settlement.rules.statement import Written

_COLUMNS = (
    *("version", "sent", "edition", "log_size", "their_version", "their_edition", "their_digest"),
    *("differences", "owed", "due"),
)


def nothing[Q](done: Sequence[Done[Q]]) -> None:
    """Write nothing: the facts and the case say all."""


def opened[Q](done: Sequence[Done[Q]]) -> None:
    """Write new periods with those who take part."""
    views = [entry.decision.rows.view for entry in done if isinstance(entry.decision.rows, Opened)]
    SettlementPeriod.objects.bulk_create(
        [
            SettlementPeriod(
                case_id=view.case,
                authority=view.authority,
                code=view.period.code,
                first=view.period.first,
                last=view.period.last,
            )
            for view in views
        ]
    )
    models.Participant.objects.bulk_create(
        [
            models.Participant(period_id=view.case, code=other.code, office_id=other.office, name=other.name)
            for view in views
            for other in view.participants
        ]
    )


def closed[Q](done: Sequence[Done[Q]]) -> None:
    """Write the day by which statements are due, and a row for each statement."""
    found = [entry.decision.rows for entry in done if isinstance(entry.decision.rows, Opened)]
    SettlementPeriod.objects.bulk_update(
        [SettlementPeriod(pk=each.view.case, exchange_by=each.view.exchange_by) for each in found], ["exchange_by"]
    )
    Statement.objects.bulk_create(
        [
            Statement(
                case_id=sheet.case,
                period_id=sheet.period_case,
                authority=sheet.authority,
                counterpart=sheet.counterpart,
            )
            for each in found
            for sheet in each.sheets
        ]
    )


def written[Q](done: Sequence[Done[Q]]) -> None:
    """Write statements: their heads always, lines and corrections where they changed."""
    found = [entry.decision.rows for entry in done if isinstance(entry.decision.rows, Written)]
    latest = {each.sheet.case: each for each in found}
    known = {row.pk: row for row in Statement.objects.filter(pk__in=latest)}
    Statement.objects.bulk_update([_head(known[pk], each) for pk, each in latest.items()], _COLUMNS)
    for side, changed in (
        (StatementLine.OURS, {each.sheet.case for each in found if each.ours}),
        (StatementLine.THEIRS, {each.sheet.case for each in found if each.theirs}),
    ):
        _replace(side, [latest[case] for case in sorted(changed)])
    StatementCorrection.objects.bulk_create(
        [
            StatementCorrection(statement_id=each.sheet.case, version=each.sheet.version, **plain_corrected(entry))
            for each in found
            for entry in each.corrected
        ]
    )


def _head(row: Statement, each: Written) -> Statement:
    sheet = each.sheet
    row.version, row.sent = sheet.version, sheet.sent
    row.edition, row.log_size = sheet.edition, sheet.log_size
    row.their_version, row.their_edition = sheet.their_version, sheet.their_edition
    row.their_digest = sheet.their_digest
    if each.state != "CHECKED":
        row.differences = each.differences
    row.owed = each.totals.owed if each.totals else None
    row.due = each.totals.due if each.totals else None
    return row


def _replace(side: str, changed: Sequence[Written]) -> None:
    if not changed:
        return
    StatementLine.objects.filter(statement__in=[each.sheet.case for each in changed], side=side).delete()
    StatementLine.objects.bulk_create(
        [
            StatementLine(
                statement_id=each.sheet.case,
                side=side,
                order=line.order,
                kind=line.kind,
                number=line.number,
                payer=line.payer,
                provider=line.provider,
                amount=line.amount,
                on=line.on,
                entries=list(line.entries),
            )
            for each in changed
            for line in _side(each, side)
        ],
        batch_size=1000,
    )


def _side(each: Written, side: str) -> Iterable[Line]:
    return each.sheet.ours if side == StatementLine.OURS else each.sheet.theirs


def netted(done: Sequence[Done[NetPeriod]]) -> None:
    """Write positions and transfers, and mark the facts that the closed statements dealt with."""
    found = [entry.decision.rows for entry in done if isinstance(entry.decision.rows, Netted)]
    SettlementPeriod.objects.bulk_update(
        [SettlementPeriod(pk=each.case, position=each.position, digest=each.digest) for each in found],
        ["position", "digest"],
    )
    PlannedTransfer.objects.bulk_create(
        [
            PlannedTransfer(period_id=each.case, payer=entry.payer, payee=entry.payee, amount=entry.amount)
            for each in found
            for entry in each.transfers
        ]
    )
    for each in found:
        _finish(each)


def _finish(each: Netted) -> None:
    statements = Statement.objects.filter(period=each.case)
    stated = StatementLine.objects.filter(statement__in=statements, side=StatementLine.OURS)
    entries = [entry for listed in stated.values_list("entries", flat=True) for entry in listed]
    dropped = StatementCorrection.objects.filter(statement__in=statements, change="drop")
    orders = set(dropped.values_list("order", "kind"))
    for start in range(0, len(entries), 500):
        Movement.objects.filter(pk__in=entries[start : start + 500]).update(done=True)
    last = SettlementPeriod.objects.values_list("last", flat=True).get(pk=each.case)
    for order, kind in sorted(orders):
        Movement.objects.filter(log=each.region, order=order, kind=kind, on__lte=last).update(done=True)


def paid[Q](done: Sequence[Done[Q]]) -> None:
    """Write payments onto their transfers."""
    for entry in done:
        period, planned = entry.decision.rows  # type: ignore[misc]  # what decide_pay gives
        PlannedTransfer.objects.filter(period=period, payer=planned.payer, payee=planned.payee).update(
            paid_on=planned.paid_on, bank_ref=planned.bank_ref
        )
