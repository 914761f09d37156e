"""What people and tables write, read into an entry: a place by code or name, a period, a value. Faults are refusals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.statistic import numbers, periods


@dataclass(frozen=True, slots=True)
class Read[T]:
    """A value, or the refusal that says what is wrong with it and what would be taken."""

    value: T | None = None
    refusal: Refusal | None = None
    suggestions: tuple[str, ...] = ()


def place(raw: str, on: date) -> Read[str]:
    """Read a place as it stood on the day of the code list: 330106, CN-330106, 杭州市西湖区."""
    text = "".join(raw.split()).upper().removeprefix("CN-").removeprefix("CN_")
    if text.isascii() and text.isdigit():
        try:
            return Read(places.division(text, on).code)
        except PlaceError as error:
            return Read(None, Refusal(error.code, error.values, "place"), _instead(text, on))
    found = places.find(raw, on)
    if found.value is not None:
        return Read(found.value.code)
    if found.fault is None:
        return Read(None, Refusal("statistic.place_unread", {"raw": raw}, "place"))
    return Read(None, Refusal(found.fault.code, found.fault.values, "place"), found.suggestions)


def _instead(code: str, on: date) -> tuple[str, ...]:
    """Give the codes that hold the territory on the day, where the code was given up or did not stand yet."""
    try:
        return places.successors(code, on)
    except PlaceError:
        return ()


def period(raw: str) -> Read[str]:
    """Read a period into its stored form."""
    found = periods.read(raw)
    return Read(found.code) if found else Read(None, Refusal("statistic.period_unread", {"raw": raw[:40]}, "period"))


def value(raw: str) -> Read[Decimal]:
    """Read a value; an empty text is no value and no fault."""
    if not raw.strip():
        return Read()
    number = numbers.read(raw)
    if number is None:
        return Read(None, Refusal("statistic.value_unread", {"raw": raw[:40]}, "value"))
    return Read(number)
