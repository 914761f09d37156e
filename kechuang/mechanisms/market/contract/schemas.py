"""Shapes of contracts in the interface for programs. Amounts and days are text, as everywhere."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from kechuang.mechanisms.market.contract.rules import kinds


class TechContractPartyIn(Schema):
    """A side: ``place`` is a division (six digits), or ``country`` two letters for a party abroad."""

    name: str
    code: str = ""
    place: str = ""
    country: str = "CN"
    kind: str = "enterprise"


class TechContractDeductionIn(Schema):
    """Something that is not technology: ``kind`` equipment, instrument, part, material or other."""

    kind: str
    name: str
    yuan: Decimal
    carrier: bool = False


class TechContractInstalmentIn(Schema):
    """One payment agreed."""

    on: date
    yuan: Decimal


class TechContractRightIn(Schema):
    """A right that the contract is about."""

    kind: str
    number: str = ""


class TechContractRoyaltyIn(Schema):
    """A royalty: ``base`` price, output, profit or sales; ``movement`` fixed, rising or falling."""

    base: str
    rate: str
    movement: str = "fixed"
    estimate_yuan: Decimal | None = None


class TechContractForeignIn(Schema):
    """A price in foreign currency; rate and its day are needed."""

    currency: str
    amount: Decimal
    rate: Decimal | None = None
    rate_on: date | None = None
    source: str = ""


class TechContractIn(Schema):
    """A contract as the registration form asks it. ``holder`` is the body that brings it."""

    holder: UUID | None = None
    office: UUID | None = None
    title: str
    number: str = ""
    type: str
    subtype: str
    form: str = kinds.WRITTEN
    seller: TechContractPartyIn
    buyer: TechContractPartyIn
    signed_on: date
    effective_on: date | None = None
    ends_on: date | None = None
    subject: str
    acceptance: str
    field: str = "electronics"
    industry: str = ""
    purpose: str = "industry"
    plan: str = "none"
    plan_number: str = ""
    licence: str = ""
    rights: list[TechContractRightIn] = Field(default_factory=list)
    total_yuan: Decimal
    technology_yuan: Decimal | None = None
    deductions: list[TechContractDeductionIn] = Field(default_factory=list)
    payment: str = kinds.LUMP
    schedule: list[TechContractInstalmentIn] = Field(default_factory=list)
    royalty: TechContractRoyaltyIn | None = None
    foreign: TechContractForeignIn | None = None
    trade_list: str = ""
    trade_licence: str = ""
    trade_licence_on: date | None = None
    shares: bool = False
    mixed: bool = False
    declared: bool = False


class TechContractEnjoyedIn(Schema):
    """A policy enjoyed, in yuan."""

    policy: str
    yuan: Decimal


class TechContractExpertIn(Schema):
    """An expert of a review; only the registering body reads who it was."""

    name: str
    unit: str
    agrees: bool


class TechContractStepIn(Schema):
    """What a step needs: ``ground`` and ``text`` for most; the others as the step asks (see the pages)."""

    ground: str = ""
    text: str = ""
    line: str = ""
    wish: str = ""
    experts: int = 0
    panel: list[TechContractExpertIn] = Field(default_factory=list)
    agree: int = 0
    type: str = ""
    subtype: str = ""
    technology_yuan: Decimal | None = None
    received_yuan: Decimal | None = None
    period_end: date | None = None
    enjoyed: list[TechContractEnjoyedIn] = Field(default_factory=list)
    none_enjoyed: bool = False
    fine_yuan: Decimal | None = None
    content: TechContractIn | None = None


class TechContractDoneOut(Schema):
    """The case and the state in which it stands now."""

    case: str
    state: str


class TechContractLineOut(Schema):
    """A line of the check list: ok, doubt or fails; ``open`` while it keeps the contract from being registered."""

    code: str
    verdict: str
    why: str
    rule: str
    open: bool


class TechContractOut(Schema):
    """One contract: contents as they stand, figures as registered, and for the office the check list."""

    case: str
    number: str
    state: str
    registration: str
    registered_on: date | None
    accepted_on: date | None
    ended_on: date | None
    due_on: date | None
    technology_yuan: Decimal | None
    registered_total: Decimal
    registered_technology: Decimal
    version: int
    content: dict[str, Any]
    checks: list[TechContractLineOut]


class CertificateOut(Schema):
    """Whether a certificate's number stands, and what anybody may know of it."""

    number: str
    known: bool
    state: str = ""
    type: str = ""
    place: str = ""
    registered_on: date | None = None
    ended_on: date | None = None
    agrees: bool | None = None


class TurnoverLineOut(Schema):
    """Amounts of a code (a type, field, place or trade) in a span, and those of the year before."""

    by: str
    code: str
    count: int
    total_yuan: Decimal
    technology_yuan: Decimal
    count_before: int
    technology_before_yuan: Decimal


class TurnoverFlowOut(Schema):
    """So much from sellers of one region to buyers of another."""

    seller: str
    buyer: str
    count: int
    total_yuan: Decimal
    technology_yuan: Decimal
