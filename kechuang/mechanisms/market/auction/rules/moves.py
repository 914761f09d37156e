"""The moves of a sale, of a lot in it, and of a bidder's registration for a lot. Pure. Codes are for ever.

A lot that was announced is moved by its log alone: people order (``start``, ``suspend`` …), the engine decides, and the
node follows with ``follow``.
"""

from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move

READ, PREPARE, APPROVE = "sale:read", "sale:prepare", "sale:approve"
ADMIT, CONDUCT, BID = "sale:admit", "sale:conduct", "sale:bid"

SALE = Moves(
    "market.sale",
    ("DRAFT", "ACCEPTED", "ANNOUNCED", "CLOSED", "WITHDRAWN"),
    (
        move("prepare", "", "DRAFT", PREPARE),
        move("change", "DRAFT", "DRAFT", PREPARE),
        move("accept", "DRAFT", "ACCEPTED", APPROVE, excludes="prepare change", main=True),
        move("send_back", "ACCEPTED", "DRAFT", APPROVE),
        move("announce", "ACCEPTED", "ANNOUNCED", PREPARE, main=True),
        move("give_up", "DRAFT ACCEPTED", "WITHDRAWN", PREPARE),
        move("close", "ANNOUNCED", "CLOSED", PREPARE, SYSTEM),
    ),
    rest=frozenset({"ANNOUNCED"}),
)

LIVE = "ANNOUNCED RUNNING SUSPENDED CLOSING HAMMERED CONFIRMED DEFAULTED"
ENDS = "SETTLED LIQUIDATED UNSOLD WITHDRAWN ABORTED"
ORDERS = {
    "draw": ("ANNOUNCED", CONDUCT),
    "assess": ("ANNOUNCED RUNNING SUSPENDED", CONDUCT),
    "start": ("ANNOUNCED", CONDUCT),
    "call": ("RUNNING", CONDUCT),
    "hammer": ("RUNNING", CONDUCT),
    "suspend": ("RUNNING", CONDUCT),
    "resume": ("SUSPENDED", CONDUCT),
    "exclude": ("ANNOUNCED RUNNING SUSPENDED", CONDUCT),
    "withdraw": ("ANNOUNCED", PREPARE),
    "abort": ("ANNOUNCED RUNNING SUSPENDED CLOSING HAMMERED CONFIRMED", CONDUCT),
    "confirm": ("HAMMERED", PREPARE),
    "settle": ("HAMMERED CONFIRMED", PREPARE),
    "default": ("HAMMERED CONFIRMED", PREPARE),
    "liquidate": ("DEFAULTED", PREPARE),
}
MAIN = frozenset({"start", "hammer", "resume", "confirm", "settle", "liquidate"})

LOT = Moves(
    "market.lot",
    ("DRAFT", "ACCEPTED", *LIVE.split(), *ENDS.split()),
    (
        move("enter", "", "DRAFT", PREPARE),
        move("amend", "DRAFT", "DRAFT", PREPARE),
        move("drop", "DRAFT", "WITHDRAWN", PREPARE),
        *(move(code, states, states, permission, main=code in MAIN) for code, (states, permission) in ORDERS.items()),
        move("follow", LIVE, f"{LIVE} {ENDS}", PREPARE, SYSTEM),
        move("stand", "DRAFT ACCEPTED", "DRAFT ACCEPTED ANNOUNCED WITHDRAWN", PREPARE, SYSTEM),
        move("resell", "LIQUIDATED DEFAULTED UNSOLD", "LIQUIDATED DEFAULTED UNSOLD", PREPARE),
    ),
    rest=frozenset({"ANNOUNCED", "UNSOLD"}),
)

# The state of the case after each phase of the engine.
STATE_OF = {
    "announced": "ANNOUNCED",
    "running": "RUNNING",
    "suspended": "SUSPENDED",
    "revealing": "CLOSING",
    "ended": "CLOSING",
    "matching": "CLOSING",
    "sold": "HAMMERED",
    "confirmed": "CONFIRMED",
    "settled": "SETTLED",
    "defaulted": "DEFAULTED",
    "default_settled": "LIQUIDATED",
    "unsold": "UNSOLD",
    "withdrawn": "WITHDRAWN",
    "aborted": "ABORTED",
}

BIDDER = Moves(
    "market.bidder",
    ("REGISTERED", "QUALIFIED", "DEPOSITED", "REFUSED", "WITHDRAWN", "WON", "LOST", "FORFEITED", "REFUNDED"),
    (
        move("register", "", "REGISTERED", BID, HOLDER),
        move("qualify", "REGISTERED", "QUALIFIED", ADMIT, main=True),
        move("refuse", "REGISTERED QUALIFIED", "REFUSED", ADMIT),
        move("deposit", "QUALIFIED", "DEPOSITED", ADMIT, main=True),
        move("pull_out", "REGISTERED QUALIFIED", "WITHDRAWN", BID, HOLDER),
        move("conclude", "REGISTERED QUALIFIED DEPOSITED", "WON LOST FORFEITED WITHDRAWN", ADMIT, SYSTEM),
        move("refund", "LOST", "REFUNDED", ADMIT, main=True),
    ),
    rest=frozenset({"DEPOSITED"}),
)
ALL = (SALE, LOT, BIDDER)
