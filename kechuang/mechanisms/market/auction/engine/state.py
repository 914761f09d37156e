"""What is known of a lot after a prefix of its log. Immutable: a step gives a new state and leaves the old as it was.

The cost of a state does not grow with the bids: it holds the leader, what stands about each paddle, and balances.
"""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.versions import Versions

type Phase = Literal[
    "unannounced", "announced", "running", "suspended", "revealing", "ended", "matching", "sold", "confirmed",
    "settled", "defaulted", "default_settled", "unsold", "withdrawn", "aborted",
]  # fmt: skip
type Reason = Literal["", "no_bids", "too_few_bidders", "reserve_not_met"]

# Nothing more can happen in these phases but the return of deposits.
FINAL: frozenset[Phase] = frozenset({"settled", "default_settled", "unsold", "withdrawn", "aborted"})
UNSOLD: tuple[Reason, ...] = ("no_bids", "too_few_bidders", "reserve_not_met")
NOTHING = Decimal("0.00")
# The context of the caller's thread may have been changed; amounts must not depend on it.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Clock(NamedTuple):
    """``ends_at`` is None where the hammer ends the bidding; ``paused_since`` is None while the clock runs."""

    started_at: datetime
    ends_at: datetime | None
    paused_since: datetime | None
    paused: timedelta
    extensions: int


class Paddle(NamedTuple):
    """One admitted bidder; ``deposit`` is what is frozen now, ``points`` the panel's points for quality."""

    holder: str
    rank: int | None
    deposit: Decimal
    points: Decimal | None
    has_bid: bool
    excluded: bool


class Standing(NamedTuple):
    """A bid that stands; ``points`` are those of a weighted criterion, ``rank`` that of a match."""

    paddle: str
    amount: Decimal
    seq: int
    at: datetime
    points: Fraction | None
    rank: int | None


class Envelope(NamedTuple):
    """A sealed bid: the ``seq`` of its commitment, and when it is open its amount and why it does not count, if so."""

    commitment: str
    seq: int
    at: datetime
    amount: Decimal | None
    fault: str


class Outcome(NamedTuple):
    """How the bidding came out: ``paddle`` and ``price``, or the ``reason`` why the lot is unsold."""

    ended_at: datetime
    cause: str
    paddle: str
    price: Decimal | None
    reason: Reason


class Loss(NamedTuple):
    """What a default cost, item by item, what of it the deposit covered, what is still owed, and what was left over."""

    claims: tuple[tuple[str, Decimal], ...]
    covered: tuple[tuple[str, Decimal], ...]
    owed: Decimal
    left: Decimal


class State(NamedTuple):
    """A lot after ``seq`` events, the last of them at ``at``.

    ``runner_up`` is the bid that the leader beat. ``until`` ends the time to open sealed bids or to use a priority.
    ``answers`` hold who used a priority (True) and in which order. ``accounts`` are balances in yuan:
    ``bidder/<paddle>``, ``held``, ``price``, ``seller``, ``forfeited``, ``costs``, ``commission``, ``shortfall``; they
    always add up to zero.
    """

    rules: Rules
    seq: int
    at: datetime
    phase: Phase
    clock: Clock | None
    leader: Standing | None
    runner_up: Standing | None
    bids: int
    bidders: int
    calls: int
    paddles: Versions[str, Paddle]
    envelopes: Versions[str, Envelope]
    answers: Versions[str, bool]
    reserve: Decimal | None
    outcome: Outcome | None
    until: datetime | None
    accounts: Versions[str, Decimal]
    loss: Loss | None

    @property
    def final(self) -> bool:
        """Whether the lot is over and no deposit is held any more."""
        return self.phase in FINAL and not self.held

    @property
    def held(self) -> Decimal:
        """Deposits that are held now, in yuan."""
        return self.accounts.get("held", NOTHING)

    @property
    def ends_at(self) -> datetime | None:
        """When bidding ends as things stand; None before the start, in a pause, and where the hammer ends it."""
        return None if self.clock is None or self.clock.paused_since else self.clock.ends_at


type Result = State | Refusal


def begin(rules: Rules) -> State:
    """Give the state of a lot before its first event."""
    none: Versions[str, Paddle] = Versions()
    return State(
        rules, 0, BEFORE_ALL, "unannounced", None, None, None, 0, 0, 0, none, Versions(), Versions(),
        _known_reserve(rules), None, None, Versions(), None,
    )  # fmt: skip


def _known_reserve(rules: Rules) -> Decimal | None:
    if rules.falling is not None:
        return rules.falling.floor
    return rules.start if rules.reserve.kind == "start" else rules.reserve.amount


def move(accounts: Versions[str, Decimal], source: str, target: str, amount: Decimal) -> Versions[str, Decimal]:
    """Give the balances after ``amount`` yuan went from one account to another; nothing is made or lost."""
    if not amount:
        return accounts
    less = EXACT.subtract(accounts.get(source, NOTHING), amount)
    accounts = accounts.put(source, less)
    return accounts.put(target, EXACT.add(accounts.get(target, NOTHING), amount))


def wrong_phase(state: State) -> Refusal:
    """Say why nothing of the kind can be done in this phase."""
    code = {
        "unannounced": "auction.not_announced",
        "announced": "auction.not_started",
        "suspended": "auction.paused",
        "running": "auction.still_running",
    }.get(state.phase, "auction.lot_closed")
    return Refusal(code, {"lot": state.rules.lot, "phase": state.phase})
