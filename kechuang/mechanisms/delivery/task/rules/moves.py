"""The moves of a task, from the clause to the closed file, and of a dispatch. Pure. Codes are for ever."""

from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move

READ, PLAN, ANSWER, VERIFY = "task:read", "task:plan", "task:answer", "task:verify"
DECIDE = "task:decide"

UNDER_WAY = "ACCEPTED MEASURE_LIST IN_PROGRESS LATE BLOCKED"
OPEN = f"ITEM ASSIGNED DISPUTED {UNDER_WAY}"
RUNNING = "IN_PROGRESS LATE"
LISTED = f"MEASURE_LIST {RUNNING}"

TASK = Moves(
    "delivery.task",
    (
        *("ITEM", "ASSIGNED", "DISPUTED", "ACCEPTED", "MEASURE_LIST", "IN_PROGRESS", "LATE", "BLOCKED", "DONE"),
        *("VERIFIED", "CLOSED", "DROPPED"),
    ),
    (
        move("make", "", "ITEM ASSIGNED", PLAN),
        move("share", "", "ASSIGNED", ANSWER, HOLDER),
        move("assign", "ITEM DISPUTED ASSIGNED", "ASSIGNED", PLAN, main=True),
        move("accept", "ASSIGNED", "ACCEPTED LATE", ANSWER, HOLDER, main=True),
        move("dispute", "ASSIGNED", "DISPUTED", ANSWER, HOLDER),
        move("list_measures", f"ACCEPTED {LISTED}", LISTED, ANSWER, HOLDER, main=True),
        move("plan_year", f"ACCEPTED {LISTED}", f"ACCEPTED {LISTED}", ANSWER, HOLDER),
        move("report", "MEASURE_LIST IN_PROGRESS LATE", RUNNING, ANSWER, HOLDER, main=True),
        move("finish", RUNNING, "DONE", ANSWER, HOLDER, main=True),
        move("block", "MEASURE_LIST IN_PROGRESS LATE", "BLOCKED", ANSWER, HOLDER),
        move("unblock", "BLOCKED", RUNNING, ANSWER, HOLDER, main=True),
        move("ask_help", UNDER_WAY, UNDER_WAY, ANSWER, HOLDER),
        move("answer_help", UNDER_WAY, UNDER_WAY, ANSWER),
        move("urge", f"ASSIGNED {UNDER_WAY}", f"ASSIGNED {UNDER_WAY}", PLAN),
        move("verify", "DONE", "VERIFIED", VERIFY, excludes="finish report assign make", main=True),
        move("send_back", "DONE", RUNNING, VERIFY, excludes="finish report assign make"),
        move("close", "VERIFIED", "CLOSED", PLAN, main=True),
        move("adjust", OPEN, OPEN, PLAN),
        move("fund", OPEN, OPEN, PLAN),
        move("spend", f"{UNDER_WAY} DONE", f"{UNDER_WAY} DONE", ANSWER, HOLDER),
        move("carry_over", f"ASSIGNED {UNDER_WAY}", "ASSIGNED ACCEPTED MEASURE_LIST IN_PROGRESS BLOCKED", PLAN),
        move("drop", "ITEM ASSIGNED DISPUTED", "DROPPED", PLAN),
        move("become_late", "ACCEPTED MEASURE_LIST IN_PROGRESS", "LATE", "", SYSTEM),
        move("miss_report", UNDER_WAY, UNDER_WAY, "", SYSTEM),
        move("prove", UNDER_WAY, "DONE", "", SYSTEM),
    ),
)  # fmt: skip
DISPATCH = Moves("delivery.dispatch", ("TAKEN",), (move("take", "", "TAKEN", PLAN, main=True),))
FINISHED = frozenset({"CLOSED", "DROPPED"})
SETTLED = frozenset({"DONE", "VERIFIED", "CLOSED", "DROPPED"})
