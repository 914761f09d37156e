"""Payment batches: prepared, checked, exported, recorded by different persons; never paid by the node. And clawback."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, NewAccount, NewCase, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.facts.batch import (
    BatchChecked,
    BatchExported,
    BatchPaid,
    BatchPrepared,
    BatchVoided,
    OrderBatched,
    OrderClawedBack,
    OrderPaid,
    OrderUnbatched,
)
from kechuang.mechanisms.sharing.voucher.rules import accounts, asking, audit, budget, change
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.claim import digest_missing
from kechuang.mechanisms.sharing.voucher.rules.moves import BATCH, ORDER
from kechuang.mechanisms.sharing.voucher.rules.places import within
from kechuang.mechanisms.sharing.voucher.rules.release import held
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    ChangeBatch,
    ClawBack,
    ExportBatch,
    PrepareBatch,
    RecordPayment,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import BatchRow, Loaded, OrderRow

MOST_LINES = 500
BATCHED = "BATCHED"


def prepare(scene: Scene[Loaded], request: PrepareBatch) -> Decision | Refusal:
    """All lines are payable orders of the payer, each invoice once."""
    rows = [scene.rows.orders[order] for order in request.orders if order in scene.rows.orders]
    if not within(request.authority, request.place, scene.on):
        return asking.not_of_authority(request.place, request.authority)
    refusal = _size(request.orders) or _payable(scene, request, rows) or _invoices_once(rows)
    if refusal:
        return refusal
    total = sum((row.amount_yuan for row in rows), Decimal(0))
    case = NewCase(
        id=request.case,
        kind=BATCH.kind,
        authority=request.authority,
        state="PREPARED",
        place=request.place,
        title=f"{request.authority} {scene.on.isoformat()}",
        office=request.office,
        amount=total,
        number_series=f"{request.authority}-{scene.on.year}-P",
    )
    facts: list[tuple[UUID, Fact]] = [
        (row.case, OrderBatched(place=row.place, batch=f"case/{request.case}", amount_yuan=row.amount_yuan))
        for row in rows
    ]
    batch = BatchPrepared(payer=request.authority, lines=len(rows), total_yuan=total)
    values = {"authority": request.authority, "lines": len(rows), "total_yuan": total}
    return Decision(
        facts=((request.case, batch), *facts),
        opens=(case,),
        states={row.case: BATCHED for row in rows},
        rows=(
            Put(change.BATCH, request.case, values, new=True),
            *(Put(change.ORDER, row.case, {"batch_id": request.case}) for row in rows),
        ),
    )


def _size(orders: tuple[UUID, ...]) -> Refusal | None:
    if not orders:
        return Refusal("voucher.batch_empty", {})
    if len(orders) > MOST_LINES:
        return Refusal("voucher.batch_too_large", {"lines": len(orders), "limit": MOST_LINES})
    if len(set(orders)) != len(orders):
        return Refusal("voucher.batch_line_twice", {"lines": len(orders), "different": len(set(orders))})
    return None


def _payable(scene: Scene[Loaded], request: PrepareBatch, rows: list[OrderRow]) -> Refusal | None:
    for row in rows:
        state = scene.cases[row.case].state
        if row.authority != request.authority:
            values = {"number": row.number, "payer_place": row.authority, "batch_place": request.authority}
            return Refusal("voucher.batch_other_payer", values)
        if state != "PAYABLE":
            return Refusal("voucher.batch_not_payable", {"number": row.number, "state": f"{ORDER.kind}.{state}"})
    return None


def _invoices_once(rows: Iterable[OrderRow]) -> Refusal | None:
    seen: dict[str, str] = {}
    for row in rows:
        if row.invoice_key in seen:
            values = {"invoice": row.invoice_key, "number": seen[row.invoice_key]}
            return Refusal("voucher.invoice_reused", values)
        seen[row.invoice_key] = row.number
    return None


def check(scene: Scene[Loaded], request: ChangeBatch) -> Decision | Refusal:
    """Another person looks through the lines."""
    row = scene.rows.batches[request.batch]
    return Decision(facts=((row.case, BatchChecked(payer=row.authority)),), states={row.case: "CHECKED"})


def export(scene: Scene[Loaded], request: ExportBatch) -> Decision | Refusal:
    """The file was made: its digest is kept, so that what the bank got can be compared."""
    row = scene.rows.batches[request.batch]
    if refusal := digest_missing(request.sha256, "sha256"):
        return refusal
    return Decision(
        facts=((row.case, BatchExported(payer=row.authority, file_sha256=request.sha256)),),
        states={row.case: "EXPORTED"},
        rows=(Put(change.BATCH, row.case, {"exported_on": scene.on, "file_sha256": request.sha256}),),
    )


def _lines(scene: Scene[Loaded], batch: UUID, orders: tuple[UUID, ...]) -> list[OrderRow] | Refusal:
    row = scene.rows.batches[batch]
    if frozenset(orders) != row.orders:
        return Refusal("voucher.batch_changed", {"number": row.number, "lines": len(row.orders), "sent": len(orders)})
    return [scene.rows.orders[order] for order in orders]


def record_payment(scene: Scene[Loaded], request: RecordPayment) -> Decision | Refusal:
    """The bank's result: paid lines are final; failed ones may go into another batch."""
    row = scene.rows.batches[request.batch]
    if request.authority != row.authority:
        return Refusal("voucher.wrong_reference", {"kind": BATCH.kind})
    lines = _lines(scene, request.batch, request.orders)
    if isinstance(lines, Refusal):
        return lines
    refusal = _result(scene, request, row)
    if refusal:
        return refusal
    paid = [line for line in lines if line.case not in request.failed]
    failed = [line for line in lines if line.case in request.failed]
    total = sum((line.amount_yuan for line in paid), Decimal(0))
    batch = BatchPaid(
        payer=row.authority,
        paid_on=request.paid_on,
        lines_paid=len(paid),
        lines_failed=len(failed),
        paid_yuan=total,
        bank_ref=request.bank_ref.strip(),
    )
    facts: list[tuple[UUID, Fact]] = [(line.case, _paid(line, row.case, request)) for line in paid]
    facts += [
        (line.case, OrderUnbatched(place=line.place, batch=f"case/{row.case}", reason=request.failed[line.case]))
        for line in failed
    ]
    done = {"paid_on": request.paid_on, "bank_ref": request.bank_ref.strip(), "paid_yuan": total}
    return Decision(
        facts=((row.case, batch), *facts),
        states={row.case: "PAID"} | dict.fromkeys((line.case for line in paid), "PAID") | _back(failed),
        accounts=tuple(_paid_account(line) for line in paid),
        rows=(
            Put(change.BATCH, row.case, done),
            *(Put(change.ORDER, line.case, {"paid_on": request.paid_on, "batch_id": row.case}) for line in paid),
            *(Put(change.ORDER, line.case, {"paid_on": None, "batch_id": None}) for line in failed),
        ),
    )


