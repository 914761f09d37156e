"""The events of a lot, in the order in which the server took them.

Every event has ``seq``, counting from 1 without gaps within its lot, and ``at``, the server's moment in UTC. A *wish*
is an event that is asked for: the same tuple with ``seq`` 0, which ``deciding.decide`` numbers if the rules allow it.
Fields and an example of each stand in docs/auction-log.md. Events are tuples, because a log may hold millions.
"""

from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from kechuang.mechanisms.market.auction.engine.rules import Rules

type Channel = Literal["online", "floor", "phone"]
type Cause = Literal["clock", "hammer"]

CHANNELS: tuple[Channel, ...] = ("online", "floor", "phone")
CAUSES: tuple[Cause, ...] = ("clock", "hammer")


class Announced(NamedTuple):
    """The lot is announced under ``rules``; from now on they do not change."""

    seq: int
    at: datetime
    rules: Rules


class Admitted(NamedTuple):
    """A bidder has a paddle. ``holder`` is a pseudonym, one for each firm; ``rank`` 1 is the first priority."""

    seq: int
    at: datetime
    paddle: str
    holder: str
    rank: int | None


class DepositFrozen(NamedTuple):
    """A deposit is frozen; ``payer`` is the pseudonym of the account's holder."""

    seq: int
    at: datetime
    paddle: str
    amount: Decimal
    payer: str


class DepositReleased(NamedTuple):
    """A deposit went back to its bidder."""

    seq: int
    at: datetime
    paddle: str
    amount: Decimal


class DepositForfeited(NamedTuple):
    """A committed bid was not opened, and by the rules its deposit is lost to the seller."""

    seq: int
    at: datetime
    paddle: str
    amount: Decimal


class Scored(NamedTuple):
    """The panel's points for quality, 0 to 100, given before any price is known."""

    seq: int
    at: datetime
    paddle: str
    points: Decimal


class Excluded(NamedTuple):
    """A paddle may bid no longer."""

    seq: int
    at: datetime
    paddle: str
    reason: str


class Started(NamedTuple):
    """Bidding began; the clock counts from ``clock_from``."""

    seq: int
    at: datetime
    clock_from: datetime


class Bid(NamedTuple):
    """A paddle bids an amount in open bidding."""

    seq: int
    at: datetime
    paddle: str
    amount: Decimal
    channel: str


class Matched(NamedTuple):
    """A priority bidder takes the lead at the leader's price."""

    seq: int
    at: datetime
    paddle: str
    amount: Decimal
    channel: str


class Committed(NamedTuple):
    """A sealed bid came in: its commitment, not its amount."""

    seq: int
    at: datetime
    paddle: str
    commitment: str


class Called(NamedTuple):
    """The auctioneer called the price: first, second, third."""

    seq: int
    at: datetime
    call: int


class Taken(NamedTuple):
    """A Dutch lot was taken at the price of the moment."""

    seq: int
    at: datetime
    paddle: str
    amount: Decimal


class Suspended(NamedTuple):
    """The clock stopped at ``since``; after a failure of the server that lies before ``at``."""

    seq: int
    at: datetime
    since: datetime
    reason: str


class Resumed(NamedTuple):
    """The clock goes on with what was left."""

    seq: int
    at: datetime


class Ended(NamedTuple):
    """Bidding is over since ``ended_at``: by the clock or by the hammer."""

    seq: int
    at: datetime
    ended_at: datetime
    cause: str


class Revealed(NamedTuple):
    """A sealed bid was opened with its nonce."""

    seq: int
    at: datetime
    paddle: str
    amount: Decimal
    nonce: str


class RevealsClosed(NamedTuple):
    """Every sealed bid is open, or the time to open them is over."""

    seq: int
    at: datetime


class ReserveRevealed(NamedTuple):
    """The secret reserve was opened."""

    seq: int
    at: datetime
    amount: Decimal
    nonce: str


class PriorityOpened(NamedTuple):
    """Priority bidders are asked until ``until`` whether they take the lot at ``price``."""

    seq: int
    at: datetime
    price: Decimal
    until: datetime


class PriorityAnswered(NamedTuple):
    """A priority bidder takes the lot at that price, or leaves it."""

    seq: int
    at: datetime
    paddle: str
    exercised: bool


class Sold(NamedTuple):
    """The lot is sold to ``paddle`` at ``price``."""

    seq: int
    at: datetime
    paddle: str
    price: Decimal


class Unsold(NamedTuple):
    """The lot stays unsold: ``no_bids``, ``too_few_bidders`` or ``reserve_not_met``."""

    seq: int
    at: datetime
    reason: str


class Confirmed(NamedTuple):
    """The winner signed the confirmation letter."""

    seq: int
    at: datetime


class Settled(NamedTuple):
    """The price is paid; ``applied`` of the deposit counts towards it and ``returned`` went back."""

    seq: int
    at: datetime
    applied: Decimal
    returned: Decimal


class Defaulted(NamedTuple):
    """The winner did not perform; the deposit is lost."""

    seq: int
    at: datetime
    reason: str


class DefaultSettled(NamedTuple):
    """The resale is known (``resale_price`` None: there was none); the deposit is laid against the loss."""

    seq: int
    at: datetime
    resale_price: Decimal | None
    costs: Decimal
    commission: Decimal


class Withdrawn(NamedTuple):
    """The seller withdrew the lot before it began."""

    seq: int
    at: datetime
    reason: str


class Aborted(NamedTuple):
    """The sale of the lot was broken off for good."""

    seq: int
    at: datetime
    reason: str


type Event = (
    Announced | Admitted | DepositFrozen | DepositReleased | DepositForfeited | Scored | Excluded | Started | Bid
    | Matched | Committed | Called | Taken | Suspended | Resumed | Ended | Revealed | RevealsClosed | ReserveRevealed
    | PriorityOpened | PriorityAnswered | Sold | Unsold | Confirmed | Settled | Defaulted | DefaultSettled | Withdrawn
    | Aborted
)  # fmt: skip
