"""Orders in bulk: copies of one order that the gateway wrote, with ids, numbers and contract of their own.

A million orders through the gateway would take hours. ``tests/benchmarks/test_bulk.py`` holds that a copied row equals,
column by column, the row that the gateway writes, but for what makes it another order.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

OWN = {"id", "case", "case_id", "number", "contract_no", "contract_key", "key", "act", "facts", "title"}
CHUNK = 20_000


def clone(template: models.Model, count: int, change: Any) -> int:
    """Insert copies of a row; ``change(at)`` gives the columns that differ. Returns how many were written."""
    meta = template._meta  # noqa: SLF001 - Django's documented model API
    fields = list(meta.concrete_fields)
    keep = [field for field in fields if not (field.primary_key and isinstance(field, models.AutoField))]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in keep)
    marks = ", ".join(["%s"] * len(keep))
    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks})"
    values = {field.attname: getattr(template, field.attname) for field in keep}

    def rows(start: int, end: int) -> Iterator[Sequence[Any]]:
        for at in range(start, end):
            own = values | change(at)
            yield [field.get_db_prep_save(own[field.attname], connection) for field in keep]

    for start in range(0, count, CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, list(rows(start, min(start + CHUNK, count))))
    return count


def identifier(at: int, kind: int = 0) -> UUID:
    """Give a time-ordered id for the copy at a place."""
    return UUID(int=(0x019B00000000 + at) << 80 | 7 << 76 | kind << 64 | 2 << 62 | at)


def orders(template: UUID, first: int, count: int, holders: Sequence[UUID], places: Sequence[str]) -> None:
    """Copy one order with its case and its step, spread over firms, counties and days, and tally them."""
    from kechuang.casework.models import Case, Step, Tally
    from kechuang.mechanisms.sharing.voucher.models import VoucherOrder

    case = Case.objects.get(pk=template)
    order = VoucherOrder.objects.get(pk=template)
    step = Step.objects.get(case=template)

    def of_case(at: int) -> dict[str, Any]:
        at += first
        day = case.opened_on - timedelta(days=at % 500)
        return {
            "id": identifier(at),
            "number": f"{case.authority}-C-BULK-{at:07d}",
            "holder_id": holders[at % len(holders)],
            "place": places[at % len(places)],
            "city": places[at % len(places)][:4],
            "opened_on": day,
            "due_on": day + timedelta(days=90),
        }

    def of_order(at: int) -> dict[str, Any]:
        at += first
        return {
            "case_id": identifier(at),
            "holder_id": holders[at % len(holders)],
            "place": places[at % len(places)],
            "contract_no": f"BULK-{at}",
            "contract_key": f"bulk:{at}",
        }

    def of_step(at: int) -> dict[str, Any]:
        at += first
        return {"case_id": identifier(at), "act": identifier(at, 1), "key": f"bulk:{at}"}

    clone(case, count, of_case)
    clone(order, count, of_order)
    clone(step, count, of_step)
    for index, place in enumerate(places):
        copies = len(range((index - first) % len(places), count, len(places)))
        row, _made = Tally.objects.get_or_create(kind=case.kind, place=place, state=case.state)
        row.count += copies
        row.amount += copies * (case.amount or 0)
        row.save()
