"""Typed requests on the register of rights, and what decisions see of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from kechuang.kernel.days import Calendars
from kechuang.mechanisms.market.result.rules.requests import Paper
from kechuang.mechanisms.market.result.rules.standing import Party, Standing

FIRST, TRANSFER, LICENCE, LICENCE_END = "first", "transfer", "licence", "licence_end"
PLEDGE, RELEASE, CONTRIBUTION = "pledge", "release", "contribution"
ENTRIES = (FIRST, TRANSFER, LICENCE, LICENCE_END, PLEDGE, RELEASE, CONTRIBUTION)


@dataclass(frozen=True, slots=True)
class Part:
    """A party with its share of the right."""

    party: Party
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an entry is to say; which of it is needed follows from its kind.

    ``since`` is the day from which it holds. ``giver`` names who gives by the reference of a holder, ``taker`` who
    receives a share, a licence, a pledge; ``row`` the licence or pledge that ends. ``consent`` names the document by
    which co-owners and creditors agree, ``ground`` the contract or document on which the entry stands.
    """

    since: date
    name: str = ""
    numbers: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    giver: str = ""
    taker: Party | None = None
    share: Fraction | None = None
    kind: str = ""
    places: tuple[str, ...] = ()
    until: date | None = None
    row: UUID | None = None
    amount: Decimal | None = None
    equity: Fraction | None = None
    ground: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply:
    """Apply for an entry; ``right`` is None for the first entry of a right, which may name an achievement."""

    case: UUID
    authority: str
    office: UUID
    place: str
    applicant: UUID
    entry: str
    terms: Terms
    right: UUID | None = None
    result: UUID | None = None
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """Enter, refuse or take back an application. ``right`` and ``row`` are drawn for what the entry makes."""

    case: UUID
    move: str
    right: UUID
    row: UUID
    parts: tuple[UUID, ...] = ()
    new: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightStep:
    """A move on a right itself that needs only words."""

    case: UUID
    move: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightSeen:
    """A right as decisions see it. ``frozen``: its achievement is in dispute."""

    place: str
    name: str
    number: str
    standing: Standing
    holders: frozenset[UUID] = frozenset()
    frozen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySeen:
    """An application as decisions see it; ``place``, ``office`` and ``authority`` are where a first entry opens."""

    entry: str
    terms: Terms
    right: UUID | None
    result: UUID | None
    applicant: UUID | None = None
    unit: UUID | None = None
    frozen: bool = False


@dataclass(slots=True, kw_only=True)
class Register:
    """What a batch of decisions sees: rights, applications, and which numbers and achievements have a right already."""

    calendars: Calendars = field(default_factory=Calendars)
    rights: Mapping[UUID, RightSeen] = field(default_factory=dict)
    entries: Mapping[UUID, EntrySeen] = field(default_factory=dict)
    by_number: Mapping[str, tuple[UUID, str]] = field(default_factory=dict)
    by_result: Mapping[UUID, tuple[UUID, str]] = field(default_factory=dict)
    units: Mapping[UUID, UUID | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RightPut:
    """What a decision writes: the application, the right, rows that end and rows that begin."""

    entry: UUID | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    right: UUID | None = None
    right_values: Mapping[str, object] = field(default_factory=dict)
    opens: bool = False
    ends: tuple[tuple[str, UUID, date], ...] = ()
    adds: tuple[tuple[str, Mapping[str, object]], ...] = ()
    numbers: tuple[str, ...] = ()
    files: tuple[UUID, ...] = ()
