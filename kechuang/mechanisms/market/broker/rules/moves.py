"""The moves of an entry in the register of brokers, and of a deal that a broker claims. Pure. Codes are for ever.

APPLIED → ACTIVE ⇄ SUSPENDED, ACTIVE → EXPIRED (by the clock) → ACTIVE (renewed), → REVOKED
CLAIMED → CONFIRMED (by the party that gave the commission) → PAID
"""

from kechuang.casework.moves import COUNTERPART, HOLDER, SYSTEM, Moves, move

READ, APPLY, ENTER = "broker:read", "broker:apply", "broker:enter"
DEALS, CLAIM, CONSENT = "brokerage:read", "brokerage:claim", "brokerage:consent"

STANDING = "ACTIVE SUSPENDED EXPIRED"
# What everybody may find in the list; every other entry that once stood is answered by its certificate's number alone.
LISTED = frozenset({"ACTIVE", "SUSPENDED"})
ANSWERED = frozenset({"ACTIVE", "SUSPENDED", "EXPIRED", "REVOKED"})
OVER = "EXPIRED REVOKED REFUSED WITHDRAWN"

BROKER = Moves(
    "market.broker",
    ("APPLIED", "ACTIVE", "SUSPENDED", "EXPIRED", "REVOKED", "REFUSED", "WITHDRAWN"),
    (
        move("apply", "", "APPLIED", APPLY, HOLDER),
        move("take_in", "", "APPLIED ACTIVE", ENTER),
        move("amend", "APPLIED", "APPLIED", APPLY, HOLDER),
        move("check", f"APPLIED {STANDING}", f"APPLIED {STANDING}", ENTER),
        move("activate", "APPLIED", "ACTIVE", ENTER, main=True),
        move("refuse", "APPLIED", "REFUSED", ENTER),
        move("ask", "ACTIVE EXPIRED", "ACTIVE EXPIRED", APPLY, HOLDER),
        move("renew", "ACTIVE EXPIRED", "ACTIVE", ENTER),
        move("turn_down", "ACTIVE EXPIRED", "ACTIVE EXPIRED", ENTER),
        move("suspend", "ACTIVE", "SUSPENDED", ENTER),
        move("lift", "SUSPENDED", "ACTIVE EXPIRED", ENTER),
        move("revoke", STANDING, "REVOKED", ENTER),
        move("expire", "ACTIVE", "EXPIRED", "", SYSTEM),
        move("forget", OVER, OVER, ENTER),
        move("standard.withdraw", "APPLIED", "WITHDRAWN", APPLY, HOLDER),
        move("standard.lapse", "APPLIED", "WITHDRAWN", "", SYSTEM),
    ),
    rest=frozenset({"ACTIVE", "SUSPENDED", "EXPIRED"}),
)

BROKERED = Moves(
    "market.brokered",
    ("CLAIMED", "CONFIRMED", "PAID", "DECLINED", "WITHDRAWN"),
    (
        move("claim", "", "CLAIMED", CLAIM, HOLDER),
        move("consent", "CLAIMED", "CONFIRMED", CONSENT, COUNTERPART, "claim", main=True),
        move("decline", "CLAIMED", "DECLINED", CONSENT, COUNTERPART),
        move("pay", "CONFIRMED", "CONFIRMED PAID", CLAIM, HOLDER),
        move("standard.withdraw", "CLAIMED CONFIRMED", "WITHDRAWN", CLAIM, HOLDER),
    ),
    rest=frozenset({"CONFIRMED"}),
)
