"""Tables of moves: from which states, to which states, by whom. Pure.

A mechanism declares one table per kind of case. State codes and move codes are for ever; words for them live in the
catalogues under ``<kind>.<state>`` and ``<kind>.<move>``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kechuang.kernel.refusal import Refusal

# A move whose code holds a dot belongs to no kind of its own: it stands beside the moves of many kinds.
BESIDE = "."
OFFICE, HOLDER, COUNTERPART, SYSTEM = "office", "holder", "counterpart", "system"
SIDES = (OFFICE, HOLDER, COUNTERPART, SYSTEM)


@dataclass(frozen=True, slots=True)
class Move:
    """One step that a case may take.

    ``sources`` is empty for a move that opens a case. ``side`` says for whom the person acts: the office in whose
    place the case lies, the body that holds the case, the counterpart, or the node itself. ``excludes`` lists moves
    whose person may not take this one on the same case (preparing, checking and paying are different persons).
    """

    code: str
    sources: frozenset[str]
    targets: frozenset[str]
    permission: str
    side: str = OFFICE
    excludes: frozenset[str] = field(default_factory=frozenset)
    main: bool = False


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that an actor may take now, and the name of the address with its form."""

    kind: str
    move: Move
    form: str

    @property
    def code(self) -> str:
        """Give the move's full code, under which the catalogues hold its words."""
        return full_code(self.kind, self.move.code)


def move(
    code: str,
    sources: str,
    targets: str,
    permission: str,
    side: str = OFFICE,
    excludes: str = "",
    *,
    main: bool = False,
) -> Move:
    """Write a move in one line; several states or moves are separated by blanks."""
    if side not in SIDES:
        raise ValueError(f"{code}: no side is called {side}")
    return Move(
        code,
        frozenset(sources.split()),
        frozenset(targets.split()),
        permission,
        side,
        frozenset(excludes.split()),
        main,
    )


@dataclass(frozen=True)
class Moves:
    """All moves of one kind of case. Raises ValueError when the table contradicts itself.

    ``rest`` are states in which a case waits for nobody although moves leave them (a listed provider, a granted right).
    """

    kind: str
    states: tuple[str, ...]
    table: tuple[Move, ...]
    rest: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        codes = [entry.code for entry in self.table]
        if len(set(codes)) != len(codes):
            raise ValueError(f"{self.kind}: a move is listed twice")
        for entry in self.table:
            unknown = (entry.sources | entry.targets) - set(self.states)
            if unknown:
                raise ValueError(f"{self.kind}.{entry.code}: unknown states {sorted(unknown)}")
            if self.rest - set(self.states):
                raise ValueError(f"{self.kind}: unknown states {sorted(self.rest - set(self.states))}")
            if entry.excludes - set(codes):
                raise ValueError(f"{self.kind}.{entry.code}: excludes unknown moves")
        unreached = set(self.states) - {state for entry in self.table for state in entry.targets}
        if unreached:
            raise ValueError(f"{self.kind}: no move leads to {sorted(unreached)}")

    @cached_property
    def by_code(self) -> dict[str, Move]:
        """Give the moves under their codes."""
        return {entry.code: entry for entry in self.table}

    @cached_property
    def final(self) -> frozenset[str]:
        """Give the states that no move leaves."""
        return frozenset(self.states) - {state for entry in self.table for state in entry.sources}

    @cached_property
    def finished(self) -> frozenset[str]:
        """Give the states that wait for nobody: final ones, ones at rest, and ones that only side moves leave."""
        waiting = {state for entry in self.table if entry.main or entry.side == SYSTEM for state in entry.sources}
        return frozenset(self.states) - waiting | self.rest

    def from_state(self, state: str) -> tuple[Move, ...]:
        """Give the moves that leave a state, in the order of the table."""
        return tuple(entry for entry in self.table if state in entry.sources)

    def check(self, code: str, state: str | None) -> Refusal | None:
        """Refuse a move that does not leave the present state (None: no case yet)."""
        entry = self.by_code[code]
        if state is None:
            return None if not entry.sources else Refusal("case.missing", {"move": full_code(self.kind, code)})
        if state in entry.sources:
            return None
        return Refusal(
            "case.move_not_open",
            {
                "move": full_code(self.kind, code),
                "state": f"{self.kind}.{state}",
                "open": ", ".join(_named(self.kind, self.from_state(state))),
            },
        )


def _named(kind: str, moves: Iterable[Move]) -> list[str]:
    return [full_code(kind, entry.code) for entry in moves]


def full_code(kind: str, code: str) -> str:
    """Give the code under which the catalogues hold a move's word: its own kind's, or the one that all kinds share."""
    return code if BESIDE in code else f"{kind}.{code}"
