"""What trials and open licences leave behind.

Which county gains, in which field and how it ended is public; firm, price paid and what was measured are the parties'.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, fact_type, parties, public


@fact_type("market.trial_offer.offered")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOffered(Fact):
    """A unit offered a result to be used first: price formula, most it may cost, how long, for whom."""

    place: str = public()
    field: str = public()
    audience: str = public()
    counties: tuple[str, ...] = public()
    exclusive: bool = public()
    months: int = public()
    title: str = public()
    result: str = public()
    holder: str = public()
    price: str = public()
    cap_yuan: Decimal | None = public()
    insurance: str = parties()


@fact_type("market.trial_offer.amended")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOfferAmended(Fact):
    """A unit changed the terms of its offer for firms that ask from then on; ``changed`` names those that differ."""

    place: str = public()
    audience: str = public()
    counties: tuple[str, ...] = public()
    exclusive: bool = public()
    months: int = public()
    price: str = public()
    cap_yuan: Decimal | None = public()
    changed: tuple[str, ...] = public()
    text: str = public()
    delivers: str = parties()
    insurance: str = parties()


@fact_type("market.trial_offer.ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOfferEnded(Fact):
    """A unit ended its offer; trials that were agreed go on at their terms."""

    place: str = public()
    text: str = public()


@fact_type("market.trial.requested")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRequested(Fact):
    """A firm asked for a trial: from which county, and whether that is one to which results are transferred."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    field: str = public()
    firm: str = parties()
    offer: str = parties()
    purpose: str = parties()
    criteria: str = parties()


@fact_type("market.trial.declined")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDeclined(Fact):
    """The unit did not agree to a trial, and said why."""

    place: str = public()
    county: str = public()
    text: str = parties()


@fact_type("market.trial.agreed")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAgreed(Fact):
    """The terms of a trial stand: its days, and the price of the later contract as the offer fixed it."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    start: date = public()
    end: date = public()
    price: str = parties()
    cap_yuan: Decimal | None = parties()
    number: str = parties()


@fact_type("market.trial.begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBegun(Fact):
    """The free licence was signed and the trial began."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    field: str = public()
    exclusive: bool = public()
    start: date = public()
    end: date = public()
    firm: str = parties()
    deal: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.trial.logged")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLogged(Fact):
    """A line was written into a trial's log."""

    place: str = public()
    day: date = public()
    text: str = parties()
    measured: str = parties()


@fact_type("market.trial.extended")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialExtended(Fact):
    """The unit let a trial run longer."""

    place: str = public()
    end: date = public()
    text: str = parties()


@fact_type("market.trial.reported")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialReported(Fact):
    """The firm reported on its trial and said whether it is satisfied."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    satisfied: bool = public()
    days: int = public()
    text: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.trial.reminded")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialReminded(Fact):
    """A trial was over and its firm silent: it was asked to report until a day."""

    place: str = public()
    reply_by: date = public()


@fact_type("market.trial.expired")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialExpired(Fact):
    """A trial ended because nobody spoke: no report after the reminder, or no contract after a satisfied trial."""

    place: str = public()
    county: str = public()
    after_satisfied: bool = public()


@fact_type("market.trial.converted")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialConverted(Fact):
    """A trial became a registered technology contract; it counts for the county that gains."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    field: str = public()
    mode: str = public()
    days: int = public()
    number: str = parties()
    total_yuan: Decimal = parties()


@fact_type("market.trial.ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialEnded(Fact):
    """A trial ended without a fee: the know-how was returned or destroyed, as the firm declared."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    way: str = public()
    text: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.open_licence.declared")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLicenceDeclared(Fact):
    """A patentee handed in a declaration of open licence; nothing of it is public yet."""

    place: str = public()
    patent: str = parties()
    fee: str = parties()
    payment: str = parties()
    until: date = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.open_licence.published")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLicencePublished(Fact):
    """A patent may be used by anybody at the declared fee: its number, patentee, fee and payment, term."""

    place: str = public()
    patent: str = public()
    title: str = public()
    holder: str = public()
    fee: str = public()
    payment: str = public()
    until: date = public()


@fact_type("market.open_licence.refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLicenceRefused(Fact):
    """A declaration was not published, for the reason said."""

    place: str = public()
    text: str = parties()


@fact_type("market.open_licence.withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLicenceWithdrawn(Fact):
    """A patentee withdrew a declaration; licences taken before go on to their end."""

    place: str = public()
    published: bool = public()
    running: int = public()
    text: str = parties()


@fact_type("market.open_licence.lapsed")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLicenceLapsed(Fact):
    """The term of a declaration was over."""

    place: str = public()
    until: date = public()


@fact_type("market.open_use.notified")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUseNotified(Fact):
    """Somebody took an open licence by a notice to the patentee."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    licence: str = parties()
    firm: str = parties()
    text: str = parties()


@fact_type("market.open_use.begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUseBegun(Fact):
    """The declared fee was paid and the licence is in force."""

    place: str = public()
    county: str = public()
    mountain: bool = public()
    until: date = public()
    amount_yuan: Decimal = parties()
    paid_on: date = parties()
    reference: str = parties()
    deal: str = parties()


@fact_type("market.open_use.dropped")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUseDropped(Fact):
    """The licensee took its notice back before it paid."""

    place: str = public()
    text: str = parties()


@fact_type("market.open_use.reminded")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUseReminded(Fact):
    """A licence under an open licence was not filed in time; the patentee was reminded."""

    place: str = public()


@fact_type("market.open_use.filed")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUseFiled(Fact):
    """A licence under an open licence was filed with the patent office."""

    place: str = public()
    number: str = public()
    filed_on: date = public()
