"""Typed requests on achievements, and what decisions see of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.kernel.days import Calendars
from kechuang.mechanisms.market.result.rules.standing import Licence, Standing
from kechuang.mechanisms.market.result.rules.values import Evidence, Values, Warned


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """A unit registers an achievement with the office of a market."""

    case: UUID
    authority: str
    office: UUID
    place: str
    unit: UUID
    unit_name: str
    unit_code: str
    values: Values
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """A unit corrects or renews what it said; the whole record is given anew."""

    case: UUID
    values: Values
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A move that needs at most words and a reason code."""

    case: UUID
    move: str
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A unit publishes the achievement for all, until a day."""

    case: UUID
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShare:
    """A completer agrees to the own rank and share, or says why not."""

    case: UUID
    completer: UUID
    agrees: bool
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeal:
    """A deal begins: one of the ways to a price (``path``), known there under ``ref``.

    ``mode`` is ``transfer``, ``exclusive``, ``sole``, ``ordinary``, ``shares`` or ``cooperation``. A licence names
    place codes (empty: everywhere) and its term; ``foreign``: the other side is abroad; ``consent`` names the document
    of a creditor or co-owner where one is needed, ``export_permit`` the permit of a restricted technology.
    """

    case: UUID
    deal: UUID
    mode: str
    path: str
    ref: str = ""
    party: str = ""
    party_code: str = ""
    party_body: UUID | None = None
    foreign: bool = False
    export_permit: str = ""
    consent: str = ""
    places: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDeal:
    """A deal ends: ``done`` (a contract was registered) or ``failed``. What was agreed replaces what was intended."""

    case: UUID
    deal: UUID
    outcome: str
    contract: str = ""
    price: Decimal | None = None
    party: str = ""
    party_code: str = ""
    party_body: UUID | None = None
    places: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraise:
    """An evaluation became final: the level that it found, with the evidence of each level (newer replaces older)."""

    case: UUID
    level: int
    evidence: tuple[Evidence, ...]
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DealSeen:
    """A deal as decisions see it."""

    id: UUID
    mode: str
    open: bool
    path: str = ""
    ref: str = ""
    party: str = ""
    done: bool = False
    places: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An achievement as decisions see it.

    ``settled`` is the state in which it stood before the deal or the freezing; ``standing`` the register of rights.
    """

    values: Values
    unit_name: str = ""
    unit_code: str = ""
    settled: str = ""
    frozen_from: str = ""
    registered_on: date | None = None
    idle_on: date | None = None
    published: bool = False
    deals: tuple[DealSeen, ...] = ()
    standing: Standing | None = None
    licences: tuple[Licence, ...] = ()
    disputed: tuple[UUID, ...] = ()
    persons: Mapping[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Same:
    """Another achievement that bears the same number, text or name."""

    case: UUID
    number: str
    name: str
    unit: UUID | None
    state: str


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What a batch of decisions sees: the achievements, and others by number of right, by text and by name."""

    calendars: Calendars = field(default_factory=Calendars)
    seen: dict[UUID, Seen] = field(default_factory=dict)
    by_number: dict[str, list[Same]] = field(default_factory=dict)
    by_text: dict[str, list[Same]] = field(default_factory=dict)
    by_name: dict[str, list[Same]] = field(default_factory=dict)
    licensed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What a decision writes: plain columns of the achievement, the record whole, deals, a completer's word."""

    case: UUID
    columns: Mapping[str, object] = field(default_factory=dict)
    values: Values | None = None
    new: bool = False
    warnings: tuple[Warned, ...] | None = None
    deal: Mapping[str, object] | None = None
    close: Mapping[str, object] | None = None
    completer: tuple[UUID, Mapping[str, object]] | None = None
    files: Sequence[UUID] = ()
