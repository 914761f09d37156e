"""The moves of a technology demand, from the firm's question to its answer. Pure. Codes are for ever."""

from kechuang.casework.moves import COUNTERPART, HOLDER, SYSTEM, Moves, move

READ, SUBMIT, CHECK = "demand:read", "demand:submit", "demand:check"
REFINE, ANSWER = "demand:refine", "demand:answer"
PREPARE = "demand:prepare"

UNDER_WAY = "SUBMITTED REFINING REFINED PUBLISHED TALKING CONTRACTED"
OUT = "PUBLISHED TALKING"
SHOWN = frozenset({"PUBLISHED", "TALKING", "CONTRACTED", "CLOSED_SOLVED", "EXPIRED"})

DEMAND = Moves(
    "market.demand",
    (
        *("SUBMITTED", "REFINING", "REFINED", "PUBLISHED", "TALKING", "CONTRACTED", "CLOSED_SOLVED"),
        *("EXPIRED", "REFUSED", "WITHDRAWN"),
    ),
    (
        move("submit", "", "SUBMITTED", SUBMIT, HOLDER, main=True),
        move("take_in", "", "SUBMITTED", CHECK),
        move("pass_on", "SUBMITTED REFINING", "REFINING", CHECK, main=True),
        move("publish", "SUBMITTED", "PUBLISHED", CHECK),
        move("refuse", "SUBMITTED", "REFUSED", CHECK),
        move("refine", "REFINING", "REFINED", REFINE, COUNTERPART, main=True),
        move("confirm", "REFINED", "PUBLISHED", SUBMIT, HOLDER, main=True),
        move("send_back", "REFINED", "REFINING", SUBMIT, HOLDER),
        move("answer", OUT, OUT, ANSWER, COUNTERPART),
        move("talk", OUT, "TALKING", SUBMIT, HOLDER),
        move("end_talks", "TALKING", "PUBLISHED EXPIRED", SUBMIT, HOLDER),
        move("contract", OUT, "CONTRACTED", SUBMIT, HOLDER),
        move("solve", "CONTRACTED", "CLOSED_SOLVED", SUBMIT, HOLDER),
        move("extend", "PUBLISHED EXPIRED", "PUBLISHED", SUBMIT, HOLDER),
        move("expire", "PUBLISHED", "EXPIRED", "", SYSTEM),
        move("standard.withdraw", UNDER_WAY, "WITHDRAWN", SUBMIT, HOLDER),
        move("standard.lapse", "SUBMITTED", "REFUSED", "", SYSTEM),
    ),
    rest=frozenset({"PUBLISHED", "TALKING", "CONTRACTED", "EXPIRED"}),
)  # fmt: skip
