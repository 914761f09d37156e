"""The moves of an offer, of a trial, of a declared open licence and of its use. Pure. Codes are for ever.

OFFERED → ENDED
REQUESTED → TERMS_AGREED → TRIAL → SATISFIED → CONVERTED | NOT_SATISFIED → ENDED_NO_FEE | EXPIRED → ENDED_NO_FEE
DECLARED → PUBLISHED → WITHDRAWN | LAPSED;   NOTIFIED → IN_FORCE → FILED
"""

from kechuang.casework.moves import COUNTERPART, HOLDER, SYSTEM, Moves, move

READ, OFFERS, ASK = "trial:read", "trial:offer", "trial:ask"
OPEN_READ, DECLARE, CHECK, TAKE = "open_licence:read", "open_licence:declare", "open_licence:check", "open_licence:take"

OFFER = Moves(
    "market.trial_offer",
    ("OFFERED", "ENDED"),
    (
        move("offer", "", "OFFERED", OFFERS, HOLDER),
        move("amend", "OFFERED", "OFFERED", OFFERS, HOLDER),
        move("end", "OFFERED", "ENDED", OFFERS, HOLDER),
    ),
    rest=frozenset({"OFFERED"}),
)

TRIAL = Moves(
    "market.trial",
    (
        *("REQUESTED", "TERMS_AGREED", "TRIAL", "SATISFIED", "NOT_SATISFIED", "EXPIRED", "CONVERTED", "ENDED_NO_FEE"),
        *("DECLINED", "WITHDRAWN"),
    ),
    (
        move("request", "", "REQUESTED", ASK, HOLDER),
        move("agree", "REQUESTED", "TERMS_AGREED", OFFERS, COUNTERPART, main=True),
        move("decline", "REQUESTED", "DECLINED", OFFERS, COUNTERPART),
        move("sign", "TERMS_AGREED", "TRIAL", ASK, HOLDER, main=True),
        move("log", "TRIAL", "TRIAL", ASK, HOLDER),
        move("report", "TRIAL", "SATISFIED NOT_SATISFIED", ASK, HOLDER, main=True),
        move("extend", "TRIAL", "TRIAL", OFFERS, COUNTERPART),
        move("remind", "TRIAL", "TRIAL", "", SYSTEM),
        move("expire", "TRIAL SATISFIED", "EXPIRED", "", SYSTEM),
        move("convert", "SATISFIED", "CONVERTED", OFFERS, COUNTERPART, main=True),
        move("give_back", "NOT_SATISFIED EXPIRED", "ENDED_NO_FEE", ASK, HOLDER, main=True),
        move("standard.withdraw", "REQUESTED TERMS_AGREED", "WITHDRAWN", ASK, HOLDER),
    ),
)
# A trial in these holds its firm's place with the offer: the same firm does not ask twice.
OPEN_TRIALS = frozenset({"REQUESTED", "TERMS_AGREED", "TRIAL", "SATISFIED"})
RUNNING = frozenset({"TRIAL", "SATISFIED"})

OPEN_LICENCE = Moves(
    "market.open_licence",
    ("DECLARED", "PUBLISHED", "REFUSED", "WITHDRAWN", "LAPSED"),
    (
        move("declare", "", "DECLARED", DECLARE, HOLDER),
        move("publish", "DECLARED", "PUBLISHED", CHECK, excludes="declare", main=True),
        move("refuse", "DECLARED", "REFUSED", CHECK, excludes="declare"),
        move("take_back", "DECLARED PUBLISHED", "WITHDRAWN", DECLARE, HOLDER),
        move("lapse", "PUBLISHED", "LAPSED", "", SYSTEM),
    ),
    rest=frozenset({"PUBLISHED"}),
)
# What the public register shows: also what was withdrawn, because licences given go on.
REGISTERED = frozenset({"PUBLISHED", "WITHDRAWN", "LAPSED"})

OPEN_USE = Moves(
    "market.open_use",
    ("NOTIFIED", "IN_FORCE", "FILED", "DROPPED"),
    (
        move("notify", "", "NOTIFIED", TAKE, HOLDER),
        move("confirm", "NOTIFIED", "IN_FORCE", DECLARE, COUNTERPART, main=True),
        move("drop", "NOTIFIED", "DROPPED", TAKE, HOLDER),
        move("remind", "IN_FORCE", "IN_FORCE", "", SYSTEM),
        move("file", "IN_FORCE", "FILED", DECLARE, COUNTERPART, main=True),
    ),
)
