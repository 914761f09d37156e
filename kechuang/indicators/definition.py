"""Definitions of indicators: what is counted, from which facts and fields, and what is left out. Pure.

One YAML file an indicator, with every version of its definition; old ones stay, so that an old number can be made
again. A file is checked when it is loaded, and a fault names file and line. Format: ``docs/indicators.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kechuang.policy.catalogue import Words

SUM, COUNT, DISTINCT, QUANTILE, SHARE, STOCK = "sum", "count", "distinct", "quantile", "share", "stock"
ABOVE = "above"
MEASURES = (SUM, COUNT, DISTINCT, QUANTILE, SHARE, STOCK, ABOVE)
YUAN, NUMBER, DAYS, RATIO = "yuan", "number", "days", "share"
UNITS = (YUAN, NUMBER, DAYS, RATIO)
PAYER, PROVIDER, FIRM, REGION = "payer", "provider", "firm", "region"
ROLES = (PAYER, PROVIDER, FIRM, REGION)
DIRECTIONS = ("up", "down", "none")
DIMENSIONS = ("region", "industry", "category", "cross_region", "provider_region", "step")
PUBLIC = "public"

type Scalar = str | bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact counts only where a column equals a value; ``positive`` asks for more than nought instead.

    With ``never`` it counts where the column has none of these values.
    """

    column: str
    value: Scalar = ""
    positive: bool = False
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How the counted facts become one number.

    ``column`` holds what is summed, counted apart or ranked (empty: the facts are counted). A share is the part of the
    sum or count that fulfils ``part``. ``above`` is a share too: how far the sum lies above the sum of column ``over``,
    of the facts that say both (0.35: by 35 percent; below nought: it lies below). A stock is the number of cases whose
    last fact is one of ``enters``.
    """

    kind: str
    column: str = ""
    over: str = ""
    at: str = ""
    part: tuple[Condition, ...] = ()
    enters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of an indicator's definition. ``permission`` is ``public``, or what a reader needs for it."""

    key: str
    version: int
    since: date
    order: int
    title: Words
    counted: Words
    left_out: Words
    owner: Words
    source: Words
    unit: str
    direction: str
    role: str
    frequency: str
    permission: str
    begins: tuple[str, ...]
    facts: tuple[str, ...]
    where: tuple[Condition, ...]
    day: str
    place: str
    dimensions: Mapping[str, str]
    measure: Measure

    @property
    def id(self) -> str:
        """Key and version: what a published number names."""
        return f"{self.key}@{self.version}"

    @property
    def public(self) -> bool:
        """Whether anybody may read the numbers."""
        return self.permission == PUBLIC

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the data set from which the numbers are made, apart from where a fact stands."""
        used = {self.day, self.place, self.measure.column, self.measure.over, *self.dimensions.values()}
        used |= {condition.column for condition in (*self.where, *self.measure.part)}
        return frozenset(used - {"", "log", "type", "on"})


class DefinitionError(ValueError):
    """A definition file that does not load: where, and what is wrong."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")
        self.file, self.line, self.what = file, line, what
