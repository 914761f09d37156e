"""What achievements and rights in technology leave behind.

What the statute makes public is public once it is published; before that it is the parties'. Persons are never named:
completers stand under pseudonymous references, contacts in no fact at all.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, fact_type, parties, public

# --- achievements


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told(Fact):
    place: str = public()
    kind: str = public()
    unit: str = parties()
    name: str = parties()
    discipline: str = parties()
    industry: str = parties()
    ipc: str = parties()
    trl: int = parties()
    mode: str = parties()
    price_yuan: Decimal | None = parties()
    funding: str = parties()
    project: str = parties()
    security: str = parties()
    export: str = parties()
    ethics: str = parties()
    rights: tuple[str, ...] = parties()
    completers: tuple[str, ...] = parties()
    evidence: tuple[str, ...] = parties()
    files: tuple[str, ...] = parties()
    digest: str = parties()
    warnings: tuple[str, ...] = parties()


@fact_type("market.result.submitted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(_Told):
    """A unit handed an achievement in for registration; completers stand as rank, share and reference."""


@fact_type("market.result.revised")
@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(_Told):
    """A unit corrected or renewed the record of an achievement; the digest names the whole of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved(Fact):
    place: str = public()
    kind: str = public()
    text: str = parties()


@fact_type("market.result.owned")
@dataclass(frozen=True, slots=True, kw_only=True)
class Owned(_Moved):
    """A completer agreed to the own rank and share, or disagreed with a reason."""

    agrees: bool = parties()
    completer: str = parties()


@fact_type("market.result.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(_Moved):
    """An office registered an achievement; on ``idle_on`` the completers' rights open if nothing is done with it."""

    idle_on: date | None = public()


@fact_type("market.result.refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(_Moved):
    """An office did not register an achievement."""


@fact_type("market.result.listed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(_Moved):
    """An achievement was published for all: what the statute makes public of it."""

    unit: str = public()
    name: str = public()
    discipline: str = public()
    industry: str = public()
    ipc: str = public()
    trl: int = public()
    mode: str = public()
    price_yuan: Decimal | None = public()
    rights: tuple[str, ...] = public()
    until: date | None = public()


@fact_type("market.result.unlisted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisted(_Moved):
    """A unit took its offer back; the achievement stays registered."""


@fact_type("market.result.offer_ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded(_Moved):
    """The validity of an offer ran out."""


@fact_type("market.result.withheld")
@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld(_Moved):
    """An office withheld an achievement from the public for a reason of the list; its unit is told."""

    reason: str = public()


@fact_type("market.result.released")
@dataclass(frozen=True, slots=True, kw_only=True)
class Released(_Moved):
    """The reason for withholding is gone; the achievement may be published again."""


@fact_type("market.result.deal_opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class DealOpened(_Moved):
    """A deal on an achievement began: what is to be dealt in, and by which way to a price."""

    deal: str = public()
    mode: str = public()
    path: str = public()
    foreign: bool = parties()
    party: str = parties()
    ref: str = parties()


@fact_type("market.result.deal_closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class DealClosed(_Moved):
    """A deal on an achievement ended: done, with what was agreed, or failed."""

    deal: str = public()
    mode: str = public()
    path: str = public()
    outcome: str = public()
    price_yuan: Decimal | None = public()
    contract: str = parties()
    party: str = parties()
    licences: int = public()


@fact_type("market.result.implemented")
@dataclass(frozen=True, slots=True, kw_only=True)
class Implemented(_Moved):
    """The unit uses the achievement itself."""


@fact_type("market.result.dormant")
@dataclass(frozen=True, slots=True, kw_only=True)
class Dormant(_Moved):
    """Nothing was done with an achievement for the time of the rule: its completers may use it themselves."""

    since: date = public()
    years: int = public()


@fact_type("market.result.frozen")
@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen(_Moved):
    """The ownership of an achievement is in dispute; nothing may be done with it."""

    before: str = public()


@fact_type("market.result.thawed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Thawed(_Moved):
    """The dispute is over; the achievement stands where it stood before."""

    back_to: str = public()


@fact_type("market.result.appraised")
@dataclass(frozen=True, slots=True, kw_only=True)
class Appraised(Fact):
    """An evaluation became final, and its level of readiness stands in the record."""

    place: str = public()
    kind: str = public()
    trl: int = parties()
    trl_before: int = parties()
    evidence: tuple[str, ...] = parties()
    evaluation: str = parties()


@fact_type("market.result.withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(_Moved):
    """A unit took a registered achievement off the register."""


# --- rights


@fact_type("market.right.applied")
@dataclass(frozen=True, slots=True, kw_only=True)
class Applied(Fact):
    """Somebody applied for an entry in the register of rights."""

    place: str = public()
    entry: str = public()
    right: str = parties()
    result: str = parties()
    terms: tuple[str, ...] = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.right.entry_refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRefused(Fact):
    """The register refused an application for an entry."""

    place: str = public()
    entry: str = public()
    text: str = parties()


@fact_type("market.right.entry_withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWithdrawn(Fact):
    """An applicant took the application for an entry back."""

    place: str = public()
    entry: str = public()
    text: str = parties()


@fact_type("market.right.entry_made")
@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMade(Fact):
    """An application for an entry was granted; the entry itself is a fact of the right."""

    place: str = public()
    entry: str = public()
    right: str = public()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entered(Fact):
    place: str = public()
    right: str = public()
    since: date = public()


@fact_type("market.right.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightRegistered(_Entered):
    """A right in technology entered the register: who holds which share (reference and share)."""

    name: str = public()
    rights: tuple[str, ...] = public()
    holders: tuple[str, ...] = public()


@fact_type("market.right.transferred")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightTransferred(_Entered):
    """A share of a right passed from one holder to another; ``holders`` is who holds what from then on."""

    giver: str = public()
    taker: str = public()
    share: str = public()
    holders: tuple[str, ...] = public()
    ground: str = parties()


@fact_type("market.right.licensed")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightLicensed(_Entered):
    """A permission to use a right was entered: kind, place, term."""

    licence: str = public()
    kind: str = public()
    places: tuple[str, ...] = public()
    until: date | None = public()
    taker: str = parties()
    ground: str = parties()


@fact_type("market.right.licence_ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceEnded(_Entered):
    """A permission to use a right ended before its term."""

    licence: str = public()
    ground: str = parties()


@fact_type("market.right.pledged")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightPledged(_Entered):
    """A right was pledged as security for a debt."""

    pledge: str = public()
    creditor: str = parties()
    amount_yuan: Decimal | None = parties()
    until: date | None = parties()
    ground: str = parties()


@fact_type("market.right.pledge_released")
@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeReleased(_Entered):
    """A pledge of a right was released."""

    pledge: str = public()
    ground: str = parties()


@fact_type("market.right.contributed")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightContributed(_Entered):
    """A share of a right was brought into a company for a share of the company."""

    giver: str = public()
    company: str = public()
    share: str = public()
    equity: str = public()
    value_yuan: Decimal | None = parties()
    holders: tuple[str, ...] = public()
    ground: str = parties()


@dataclass(frozen=True, slots=True, kw_only=True)
class _RightMoved(Fact):
    place: str = public()
    text: str = parties()


@fact_type("market.right.disputed")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightDisputed(_RightMoved):
    """A right is in dispute; no entry is made until it is settled."""


@fact_type("market.right.settled")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightSettled(_RightMoved):
    """The dispute over a right is settled."""


@fact_type("market.right.ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightEnded(_RightMoved):
    """A right came to its end; the register keeps its history."""
