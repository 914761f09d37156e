"""Compares the voucher's rows with what the facts say: contracts, amounts, reports, invoices, payments, listings.

Of every row only eight bytes a part are kept during the pass, so that a million orders fit into memory.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from kechuang.kernel.fact import encode
from kechuang.kernel.ref import id_text
from kechuang.ledger.checks import register_check
from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen
from kechuang.mechanisms.sharing.voucher.models import VoucherBudget, VoucherOrder, VoucherProvider, VoucherRight

CHUNK = 2000
PREFIX = "sharing.voucher."
CLEARED = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Columns that one fact sets together; in a fact, ``names`` may differ from the row's."""

    table: type[models.Model]
    name: str
    columns: tuple[str, ...]


AMOUNT = Part(VoucherOrder, "amount", ("amount_yuan",))
CONTRACT = Part(
    VoucherOrder,
    "contract",
    (
        *("contract_no", "contract_on", "contract_yuan", "contract_sha256", "eligible_yuan", "share"),
        *("category", "holder", "provider", "cross_region", "provider_region"),
    ),
)
DELIVERY = Part(VoucherOrder, "delivery", ("delivered_on", "report_sha256"))
CLAIM = Part(
    VoucherOrder,
    "claim",
    (
        *("claimed_on", "invoice_code", "invoice_no", "invoice_on", "invoice_yuan", "invoice_tax_no"),
        *("payment_ref", "payment_sha256", "rating"),
    ),
)
PAYMENT = Part(VoucherOrder, "payment", ("paid_on", "batch"))
GRANT = Part(VoucherRight, "grant", ("quota_yuan", "valid_from", "valid_to", "holder"))
PLAN = Part(VoucherBudget, "plan", ("year", "amount_yuan"))
LISTING = Part(VoucherProvider, "listing", ("services", "regions", "listed_from", "listed_until"))
REMOVAL = Part(VoucherProvider, "removal", ("removed_on", "blacklisted_until"))

SETS: dict[str, tuple[Part, ...]] = {
    "order_reserved": (CONTRACT, AMOUNT),
    "order_delivered": (DELIVERY,),
    "order_claimed": (CLAIM, AMOUNT),
    "order_paid": (PAYMENT,),
    "right_granted": (GRANT,),
    "budget_planned": (PLAN,),
    "budget_approved": (PLAN,),
    "provider_listed": (LISTING,),
    "provider_removed": (REMOVAL,),
}
CLEARS = {"claim_returned": CLAIM}
# A fact's own words for a column.
SAID = {"removed_on": "since", "blacklisted_until": "barred_until"}
# A part counts only once this column is set, because no fact sets it before.
BEGINS = {"delivery": "delivered_on", "claim": "claimed_on", "payment": "paid_on", "grant": "valid_from"}
BEGINS |= {"listing": "listed_from", "removal": "removed_on"}


def _digest(values: Sequence[object]) -> int:
    text = json.dumps(values, ensure_ascii=False)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _plain(column: str, value: Any) -> object:  # noqa: ANN401 - JSON of a fact or a column's value
    """One text for a value whether it comes from a fact or from a row."""
    if value is None or value == "":
        return None
    if column.endswith("_yuan") or column == "share":
        return format(Decimal(value).normalize(), "f")
    if column in {"holder", "provider", "batch"}:
        return id_text(value)
    return encode(value)


class VoucherRows:
    """What the last fact that sets a part says of it, against the row."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, str, str], tuple[int, int]] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Keep the digest of every part that a fact sets."""
        for entry in entries:
            if not entry.type.startswith(PREFIX):
                continue
            name, case = entry.type.removeprefix(PREFIX), entry.case_id
            if name in CLEARS:
                self.said[CLEARS[name].table.__name__, case, CLEARS[name].name] = (CLEARED, entry.seq)
            for part in SETS.get(name, ()):
                values = {key: value for group in entry.groups.values() for key, value in group.items()}
                plain = [_plain(column, values.get(SAID.get(column, column))) for column in part.columns]
                self.said[part.table.__name__, case, part.name] = (_digest(plain), entry.seq)

    def merge(self, later: "VoucherRows") -> None:
        """Take in what another process saw of later entries."""
        self.said |= later.said

    def finish(self) -> Iterator[Finding]:
        """Name every row with a part that differs, that no fact sets, or whose row is gone."""
        tables = dict.fromkeys(part.table for parts in SETS.values() for part in parts)
        for table in tables:
            parts = list(dict.fromkeys(part for found in SETS.values() for part in found if part.table is table))
            for row in table._default_manager.order_by("pk").iterator(CHUNK):  # noqa: SLF001 - Django's model API
                yield from self._compare(row, parts)
        for (table, case, part), (digest, seq) in sorted(self.said.items()):
            if digest != CLEARED:
                yield _differs(table, case, part, "", "set", seq)

    def _compare(self, row: models.Model, parts: Sequence[Part]) -> Iterator[Finding]:
        for part in parts:
            name, case = part.table.__name__, str(row.pk)
            digest, seq = self.said.pop((name, case, part.name), (CLEARED, 0))
            begun = part.name not in BEGINS or getattr(row, BEGINS[part.name]) is not None
            values = [_plain(column, _held(row, column)) for column in part.columns] if begun else []
            if _digest(values) != digest if begun else digest != CLEARED:
                said = "" if digest == CLEARED else "something else"
                yield _differs(name, case, part.name, json.dumps(values, ensure_ascii=False), said, seq)


def _held(row: models.Model, column: str) -> object:
    return getattr(row, f"{column}_id") if column in {"holder", "provider", "batch"} else getattr(row, column)


def _differs(table: str, case: str, part: str, held: str, fact: str, seq: int) -> Finding:
    values = {"table": table, "row": case, "column": part, "held": held, "fact": fact, "seq": seq}
    return Finding("ledger.row_differs", values)


def register() -> None:
    """Have ``kechuang ledger verify`` compare the voucher's rows."""
    register_check("sharing.voucher", VoucherRows)
