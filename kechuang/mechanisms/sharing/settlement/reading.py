"""Following the logs: which facts of vouchers and settlements concern two regions, kept as rows.

One cursor a log. Only public values are kept, but for the amount of a clawed-back order, which stands in the group of
the parties of the payer's own log and is used for the payer's own statement alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kechuang.casework.models import Case
from kechuang.kernel.ref import id_text
from kechuang.ledger import read as ledger
from kechuang.ledger.models import Cursor, Entry, Log
from kechuang.mechanisms.sharing.settlement.models import Movement, NettingWord, PairWord, SentWord
from kechuang.mechanisms.sharing.settlement.rules.lines import CLAWED_BACK, PAID

CURSOR = "sharing.settlement"
CHARGED, CHARGED_BACK = "sharing.voucher.order_paid", "sharing.voucher.order_clawed_back"
LAID_OUT, LAID_BACK = "sharing.settlement.outlay_recorded", "sharing.settlement.outlay_returned"
AGREED = "sharing.settlement.statement_agreed"
CORRECTED, RECEIVED = "sharing.settlement.statement_corrected", "sharing.settlement.statement_received"
SENT, NETTED = "sharing.settlement.statement_sent", "sharing.settlement.period_netted"
TYPES = (CHARGED, CHARGED_BACK, LAID_OUT, LAID_BACK, AGREED, CORRECTED, RECEIVED, SENT, NETTED)
LIMIT = 1000


def catch_up(logs: Iterable[str] = ()) -> None:
    """Read what is new in these logs, or in all of the node.

    Inside an act's transaction this also holds the cursors until the act commits, so that two acts of different regions
    on one period never decide without seeing each other.
    """
    for log in sorted(logs or all_logs()):
        while ledger.follow(CURSOR, log, take_in, limit=LIMIT, types=TYPES) == LIMIT:
            pass


def glance(logs: Iterable[str] = ()) -> None:
    """Read some of what is new, for a page: one batch of each log that has grown, and nothing where none has.

    This brings rows up to date with facts that stand already; it moves no case and decides nothing.
    """
    heads = dict(Log.objects.filter(code__in=logs or all_logs()).values_list("code", "size"))
    read = dict(Cursor.objects.filter(name=CURSOR, log__in=heads).values_list("log", "position"))
    for log in sorted(code for code, size in heads.items() if size > read.get(code, 0)):
        ledger.follow(CURSOR, log, take_in, limit=LIMIT, types=TYPES)


def all_logs() -> list[str]:
    """Give the codes of all logs of the node."""
    return list(Log.objects.order_by("code").values_list("code", flat=True))


def take_in(entries: Sequence[Entry]) -> None:
    """Keep what entries of one log say. Taking the same entries in twice changes nothing."""
    said = [Said(entry, values) for entry, values in zip(entries, _public(entries), strict=True)]
    _keep_movements([one for one in said if one.entry.type in {CHARGED, CHARGED_BACK, LAID_OUT, LAID_BACK}])
    _keep_words([one for one in said if one.entry.type in {AGREED, CORRECTED, RECEIVED}])
    _keep_sent([one for one in said if one.entry.type == SENT])
    NettingWord.objects.bulk_create(
        [
            NettingWord(
                region=one.entry.log, period=one.values["period"], digest=one.values["digest"], entry=one.entry.id
            )
            for one in said
            if one.entry.type == NETTED
        ],
        update_conflicts=True,
        unique_fields=["period", "region"],
        update_fields=["digest", "entry"],
    )


@dataclass(frozen=True, slots=True)
class Said:
    """An entry with the values that are read of it."""

    entry: Entry
    values: dict[str, Any]


def _public(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        ledger.readable(entry, {"public", "parties"} if entry.type == CHARGED_BACK else {"public"}) for entry in entries
    ]


def _keep_movements(said: Sequence[Said]) -> None:
    rows = [row for one in said if (row := _READERS[one.entry.type](one))]
    charged = {(row.log, row.order): row for row in rows if row.kind == PAID}
    _complete([row for row in rows if not row.provider], charged)
    _number([row for row in rows if row.log == row.payer])
    kept = [row for row in rows if row.provider and row.provider != row.payer]
    Movement.objects.bulk_create(kept, ignore_conflicts=True)


def _charged(one: Said) -> Movement:
    values = one.values
    return Movement(
        entry=one.entry.id,
        log=one.entry.log,
        order=one.entry.case,
        kind=PAID,
        payer=one.entry.log,
        provider=values["provider_region"],
        amount=Decimal(values["amount_yuan"]),
        on=date.fromisoformat(values.get("paid_on") or one.entry.on.isoformat()),
        title=f"{values.get('holder_name', '')} → {values.get('provider_name', '')}"[:400],
    )


def _charged_back(one: Said) -> Movement:
    return Movement(
        entry=one.entry.id,
        log=one.entry.log,
        order=one.entry.case,
        kind=CLAWED_BACK,
        payer=one.entry.log,
        provider=one.values.get("provider_region", ""),
        amount=Decimal(one.values["amount_yuan"]),
        on=one.entry.on,
    )


def _laid_out(one: Said) -> Movement:
    paid = one.entry.type == LAID_OUT
    return Movement(
        entry=one.entry.id,
        log=one.entry.log,
        order=one.values["order"],
        kind=PAID if paid else CLAWED_BACK,
        payer=one.values["payer"],
        provider=one.entry.log,
        amount=Decimal(one.values["amount_yuan"]),
        on=date.fromisoformat(one.values["laid_out_on" if paid else "returned_on"]),
        number=one.values["number"],
    )


_READERS: dict[str, Callable[[Said], Movement]] = {
    CHARGED: _charged,
    CHARGED_BACK: _charged_back,
    LAID_OUT: _laid_out,
    LAID_BACK: _laid_out,
}


def _complete(rows: Sequence[Movement], charged: dict[tuple[str, str], Movement]) -> None:
    """Give a claw-back the provider's region and the words of the payment that it takes back."""
    if not rows:
        return
    known = Movement.objects.filter(log__in={row.log for row in rows}, order__in={row.order for row in rows}, kind=PAID)
    charged = {(row.log, row.order): row for row in known} | charged
    for row in rows:
        paid = charged.get((row.log, row.order))
        if paid:
            row.provider, row.title = paid.provider, paid.title


