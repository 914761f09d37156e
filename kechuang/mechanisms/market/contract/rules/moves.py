"""The moves of a contract's recognition and registration. Codes are for ever.

RECEIVED → ACCEPTED → [REVIEW] → REGISTERED → ASKED → REGISTERED | DEREGISTERED;  REGISTERED → REVOKED
return for correction, withdrawal, objection, suspension, transfer, opinions: the office core's standard moves
"""

from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move

READ, SUBMIT, REGISTER, REVOKE = "contract:read", "contract:submit", "contract:register", "contract:revoke"
# Draft is not submission: who prepares brings nothing to the registering body.
PREPARE = "contract:prepare"

LIVE = frozenset({"RECEIVED", "ACCEPTED", "REVIEW", "REGISTERED", "ASKED"})
CERTIFIED = ("REGISTERED", "ASKED", "DEREGISTERED", "REVOKED")

CONTRACT = Moves(
    "market.contract",
    (
        *("RECEIVED", "ACCEPTED", "REVIEW", "REGISTERED", "ASKED"),
        *("REJECTED", "DEREGISTERED", "REVOKED", "WITHDRAWN", "LAPSED"),
    ),
    (
        move("submit", "", "RECEIVED", SUBMIT, HOLDER, main=True),
        move("take_in", "", "ACCEPTED", REGISTER),
        move("amend", "RECEIVED ACCEPTED", "RECEIVED ACCEPTED", SUBMIT, HOLDER),
        move("accept", "RECEIVED", "ACCEPTED", REGISTER, main=True),
        move("classify", "ACCEPTED", "ACCEPTED", REGISTER),
        move("confirm", "ACCEPTED", "ACCEPTED", REGISTER),
        move("register", "ACCEPTED", "REGISTERED", REGISTER, main=True),
        move("refer", "ACCEPTED REGISTERED", "REVIEW", REGISTER),
        move("conclude", "REVIEW", "ACCEPTED REGISTERED", REGISTER, main=True),
        move("reject", "RECEIVED ACCEPTED REVIEW", "REJECTED", REGISTER),
        move("ask", "REGISTERED", "ASKED", SUBMIT, HOLDER),
        move("change", "REGISTERED ASKED", "REGISTERED", REGISTER, main=True),
        move("true_up", "REGISTERED ASKED", "REGISTERED", REGISTER),
        move("deregister", "REGISTERED ASKED", "DEREGISTERED", REGISTER),
        move("decline", "ASKED", "REGISTERED", REGISTER),
        move("revoke", "REGISTERED ASKED REVIEW", "REVOKED", REVOKE, excludes="register"),
        move("standard.withdraw", "RECEIVED ACCEPTED", "WITHDRAWN", SUBMIT, HOLDER),
        move("standard.lapse", "RECEIVED ACCEPTED", "LAPSED", SUBMIT, SYSTEM),
    ),
    frozenset({"REGISTERED"}),
)
