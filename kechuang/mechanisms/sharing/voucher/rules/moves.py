"""The moves of the voucher's cases (dossier B1). State and move codes are for ever.

Moves on the system's side that bear the name of another case's move (an order's ``record_payment``) are steps that this
case takes within that act: a batch is paid, and so are its orders.
"""

from kechuang.casework.moves import COUNTERPART, HOLDER, SYSTEM, Moves, move

BUDGET = Moves(
    "sharing.voucher.budget",
    ("PLANNED", "APPROVED", "OPEN", "EXHAUSTED", "CLOSED"),
    (
        move("plan", "", "PLANNED", "budget:plan", main=True),
        move("approve", "PLANNED", "APPROVED", "budget:approve", excludes="plan", main=True),
        move("open", "APPROVED", "OPEN", "budget:approve", main=True),
        move("close", "PLANNED APPROVED OPEN EXHAUSTED", "CLOSED", "budget:approve"),
        move("check_city", "OPEN", "EXHAUSTED", "voucher:read", SYSTEM),
        move("lapse", "EXHAUSTED", "OPEN", "voucher:read", SYSTEM),
        move("reject", "EXHAUSTED", "OPEN", "voucher:read", SYSTEM),
        move("claw_back", "EXHAUSTED", "OPEN", "voucher:read", SYSTEM),
    ),
    rest=frozenset({"OPEN", "EXHAUSTED"}),
)

PROVIDER = Moves(
    "sharing.voucher.provider",
    ("APPLIED", "CHECKED", "LISTED", "SUSPENDED", "REMOVED"),
    (
        move("apply", "", "APPLIED", "provider:apply", HOLDER, main=True),
        move("check", "APPLIED", "CHECKED", "provider:check", main=True),
        move("list", "CHECKED", "LISTED", "provider:list", excludes="check", main=True),
        move("refuse", "APPLIED CHECKED", "REMOVED", "provider:check"),
        move("renew", "LISTED", "LISTED", "provider:list"),
        move("suspend", "LISTED", "SUSPENDED", "provider:list"),
        move("reinstate", "SUSPENDED", "LISTED", "provider:list", main=True),
        move("remove", "LISTED SUSPENDED", "REMOVED", "provider:list"),
        move("expire", "LISTED SUSPENDED", "REMOVED", "provider:list", SYSTEM),
    ),
    rest=frozenset({"LISTED"}),
)

RIGHT = Moves(
    "sharing.voucher.right",
    ("APPLIED", "CITY_CHECK", "GRANTED", "REFUSED", "LAPSED"),
    (
        move("apply", "", "APPLIED", "right:apply", HOLDER, main=True),
        move("check_county", "APPLIED", "CITY_CHECK", "right:check_county", main=True),
        move("check_city", "CITY_CHECK", "GRANTED", "right:check_city", excludes="check_county", main=True),
        move("refuse_county", "APPLIED", "REFUSED", "right:check_county"),
        move("refuse_city", "CITY_CHECK", "REFUSED", "right:check_city", excludes="check_county"),
        move("lapse", "GRANTED LAPSED", "LAPSED", "voucher:read", SYSTEM),
        move("expire_orders", "GRANTED LAPSED", "GRANTED LAPSED", "voucher:read", SYSTEM),
    ),
    rest=frozenset({"GRANTED", "LAPSED"}),
)

ORDER = Moves(
    "sharing.voucher.order",
    (
        "RESERVED",
        "DELIVERED",
        "CLAIMED",
        "AUDIT",
        "PUBLIC_NOTICE",
        "PAYABLE",
        "BATCHED",
        "PAID",
        "RELEASED",
        "REJECTED",
        "CLAWED_BACK",
    ),
    (
        move("reserve", "", "RESERVED", "order:reserve", HOLDER, main=True),
        move("cancel", "RESERVED", "RELEASED", "order:cancel", HOLDER),
        move("deliver", "RESERVED", "DELIVERED", "order:deliver", COUNTERPART, main=True),
        move("claim", "DELIVERED", "DELIVERED", "order:claim", HOLDER, main=True),
        move("confirm", "DELIVERED", "CLAIMED", "order:deliver", COUNTERPART, main=True),
        move("decline", "DELIVERED", "DELIVERED", "order:deliver", COUNTERPART),
        move("check", "CLAIMED", "AUDIT", "order:check", main=True),
        move("send_back", "CLAIMED", "DELIVERED", "order:check"),
        move("release", "RESERVED DELIVERED", "RELEASED", "order:check"),
        move("pass_audit", "AUDIT", "PUBLIC_NOTICE", "order:audit", excludes="check", main=True),
        move("reject", "AUDIT", "REJECTED", "order:reject", excludes="check"),
        move("object", "PUBLIC_NOTICE", "AUDIT", "order:check"),
        move("end_notice", "PUBLIC_NOTICE", "PAYABLE", "voucher:read", SYSTEM),
        move("expire", "RESERVED DELIVERED", "RELEASED", "voucher:read", SYSTEM),
        move("prepare", "PAYABLE", "BATCHED", "batch:prepare", SYSTEM),
        move("void", "BATCHED", "PAYABLE", "batch:check", SYSTEM),
        move("record_payment", "BATCHED", "PAID PAYABLE", "batch:record", SYSTEM),
        move("claw_back", "PAID", "CLAWED_BACK", "order:reject"),
    ),
    rest=frozenset({"PAID"}),
)

AUDIT = Moves(
    "sharing.voucher.audit",
    ("COMMITTED", "DRAWN"),
    (
        move("commit", "", "COMMITTED", "order:audit", main=True),
        move("draw", "COMMITTED", "DRAWN", "order:audit", main=True),
    ),
)

BATCH = Moves(
    "sharing.voucher.batch",
    ("PREPARED", "CHECKED", "EXPORTED", "PAID", "VOID"),
    (
        move("prepare", "", "PREPARED", "batch:prepare", main=True),
        move("check", "PREPARED", "CHECKED", "batch:check", excludes="prepare", main=True),
        move("export", "CHECKED", "EXPORTED", "batch:prepare", main=True),
        move("record_payment", "EXPORTED", "PAID", "batch:record", excludes="prepare check", main=True),
        move("void", "PREPARED CHECKED EXPORTED", "VOID", "batch:check"),
    ),
)

ALL = (BUDGET, PROVIDER, RIGHT, ORDER, AUDIT, BATCH)
