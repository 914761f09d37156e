"""The moves of what people say of works: how papers stand, which line serves which, pilots. Codes are for ever."""

from kechuang.casework.moves import Moves, move

DECIDE = "policy:accept"

STATEMENT = Moves(
    "policy.work_statement",
    ("STATED",),
    (move("state", "", "STATED", DECIDE, main=True),),
    rest=frozenset({"STATED"}),
)
ALIGNMENT = Moves(
    "policy.alignment",
    ("CONFIRMED", "REJECTED"),
    (
        move("confirm", "", "CONFIRMED", DECIDE, main=True),
        move("reject", "", "REJECTED", DECIDE),
        move("take_back", "CONFIRMED", "REJECTED", DECIDE),
        move("confirm_after_all", "REJECTED", "CONFIRMED", DECIDE, main=True),
    ),
    rest=frozenset({"CONFIRMED", "REJECTED"}),
)
PILOT = Moves(
    "policy.pilot",
    ("TRYING", "EVALUATED", "SPREAD", "ENDED"),
    (
        move("register", "", "TRYING", DECIDE, main=True),
        move("evaluate", "TRYING", "EVALUATED", DECIDE, main=True),
        move("spread", "EVALUATED", "SPREAD", DECIDE, main=True),
        move("end", "TRYING EVALUATED", "ENDED", DECIDE),
    ),
    rest=frozenset({"SPREAD", "ENDED"}),
)