def _back(lines: Iterable[OrderRow]) -> dict[UUID, str]:
    return dict.fromkeys((line.case for line in lines), "PAYABLE")


def _paid_account(line: OrderRow) -> NewAccount:
    return NewAccount(
        code=accounts.order_paid(line.authority, line.case), authority=line.authority, holder=line.holder.id
    )


def _result(scene: Scene[Loaded], request: RecordPayment, row: BatchRow) -> Refusal | None:
    if not request.bank_ref.strip():
        return Refusal("voucher.payment_ref_missing", {"field_code": "voucher.field.bank_ref"}, place="bank_ref")
    if row.exported_on is not None and request.paid_on < row.exported_on:
        values = {"paid_on": request.paid_on, "exported_on": row.exported_on}
        return Refusal("voucher.paid_before_export", values, place="paid_on")
    unknown = set(request.failed) - set(request.orders)
    if unknown:
        return Refusal("voucher.batch_changed", {"number": row.number, "lines": len(row.orders), "sent": len(unknown)})
    return asking.not_in_future(scene, request.paid_on, "paid_on")


def _paid(line: OrderRow, batch: UUID, request: RecordPayment) -> OrderPaid:
    claimed_on = line.claimed_on or request.paid_on
    return OrderPaid(
        holder_name=line.holder.name,
        provider_name=line.provider.name,
        amount_yuan=line.amount_yuan,
        category=line.category,
        place=line.place,
        provider_place=line.provider.place,
        provider_region=line.provider_region,
        cross_region=line.cross_region,
        industry=line.holder.section,
        claimed_on=claimed_on,
        paid_on=request.paid_on,
        days_to_payment=(request.paid_on - claimed_on).days,
        holder=f"body/{line.holder.id}",
        provider=f"body/{line.provider.id}",
        batch=f"case/{batch}",
        postings=accounts.transfer(
            accounts.order_reserved(line.authority, line.case),
            accounts.order_paid(line.authority, line.case),
            line.amount_yuan,
        ),
    )


def void(scene: Scene[Loaded], request: ChangeBatch) -> Decision | Refusal:
    """A batch is given up; its orders are payable again."""
    row = scene.rows.batches[request.batch]
    lines = _lines(scene, request.batch, request.orders)
    if isinstance(lines, Refusal):
        return lines
    if not request.reason.strip():
        return Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}, place="reason")
    facts = [
        (line.case, OrderUnbatched(place=line.place, batch=f"case/{row.case}", reason=request.reason.strip()))
        for line in lines
    ]
    return Decision(
        facts=((row.case, BatchVoided(payer=row.authority, reason=request.reason.strip())), *facts),
        states={row.case: "VOID"} | _back(lines),
        rows=tuple(Put(change.ORDER, line.case, {"batch_id": None}) for line in lines),
    )


def claw_back(scene: Scene[Loaded], request: ClawBack) -> Decision | Refusal:
    """After fraud the paid amount was recovered: it goes back to the budget, the matter to the integrity office."""
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    if request.reason not in audit.FRAUD:
        return asking.unknown_reason(request.reason, audit.FRAUD)
    if not request.receipt_ref.strip():
        return Refusal("voucher.payment_ref_missing", {"field_code": "voucher.field.receipt_ref"}, place="receipt_ref")
    fund = budget.fund_of(scene, row.budget)
    states, replenished = budget.after_return(fund, row.amount_yuan)
    fact = OrderClawedBack(
        place=row.place,
        amount_yuan=row.amount_yuan,
        reason=request.reason,
        receipt_ref=request.receipt_ref.strip(),
        postings=accounts.transfer(accounts.order_paid(row.authority, row.case), budget.home_of(fund), row.amount_yuan),
    )
    return Decision(
        facts=((row.case, fact), (row.case, audit.referral(row, request.reason)), *replenished),
        states={row.case: "CLAWED_BACK", **states},
        rows=(
            Put(
                change.ORDER,
                row.case,
                {"rejected_for": request.reason, "referred": True, "clawed_back_on": scene.on},
            ),
        ),
    )


HEADINGS = ("line", "order", "holder", "credit_code", "provider", "category", "invoice", "amount_yuan")


def payment_file(number: str, rows: Iterable[tuple[str, ...]], total_yuan: Decimal) -> bytes:
    """The batch as CSV (UTF-8 with byte order mark, for spreadsheets): a heading, a line an order, the total.

    The bytes depend on nothing but the batch, so that the digest kept at export can be compared at any time. A text
    that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    writer.writerow([number, "", "", "", "", "", "total", f"{total_yuan:f}"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
