"""The moves of an achievement, of a right in technology, and of an application to the register of rights. Pure.

Codes are for ever. Where the dossier has RETURNED, the case is held for correction by casework's standard move.
"""

from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move

READ, SUBMIT, CHECK = "result:read", "result:submit", "result:check"
DEAL, PREPARE, OWN = "deal:record", "result:prepare", "result:own"
RIGHT_READ, RIGHT_APPLY, RIGHT_ENTER = "techright:read", "techright:apply", "techright:enter"

OUTCOMES = "TRANSFERRED LICENSED INVESTED IMPLEMENTED"
# Where an achievement can be dealt in: a licensed one again, as long as its licences leave room.
DEALABLE = "LISTED LICENSED DORMANT IN_DEAL"
REVISABLE = "FORMAL_CHECK REGISTERED LISTED LICENSED DORMANT"
LIVE = "FORMAL_CHECK REGISTERED LISTED WITHHELD IN_DEAL LICENSED DORMANT TRANSFERRED INVESTED IMPLEMENTED"
# What everybody may find without signing in: published once and neither withheld nor taken back.
PUBLIC = frozenset(f"LISTED IN_DEAL DORMANT FROZEN {OUTCOMES}".split())
OVER = frozenset({"REFUSED", "WITHDRAWN"})

RESULT = Moves(
    "market.result",
    (
        *("FORMAL_CHECK", "REGISTERED", "LISTED", "WITHHELD", "IN_DEAL", "TRANSFERRED", "LICENSED", "INVESTED"),
        *("IMPLEMENTED", "DORMANT", "FROZEN", "REFUSED", "WITHDRAWN"),
    ),
    (
        move("submit", "", "FORMAL_CHECK", SUBMIT, HOLDER),
        move("revise", REVISABLE, REVISABLE, SUBMIT, HOLDER),
        # A completer answers for the own share; the side is not the holder's, so that nothing else opens with it.
        move("own", LIVE, LIVE, OWN),
        move("register", "FORMAL_CHECK", "REGISTERED", CHECK, excludes="submit revise", main=True),
        move("refuse", "FORMAL_CHECK", "REFUSED", CHECK, excludes="submit revise"),
        move("list", "REGISTERED DORMANT", "LISTED", SUBMIT, HOLDER),
        move("unlist", "LISTED", "REGISTERED", SUBMIT, HOLDER),
        move("end_offer", "LISTED", "REGISTERED", "", SYSTEM),
        move("withhold", "REGISTERED LISTED DORMANT", "WITHHELD", CHECK),
        move("release", "WITHHELD", "REGISTERED", CHECK),
        move("open_deal", DEALABLE, "IN_DEAL", DEAL),
        move("close_deal", "IN_DEAL", f"IN_DEAL LISTED DORMANT {OUTCOMES}", DEAL),
        move("implement", "REGISTERED LISTED DORMANT", "IMPLEMENTED", SUBMIT, HOLDER),
        move("go_dormant", "REGISTERED LISTED", "DORMANT", "", SYSTEM),
        # An evaluation that became final writes its level here; the node does it, nobody by hand.
        move("appraise", LIVE, LIVE, CHECK),
        move("freeze", LIVE, "FROZEN", CHECK),
        move("thaw", "FROZEN", LIVE, CHECK),
        move("withdraw", "REGISTERED", "WITHDRAWN", SUBMIT, HOLDER),
    ),
    rest=frozenset({"REGISTERED", "LISTED", "WITHHELD", "DORMANT", "FROZEN", "IN_DEAL"}),
)  # fmt: skip

RIGHT = Moves(
    "market.right",
    ("ACTIVE", "DISPUTED", "ENDED"),
    (
        move("open", "", "ACTIVE", RIGHT_ENTER),
        move("dispute", "ACTIVE", "DISPUTED", RIGHT_ENTER),
        move("settle", "DISPUTED", "ACTIVE", RIGHT_ENTER),
        move("end", "ACTIVE", "ENDED", RIGHT_ENTER),
    ),
    rest=frozenset({"ACTIVE", "DISPUTED"}),
)

ENTRY = Moves(
    "market.entry",
    ("APPLIED", "ENTERED", "REFUSED", "WITHDRAWN"),
    (
        move("apply", "", "APPLIED", RIGHT_APPLY, HOLDER),
        move("enter", "APPLIED", "ENTERED", RIGHT_ENTER, excludes="apply", main=True),
        move("refuse", "APPLIED", "REFUSED", RIGHT_ENTER, excludes="apply"),
        move("withdraw", "APPLIED", "WITHDRAWN", RIGHT_APPLY, HOLDER),
    ),
)
