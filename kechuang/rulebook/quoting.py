"""What refusals and check lists say of a rule, and its value as the number that a decision counts with. Pure."""

from decimal import Decimal
from typing import overload

from kechuang.kernel.refusal import Value
from kechuang.rulebook.resolve import Answer


def cited(answer: Answer) -> dict[str, Value]:
    """Give what a refusal quotes of a rule: its key, since when and where it holds, by which clause of which source."""
    return {
        "key": answer.key,
        "since": answer.since,
        "place": answer.place,
        "clause": answer.clause,
        "source": answer.source,
    }


def number(answer: Answer) -> Decimal | None:
    """Give a share, an amount or a count of a rule; None where no rule speaks, or none with a number."""
    value = answer.value
    return Decimal(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


@overload
def whole(answer: Answer) -> int | None: ...


@overload
def whole(answer: Answer, otherwise: int) -> int: ...


def whole(answer: Answer, otherwise: int | None = None) -> int | None:
    """Give a count of a rule, as days or months; ``otherwise`` where no rule speaks, or none with a whole number."""
    value = answer.value
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
