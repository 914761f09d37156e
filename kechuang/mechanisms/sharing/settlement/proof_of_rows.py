"""Compares the settlement's rows with what the facts say: positions, transfers and payments, versions and totals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self

from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen
from kechuang.mechanisms.sharing.settlement.models import PlannedTransfer, SettlementPeriod, Statement

PREFIX = "sharing.settlement."

type Place = tuple[str, str, str]


class SettlementRows:
    """Replays the facts of settlements into what each row should hold."""

    def __init__(self) -> None:
        self.facts: list[tuple[Seen, Mapping[str, Any]]] = []

    def see(self, entries: Sequence[Seen]) -> None:
        """Keep the facts of settlements: a handful for each period and pair."""
        for entry in entries:
            if entry.type.startswith(PREFIX) and entry.type.removeprefix(PREFIX) in _REPLAY:
                self.facts.append((entry, entry.groups.get("public", {})))

    def merge(self, later: Self) -> None:
        """Take in what another saw."""
        self.facts += later.facts

    def finish(self) -> Iterator[Finding]:
        """Name every row that says something else than the facts."""
        said: dict[Place, tuple[str, int]] = {}
        for entry, values in self.facts:
            case = entry.case_id
            for (table, row, column), value in _REPLAY[entry.type.removeprefix(PREFIX)](case, values):
                said[table, row, column] = (value, entry.seq)
        held = dict(_held())
        for place in sorted(said.keys() | held.keys()):
            fact, seq = said.get(place, ("", 0))
            if held.get(place, "") != fact:
                table, row, column = place
                values = {"table": table, "row": row, "column": column, "held": held.get(place, ""), "fact": fact}
                yield Finding("ledger.row_differs", {**values, "seq": seq})


def _held() -> Iterator[tuple[Place, str]]:
    for row in SettlementPeriod.objects.exclude(position=None).iterator():
        yield ("settlement_period", str(row.pk), "position"), _yuan(row.position)
    for planned in PlannedTransfer.objects.iterator():
        name = f"{planned.period_id}/{planned.payer}/{planned.payee}"
        yield ("settlement_transfer", name, "amount"), _yuan(planned.amount)
        if planned.paid_on:
            yield ("settlement_transfer", name, "paid_on"), planned.paid_on.isoformat()
    for statement in Statement.objects.iterator():
        for column in ("sent", "their_version"):
            if getattr(statement, column):
                yield ("settlement_statement", str(statement.pk), column), str(getattr(statement, column))
        for column in ("owed", "due"):
            if getattr(statement, column) is not None:
                yield ("settlement_statement", str(statement.pk), column), _yuan(getattr(statement, column))


def _yuan(value: object) -> str:
    return format(Decimal(str(value)).quantize(Decimal("0.01")), "f")


type Said = Iterator[tuple[Place, str]]


def _netted(case: str, values: Mapping[str, Any]) -> Said:
    yield ("settlement_period", case, "position"), _yuan(values["position_yuan"])
    for entry in values["transfers"]:
        if values["region"] in {entry["payer"], entry["payee"]}:
            name = f"{case}/{entry['payer']}/{entry['payee']}"
            yield ("settlement_transfer", name, "amount"), _yuan(entry["amount_yuan"])


def _paid(case: str, values: Mapping[str, Any]) -> Said:
    yield ("settlement_transfer", f"{case}/{values['payer']}/{values['payee']}", "paid_on"), values["paid_on"]


def _sent(case: str, values: Mapping[str, Any]) -> Said:
    yield ("settlement_statement", case, "sent"), str(values["version"])


def _received(case: str, values: Mapping[str, Any]) -> Said:
    yield ("settlement_statement", case, "their_version"), str(values["version"])
    yield from _reopened(case, values)


def _reopened(case: str, _values: Mapping[str, Any]) -> Said:
    for column in ("owed", "due"):
        yield ("settlement_statement", case, column), ""


def _agreed(case: str, values: Mapping[str, Any]) -> Said:
    yield ("settlement_statement", case, "owed"), _yuan(values["owed_yuan"])
    yield ("settlement_statement", case, "due"), _yuan(values["due_yuan"])


_REPLAY: dict[str, Callable[[str, Mapping[str, Any]], Said]] = {
    "period_netted": _netted,
    "payment_recorded": _paid,
    "statement_sent": _sent,
    "statement_received": _received,
    "statement_corrected": _reopened,
    "statement_agreed": _agreed,
}
