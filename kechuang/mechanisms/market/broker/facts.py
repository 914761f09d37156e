"""What the register of brokers and the deals claimed leave behind.

Name, certificate and what an integrity check found are personal: the ledger can forget them. Level, speciality, place
and state are public. Commission is the parties' own.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, authority, fact_type, parties, personal, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entered(Fact):
    place: str = public()
    kind: str = public()
    level: str = public()
    specialities: tuple[str, ...] = public()
    unit: str = parties()
    valid_until: date = parties()
    name: str = personal()
    certificate: str = personal()
    issuer: str = personal()


@fact_type("market.broker.applied")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerApplied(_Entered):
    """A unit applied for the entry of a broker, a technology manager or itself as a service body."""


@fact_type("market.broker.taken_in")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerTakenIn(_Entered):
    """An office took a certified manager in from a list; ``active`` where the list came with an integrity check."""

    active: bool = public()
    check_source: str = authority()
    checked_on: date | None = authority()


@fact_type("market.broker.amended")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerAmended(_Entered):
    """A unit corrected an application that was not decided yet."""


@fact_type("market.broker.checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerChecked(Fact):
    """An officer looked the integrity of a broker up, on which day and where."""

    place: str = public()
    source: str = authority()
    checked_on: date = authority()
    finding: str = personal()
    note: str = personal()


@fact_type("market.broker.activated")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerActivated(Fact):
    """A broker stands in the register as active, until its certificate ends."""

    place: str = public()
    kind: str = public()
    level: str = public()
    valid_until: date = parties()


@fact_type("market.broker.refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRefused(Fact):
    """An entry was not made."""

    place: str = public()
    text: str = parties()


@fact_type("market.broker.renewal_asked")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRenewalAsked(Fact):
    """A unit asked for renewal on a new certificate."""

    place: str = public()
    level: str = parties()
    valid_until: date = parties()
    certificate: str = personal()


@fact_type("market.broker.renewed")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRenewed(Fact):
    """An entry goes on, on a new certificate."""

    place: str = public()
    level: str = public()
    valid_until: date = parties()


@fact_type("market.broker.renewal_turned_down")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRenewalTurnedDown(Fact):
    """An office did not renew, with its reason; the entry stands as it stood."""

    place: str = public()
    text: str = parties()


@fact_type("market.broker.suspended")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerSuspended(Fact):
    """A broker may take on no new deal for the time being."""

    place: str = public()
    ground: str = parties()
    text: str = parties()


@fact_type("market.broker.lifted")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerLifted(Fact):
    """A suspension ended; the entry is active again, or expired where the certificate ended meanwhile."""

    place: str = public()
    state: str = public()
    text: str = parties()


@fact_type("market.broker.revoked")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRevoked(Fact):
    """An entry was taken from the register."""

    place: str = public()
    ground: str = parties()
    text: str = parties()


@fact_type("market.broker.expired")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerExpired(Fact):
    """The certificate of a broker ended."""

    place: str = public()
    valid_until: date = parties()


@fact_type("market.broker.forgotten")
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerForgotten(Fact):
    """Name and certificate of an entry that is over were erased."""

    place: str = public()
    text: str = authority()


@fact_type("market.brokered.claimed")
@dataclass(frozen=True, slots=True, kw_only=True)
class DealClaimed(Fact):
    """A broker says that a deal came about by its work; the party that gave the commission has not spoken yet."""

    place: str = public()
    deal_kind: str = public()
    level: str = public()
    broker: str = parties()
    client: str = parties()
    deal: str = parties()
    services: str = parties()
    agreement: str = parties()
    agreed_on: date = parties()
    form: str = parties()
    rate_share: Decimal | None = parties()
    agreed_yuan: Decimal = parties()
    insisted: bool = parties()


@fact_type("market.brokered.consented")
@dataclass(frozen=True, slots=True, kw_only=True)
class DealConsented(Fact):
    """The party that gave the commission confirmed that the deal was brokered, and for how much."""

    place: str = public()
    deal_kind: str = public()
    level: str = public()
    field: str = public()
    agreed_yuan: Decimal = parties()
    deal_yuan: Decimal | None = parties()


@fact_type("market.brokered.declined")
@dataclass(frozen=True, slots=True, kw_only=True)
class DealDeclined(Fact):
    """The party named did not confirm a claim."""

    place: str = public()
    text: str = parties()


@fact_type("market.brokered.paid")
@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionPaid(Fact):
    """A broker recorded commission that it received; no money moves here."""

    place: str = public()
    amount_yuan: Decimal = parties()
    paid_on: date = parties()
    voucher: str = parties()
    whole: bool = parties()
