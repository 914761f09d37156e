"""Rights in technology on any day: who holds which share, who may use it where and until when, what is pledged. Pure.

Every row is an interval: it holds from ``since`` until before ``until``. Shares of the holders add up to the whole on
every day after the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

EXCLUSIVE, SOLE, ORDINARY = "exclusive", "sole", "ordinary"
LICENCES = (EXCLUSIVE, SOLE, ORDINARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody on the register: a body of this node, an organisation by its credit code, or a natural person.

    A person's name stands in the table alone; facts know the person by the drawn ``person``.
    """

    name: str
    code: str = ""
    body: UUID | None = None
    person: UUID | None = None

    @property
    def ref(self) -> str:
        """What tells two parties apart, and what facts say."""
        return f"body/{self.body}" if self.body else f"code/{self.code}" if self.code else f"person/{self.person}"

    @property
    def known(self) -> bool:
        """Whether the register can tell the party from others."""
        return bool(self.body or self.code or self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A share of the right."""

    id: UUID
    party: Party
    share: Fraction
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A permission to use: ``places`` are division codes (none: everywhere); ``until`` is the first day without it."""

    id: UUID
    kind: str
    party: Party
    since: date
    until: date | None = None
    places: tuple[str, ...] = ()

    def meets(self, since: date, until: date | None, places: tuple[str, ...]) -> bool:
        """Whether it holds somewhere on a day within a span, at one of the places."""
        in_time = (until is None or self.since < until) and (self.until is None or since < self.until)
        return in_time and overlap(self.places, places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """The right as security for a debt."""

    id: UUID
    party: Party
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A share of the right that was brought into a company: ``equity`` is the share of the company given for it."""

    id: UUID
    party: Party
    share: Fraction
    equity: Fraction | None
    since: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A right with all rows that it ever had."""

    holdings: tuple[Holding, ...] = ()
    licences: tuple[Licence, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    contributions: tuple[Contribution, ...] = ()

    def on(self, day: date) -> "Standing":
        """Give the right as it stood at the end of a day."""
        return Standing(
            tuple(each for each in self.holdings if _holds(each.since, each.until, day)),
            tuple(each for each in self.licences if _holds(each.since, each.until, day)),
            tuple(each for each in self.pledges if _holds(each.since, each.until, day)),
            tuple(each for each in self.contributions if each.since <= day),
        )

    @property
    def last(self) -> date | None:
        """The day of the last change of holders."""
        return max((each.since for each in self.holdings), default=None)


def _holds(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day < until)


def _prefix(code: str) -> str:
    if code == "000000":
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def overlap(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two sets of divisions share a place; an empty set is everywhere."""
    mine, theirs = [_prefix(code) for code in one], [_prefix(code) for code in other]
    if not mine or not theirs:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)


def conflict(
    licences: Iterable[Licence], kind: str, since: date, until: date | None, places: tuple[str, ...]
) -> Licence | None:
    """Give the licence beside which one of a kind may not be given, or None.

    Exclusive and sole suffer no other licence at the same place and time; ordinary ones suffer each other.
    """
    for each in licences:
        if ORDINARY == kind == each.kind:
            continue
        if each.meets(since, until, places):
            return each
    return None
