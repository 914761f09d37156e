"""The moves of an agreed price with public notice. Pure. Codes are for ever."""

from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move

READ, FILE, OVERSEE = "price_notice:read", "price_notice:file", "price_notice:oversee"

CHANGEABLE = "NEGOTIATED NOTICE_RUNNING NOTICE_PASSED NOTICE_RESTART"
# The page of a notice stays readable after it ran: the statute makes it public, and immunity leans on it.
SHOWN = frozenset({"NOTICE_RUNNING", "NOTICE_PASSED", "NOTICE_RESTART", "SIGNED", "REGISTERED", "VOID"})
RUNNING = "NOTICE_RUNNING"

NOTICE = Moves(
    "market.notice",
    (
        *("NEGOTIATED", "NOTICE_RUNNING", "NOTICE_RESTART", "NOTICE_PASSED", "SIGNED", "REGISTERED"),
        *("VOID", "WITHDRAWN"),
    ),
    (
        move("open", "", "NEGOTIATED", FILE, HOLDER),
        move("file", "NEGOTIATED NOTICE_RESTART", "NOTICE_RUNNING", FILE, HOLDER, main=True),
        move("change", CHANGEABLE, "NEGOTIATED NOTICE_RESTART", FILE, HOLDER),
        move("report_gap", "NOTICE_RUNNING", "NOTICE_RUNNING NOTICE_RESTART", FILE, HOLDER),
        move("interrupt", "NOTICE_RUNNING", "NOTICE_RUNNING NOTICE_RESTART", OVERSEE),
        move("sign", "NOTICE_PASSED", "SIGNED", FILE, HOLDER, main=True),
        move("register", "SIGNED", "REGISTERED", FILE, HOLDER, main=True),
        move("end", "NOTICE_RUNNING", "NOTICE_PASSED", "", SYSTEM),
        move("snap", "NOTICE_RUNNING NOTICE_PASSED", "NOTICE_RUNNING NOTICE_PASSED", "", SYSTEM),
        move("standard.decide_objection", "NOTICE_RUNNING", "NOTICE_RUNNING VOID", OVERSEE),
        move("standard.withdraw", CHANGEABLE, "WITHDRAWN", FILE, HOLDER),
    ),
)  # fmt: skip
