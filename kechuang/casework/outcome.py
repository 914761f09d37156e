"""A request on its way through the gateway, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from kechuang.casework.decision import Decision
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.resolve import Law
from kechuang.web.permissions import Held


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request: the cases with their new states and the ids of the facts, or the refusal.

    ``repeated`` says that the key had been used before and the first result is given back.
    """

    key: str
    refusal: Refusal | None = None
    act: UUID | None = None
    states: Mapping[UUID, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    repeated: bool = False

    def __bool__(self) -> bool:
        return self.refusal is None

    @property
    def case(self) -> UUID:
        """Give the first case that the act moved or opened."""
        return next(iter(self.states))


@dataclass(frozen=True, slots=True)
class Item[Q]:
    """One request of a batch under its own idempotency key."""

    request: Q
    key: str


@dataclass(slots=True)
class Accepted[Q]:
    """A decided request on its way into the tables; ``held`` is the duty by which the person may act."""

    item: Item[Q]
    act: UUID
    decision: Decision
    law: Law
    sources: Mapping[UUID, str]
    held: Held | None = None
    facts: list[str] = field(default_factory=list)
