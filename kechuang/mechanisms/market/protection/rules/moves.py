"""The moves of a case of protection of intellectual property: reported, routed, handled. Pure. Codes are for ever.

ROUTED is with an office of this node that must answer; HANDED_OVER is with one outside it (a court, the police), whose
outcome the intake officer records. Nothing of a case is public.
"""

from kechuang.casework.moves import COUNTERPART, HOLDER, Moves, move

READ, REPORT = "protection:read", "protection:report"
INTAKE, HANDLE = "protection:intake", "protection:handle"

LIVE = frozenset({"REPORTED", "ROUTED", "ACCEPTED", "HANDED_OVER"})

PROTECTION = Moves(
    "market.protection",
    ("REPORTED", "ROUTED", "ACCEPTED", "HANDED_OVER", "CONCLUDED", "REFUSED", "WITHDRAWN"),
    (
        move("report", "", "REPORTED", REPORT, HOLDER),
        move("route", "REPORTED", "ROUTED HANDED_OVER", INTAKE, main=True, excludes="report"),
        move("refuse", "REPORTED", "REFUSED", INTAKE, excludes="report"),
        move("accept", "ROUTED", "ACCEPTED", HANDLE, COUNTERPART, main=True),
        move("send_back", "ROUTED ACCEPTED", "REPORTED", HANDLE, COUNTERPART),
        move("conclude", "ACCEPTED", "CONCLUDED", HANDLE, COUNTERPART, main=True),
        move("record", "HANDED_OVER", "CONCLUDED", INTAKE, main=True),
        move("take_back", "HANDED_OVER", "REPORTED", INTAKE),
        move("standard.withdraw", "REPORTED ROUTED ACCEPTED HANDED_OVER", "WITHDRAWN", REPORT, HOLDER),
        move("standard.lapse", "REPORTED", "REFUSED", "", "system"),
    ),
)  # fmt: skip
