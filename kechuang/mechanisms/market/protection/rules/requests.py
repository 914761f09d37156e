"""What is asked of a case of protection: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.kernel.days import Calendars

INFRINGEMENT, OWNERSHIP, COUNTERFEIT = "infringement", "ownership", "counterfeit"
TRADE_SECRET, OVERSEAS = "trade_secret", "overseas"
KINDS = (INFRINGEMENT, OWNERSHIP, COUNTERFEIT, TRADE_SECRET, OVERSEAS)
# The rights that a case may be about; those of the first row have numbers of their own registers.
NUMBERED = ("patent", "software", "ic_layout", "plant_variety")
RIGHTS = (*NUMBERED, "trade_mark", "copyright", "secret")
WAYS = ("mediation", "ruling", "court", "overseas_desk", "police")
OUTCOMES = ("settled", "upheld", "rejected", "transferred", "advised", "dropped")
REASONS = ("incomplete", "no_right", "not_here", "elsewhere", "other")


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask. Personal: in the table alone."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A holder or firm reports a case; ``result`` names the registered achievement that it is about."""

    case: UUID
    authority: str
    office: UUID
    place: str
    reporter: UUID
    kind: str
    right: str
    number: str
    respondent: str
    happened_at: str
    text: str
    contact: Contact
    respondent_code: str = ""
    since: date | None = None
    country: str = ""
    result: UUID | None = None
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The intake officer found the case complete and routes it: to an office of this node, or to one outside it."""

    protection: UUID
    way: str
    text: str
    to: UUID | None = None
    outside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that needs words, and a reason code where a case is refused or sent back."""

    protection: UUID
    move: str
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude:
    """What came of it."""

    protection: UUID
    move: str
    outcome: str
    text: str
    ended_on: date
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSeen:
    """The registered achievement that a case is about, as a decision sees it."""

    name: str
    state: str
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case as a decision sees it."""

    kind: str
    right: str
    happened_at: str
    way: str = ""
    returned_from: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Calendars, cases, names of bodies, offices that handle, achievements, what is reported already."""

    calendars: Calendars
    cases: Mapping[UUID, Seen] = field(default_factory=dict)
    reporters: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)
    handlers: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)
    results: Mapping[UUID, ResultSeen] = field(default_factory=dict)
    reported: Mapping[tuple[UUID, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written of a case: its own row, and a row of its routing."""

    case: UUID
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    routed: Mapping[str, object] | None = None
    answered: Mapping[str, object] | None = None
