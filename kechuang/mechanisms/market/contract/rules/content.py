"""One technology contract as it is registered: parties, type, amounts, terms. Pure.

Amounts are yuan as :class:`Decimal`. ``plain`` and ``from_plain`` carry it through JSON without loss.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from kechuang.mechanisms.market.contract.rules import kinds

CHINA, ABROAD = "CN", "ABROAD"
FEN = Decimal("0.01")
_JUNK = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a contract. ``place`` is a division (six digits), empty abroad (``country`` says where)."""

    name: str
    code: str = ""
    place: str = ""
    country: str = CHINA
    kind: str = "enterprise"
    body: UUID | None = None

    @property
    def abroad(self) -> bool:
        """Whether the party sits abroad."""
        return self.country != CHINA

    @property
    def region(self) -> str:
        """The division of the seat, or ``ABROAD``."""
        return ABROAD if self.abroad else self.place

    @property
    def key(self) -> str:
        """What tells this party from others: its code, else its name without blanks and brackets."""
        return self.code or squeezed(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Something non-technical in the total. ``carrier``: a reasonable quantity of carriers, not deducted."""

    kind: str
    name: str
    yuan: Decimal
    carrier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One payment agreed: its day and amount."""

    on: date
    yuan: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """An intellectual property right that the contract is about: its kind and number."""

    kind: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Royalty:
    """A share of later proceeds: of what (``base``), at which rate, and what both sides expect of it.

    ``estimate_yuan`` is kept and shown as an estimate; it is never part of the registered total.
    """

    base: str
    rate: str
    movement: str = "fixed"
    estimate_yuan: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A price in foreign currency: the rate to yuan, its day and its source."""

    currency: str
    amount: Decimal
    rate: Decimal | None = None
    rate_on: date | None = None
    source: str = ""

    @property
    def yuan(self) -> Decimal | None:
        """The amount in yuan, rounded once; None while no rate is known."""
        return None if self.rate is None else (self.amount * self.rate).quantize(FEN, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Everything that the registration form asks of a contract."""

    title: str
    type: str
    subtype: str
    seller: Party
    buyer: Party
    signed_on: date
    subject: str
    total_yuan: Decimal | None
    number: str = ""
    form: str = kinds.WRITTEN
    effective_on: date | None = None
    ends_on: date | None = None
    acceptance: str = ""
    field: str = "electronics"
    industry: str = ""
    purpose: str = "industry"
    plan: str = "none"
    plan_number: str = ""
    licence: str = ""
    rights: tuple[Right, ...] = ()
    technology_yuan: Decimal | None = None
    deductions: tuple[Deduction, ...] = ()
    payment: str = kinds.LUMP
    schedule: tuple[Instalment, ...] = ()
    royalty: Royalty | None = None
    foreign: Foreign | None = None
    trade: str = kinds.DOMESTIC
    trade_list: str = ""
    trade_licence: str = ""
    trade_licence_on: date | None = None
    shares: bool = False
    mixed: bool = False
    declared: bool = True
    original_seen: bool = False
    files: tuple[UUID, ...] = ()

    @property
    def deducted(self) -> Decimal:
        """What is taken off the total: everything non-technical but reasonable carriers."""
        return sum((each.yuan for each in self.deductions if not each.carrier), Decimal(0))

    @property
    def technology(self) -> Decimal:
        """The technology amount: the total without what is deducted. Never called on a contract with wrong amounts."""
        return (self.total_yuan or Decimal(0)) - self.deducted

    @property
    def goods(self) -> Decimal:
        """Equipment, instruments, parts and materials within the total."""
        return sum((each.yuan for each in self.deductions if each.kind in kinds.GOODS), Decimal(0))

    @property
    def estimated(self) -> bool:
        """Whether a later part of the price is only estimated."""
        return self.payment in kinds.ROYALTIES

    @property
    def applicant(self) -> Party:
        """Who registers by the seat: the seller, of imported technology the domestic buyer."""
        return self.buyer if self.trade == kinds.IMPORT else self.seller

    @property
    def fingerprint(self) -> str:
        """The same for the same contract wherever it is brought: seller, number, day of signing, subject."""
        parts = (
            self.seller.key,
            squeezed(self.number),
            self.signed_on.isoformat(),
            squeezed(self.subject or self.title),
        )
        return sha256("|".join(parts).encode()).hexdigest()


def squeezed(text: str) -> str:
    """Give a text as it is compared: half width, lower case, without blanks and punctuation."""
    return _JUNK.sub("", unicodedata.normalize("NFKC", text)).casefold()


def likeness(one: str, other: str) -> Decimal:
    """How alike two texts are, 0 to 1: shared pairs of characters (Dice), to three places."""
    first, second = _pairs(squeezed(one)), _pairs(squeezed(other))
    if not first or not second:
        return Decimal(1) if squeezed(one) == squeezed(other) and squeezed(one) else Decimal(0)
    return (Decimal(2 * len(first & second)) / Decimal(len(first) + len(second))).quantize(Decimal("0.001"))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def plain(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """Give a contract (or a part of one) as JSON can hold it: amounts, days and ids as text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, (Contract, Party, Deduction, Instalment, Right, Royalty, Foreign)):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return value


def from_plain(values: Mapping[str, Any]) -> Contract:
    """Give the contract that ``plain`` wrote. Raises KeyError or ValueError for anything else."""
    read = dict(values)
    for name in ("seller", "buyer"):
        read[name] = _party(values[name])
    for name in ("signed_on", "effective_on", "ends_on", "trade_licence_on"):
        read[name] = _day(values.get(name))
    for name in ("total_yuan", "technology_yuan"):
        read[name] = _number(values.get(name))
    read["rights"] = tuple(Right(**each) for each in values.get("rights", ()))
    read["deductions"] = tuple(
        Deduction(**{**each, "yuan": Decimal(each["yuan"])}) for each in values.get("deductions", ())
    )
    read["schedule"] = tuple(
        Instalment(on=date.fromisoformat(each["on"]), yuan=Decimal(each["yuan"])) for each in values.get("schedule", ())
    )
    royalty, foreign = values.get("royalty"), values.get("foreign")
    read["royalty"] = Royalty(**{**royalty, "estimate_yuan": _number(royalty["estimate_yuan"])}) if royalty else None
    read["foreign"] = (
        Foreign(
            currency=foreign["currency"],
            amount=Decimal(foreign["amount"]),
            rate=_number(foreign.get("rate")),
            rate_on=_day(foreign.get("rate_on")),
            source=foreign.get("source", ""),
        )
        if foreign
        else None
    )
    read["files"] = tuple(UUID(each) for each in values.get("files", ()))
    return Contract(**read)


def _party(values: Mapping[str, Any]) -> Party:
    body = values.get("body")
    return Party(**{**values, "body": UUID(body) if body else None})


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
