"""Compares the observations with what the facts say: every vintage of every figure, and no other."""

from collections.abc import Iterator, Sequence
from typing import Self

from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen
from kechuang.mechanisms.delivery.statistic.models import Observation

OBSERVED = "statistic.observed"
COLUMNS = ("value", "unit", "status", "source", "dataset", "reason")


class ObservationRows:
    """A figure's vintage is one fact; its row says the same."""

    def __init__(self) -> None:
        self.said: dict[str, tuple[dict[str, str], int]] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Keep what each fact says."""
        for entry in entries:
            if entry.type == OBSERVED:
                values = {name: str(value) for name, value in entry.groups.get("public", {}).items()}
                row = "/".join(values[name] for name in ("indicator", "place", "period", "vintage"))
                told = {"version": values["indicator_version"], **{name: values[name] for name in COLUMNS}}
                self.said[row] = (told, entry.seq)

    def merge(self, later: Self) -> None:
        """Take in what another process saw of later entries."""
        self.said |= later.said

    def finish(self) -> Iterator[Finding]:
        """Name every column that says something else than its fact, and every row without one."""
        for row, held in _held():
            fact, seq = self.said.pop(row, ({}, 0))
            for column, value in held.items():
                if fact.get(column, "") != value or not fact:
                    yield _differs(row, column, value, fact.get(column, ""), seq)
        for row, (fact, seq) in self.said.items():
            yield _differs(row, "value", "", fact["value"], seq)


def _held() -> Iterator[tuple[str, dict[str, str]]]:
    keys = ("indicator__code", "place", "period", "vintage")
    for found in Observation.objects.order_by("pk").values(*keys, "version", *COLUMNS).iterator(chunk_size=2000):
        row = "/".join(str(found[name]) for name in keys)
        yield row, {name: str(found[name]) for name in ("version", *COLUMNS)}


def _differs(row: str, column: str, held: str, fact: str, seq: int) -> Finding:
    values = {"table": "delivery_statistic_observation", "row": row, "column": column, "held": held, "fact": fact}
    return Finding("ledger.row_differs", {**values, "seq": seq})
