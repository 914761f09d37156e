"""Shapes of the interface of rewards."""

from datetime import date
from decimal import Decimal

from ninja import Schema
from pydantic import Field


class RewardIn(Schema):
    """What a computation is made of. Amounts in yuan as text, shares of one as decimals (0.7)."""

    way: str
    place: str
    on: date
    kind: str = "gov_research_unit"
    central: bool = False
    follows_local: bool = False
    paid: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    fiscal: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    shares: Decimal = Decimal(0)
    profits: list[Decimal] = Field(default_factory=list)
    years: int | None = None
    agreed: Decimal | None = None
    main: Decimal | None = None
    staff: Decimal | None = None


class RewardRuleOut(Schema):
    """The value of the rules behind a line: where, since when, by which clause, and how sure."""

    key: str
    value: str
    place: str
    since: date | None
    meaning: str
    clause: str
    source: str
    confidence: str


class RewardLineOut(Schema):
    """One line. ``least``: the rules ask for at least this."""

    code: str
    label: str
    formula: str
    amount: Decimal
    least: bool
    rule: RewardRuleOut | None


class RewardOut(Schema):
    """A computation: lines in order, what they come to, what else the rules say. ``unit``: yuan or shares."""

    unit: str
    edition: str
    net: Decimal
    pool: Decimal
    main: Decimal | None
    staff: Decimal | None
    rest: Decimal
    kept: Decimal
    lines: list[RewardLineOut]
    terms: list[RewardRuleOut]


class RewardTotalOut(Schema):
    """Sums of the yearly transfer reports of all units; yuan and counts by code."""

    year: int
    units: int
    due: date | None
    figures: dict[str, Decimal]
