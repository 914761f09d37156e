"""Asking the rules for one contract: whose place, which day, whom they bind. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Contract
from kechuang.rulebook.resolve import Answer, Law, Subject
from kechuang.rulebook.value import Table

SIGNED = frozenset({"contract.types", "contract.development.written", "trade.contract.valid_from"})


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that bind a contract: of the registering place; by the day of signing or of the accepted file."""

    law: Law
    contract: Contract
    place: str
    on: date

    def ask(self, key: str, *tags: str) -> Answer:
        """The rule of the place, for contracts with these tags (``large``, ``disputed``, ``imported``)."""
        day = self.contract.signed_on if key in SIGNED else self.on
        subject = Subject(tags=frozenset(tags)) if tags else None
        return self.law.ask(key, place=self.place, on=min(day, self.on), subject=subject)

    def says(self, key: str, *tags: str) -> bool:
        """Whether the rule says yes."""
        return self.ask(key, *tags).value is True

    def number(self, key: str) -> Decimal | None:
        """The number that a rule gives; None where none speaks."""
        value = self.ask(key).value
        return Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None

    def types(self) -> tuple[str, ...]:
        """The types in force on the day of signing; all five where no rule speaks."""
        value = self.ask("contract.types").value
        return tuple(str(row["code"]) for row in value.rows) if isinstance(value, Table) else kinds.TYPES
