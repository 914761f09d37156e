"""How terms follow the register when a bound target is corrected there: number, year, comparator, unit. Pure.

A promise keeps what the register said when its terms were set (``said``). What was corrected since is in force at once,
where the terms held the register's own value; where a person had set another, the difference is told and nothing moves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kechuang.indicators.promises.proposing import SENSES, number
from kechuang.indicators.promises.terms import AT_LEAST, AT_MOST, RANK, Terms

FIELDS = ("value", "value_max", "unit", "year", "comparator")
POWERS = {"亿": 8, "万": 4, "千": 3, "百": 2, "十": 1}


@dataclass(frozen=True, slots=True)
class Followed:
    """Terms as they are in force; ``moved`` fields of the register were followed, ``apart`` ones were not."""

    terms: Terms
    moved: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


def follow(terms: Terms, said: Mapping[str, str], now: Mapping[str, str]) -> Followed:
    """Give the terms in force where the register said ``said`` when they were set and says ``now`` today."""
    moved, apart = [], []
    for name in FIELDS:
        old, new = said.get(name, ""), now.get(name, "")
        if old == new:
            continue
        after = _FOLLOW[name](terms, old, new)
        if after is None:
            apart.append(name)
        elif after != terms:
            terms = after
            moved.append(name)
    return Followed(terms, tuple(moved), tuple(apart))


def _value(terms: Terms, old: str, new: str) -> Terms | None:
    wanted = number(new)
    return replace(terms, target=wanted) if wanted is not None and terms.target == number(old) else None


def _value_max(terms: Terms, old: str, new: str) -> Terms | None:
    if terms.target_max is None and not number(old):
        return terms
    return replace(terms, target_max=number(new)) if terms.target_max == number(old) else None


def _year(terms: Terms, old: str, new: str) -> Terms | None:
    if not new.isdigit() or str(terms.due_on.year) != old:
        return None
    day = 28 if (terms.due_on.month, terms.due_on.day) == (2, 29) else terms.due_on.day
    due = date(int(new), terms.due_on.month, day)
    return replace(terms, due_on=due) if terms.base_on is None or terms.base_on < due else None


def _comparator(terms: Terms, old: str, new: str) -> Terms | None:
    return replace(terms, sense=_sense(terms, new)) if terms.sense == _sense(terms, old) else None


def _sense(terms: Terms, comparator: str) -> str:
    return AT_MOST if terms.form == RANK else SENSES.get(comparator, AT_LEAST)


def _unit(terms: Terms, old: str, new: str) -> Terms | None:
    """Another power of ten of one unit (万元, 亿元) moves factor and baseline along; another unit is for people."""
    if terms.unit != old:
        return None
    (power, plain), (other, same) = _power(old), _power(new)
    if plain != same or not plain:
        return None
    factor = Decimal(10) ** (power - other)
    base = None if terms.base is None else terms.base * factor
    return replace(terms, unit=new, scale=terms.scale * factor, base=base)


def _power(unit: str) -> tuple[int, str]:
    power = 0
    while unit and unit[0] in POWERS:
        power, unit = power + POWERS[unit[0]], unit[1:]
    return power, unit


_FOLLOW: Mapping[str, Callable[[Terms, str, str], Terms | None]] = {
    "value": _value,
    "value_max": _value_max,
    "unit": _unit,
    "year": _year,
    "comparator": _comparator,
}
