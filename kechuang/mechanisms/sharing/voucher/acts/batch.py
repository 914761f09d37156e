"""The acts on payment batches, and the recovery of what was paid."""

from collections.abc import Sequence
from typing import Any

from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.sharing.voucher.acts import read
from kechuang.mechanisms.sharing.voucher.acts.budget import both_accounts
from kechuang.mechanisms.sharing.voucher.acts.project import project
from kechuang.mechanisms.sharing.voucher.rules import accounts, batch
from kechuang.mechanisms.sharing.voucher.rules.moves import BATCH, ORDER
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    BudgetKey,
    ChangeBatch,
    ClawBack,
    ExportBatch,
    PrepareBatch,
    RecordPayment,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded


def _load_orders(requests: Sequence[Any]) -> Loaded:
    rows = read.nothing()
    rows.orders = read.orders(order for request in requests for order in request.orders)
    return rows


def _load_batches(requests: Sequence[Any]) -> Loaded:
    rows = read.nothing()
    rows.batches = read.batches(request.batch for request in requests)
    return rows


def _load_lines(requests: Sequence[Any]) -> Loaded:
    """Batches and their orders as they stand, besides the orders that were named (two queries)."""
    rows = read.nothing()
    ids = {request.batch for request in requests}
    rows.orders = read.orders_of_batches(ids, (order for request in requests for order in request.orders))
    lines = {pk: frozenset(row.case for row in rows.orders.values() if row.batch == pk) for pk in ids}
    rows.batches = read.batches(ids, lines)
    return rows


def _load_order(requests: Sequence[ClawBack]) -> Loaded:
    rows = read.nothing()
    rows.orders, rows.budgets = read.orders_and_budgets(request.order.case for request in requests)
    return rows


def _touch(request: ChangeBatch | ExportBatch) -> Touched:
    return Touched(cases=(request.batch,))


def _touch_lines(request: ChangeBatch) -> Touched:
    return Touched(cases=(request.batch, *request.orders))


def _touch_payment(request: RecordPayment) -> Touched:
    money = tuple(accounts.order_reserved(request.authority, order) for order in request.orders)
    return Touched(cases=(request.batch, *request.orders), accounts=money)


def _touch_recovery(request: ClawBack) -> Touched:
    key = request.order
    funds = both_accounts(BudgetKey(key.budget, key.authority))
    return Touched(cases=(key.case, key.budget), accounts=(accounts.order_paid(key.authority, key.case), *funds))


PREPARE: ActKind[PrepareBatch, Loaded] = register_act(
    ActKind(
        BATCH,
        "prepare",
        lambda request: Touched(cases=request.orders),
        batch.prepare,
        _load_orders,
        project,
        place=lambda request: request.place,
    )
)
CHECK: ActKind[ChangeBatch, Loaded] = register_act(ActKind(BATCH, "check", _touch, batch.check, _load_batches, project))
EXPORT: ActKind[ExportBatch, Loaded] = register_act(
    ActKind(BATCH, "export", _touch, batch.export, _load_batches, project)
)
RECORD_PAYMENT: ActKind[RecordPayment, Loaded] = register_act(
    ActKind(BATCH, "record_payment", _touch_payment, batch.record_payment, _load_lines, project)
)
VOID: ActKind[ChangeBatch, Loaded] = register_act(
    ActKind(BATCH, "void", _touch_lines, batch.void, _load_lines, project)
)
CLAW_BACK: ActKind[ClawBack, Loaded] = register_act(
    ActKind(ORDER, "claw_back", _touch_recovery, batch.claw_back, _load_order, project)
)
