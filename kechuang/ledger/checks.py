"""Row checks: how other packages have their rows compared with facts during the one pass of ``verify``."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, Self

from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen

MOST = 20


class Check(Protocol):
    """A comparison of rows with facts. It only reads; one object serves one verification.

    A large log is passed over by several processes, each with a check of its own that sees a part; so the object must
    be picklable, and be able to take in what its twin saw after it.
    """

    def see(self, entries: Sequence[Seen]) -> None:
        """Take in the next entries of a log, in order; logs follow one another in the order of their codes."""

    def merge(self, later: Self) -> None:
        """Take in what another saw of the entries right after those seen here."""

    def finish(self) -> Iterable[Finding]:
        """Compare, once all entries were seen; ``ledger.row_differs`` is the finding for a row that differs."""


_checks: dict[str, Callable[[], Check]] = {}


def register_check(name: str, make: Callable[[], Check]) -> None:
    """Have ``verify`` make and run a check; registering the same name again replaces it. Call it in ``ready()``."""
    _checks[name] = make


class Findings:
    """Collects findings, at most twenty of a code, so that a ruined log does not fill the memory."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.counts: dict[str, int] = {}

    def __call__(self, finding: Finding) -> None:
        count = self.counts[finding.code] = self.counts.get(finding.code, 0) + 1
        if count <= MOST:
            self.kept.append(finding)

    def merge(self, later: "Findings") -> None:
        """Take in what another collected."""
        for finding in later.kept:
            self(finding)
        for code, count in later.counts.items():
            self.counts[code] += max(0, count - MOST)

    @property
    def more(self) -> dict[str, int]:
        """How many findings of a code were counted and not kept."""
        return {code: count - MOST for code, count in self.counts.items() if count > MOST}


class Watch:
    """All registered checks at once; one that fails is reported and left out from then on."""

    def __init__(self, find: Findings, *, empty: bool = False) -> None:
        self.find = find
        self.checks = {} if empty else {name: make() for name, make in sorted(_checks.items())}

    def see(self, entries: Sequence[Seen]) -> None:
        """Show entries to every check."""
        for name, check in list(self.checks.items()):
            try:
                check.see(entries)
            except Exception as broken:  # noqa: BLE001 - a broken check must not hide what the others find
                self._broke_off(name, broken)

    def merge(self, later: "Watch") -> None:
        """Take in what the checks of another process saw."""
        for name, check in list(self.checks.items()):
            try:
                check.merge(later.checks[name])
            except Exception as broken:  # noqa: BLE001 - a broken check must not hide what the others find
                self._broke_off(name, broken)

    def finish(self) -> None:
        """Let every check compare its rows."""
        for name, check in list(self.checks.items()):
            try:
                for finding in check.finish():
                    self.find(finding)
            except Exception as broken:  # noqa: BLE001 - a broken check must not hide what the others find
                self._broke_off(name, broken)

    def _broke_off(self, name: str, broken: Exception) -> None:
        self.checks.pop(name)
        why = f"{type(broken).__name__}: {broken}"
        if not any(one.code == "ledger.check_broke_off" and one.values["name"] == name for one in self.find.kept):
            self.find(Finding("ledger.check_broke_off", {"name": name, "why": why}))
