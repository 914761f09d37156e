"""The moves of an empowerment, of a distribution of rewards, of a unit's yearly report. Pure. Codes are for ever.

A unit decides here for itself: the office of an empowerment and of a distribution is the unit, and who publishes or
applies does not decide about objections, and who drew a sheet up does not confirm that it was paid.
"""

from kechuang.casework.moves import HOLDER, OFFICE, SYSTEM, Moves, move

APPLY, HANDLE, DECIDE = "empowerment:apply", "empowerment:handle", "reward:decide"
EMPOWERMENT_READ, READ, FILE, PAY = "empowerment:read", "reward:read", "reward:file", "reward:pay"
REPORT_READ, REPORT_FILE, REPORT_FORWARD = "transfer_report:read", "transfer_report:file", "transfer_report:forward"

BEFORE_SIGNING = "APPLIED ACCEPTED TERMS_AGREED NOTICE_RUNNING NOTICE_PASSED"

EMPOWERMENT = Moves(
    "market.empowerment",
    (
        *("APPLIED", "ACCEPTED", "TERMS_AGREED", "NOTICE_RUNNING", "NOTICE_PASSED", "SIGNED", "EFFECTIVE", "ENDED"),
        *("TERMINATED", "REFUSED", "WITHDRAWN"),
    ),
    (
        move("apply", "", "APPLIED", APPLY, HOLDER),
        move("accept", "APPLIED", "ACCEPTED", HANDLE, excludes="apply", main=True),
        move("refuse", "APPLIED ACCEPTED", "REFUSED", HANDLE, excludes="apply"),
        move("agree", "ACCEPTED TERMS_AGREED", "TERMS_AGREED", HANDLE, main=True),
        move("publish", "TERMS_AGREED", "NOTICE_RUNNING", HANDLE, main=True),
        move("stop", "NOTICE_RUNNING", "ACCEPTED", DECIDE, excludes="apply publish", main=True),
        move("end", "NOTICE_RUNNING", "NOTICE_PASSED", "", SYSTEM),
        move("sign", "NOTICE_PASSED", "SIGNED", HANDLE, main=True),
        move("take_effect", "SIGNED", "EFFECTIVE", HANDLE, main=True),
        move("report", "EFFECTIVE", "EFFECTIVE", APPLY, HOLDER),
        move("expire", "EFFECTIVE", "ENDED", "", SYSTEM),
        move("conclude", "EFFECTIVE", "ENDED", HANDLE),
        move("terminate", "SIGNED EFFECTIVE", "TERMINATED", HANDLE),
        move("standard.decide_objection", "NOTICE_RUNNING", "NOTICE_RUNNING ACCEPTED", DECIDE, excludes="publish"),
        move("standard.withdraw", BEFORE_SIGNING, "WITHDRAWN", APPLY, HOLDER),
    ),
    rest=frozenset({"EFFECTIVE"}),
)  # fmt: skip

OPEN = "DRAFTED NOTICE_RUNNING NOTICE_PASSED HANDED_OVER"
DISTRIBUTION = Moves(
    "market.distribution",
    ("DRAFTED", "NOTICE_RUNNING", "NOTICE_PASSED", "HANDED_OVER", "PAID", "WITHDRAWN"),
    (
        move("draft", "", "DRAFTED", FILE, HOLDER),
        move("revise", "DRAFTED", "DRAFTED", FILE, HOLDER),
        move("publish", "DRAFTED", "NOTICE_RUNNING", FILE, HOLDER, main=True),
        move("stop", "NOTICE_RUNNING", "DRAFTED", DECIDE, excludes="publish", main=True),
        move("end", "NOTICE_RUNNING", "NOTICE_PASSED", "", SYSTEM),
        move("hand_over", "NOTICE_PASSED", "HANDED_OVER", FILE, HOLDER, main=True),
        move("pay", "HANDED_OVER", "PAID", PAY, HOLDER, "draft revise publish hand_over", main=True),
        move("overdue", OPEN, OPEN, "", SYSTEM),
        move("forget", "PAID", "PAID", FILE, HOLDER),
        move("standard.decide_objection", "NOTICE_RUNNING", "NOTICE_RUNNING DRAFTED", DECIDE, excludes="publish"),
        move("standard.withdraw", "DRAFTED", "WITHDRAWN", FILE, HOLDER),
    ),
    rest=frozenset({"PAID"}),
)
NOTICED = frozenset({"NOTICE_RUNNING", "NOTICE_PASSED", "HANDED_OVER", "PAID"})
EMPOWERMENT_NOTICED = frozenset({"NOTICE_RUNNING", "NOTICE_PASSED", "SIGNED", "EFFECTIVE", "ENDED", "TERMINATED"})

REPORT = Moves(
    "market.transfer_report",
    ("FILED", "FORWARDED"),
    (
        move("file", "", "FILED", REPORT_FILE, HOLDER),
        move("correct", "FILED", "FILED", REPORT_FILE, HOLDER),
        move("forward", "FILED", "FORWARDED", REPORT_FORWARD, OFFICE, "file correct", main=True),
    ),
    rest=frozenset({"FILED"}),
)
