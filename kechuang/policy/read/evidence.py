"""What a rule of the classifier may look at, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kechuang.policy.read.clauses import Clause, Setting
    from kechuang.policy.read.quantities import Quantity


_LOOKS_BACK = 240


@dataclass(frozen=True, slots=True)
class Verdict:
    role: str
    reason: str


def aside(reason: str) -> Verdict:
    return Verdict("aside", reason)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a rule may look at: the clause around the number and the state it stands in."""

    text: str
    clause: Clause
    quantity: Quantity
    before: str
    after: str
    setting: Setting
    sentence_gives: bool
    previous_gives: bool
    clause_gives: bool
    statute: bool
    box: bool
    condition: bool
    carried: bool
    goal: bool
    default_year: int | None
    told: bool = False

    @property
    def part(self) -> str:
        """The sentence from its last semicolon to the number, as far as a reader looks back."""
        low = max(self.clause.sentence_start, self.quantity.start - _LOOKS_BACK)
        return self.text[low : self.quantity.start].rpartition("；")[2]
