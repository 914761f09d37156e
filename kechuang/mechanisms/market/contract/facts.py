"""What the registration of technology contracts leaves behind.

The public part names no party: places, type, field and amounts. Contents are for the parties and the authority; persons
are never named. Amounts are signed: the sum over all facts of a time is the turnover registered in it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover(Fact):
    """What every fact says that moves the turnover: where from and to, which type and field, signed amounts in yuan."""

    place: str = public()
    number: str = public()
    type: str = public()
    former_type: str = public()
    subtype: str = public()
    field: str = public()
    industry: str = public()
    trade: str = public()
    seller_place: str = public()
    buyer_place: str = public()
    cross_region: bool = public()
    count: int = public()
    total_yuan: Decimal = public()
    technology_yuan: Decimal = public()
    estimated: bool = public()
    signed_on: date = public()


@fact_type("market.contract.received")
@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Fact):
    """A party brought a contract to the registering body of the seller's seat."""

    place: str = public()
    trade: str = public()
    contents: dict[str, object] = parties()
    fingerprint: str = authority()


@fact_type("market.contract.taken_in")
@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn(Fact):
    """A registering body took in a contract brought on paper or in a table; it is accepted at once."""

    place: str = public()
    trade: str = public()
    due_on: date | None = parties()
    contents: dict[str, object] = parties()
    fingerprint: str = authority()
    checks: list[dict[str, str]] = authority()


@fact_type("market.contract.amended")
@dataclass(frozen=True, slots=True, kw_only=True)
class Amended(Fact):
    """The party that brought a contract corrected what it had said of it."""

    place: str = public()
    contents: dict[str, object] = parties()
    fingerprint: str = authority()


@fact_type("market.contract.accepted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Fact):
    """The file of a contract is complete: the time to decide begins."""

    place: str = public()
    due_on: date | None = parties()
    due_provisional: bool = parties()
    checks: list[dict[str, str]] = authority()


@fact_type("market.contract.classified")
@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(Fact):
    """The registering body classified a contract and fixed its amounts otherwise than the party had said."""

    place: str = public()
    reason: str = parties()
    contents: dict[str, object] = parties()
    fingerprint: str = authority()
    checks: list[dict[str, str]] = authority()


@fact_type("market.contract.doubt_confirmed")
@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtConfirmed(Fact):
    """The registering body looked into a doubt of the check list and let it pass."""

    place: str = public()
    line: str = authority()
    why: str = authority()
    note: str = authority()


@fact_type("market.contract.referred")
@dataclass(frozen=True, slots=True, kw_only=True)
class Referred(Fact):
    """A large or disputed contract went to expert review; its time to decide follows the rule for such contracts."""

    place: str = public()
    ground: str = public()
    due_on: date | None = parties()
    text: str = authority()


@fact_type("market.contract.reviewed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed(Fact):
    """Experts held a contract to be of a type and its technology amount to be so much; no expert is named."""

    place: str = public()
    experts: int = public()
    agree: int = public()
    type: str = parties()
    subtype: str = parties()
    technology_yuan: Decimal = parties()
    opinion: str = authority()


@fact_type("market.contract.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Turnover):
    """A technology contract was recognised and registered under a number, with its total and technology amount."""

    due_on: date | None = parties()
    contents: dict[str, object] = parties()
    checks: list[dict[str, str]] = authority()


@fact_type("market.contract.rejected")
@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(Fact):
    """A contract was not registered, for a reason that the party is told."""

    place: str = public()
    ground: str = public()
    text: str = parties()


@fact_type("market.contract.asked")
@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Fact):
    """A party asked to change a registered contract, to report royalties received, or to end its registration."""

    place: str = public()
    wish: str = public()
    text: str = parties()
    contents: dict[str, object] | None = parties()
    received_yuan: Decimal | None = parties()
    period_end: date | None = parties()
    enjoyed: list[dict[str, str]] = parties()


@fact_type("market.contract.reversed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed(Turnover):
    """What stood registered of a contract was taken out of the turnover, because its contents change."""


@fact_type("market.contract.changed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Turnover):
    """A registered contract stands with changed contents; its number stays."""

    version: int = public()
    reason: str = parties()
    contents: dict[str, object] = parties()
    fingerprint: str = authority()


@fact_type("market.contract.trued_up")
@dataclass(frozen=True, slots=True, kw_only=True)
class TruedUp(Turnover):
    """Royalties that were really received were added to a registered contract."""

    period_end: date = parties()
    evidence: str = authority()


@fact_type("market.contract.declined")
@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Fact):
    """The registering body declined what a party of a registered contract had asked."""

    place: str = public()
    wish: str = public()
    text: str = parties()


@fact_type("market.contract.deregistered")
@dataclass(frozen=True, slots=True, kw_only=True)
class Deregistered(Turnover):
    """A registration ended because the contract did; the policies enjoyed are reported."""

    ground: str = public()
    text: str = parties()
    enjoyed: list[dict[str, str]] = parties()


@fact_type("market.contract.revoked")
@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked(Turnover):
    """A registration was revoked for falsehood; what was enjoyed on its strength is to be recovered."""

    ground: str = public()
    text: str = parties()
    enjoyed: list[dict[str, str]] = parties()
    recover_yuan: Decimal = parties()
    fine_yuan: Decimal | None = parties()
