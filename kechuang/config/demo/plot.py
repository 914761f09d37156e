"""What the story remembers: budgets, granted rights, listed providers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.config.demo import cast
from kechuang.mechanisms.sharing.voucher.rules import requests as asked


@dataclass(slots=True)
class Budget:
    """A region's budget of a year."""

    case: UUID
    authority: str
    year: int


@dataclass(slots=True)
class Right:
    """A firm's claim right of a year; ``left`` is what the story thinks is left of it, in yuan."""

    case: UUID
    firm: cast.Firm
    budget: Budget
    holder: UUID
    granted_on: date
    left: Decimal

    @property
    def key(self) -> asked.RightKey:
        """Give what the acts name a right by."""
        return asked.RightKey(
            case=self.case,
            authority=self.budget.authority,
            budget=self.budget.case,
            holder=self.holder,
            place=self.firm.place,
        )


@dataclass(slots=True)
class Listed:
    """A listed provider."""

    case: UUID
    firm: cast.Firm
    services: tuple[str, ...]
    regions: tuple[str, ...]
    since: date
