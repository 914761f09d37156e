"""What is promised, as it is measured: form, number, baseline, term, reading. Pure.

Values are exact decimals in the unit of the promise; time is counted in months, so that years, quarters and months
fit one scale without rounding: the month index of December 2027 is ``2027 * 12 + 12``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

LEVEL, INCREMENT, ANNUAL, GROWTH, RELATIVE, SHARE, COVERAGE = (
    "level",
    "increment",
    "annual",
    "growth",
    "relative",
    "share",
    "coverage",
)
RANK, RANGE, MILESTONE, PART, SOFT, SLOGAN = "rank", "range", "milestone", "part", "soft", "slogan"
FORMS = (
    *(LEVEL, INCREMENT, ANNUAL, GROWTH, RELATIVE, SHARE, COVERAGE),
    *(RANK, RANGE, MILESTONE, PART, SOFT, SLOGAN),
)
UNNUMBERED = frozenset({SOFT, SLOGAN, MILESTONE})
BESIDE = frozenset({RELATIVE})
EACH, COMPOUND = "each", "compound"
READINGS = (EACH, COMPOUND)
AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN = "at_least", "more_than", "at_most", "less_than"
SENSES = (AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN)
STOCK, FLOW, RATE = "stock", "flow", "rate"
SERIES = (STOCK, FLOW, RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where states begin. All are our design (D) and stand as rule keys ``promise.*``.

    A ratio of ``on_track`` or more is on track, from ``watch`` to be watched, from ``away`` behind, below it moving
    away. Without a target a yearly change of ``significant`` or more is a significant movement. A milestone is watched
    in its last ``milestone_months``.
    """

    on_track: Fraction = Fraction(1)
    watch: Fraction = Fraction(9, 10)
    away: Fraction = Fraction(0)
    significant: Fraction = Fraction(1, 100)
    milestone_months: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One version of a promise's terms.

    ``indicator`` is the code of a statistic or of a platform indicator; ``beside`` is a second series: the whole of
    which a share or part is taken (an indicator), or the place (``beside_place``) above which a growth must lie.
    ``series`` says what the indicator's values are: a stock on a day, a flow of a period, or a rate in percent.
    ``scale`` multiplies a measured value into the promise's unit. For coverage, ``members`` are the places that must
    be covered, each by a value of ``floor`` or more, and ``target`` how many of them (none: all). ``group`` is a union
    or a group of counties (``ZJ-26``) over whose members the indicator is counted together; ``place`` stays whose
    promise it is.
    """

    form: str
    due_on: date
    target: Decimal | None = None
    target_max: Decimal | None = None
    sense: str = AT_LEAST
    unit: str = ""
    indicator: str = ""
    place: str = ""
    series: str = STOCK
    scale: Decimal = Decimal(1)
    base: Decimal | None = None
    base_on: date | None = None
    base_source: str = ""
    reading: str = EACH
    beside: str = ""
    beside_place: str = ""
    members: tuple[str, ...] = ()
    floor: Decimal = Decimal(1)
    listed_in: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        for name, value, known in (
            ("form", self.form, FORMS),
            ("sense", self.sense, SENSES),
            ("reading", self.reading, READINGS),
            ("series", self.series, SERIES),
        ):
            if value not in known:
                raise ValueError(f"the {name} of a promise is one of {', '.join(known)}, not {value!r}")
        if self.base_on is not None and self.base_on >= self.due_on:
            raise ValueError("a promise falls due after the day of its baseline")

    @property
    def due(self) -> int:
        """The month index of the last month of the term."""
        return month_of(self.due_on)

    @property
    def where(self) -> str:
        """Where the indicator is counted: a group of places, else the place of the promise."""
        return self.group or self.place

    @property
    def start(self) -> int | None:
        """The month index of the baseline; None where no day is known."""
        return None if self.base_on is None else month_of(self.base_on)

    @property
    def rising(self) -> bool:
        """Whether more is what was promised."""
        return self.sense in {AT_LEAST, MORE_THAN}

    @property
    def needed(self) -> Decimal | None:
        """The number that is to be reached: the least of a range, and for coverage how many places."""
        if self.form == COVERAGE and self.target is None:
            return Decimal(len(self.members))
        return self.target

    def reached(self, value: Fraction) -> bool:
        """Say whether a value keeps the promise. Raises ValueError where no number was promised."""
        if self.needed is None:
            raise ValueError("no number was promised")
        wanted = Fraction(self.needed)
        return {
            AT_LEAST: value >= wanted,
            MORE_THAN: value > wanted,
            AT_MOST: value <= wanted,
            LESS_THAN: value < wanted,
        }[self.sense]


def month_of(day: date) -> int:
    """Give the month index of a day."""
    return day.year * 12 + day.month


def year_of(month: int) -> int:
    """Give the year in which a month index lies."""
    return (month - 1) // 12


def to_json(terms: Terms) -> dict[str, str]:
    """Write terms as texts, as a fact holds them; what is empty is left out."""
    found = {}
    for spec in fields(Terms):
        value = getattr(terms, spec.name)
        text = ",".join(value) if isinstance(value, tuple) else "" if value is None else _text(value)
        if text:
            found[spec.name] = text
    return found


def _text(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def from_json(kept: Mapping[str, str]) -> Terms:
    """Read terms back. Raises ValueError for what no terms are."""
    numbers = {
        name: _decimal(kept[name]) for name in ("target", "target_max", "base", "scale", "floor") if name in kept
    }
    days = {name: date.fromisoformat(kept[name]) for name in ("due_on", "base_on") if name in kept}
    texts = ("form", "sense", "unit", "indicator", "place", "series", "base_source", "reading", "beside")
    plain = {name: kept[name] for name in (*texts, "beside_place", "listed_in", "group") if name in kept}
    members = tuple(kept["members"].split(",")) if kept.get("members") else ()
    return Terms(**numbers, **days, **plain, members=members)  # type: ignore[arg-type]  # each group has its own kind


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None


def changed(old: Terms, new: Terms) -> tuple[str, ...]:
    """Name the terms that differ, in their order."""
    return tuple(spec.name for spec in fields(Terms) if getattr(old, spec.name) != getattr(new, spec.name))
