"""The moves of a settlement between regions (dossier B1). State and move codes are for ever. Pure.

OPEN_PERIOD → STATEMENTS_EXCHANGED → RECONCILED → NETTED → SETTLED is the dossier's chain; PERIOD_CLOSED stands between,
because statements are drawn up only when the period has ended. Moves on the system's side that bear the name of a
statement's move are steps that the period takes within that act: with the last statement it is exchanged, with the last
agreement reconciled, and with a correction it falls back.
"""

from kechuang.casework.moves import SYSTEM, Moves, move

READ, PREPARE, CHECK, CONFIRM = "settlement:read", "settlement:prepare", "settlement:check", "settlement:confirm"

PERIOD = Moves(
    "sharing.settlement.period",
    ("OPEN_PERIOD", "PERIOD_CLOSED", "STATEMENTS_EXCHANGED", "RECONCILED", "NETTED", "SETTLED"),
    (
        move("open", "", "OPEN_PERIOD", PREPARE, main=True),
        move("record", "OPEN_PERIOD PERIOD_CLOSED", "OPEN_PERIOD PERIOD_CLOSED", PREPARE),
        move("close", "OPEN_PERIOD", "PERIOD_CLOSED", PREPARE, SYSTEM),
        move("remind", "PERIOD_CLOSED", "PERIOD_CLOSED", PREPARE, SYSTEM),
        move("send", "PERIOD_CLOSED", "STATEMENTS_EXCHANGED", CONFIRM, SYSTEM),
        move("receive", "PERIOD_CLOSED RECONCILED", "STATEMENTS_EXCHANGED", PREPARE, SYSTEM),
        move("reconcile", "STATEMENTS_EXCHANGED", "RECONCILED", CHECK, SYSTEM),
        move("correct", "STATEMENTS_EXCHANGED", "PERIOD_CLOSED", PREPARE, SYSTEM),
        move("amend", "STATEMENTS_EXCHANGED RECONCILED", "PERIOD_CLOSED", PREPARE, SYSTEM),
        move("net", "RECONCILED", "NETTED SETTLED", CHECK, main=True),
        move("pay", "NETTED", "NETTED SETTLED", CONFIRM, excludes="net", main=True),
    ),
)

STATEMENT = Moves(
    "sharing.settlement.statement",
    ("EXPECTED", "PREPARED", "CHECKED", "SENT", "EXCHANGED", "DIFFERENT", "AGREED", "CLOSED"),
    (
        move("expect", "", "EXPECTED", PREPARE, SYSTEM),
        move("prepare", "EXPECTED", "PREPARED", PREPARE, main=True),
        move("redraw", "PREPARED CHECKED", "PREPARED", PREPARE),
        move("check", "PREPARED", "CHECKED", CHECK, excludes="prepare redraw correct amend", main=True),
        move("send_back", "PREPARED CHECKED", "EXPECTED", CHECK),
        move("send", "CHECKED", "SENT EXCHANGED", CONFIRM, main=True),
        move(
            "receive",
            "EXPECTED PREPARED CHECKED SENT EXCHANGED DIFFERENT AGREED",
            "EXPECTED PREPARED CHECKED EXCHANGED",
            PREPARE,
        ),
        move("reconcile", "EXCHANGED", "DIFFERENT AGREED", CHECK, main=True),
        move("correct", "DIFFERENT", "PREPARED", PREPARE, main=True),
        move("amend", "SENT EXCHANGED AGREED", "PREPARED", PREPARE),
        move("net", "AGREED", "CLOSED", CHECK, SYSTEM),
    ),
)

ALL = (PERIOD, STATEMENT)

_OURS_SENT_THEIRS_HERE = frozenset({"EXCHANGED", "DIFFERENT", "AGREED"})


def period_state(statements: list[str]) -> str:
    """Give the state that a closed period has by the states of all its statements."""
    if all(state == "AGREED" for state in statements):
        return "RECONCILED"
    return "STATEMENTS_EXCHANGED" if set(statements) <= _OURS_SENT_THEIRS_HERE else "PERIOD_CLOSED"
