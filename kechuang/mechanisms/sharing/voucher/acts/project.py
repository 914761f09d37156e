"""Writing what decisions change in the voucher's own tables: one statement a table, however many requests."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import models

from kechuang.casework.registry import Done
from kechuang.casework.write import update_rows
from kechuang.mechanisms.sharing.voucher.models import (
    ReportBand,
    VoucherAudit,
    VoucherBatch,
    VoucherBudget,
    VoucherOrder,
    VoucherProvider,
    VoucherRight,
)
from kechuang.mechanisms.sharing.voucher.rules import change
from kechuang.mechanisms.sharing.voucher.rules.change import Put

TABLES: dict[str, type[models.Model]] = {
    change.BUDGET: VoucherBudget,
    change.PROVIDER: VoucherProvider,
    change.RIGHT: VoucherRight,
    change.ORDER: VoucherOrder,
    change.AUDIT: VoucherAudit,
    change.BATCH: VoucherBatch,
    change.BAND: ReportBand,
}


def project(done: Sequence[Done[Any]]) -> None:
    """Carry out every :class:`Put` of the accepted decisions, tables in the order of their dependence."""
    puts = [put for entry in done for put in cast("tuple[Put, ...]", entry.decision.rows or ())]
    for name, table in TABLES.items():
        mine = [put for put in puts if put.table == name]
        _insert(table, [put for put in mine if put.new])
        _update(table, [put for put in mine if not put.new])


def _insert(table: type[models.Model], puts: Sequence[Put]) -> None:
    if not puts:
        return
    keyed = table is not ReportBand
    rows = [table(**({"case_id": put.case} if keyed else {}), **put.values) for put in puts]
    table._default_manager.bulk_create(rows)  # noqa: SLF001 - Django's documented model API


def _update(table: type[models.Model], puts: Sequence[Put]) -> None:
    if not puts:
        return
    columns = tuple(puts[0].values)
    if any(tuple(put.values) != columns for put in puts):
        raise ValueError(f"changes of {table.__name__} name different columns: {columns}")
    update_rows([table(pk=put.case, **put.values) for put in puts], columns)
