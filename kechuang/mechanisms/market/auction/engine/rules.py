"""What a lot is sold under: the values of the rulebook and of the seller's announcement, fixed before the first bid.

Nothing in the engine is a constant: windows, increments, deposits and windows of priority all stand here, and the whole
stands in the ``announced`` event, so a log needs nothing else to be replayed. Amounts are yuan, spans are whole
seconds.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

type Form = Literal["ascending", "sealed", "vickrey", "reverse", "sealed_reverse", "dutch"]
type Raises = Literal["grid", "free"]
type ReserveKind = Literal["none", "start", "open", "secret"]
type Closing = Literal["clock", "calls"]
type Priority = Literal["none", "during", "after"]
type Formula = Literal["lowest_over_own", "start_linear"]
type Claim = Literal["costs", "commission", "shortfall"]
type Rest = Literal["seller", "bidder"]

FORMS: tuple[Form, ...] = ("ascending", "sealed", "vickrey", "reverse", "sealed_reverse", "dutch")
SEALED: frozenset[Form] = frozenset({"sealed", "vickrey", "sealed_reverse"})
PURCHASE: frozenset[Form] = frozenset({"reverse", "sealed_reverse"})
CLAIMS: tuple[Claim, ...] = ("costs", "commission", "shortfall")


@dataclass(frozen=True, slots=True)
class Step:
    """From ``from_amount`` yuan on, bids move by ``increment`` yuan."""

    from_amount: Decimal
    increment: Decimal


@dataclass(frozen=True, slots=True)
class Reserve:
    """The least price of a sale (in a purchase the greatest).

    ``none``: there is none, and bidders know it; ``start``: the start price is the reserve (judicial model); ``open``:
    ``amount`` is published; ``secret`` (Auction Law Art. 28): only ``commitment`` is published, the SHA-256 that
    ``sealing.seal_reserve`` gives, and the amount is opened after bidding ended.
    """

    kind: ReserveKind = "start"
    amount: Decimal | None = None
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class SoftClose:
    """A bid in the last ``window_seconds`` moves the end to that bid plus ``added_seconds``, never backwards.

    ``most`` limits the number of extensions; None sets no limit.
    """

    window_seconds: int
    added_seconds: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What orders the offers of a purchase by weights: the points of price and quality, each 0 to 100.

    Weights add up to 1. ``lowest_over_own``: 100 × lowest valid price ÷ own price, known only when all are open;
    ``start_linear``: 100 × (start − own price) ÷ start, known at once, and so the only one for open bidding.
    """

    price_weight: Decimal
    quality_weight: Decimal
    formula: Formula


@dataclass(frozen=True, slots=True)
class Falling:
    """The clock of a Dutch sale: the price falls by ``decrement`` every ``interval_seconds`` down to ``floor``."""

    floor: Decimal
    decrement: Decimal
    interval_seconds: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one lot.

    ``start``: start price, in a purchase the ceiling. ``steps``: increments by price band, the first from 0; empty
    means any raise (``free`` only). ``grid``: bids are start + k × increment, and each band starts its own grid at its
    lower end (in a purchase at its upper end); ``free``: any amount that beats the leader by the leader's increment.
    ``min_bidders``: paddles that must have made a valid bid. ``own_raise``: whether the leader may beat himself.

    ``starts_at`` with ``late_start_seconds``: a start recorded at most so much later still counts from the planned
    moment. ``closing`` by ``clock`` lasts ``duration_seconds``, by ``calls`` it ends at the hammer after ``calls``
    calls. ``resume_least_seconds``: what a resumed clock has left at least.

    ``priority``: ``during`` lets ranked paddles match the leader (judicial model), ``after`` asks them when the price
    is known, for ``priority_seconds`` (Civil Code Art. 847). ``barred``: holders who may not take part, such as the
    defaulter of the first sale. ``forfeit_order`` and ``forfeit_rest`` say where a defaulter's deposit goes.
    """

    lot: str
    form: Form
    start: Decimal
    steps: tuple[Step, ...] = ()
    raises: Raises = "grid"
    reserve: Reserve = Reserve()
    deposit: Decimal = Decimal("0.00")
    min_bidders: int = 1
    own_raise: bool = False
    late_admission: bool = False
    starts_at: datetime | None = None
    late_start_seconds: int = 0
    closing: Closing = "clock"
    duration_seconds: int = 0
    calls: int = 0
    soft_close: SoftClose | None = None
    resume_least_seconds: int = 0
    reveal_seconds: int = 0
    replace_commitment: bool = False
    unrevealed_forfeits: bool = False
    priority: Priority = "none"
    priority_seconds: int = 0
    criterion: Criterion | None = None
    falling: Falling | None = None
    barred: tuple[str, ...] = ()
    forfeit_order: tuple[Claim, ...] = CLAIMS
    forfeit_rest: Rest = "seller"

    @property
    def sealed(self) -> bool:
        """Whether bids are commitments that are revealed after the end."""
        return self.form in SEALED

    @property
    def purchase(self) -> bool:
        """Whether the least price is the best one."""
        return self.form in PURCHASE
