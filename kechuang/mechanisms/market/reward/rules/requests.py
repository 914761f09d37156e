"""What is asked of rewards, empowerments and reports: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from kechuang.kernel.days import Calendars

MAIN, CONTRIBUTOR, STAFF = "main", "contributor", "staff"
ROLES = (MAIN, CONTRIBUTOR, STAFF)
OWNERSHIP, USE = "ownership", "use"
RIGHTS = (OWNERSHIP, USE)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """One line of a sheet: a person by name, masked id and keyed hash; none of the three enters a fact.

    ``share`` is the exact share of the whole pool, ``tax`` what is withheld, ``basis`` what the person did.
    """

    id: UUID
    name: str
    role: str
    basis: str
    share: Fraction
    tax: Decimal = ZERO
    leader: bool = False
    masked: str = ""
    hashed: str = ""
    person: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One distribution: of which achievement's which income, by whose rules, to whom.

    ``subject`` is whom the rules bind, written as the rulebook writes it; ``in_force`` the day on which the contract
    took effect; ``due`` the day of payment that was agreed, None where nothing was. A patent award names the kind of
    patent and the day of its grant instead of an income.
    """

    title: str
    result: UUID | None
    way: str
    subject: str
    in_force: date
    income_on: date | None = None
    contract: str = ""
    paid: Decimal = ZERO
    cost: Decimal = ZERO
    fiscal: Decimal = ZERO
    tax: Decimal = ZERO
    shares: Decimal = ZERO
    profits: tuple[Decimal, ...] = ()
    years: int | None = None
    agreed: Decimal | None = None
    main: Decimal | None = None
    staff: Decimal | None = None
    due: date | None = None
    patent: str = ""
    award: Decimal = ZERO
    payees: tuple[Payee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Draw up a sheet. The unit is holder and office of the case."""

    case: UUID
    authority: str
    place: str
    unit: UUID
    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """Draw the sheet up anew before it is published."""

    case: UUID
    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Publish in the unit, from a day to a day, at a place in it. ``openly``: a rewarded leader is published openly."""

    case: UUID
    start: date
    end: date
    where: str
    openly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Stop a notice, end a right or a case early, refuse, accept: a move with its reason."""

    case: UUID
    move: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Hand the batch of payments to the unit's finance; money is never moved here."""

    case: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Evidence that the batch was paid: when, how much, under which reference."""

    case: UUID
    paid_on: date
    amount: Decimal
    reference: str
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Take the names and masked ids off a sheet that was paid."""

    case: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Tick:
    """What time does."""

    case: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Completer:
    """A completer with rank and exact share; the name stays out of every fact."""

    id: UUID
    rank: int
    name: str
    share: Fraction
    representative: bool = False
    person: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply:
    """The completers ask for a right in the achievement; ``grounds`` are those of the list that stand against it."""

    case: UUID
    authority: str
    place: str
    unit: UUID
    result: UUID | None
    title: str
    right: str
    plan: str
    completers: tuple[Completer, ...]
    grounds: tuple[str, ...] = ()
    subject: str = "gov_research_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """The terms: a share of the ownership, or a right to use from a day to a day; who decides, bears, gets, leaves."""

    case: UUID
    right: str
    share: Fraction | None
    start: date
    end: date | None
    decision: str
    cost: str
    revenue: str
    leaving: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The agreement is signed."""

    case: UUID
    number: str
    signed_on: date
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The change of rights is registered."""

    case: UUID
    number: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """What the completers report of a year: how the right was used, and what it brought."""

    case: UUID
    year: int
    used: str
    income: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """A unit's transfer report of a year: figures by code, and the facts on which they stand."""

    case: UUID
    authority: str
    office: UUID | None
    place: str
    unit: UUID
    year: int
    figures: Mapping[str, Decimal]
    facts: tuple[str, ...]
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReport:
    """The same report collected anew."""

    case: UUID
    figures: Mapping[str, Decimal]
    facts: tuple[str, ...]
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """The department hands the report on."""

    case: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case of this package as a decision sees it: what rules need of its rows."""

    subject: str = "gov_research_unit"
    start: date | None = None
    end: date | None = None
    pay_by: date | None = None
    total: Decimal = ZERO
    unit: str = "yuan"
    leaders: int = 0
    payees: int = 0
    way: str = ""
    signed_on: date | None = None
    right_end: date | None = None
    years: frozenset[int] = frozenset()
    year: int = 0
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredContract:
    """A technology contract of the register: who sells, its total with what was added to it, whether it stands."""

    seller: UUID | None
    total: Decimal
    stands: bool


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What decisions see.

    Calendars, the cases, how results stand (state, security, ethics), open cases about a result, filed reports,
    contracts of the register by number.
    """

    calendars: Calendars
    seen: Mapping[UUID, Seen] = field(default_factory=dict)
    results: Mapping[UUID, tuple[str, str, str]] = field(default_factory=dict)
    empowered: Mapping[UUID, str] = field(default_factory=dict)
    reports: Mapping[tuple[UUID, int], str] = field(default_factory=dict)
    contracts: Mapping[str, RegisteredContract] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written: the columns of a row of ``table``, rows beside it, and tables that are emptied first."""

    case: UUID
    table: str
    values: Mapping[str, Any] = field(default_factory=dict)
    new: bool = False
    adds: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    empties: tuple[str, ...] = ()
    files: tuple[UUID, ...] = ()
