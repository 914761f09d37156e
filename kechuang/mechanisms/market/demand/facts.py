"""What demands leave behind. Title, field, targets, day and band are public; owner and money are the parties' own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, fact_type, parties, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said(Fact):
    place: str = public()
    list_type: str = public()
    field: str = public()
    band: str = public()
    scene: bool = public()
    channel: str = public()
    owner: str = parties()
    title: str = parties()
    background: str = parties()
    targets: tuple[str, ...] = parties()
    budget_yuan: Decimal | None = parties()
    budget_insisted: bool = parties()
    flags: tuple[str, ...] = parties()
    behalf: str = parties()


@fact_type("market.demand.submitted")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSubmitted(_Said):
    """A firm, or an intermediary that it entrusted, set a technology demand."""


@fact_type("market.demand.taken_in")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandTakenIn(_Said):
    """An office took in a demand for its owner, from a table or on paper."""


@fact_type("market.demand.passed_on")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPassedOn(Fact):
    """A demand passed the intake; an expert's or broker's body refines it."""

    place: str = public()
    refiner: str = parties()
    note: str = parties()
    due_on: date | None = parties()


@fact_type("market.demand.refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRefused(Fact):
    """The office did not take a demand: an advertisement, nothing measurable, a consultancy as owner, a copy."""

    place: str = public()
    reason: str = public()
    text: str = parties()


@fact_type("market.demand.refined")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRefined(Fact):
    """A refiner proposed other words; the owner has not agreed yet, and nothing changed by it."""

    place: str = public()
    targets_changed: bool = public()
    title: str = parties()
    background: str = parties()
    targets: tuple[str, ...] = parties()
    note: str = parties()


@fact_type("market.demand.sent_back")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSentBack(Fact):
    """The owner did not agree to what was refined, and said why."""

    place: str = public()
    text: str = parties()


@fact_type("market.demand.published")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPublished(Fact):
    """A demand went out, with what everybody may read; ``owner`` is empty where the owner asked not to be named."""

    place: str = public()
    list_type: str = public()
    field: str = public()
    title: str = public()
    targets: tuple[str, ...] = public()
    band: str = public()
    scene: bool = public()
    owner: str = public()
    needed_by: date | None = public()
    valid_until: date = public()
    targets_changed: bool = public()


@fact_type("market.demand.answered")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandAnswered(Fact):
    """A body said that it can solve a demand."""

    place: str = public()
    body: str = parties()
    offer: str = parties()
    text: str = parties()


@fact_type("market.demand.talks_begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class TalksBegun(Fact):
    """The owner of a demand began to talk with somebody who may solve it."""

    place: str = public()
    partner: str = parties()
    offer: str = parties()


@fact_type("market.demand.talks_ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class TalksEnded(Fact):
    """Talks ended without a contract; the demand is out again, or its validity had ended."""

    place: str = public()
    text: str = parties()


@fact_type("market.demand.contracted")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandContracted(Fact):
    """The owner of a demand concluded a contract about it."""

    place: str = public()
    field: str = public()
    days: int = public()
    partner: str = parties()
    number: str = parties()
    signed_on: date = parties()
    amount_yuan: Decimal = parties()


@fact_type("market.demand.solved")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSolved(Fact):
    """A demand was solved: how many of its targets were reached, and what was reached of each."""

    place: str = public()
    field: str = public()
    targets: int = public()
    met: int = public()
    reached: tuple[str, ...] = parties()
    text: str = parties()


@fact_type("market.demand.extended")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandExtended(Fact):
    """The owner kept a demand out for longer."""

    place: str = public()
    valid_until: date = public()


@fact_type("market.demand.expired")
@dataclass(frozen=True, slots=True, kw_only=True)
class DemandExpired(Fact):
    """The validity of a demand was over."""

    place: str = public()
    valid_until: date | None = public()