def _number(rows: Sequence[Movement]) -> None:
    """Give the payer's own orders their official numbers."""
    cases = {row.order: _case_id(row.order) for row in rows}
    wanted: QuerySet[Case] = Case.objects.filter(pk__in=[found for found in cases.values() if found])
    numbers = dict(wanted.values_list("pk", "number")) if rows else {}
    for row in rows:
        row.number = numbers.get(cases[row.order], "")


def _case_id(order: str) -> UUID | None:
    try:
        return UUID(id_text(order))
    except ValueError:
        return None


def _keep_words(said: Sequence[Said]) -> None:
    words = {}
    for one in said:
        values, agreed = one.values, one.entry.type == AGREED
        counterpart = values["sender"] if one.entry.type == RECEIVED else values["counterpart"]
        words[values["period"], one.entry.log, counterpart] = PairWord(
            region=one.entry.log,
            counterpart=counterpart,
            period=values["period"],
            owed=Decimal(values["owed_yuan"]) if agreed else Decimal(0),
            due=Decimal(values["due_yuan"]) if agreed else Decimal(0),
            orders_owed=values["orders_owed"] if agreed else 0,
            orders_due=values["orders_due"] if agreed else 0,
            stands=agreed,
            entry=one.entry.id,
        )
    PairWord.objects.bulk_create(
        list(words.values()),
        update_conflicts=True,
        unique_fields=["period", "region", "counterpart"],
        update_fields=["owed", "due", "orders_owed", "orders_due", "stands", "entry"],
    )


def _keep_sent(said: Sequence[Said]) -> None:
    words = {
        (one.values["period"], one.values["receiver"]): SentWord(
            region=one.entry.log,
            counterpart=one.values["receiver"],
            period=one.values["period"],
            version=one.values["version"],
            entry=one.entry.id,
        )
        for one in said
    }
    SentWord.objects.bulk_create(
        list(words.values()),
        update_conflicts=True,
        unique_fields=["period", "region", "counterpart"],
        update_fields=["version", "entry"],
    )
