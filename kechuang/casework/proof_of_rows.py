"""Compares casework's rows with what the facts say: the state of every case, the balance of every account."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kechuang.casework.models import Account, Case
from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen

CHUNK = 5000


class CaseRows:
    """A case's state is the state that the last fact of it gave."""

    def __init__(self) -> None:
        self.states: dict[str, tuple[str, int]] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Keep the last state of each case."""
        for entry in entries:
            state = entry.groups.get("parties", {}).get("case_state")
            if state:
                self.states[entry.case_id] = (state, entry.seq)

    def merge(self, later: "CaseRows") -> None:
        """Take in what another process saw of later entries."""
        self.states |= later.states

    def finish(self) -> Iterator[Finding]:
        """Name every case whose row differs, that has no fact, or whose row is gone."""
        for identifier, held in Case.objects.values_list("pk", "state").iterator(CHUNK):
            fact, seq = self.states.pop(str(identifier), ("", 0))
            if fact != held:
                yield _differs("casework_case", str(identifier), "state", held, fact, seq)
        for identifier, (fact, seq) in self.states.items():
            yield _differs("casework_case", identifier, "state", "", fact, seq)


class AccountRows:
    """A balance is the sum of the postings that name the account."""

    def __init__(self) -> None:
        self.sums: Counter[str] = Counter()
        self.last: dict[str, int] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Add the postings up."""
        for entry in entries:
            for posting in entry.groups.get("parties", {}).get("postings", ()):
                self.sums[posting["account"]] += posting["fen"]
                self.last[posting["account"]] = entry.seq

    def merge(self, later: "AccountRows") -> None:
        """Take in what another process saw of later entries."""
        for account, fen in later.sums.items():
            self.sums[account] += fen
        self.last |= later.last

    def finish(self) -> Iterator[Finding]:
        """Name every account whose balance differs."""
        for code, balance in Account.objects.values_list("pk", "balance").iterator(CHUNK):
            held, fact = int(balance * 100), self.sums.pop(code, 0)
            if held != fact:
                yield _differs("casework_account", code, "balance", str(held), str(fact), self.last.get(code, 0))
        for code, fact in self.sums.items():
            yield _differs("casework_account", code, "balance", "", str(fact), self.last[code])


def _differs(table: str, row: str, column: str, held: str, fact: str, seq: int) -> Finding:
    values = {"table": table, "row": row, "column": column, "held": held, "fact": fact, "seq": seq}
    return Finding("ledger.row_differs", values)
