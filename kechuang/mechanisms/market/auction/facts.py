"""What sales leave behind. A bid is no fact of its own: it stands in the lot's log, whose head each fact commits to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@fact_type("market.sale.prepared")
@dataclass(frozen=True, slots=True, kw_only=True)
class SalePrepared(Fact):
    """A market operator prepared a sale, or changed what it says."""

    place: str = public()
    title: str = public()
    mode: str = public()


@fact_type("market.sale.reviewed")
@dataclass(frozen=True, slots=True, kw_only=True)
class SaleReviewed(Fact):
    """Another person reviewed a sale with its lots: accepted, sent back, or given up."""

    place: str = public()
    outcome: str = public()
    count: int = public()
    text: str = parties()


@fact_type("market.sale.announced")
@dataclass(frozen=True, slots=True, kw_only=True)
class SaleAnnounced(Fact):
    """A sale was announced with its lots, its exhibition and the time to register."""

    place: str = public()
    title: str = public()
    mode: str = public()
    count: int = public()
    begins_on: date | None = public()
    exhibited_from: date | None = public()
    exhibited_until: date | None = public()


@fact_type("market.lot.entered")
@dataclass(frozen=True, slots=True, kw_only=True)
class LotEntered(Fact):
    """A lot was entered into a sale, changed or dropped while the sale was a draft."""

    place: str = public()
    title: str = public()
    form: str = public()
    start_yuan: Decimal = public()
    result: str = public()
    seller: str = parties()


@fact_type("market.lot.announced")
@dataclass(frozen=True, slots=True, kw_only=True)
class LotAnnounced(Fact):
    """A lot was announced: its rules as they stand in the first event of its log, and the key of its identities."""

    place: str = public()
    title: str = public()
    result: str = public()
    form: str = public()
    start_yuan: Decimal = public()
    deposit_yuan: Decimal = public()
    rules: str = public()
    public_key: str = public()
    seller: str = public()


@fact_type("market.lot.ordered")
@dataclass(frozen=True, slots=True, kw_only=True)
class LotOrdered(Fact):
    """Somebody ordered something of a lot (start, call, hammer, suspension, resumption …) with the reason."""

    place: str = public()
    order: str = public()
    text: str = parties()


@fact_type("market.lot.followed")
@dataclass(frozen=True, slots=True, kw_only=True)
class LotFollowed(Fact):
    """A lot came into a new phase by its log: how many events the log holds, and the hash in which their chain ends.

    ``buyer`` is named once its contract is confirmed, as the public page names it then; otherwise it is empty.
    """

    place: str = public()
    phase: str = public()
    seq: int = public()
    head: str = public()
    at: str = public()
    price_yuan: Decimal | None = public()
    paddle: str = public()
    reason: str = public()
    bids: int = public()
    bidders: int = public()
    buyer: str = public()


@fact_type("market.lot.hammered")
@dataclass(frozen=True, slots=True, kw_only=True)
class LotHammered(Fact):
    """A lot was sold to a paddle at a price: with the premium over the start, the log's head and its digest."""

    place: str = public()
    title: str = public()
    result: str = public()
    form: str = public()
    start_yuan: Decimal = public()
    price_yuan: Decimal | None = public()
    premium_share: Decimal | None = public()
    paddle: str = public()
    bids: int = public()
    bidders: int = public()
    seq: int = public()
    head: str = public()
    digest: str = public()
    seller: str = parties()


@fact_type("market.bidder.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class BidderRegistered(Fact):
    """A body registered to bid on a lot. Which paddle it takes stands in no fact before the lot has ended."""

    place: str = public()
    lot: str = authority()
    holder: str = parties()


@fact_type("market.bidder.judged")
@dataclass(frozen=True, slots=True, kw_only=True)
class BidderJudged(Fact):
    """The operator qualified a registration or refused it."""

    place: str = public()
    outcome: str = public()
    rank: int | None = parties()
    text: str = parties()


@fact_type("market.bidder.deposited")
@dataclass(frozen=True, slots=True, kw_only=True)
class BidderDeposited(Fact):
    """A deposit came in from the account of the body that registered."""

    place: str = public()
    amount_yuan: Decimal = parties()
    paid_on: date = parties()


@fact_type("market.bidder.concluded")
@dataclass(frozen=True, slots=True, kw_only=True)
class BidderConcluded(Fact):
    """What became of a registration: won, lost, forfeited, refunded, given up. A paddle is named for its own body."""

    place: str = public()
    outcome: str = public()
    paddle: str = parties()


@fact_type("market.sale.closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class SaleClosed(Fact):
    """Every lot of a sale is over: how many were sold, start prices and hammer prices of those, and the premium."""

    place: str = public()
    title: str = public()
    count: int = public()
    sold: int = public()
    start_yuan: Decimal = public()
    price_yuan: Decimal = public()
    premium_share: Decimal | None = public()
