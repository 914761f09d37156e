"""The moves of what people say: how papers stand, who adopted an act, which line serves which. Codes are for ever."""

from kechuang.casework.moves import Moves, move

DECIDE = "policy:accept"

STATEMENT = Moves(
    "policy.work_statement",
    ("STATED",),
    (move("state", "", "STATED", DECIDE, main=True),),
    rest=frozenset({"STATED"}),
)
ADOPTION = Moves(
    "policy.adoption",
    ("RECORDED",),
    (move("record", "", "RECORDED", DECIDE, main=True),),
    rest=frozenset({"RECORDED"}),
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
