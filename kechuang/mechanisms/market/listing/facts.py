"""What listings leave behind. What is published is public; who is interested stays with the operator and that party."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, fact_type, parties, public


@fact_type("market.listing.applied")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingApplied(Fact):
    """A seller applied for a listing, or changed what it applied for; nothing of it is public yet."""

    place: str = public()
    mode: str = public()
    seller: str = parties()
    title: str = parties()
    base_yuan: Decimal = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.listing.checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingChecked(Fact):
    """The operator took the materials in, sent them back or refused them."""

    place: str = public()
    outcome: str = public()
    text: str = parties()


@fact_type("market.listing.published")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPublished(Fact):
    """A listing went out: everything but the secret reserve. ``reason`` where a permitted change began it anew."""

    place: str = public()
    round: int = public()
    title: str = public()
    summary: str = public()
    mode: str = public()
    seller: str = public()
    achievements: tuple[str, ...] = public()
    base_yuan: Decimal = public()
    deposit_yuan: Decimal = public()
    conditions: tuple[str, ...] = public()
    payment: str = public()
    secret_reserve: bool = public()
    commitment: str = public()
    start: date = public()
    end: date = public()
    days: int = public()
    extensions: int = public()
    extension_days: int = public()
    reason: str = public()


@fact_type("market.listing.extended")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingExtended(Fact):
    """Nobody was admitted in time; the period is longer, as was announced beforehand."""

    place: str = public()
    round: int = public()
    extended: int = public()
    end: date = public()


@fact_type("market.listing.ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingEnded(Fact):
    """The period is over: agreement with one party, a competitive round, registrations to be judged, or nobody."""

    place: str = public()
    round: int = public()
    outcome: str = public()
    admitted: int = public()
    text: str = parties()


@fact_type("market.listing.reserve_opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveOpened(Fact):
    """The seller opened the secret reserve price; it fits what was committed to."""

    place: str = public()
    commitment: str = public()
    reserve_yuan: Decimal = parties()


@fact_type("market.listing.handed_over")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingHandedOver(Fact):
    """The competitive round takes place in a lot of a sale."""

    place: str = public()
    lot: str = public()
    code: str = public()


@fact_type("market.listing.confirmed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingConfirmed(Fact):
    """A deal at a price; the notice of the result runs. The buyer becomes public when the listing is closed."""

    place: str = public()
    way: str = public()
    price_yuan: Decimal = public()
    base_yuan: Decimal = public()
    start: date = public()
    end: date = public()
    buyer: str = parties()
    related: str = parties()


@fact_type("market.listing.passed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPassed(Fact):
    """The notice of the result ran its whole time."""

    place: str = public()
    start: date = public()
    end: date = public()


@fact_type("market.listing.signed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSigned(Fact):
    """The contract was signed at the price of the result."""

    place: str = public()
    mode: str = public()
    signed_on: date = public()
    days: int = public()
    seller: str = public()
    price_yuan: Decimal = public()
    buyer: str = parties()
    number: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.listing.paid")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPaid(Fact):
    """Money came in from the buyer's own account."""

    place: str = public()
    paid_on: date = public()
    whole: bool = public()
    late: bool = public()
    amount_yuan: Decimal = parties()


@fact_type("market.listing.defaulted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDefaulted(Fact):
    """The buyer did not stand by the deal."""

    place: str = public()
    reason: str = parties()
    buyer: str = parties()


@fact_type("market.listing.relisted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRelisted(Fact):
    """The seller offers it again at a lower price."""

    place: str = public()
    base_yuan: Decimal = parties()
    former_yuan: Decimal = parties()
    reason: str = parties()


@fact_type("market.listing.closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingClosed(Fact):
    """The deal is settled and attested."""

    place: str = public()
    seller: str = public()
    buyer: str = public()
    price_yuan: Decimal = public()
    certificate: str = public()


@fact_type("market.interest.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRegistered(Fact):
    """Somebody registered interest in a listing; neither who nor in which is public."""

    place: str = public()
    listing: str = parties()
    holder: str = parties()
    related: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.interest.judged")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestJudged(Fact):
    """The operator qualified a registration or refused it, or the party took it back."""

    place: str = public()
    outcome: str = public()
    met: tuple[str, ...] = parties()
    text: str = parties()


@fact_type("market.interest.deposited")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeposited(Fact):
    """A deposit came in whole, from the party's own account."""

    place: str = public()
    amount_yuan: Decimal = parties()
    paid_on: date = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.interest.concluded")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestConcluded(Fact):
    """What became of a registration, or of its deposit."""

    place: str = public()
    outcome: str = public()
