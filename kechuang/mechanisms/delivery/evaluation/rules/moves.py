"""The moves of an evaluation and of the self-reports in it. Pure. Codes are for ever."""

from kechuang.casework.moves import COUNTERPART, HOLDER, Moves, move

READ, PREPARE, REPORT = "evaluation:read", "evaluation:prepare", "evaluation:report"
CHECK, COMMENT, APPROVE = "evaluation:check", "evaluation:comment", "evaluation:approve"

BEFORE_APPROVAL = "CHECKING CHECKED DRAFTED COMMENTING SUBMITTED"
ADJUSTABLE = "CHECKING CHECKED DRAFTED COMMENTING"
DECIDABLE = "COMMENTING SUBMITTED APPROVED PUBLISHED"
OPEN = f"OPENED REPORTING {BEFORE_APPROVAL} APPROVED"
CHECKING = "check check_again recall finish_check"
PREPARING = "open ask begin_check draft invite answer propose submit publish name_checker"

EVALUATION = Moves(
    "delivery.evaluation",
    (
        *("OPENED", "REPORTING", "CHECKING", "CHECKED", "DRAFTED", "COMMENTING", "SUBMITTED", "APPROVED"),
        *("PUBLISHED", "WITHDRAWN"),
    ),
    (
        move("open", "", "OPENED", PREPARE),
        move("ask", "OPENED REPORTING", "REPORTING", PREPARE, main=True),
        move("name_checker", "OPENED REPORTING CHECKING", "OPENED REPORTING CHECKING", PREPARE),
        move("begin_check", "REPORTING", "CHECKING", PREPARE, main=True),
        move("check", BEFORE_APPROVAL, BEFORE_APPROVAL, CHECK, COUNTERPART, f"{PREPARING} approve", main=True),
        move("recall", f"{BEFORE_APPROVAL} APPROVED", f"{BEFORE_APPROVAL} APPROVED", CHECK, COUNTERPART),
        move("check_again", "APPROVED", "SUBMITTED", CHECK, COUNTERPART, f"{PREPARING} approve"),
        move("finish_check", "CHECKING", "CHECKED", CHECK, COUNTERPART, main=True),
        move("draft", "CHECKING CHECKED DRAFTED", "DRAFTED", PREPARE, excludes=CHECKING, main=True),
        move("invite", "DRAFTED", "COMMENTING", PREPARE, main=True),
        move("comment", "COMMENTING SUBMITTED", "COMMENTING SUBMITTED", COMMENT),
        move("answer", "COMMENTING SUBMITTED", "COMMENTING SUBMITTED", PREPARE, excludes="comment"),
        move("propose", ADJUSTABLE, ADJUSTABLE, PREPARE),
        move("decide", DECIDABLE, DECIDABLE, APPROVE, excludes=f"propose {CHECKING}"),
        move("apply", DECIDABLE, DECIDABLE, PREPARE),
        move("submit", "COMMENTING", "SUBMITTED", PREPARE, main=True),
        move("send_back", "SUBMITTED", "COMMENTING", APPROVE, excludes=f"{PREPARING} {CHECKING}"),
        move("approve", "SUBMITTED", "APPROVED", APPROVE, excludes=f"{PREPARING} {CHECKING}", main=True),
        move("publish", "APPROVED", "PUBLISHED", PREPARE, excludes=f"approve {CHECKING}", main=True),
        move("withdraw", OPEN, "WITHDRAWN", PREPARE),
    ),
)  # fmt: skip
SELF_REPORT = Moves(
    "delivery.self_report",
    ("ASKED", "SUBMITTED", "RETURNED", "TAKEN", "WAIVED"),
    (
        move("ask", "", "ASKED", PREPARE),
        move("submit", "ASKED RETURNED", "SUBMITTED", REPORT, HOLDER, main=True),
        move("take", "SUBMITTED", "TAKEN", PREPARE, excludes="submit", main=True),
        move("return", "SUBMITTED TAKEN", "RETURNED", PREPARE, excludes="submit"),
        move("urge", "ASKED RETURNED", "ASKED RETURNED", PREPARE),
        move("waive", "ASKED RETURNED", "WAIVED", PREPARE),
    ),
)
SETTLED = frozenset({"TAKEN", "WAIVED"})
CHECKABLE = frozenset(BEFORE_APPROVAL.split())
REPORTABLE = frozenset({"REPORTING", *ADJUSTABLE.split()})
