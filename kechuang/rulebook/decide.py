"""Decisions that a worked case may ask for by name: pure functions of the rules in force and of what the case states.

Each takes a :class:`Bench` and named inputs; the annotations of the inputs say how a case file writes them. It gives
named results, or a :class:`Refusal`. Packages above may register more (``@decision("voucher.amount")``).
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.resolve import Answer, Law, Rulebook, Subject

type Plain = Decimal | int | bool | str | date
type Result = Mapping[str, Plain | None]
type Decision = Callable[..., Result | Refusal]

DECISIONS: dict[str, Decision] = {}


class SilentRule(LookupError):  # noqa: N818 - it says what was met, and reads so where it is caught
    """A decision needs a rule that nobody has made for this place, day and subject."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.key)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Bench:
    """Where and when a case is decided, and by which rulebook."""

    rulebook: Rulebook
    place: str
    on: date
    subject: Subject | None = None

    def law(self) -> Law:
        return Law(self.rulebook)

    def ask(self, key: str) -> Answer:
        """The rule in force. Raises :class:`SilentRule` where no value is given."""
        answer = self.rulebook.ask(key, place=self.place, on=self.on, subject=self.subject)
        if answer.value is None:
            raise SilentRule(answer)
        return answer

    def number(self, key: str) -> Decimal:
        """An amount, share, or count as a decimal. Raises TypeError for text and tables."""
        value = self.ask(key).value
        if isinstance(value, (Decimal, int)):
            return Decimal(value)
        raise TypeError(f"{key} is no number")


def decision(name: str) -> Callable[[Decision], Decision]:
    """Register a pure function under the name that case files use."""

    def register(function: Decision) -> Decision:
        if name in DECISIONS:
            raise ValueError(f"decision {name} is registered twice")
        DECISIONS[name] = function
        return function

    return register


def inputs_of(function: Decision) -> dict[str, tuple[type, bool]]:
    """The inputs of a decision: their type, and whether a case must state them."""
    _, *parameters = inspect.signature(function).parameters.values()
    return {item.name: (item.annotation, item.default is inspect.Parameter.empty) for item in parameters}
