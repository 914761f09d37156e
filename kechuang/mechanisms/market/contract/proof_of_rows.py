"""Compares contracts and the lines of the statistics with what the facts say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Self

from django.db.models import Sum

from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen
from kechuang.mechanisms.market.contract.models import TechContract, Turnover

PREFIX = "market.contract."
MOVES_TURNOVER = frozenset({"registered", "reversed", "changed", "trued_up", "deregistered", "revoked"})
CHUNK = 2000


class ContractRows:
    """The turnover of each contract is the sum over its facts; its number and fingerprint are what they last said."""

    def __init__(self) -> None:
        self.sums: Counter[tuple[str, str]] = Counter()
        self.last: dict[str, int] = {}
        self.numbers: dict[str, str] = {}
        self.prints: dict[str, str] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Add the signed amounts up, and keep the last number and fingerprint."""
        for entry in entries:
            if not entry.type.startswith(PREFIX):
                continue
            name, case = entry.type.removeprefix(PREFIX), entry.case.rpartition("/")[2]
            said = entry.groups.get("public", {})
            self.last[case] = entry.seq
            if name in MOVES_TURNOVER:
                for column in ("total_yuan", "technology_yuan"):
                    self.sums[case, column] += int(Decimal(str(said[column])).scaleb(2))
                self.sums[case, "count"] += int(said["count"])
            if name == "registered":
                self.numbers[case] = str(said["number"])
            if print_ := entry.groups.get("authority", {}).get("fingerprint"):
                self.prints[case] = str(print_)

    def merge(self, later: Self) -> None:
        """Take in what another process saw of later entries."""
        self.sums.update(later.sums)
        self.last |= later.last
        self.numbers |= later.numbers
        self.prints |= later.prints

    def finish(self) -> Iterator[Finding]:
        """Name every contract whose row or lines say something else than its facts."""
        rows = Turnover.objects.order_by("contract").values_list("contract_id")
        held = {
            str(case): {"total_yuan": int(total.scaleb(2)), "technology_yuan": int(part.scaleb(2)), "count": count}
            for case, total, part, count in rows.annotate(t=Sum("total_yuan"), s=Sum("technology_yuan"), n=Sum("count"))
        }
        for case in sorted({*held, *(case for case, _column in self.sums)}):
            for column in ("total_yuan", "technology_yuan", "count"):
                row, fact = held.get(case, {}).get(column, 0), self.sums[case, column]
                if row != fact:
                    yield self._differs("market_contract_turnover", case, column, str(row), str(fact))
        for case, number, print_ in TechContract.objects.values_list("pk", "number", "fingerprint").iterator(CHUNK):
            said = {"number": self.numbers.pop(str(case), ""), "fingerprint": self.prints.pop(str(case), "")}
            for column, value in (("number", number), ("fingerprint", print_)):
                if said[column] != value:
                    yield self._differs("market_contract_techcontract", str(case), column, value, said[column])
        for case, number in self.numbers.items():
            yield self._differs("market_contract_techcontract", case, "number", "", number)

    def _differs(self, table: str, row: str, column: str, held: str, fact: str) -> Finding:
        values = {
            "table": table,
            "row": row,
            "column": column,
            "held": held,
            "fact": fact,
            "seq": self.last.get(row, 0),
        }
        return Finding("ledger.row_differs", values)
