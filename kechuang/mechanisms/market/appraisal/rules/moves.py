"""The moves of an evaluation of an achievement, from the commission to the final report. Pure. Codes are for ever.

The dossier's CHALLENGED is a report whose challenge was upheld: the institution assesses anew, or the office annuls it.
While a challenge is being decided the case is held by casework's standard objection.
"""

from kechuang.casework.moves import COUNTERPART, HOLDER, SYSTEM, Moves, move

READ, REQUEST, CONDUCT = "appraisal:read", "appraisal:request", "appraisal:conduct"
OVERSEE = "appraisal:oversee"

UNDER_WAY = frozenset({"REQUESTED", "TEAM_SET", "ASSESSED", "REPORT_SIGNED", "PUBLISHED", "CHALLENGED"})
# Once its holder has agreed to publication, what it agreed to is read by everybody.
SHOWN = frozenset({"PUBLISHED", "CHALLENGED", "FINAL", "ANNULLED"})

APPRAISAL = Moves(
    "market.appraisal",
    (
        *("REQUESTED", "TEAM_SET", "ASSESSED", "REPORT_SIGNED", "PUBLISHED", "CHALLENGED", "FINAL"),
        *("DECLINED", "ANNULLED", "WITHDRAWN"),
    ),
    (
        move("request", "", "REQUESTED", REQUEST, HOLDER),
        move("set_team", "REQUESTED TEAM_SET", "TEAM_SET", CONDUCT, COUNTERPART, main=True),
        move("decline", "REQUESTED", "DECLINED", CONDUCT, COUNTERPART),
        move("assess", "TEAM_SET CHALLENGED", "ASSESSED", CONDUCT, COUNTERPART, main=True),
        move("sign", "ASSESSED", "REPORT_SIGNED", CONDUCT, COUNTERPART, main=True),
        move("publish", "REPORT_SIGNED", "PUBLISHED", REQUEST, HOLDER, main=True),
        move("conclude", "REPORT_SIGNED", "FINAL", REQUEST, HOLDER),
        move("finalise", "PUBLISHED", "FINAL", "", SYSTEM),
        move("annul", "CHALLENGED", "ANNULLED", OVERSEE, main=True),
        move("standard.withdraw", "REQUESTED TEAM_SET", "WITHDRAWN", REQUEST, HOLDER),
        move("standard.decide_objection", "PUBLISHED", "PUBLISHED CHALLENGED", OVERSEE),
    ),
    rest=frozenset({"PUBLISHED"}),
)  # fmt: skip
