"""Parts against wholes: whether what a text publishes adds up. Nothing is mended, only said. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kechuang.policy.works.names import scaled

ADDS_UP, REMAINDER, EXCEEDS, CANNOT_SAY = "adds_up", "remainder", "exceeds", "cannot_say"
VERDICTS = (ADDS_UP, REMAINDER, EXCEEDS, CANNOT_SAY)


@dataclass(frozen=True, slots=True)
class Amount:
    """A published value with its unit; ``value`` is empty where the text gives no number."""

    value: str
    unit: str
    value_max: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """``adds_up``; ``remainder``: the parts named leave a rest; ``exceeds``: they are more than the whole.

    ``rest`` is whole minus parts, in the plain unit of the whole; None where it cannot be said, because a number is
    missing or the units differ.
    """

    verdict: str
    rest: Decimal | None
    unit: str


def check(whole: Amount, parts: Sequence[Amount]) -> Sum:
    """Hold the parts of a whole against it. Of a range, the lesser value is what is promised."""
    number, unit = scaled(whole.value, whole.unit)
    amounts = [scaled(part.value, part.unit) for part in parts]
    known = [value for value, base in amounts if value is not None and base == unit]
    if number is None or not parts or len(known) != len(parts) or unit == "%":
        return Sum(CANNOT_SAY, None, unit)
    rest = number - sum(known, Decimal(0))
    if rest == 0:
        return Sum(ADDS_UP, rest, unit)
    return Sum(EXCEEDS if rest < 0 else REMAINDER, rest, unit)
