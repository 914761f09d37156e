"""The moves of an event: DRAFT → PUBLISHED (moved, signed up for) → HELD → CLOSED, or CANCELLED. Pure."""

from kechuang.casework.moves import COUNTERPART, Moves, move

READ, HOLD, JOIN = "event:read", "event:hold", "event:join"

SHOWN = frozenset({"PUBLISHED", "HELD", "CLOSED", "CANCELLED"})
OPEN, AFTER = "DRAFT PUBLISHED", "HELD CLOSED"

EVENT = Moves(
    "market.event",
    ("DRAFT", "PUBLISHED", "HELD", "CLOSED", "CANCELLED"),
    (
        move("plan", "", "DRAFT", HOLD),
        move("amend", "DRAFT", "DRAFT", HOLD),
        move("show", OPEN, OPEN, HOLD),
        move("unshow", OPEN, OPEN, HOLD),
        move("publish", "DRAFT", "PUBLISHED", HOLD, main=True),
        move("join", "PUBLISHED", "PUBLISHED", JOIN, COUNTERPART),
        move("leave", "PUBLISHED", "PUBLISHED", JOIN, COUNTERPART),
        move("move", "PUBLISHED", "PUBLISHED", HOLD),
        move("cancel", OPEN, "CANCELLED", HOLD),
        move("hold", "PUBLISHED", "HELD", HOLD, main=True),
        move("meet", AFTER, AFTER, HOLD),
        move("outcome", AFTER, AFTER, HOLD),
        move("close", "HELD", "CLOSED", HOLD, main=True),
    ),
    rest=frozenset({"CLOSED"}),
)
